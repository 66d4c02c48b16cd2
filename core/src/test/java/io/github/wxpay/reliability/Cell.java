package io.github.wxpay.reliability;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    String number = "order-" + NUMBERS.incrementAndGet();
    Options numbered = options.header(FaultServer.NUMBER, number);
    Options all = v2 && verb == Verb.GET ? numbered.query("mch_id", Fixtures.MCHID) : numbered;
    Chain chain = v2 ? client.v2().chain("pay/orderquery") : client.chain("v3/pay");
    Object body = verb.body(v2);
    return Result.of(number, () -> Clients.call(async, chain, verb.method, body, all));
  }

  @Override
  public String toString() {
    return fault + " " + verb + (async ? " async" : " waiting") + (v2 ? " v2" : " v3");
  }
}
