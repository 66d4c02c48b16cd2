package io.github.wxpay.reliability;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** One call of a matrix: which fault it meets, and how it is made. Immutable. */
final class Cell {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final String fault;
  final Verb verb;
  final boolean async;
  final boolean v2;

  Cell(String fault, Verb verb, boolean async, boolean v2) {
    this.fault = fault;
    this.verb = verb;
    this.async = async;
    this.v2 = v2;
  }

  /** Returns the cells of a fault for each of these verbs, both ways of waiting and protocols. */
  static List<Cell> all(String fault, Verb... verbs) {
    List<Cell> cells = new ArrayList<>();
    for (Verb verb : verbs) {
      for (boolean async : new boolean[] {false, true}) {
        for (boolean v2 : new boolean[] {false, true}) {
          cells.add(new Cell(fault, verb, async, v2));
        }
      }
    }
    return cells;
  }

  /** Calls with a timeout, and measures how long the caller was blocked. */
  Result call(Wxpay client, Duration timeout) {
    return call(client, Options.none().timeout(timeout));
  }

  /** Calls, and measures how long the caller was blocked. */
  Result call(Wxpay client, Options options) {
    String number = number();
    Options all = numbered(options, number);
    Chain chain = chain(client);
    Object body = verb.body(v2);
    return Result.of(number, () -> Clients.call(async, chain, verb.method, body, all));
  }

  /** Starts a call and cancels it once the server has accepted a connection for it. */
  Result cancelled(Wxpay client, FaultServer server, Duration timeout) {
    String number = number();
    Options all = numbered(Options.none().timeout(timeout), number);
    CompletableFuture<Response> call = chain(client).requestAsync(verb.method, verb.body(v2), all);
    return Result.of(
        number,
        () -> {
          server.awaitAccepted();
          call.cancel(true);
          call.join();
        });
  }

  private static String number() {
    return "order-" + NUMBERS.incrementAndGet();
  }

  private Options numbered(Options options, String number) {
    Options numbered = options.header(FaultServer.NUMBER, number);
    return v2 && verb == Verb.GET ? numbered.query("mch_id", Fixtures.MCHID) : numbered;
  }

  private Chain chain(Wxpay client) {
    return v2 ? client.v2().chain("pay/orderquery") : client.chain("v3/pay");
  }

  @Override
  public String toString() {
    return fault + " " + verb + (async ? " async" : " waiting") + (v2 ? " v2" : " v3");
  }
}
