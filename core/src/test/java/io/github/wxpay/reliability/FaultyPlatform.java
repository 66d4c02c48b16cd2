package io.github.wxpay.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawRequest;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A platform that fails in a share of all requests, mostly after it has executed them, and counts
 * what it executed. Orders and refunds are executed once per number, as the platform documents it;
 * subsidies have no number and are executed whenever they arrive.
 */
final class FaultyPlatform implements AutoCloseable {
  static final Duration DELAY = Duration.ofMillis(600);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The treatment of a request. */
  private enum Fate {
    CORRECT(true),
    CLOSED(false),
    SYSTEM_ERROR(false),
    EXECUTED_AND_CLOSED(true),
    EXECUTED_AND_CUT(true),
    EXECUTED_AND_BAD_GATEWAY(true),
    EXECUTED_AND_SYSTEM_ERROR(true),
    EXECUTED_AND_UNSIGNED(true),
    LATE_AND_CLOSED(false),
    LATE_AND_BAD_GATEWAY(false);

    final boolean isExecuted;

    Fate(boolean isExecuted) {
      this.isExecuted = isExecuted;
    }

    boolean isLate() {
      return this == LATE_AND_CLOSED || this == LATE_AND_BAD_GATEWAY;
    }
  }

  /** An order or a refund. */
  static final class Entry {
    final long amount;
    private final byte[] content;
    private final String order;
    private String state;

    private Entry(long amount, byte[] content, String order, String state) {
      this.amount = amount;
      this.content = content;
      this.order = order;
      this.state = state;
    }

    /** Returns the state, which the server changes. */
    String state() {
      return state;
    }
  }

  private final FaultServer server = FaultServer.plain(this::serve);
  private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
  private final double rate;
  private final boolean late;
  private final long seed;

  private final Map<String, Entry> orders = new LinkedHashMap<>();
  private final Map<String, Entry> refunds = new LinkedHashMap<>();
  private final Map<String, Integer> subsidies = new LinkedHashMap<>();
  private final Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();
  private final Set<String> nonces = ConcurrentHashMap.newKeySet();

  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger faults = new AtomicInteger();
  final AtomicInteger delayed = new AtomicInteger();

  /** Writes whose number came with another content before. */
  final AtomicInteger changed = new AtomicInteger();

  /** Writes with the nonce of another request. */
  final AtomicInteger replayed = new AtomicInteger();

  /**
   * Starts a platform.
   *
   * @param rate the share of requests that fail
   * @param late whether some writes are executed only after their connection has ended
   * @param seed selects the requests that fail, by their path and count
   */
  FaultyPlatform(double rate, boolean late, long seed) {
    this.rate = rate;
    this.late = late;
    this.seed = seed;
  }

  String url() {
    return server.url();
  }

  /** Pays an order as its payer would. */
  synchronized void pay(String outTradeNo) {
    Entry order = Objects.requireNonNull(orders.get(outTradeNo), outTradeNo);
    if (order.state.equals("NOTPAY")) {
      order.state = "SUCCESS";
    }
  }

  synchronized Map<String, Entry> orders() {
    return new LinkedHashMap<>(orders);
  }

  synchronized Map<String, Entry> refunds() {
    return new LinkedHashMap<>(refunds);
  }

  /** Returns how often each subsidy was executed. */
  synchronized Map<String, Integer> subsidies() {
    return new LinkedHashMap<>(subsidies);
  }

  /** Waits until all late requests were executed. */
  void awaitLateRequests() throws InterruptedException {
    later.shutdown(); // by default, tasks that were scheduled before are still executed
    if (!later.awaitTermination(20, TimeUnit.SECONDS)) {
      throw new IllegalStateException("late requests were not executed");
    }
  }

  @Override
  public void close() {
    server.close();
    later.shutdownNow();
  }

  private void serve(FaultServer.Connection connection) throws IOException {
    for (RawRequest request = connection.execute();
        request != null && respond(connection, request);
        request = connection.execute()) {
      // The connection remains open.
    }
  }

  private boolean respond(FaultServer.Connection connection, RawRequest request)
      throws IOException {
    requests.incrementAndGet();
    boolean isWrite = request.method.equals("POST");
    if (isWrite && !nonces.add(request.headers.getOrDefault("Authorization", ""))) {
      replayed.incrementAndGet();
    }
    Fate fate = fate(request, isWrite);
    faults.addAndGet(fate == Fate.CORRECT ? 0 : 1);
    if (fate.isLate()) {
      delayed.incrementAndGet();
      var unused = later.schedule(() -> execute(request), DELAY.toMillis(), TimeUnit.MILLISECONDS);
    }
    byte[] wire = fate.isExecuted ? wire(fate, execute(request)) : failed(fate);
    connection.write(wire);
    return wire.length > 0 && fate != Fate.EXECUTED_AND_CUT;
  }

  /** Returns the bytes that are sent after a request was executed. */
  private static byte[] wire(Fate fate, Reply reply) {
    switch (fate) {
      case EXECUTED_AND_CLOSED:
        return new byte[0];
      case EXECUTED_AND_SYSTEM_ERROR:
        return error(500, "SYSTEM_ERROR").wire();
      case EXECUTED_AND_BAD_GATEWAY:
        return badGateway().wire();
      case EXECUTED_AND_UNSIGNED:
        return reply.with("Wechatpay-Signature").wire();
      case EXECUTED_AND_CUT:
        byte[] complete = reply.wire();
        return Arrays.copyOf(complete, complete.length - 1 - reply.body().length / 2);
      default:
        return reply.wire();
    }
  }

  /** Returns the bytes that are sent without executing a request, or before. */
  private static byte[] failed(Fate fate) {
    switch (fate) {
      case SYSTEM_ERROR:
        return error(500, "SYSTEM_ERROR").wire();
      case LATE_AND_BAD_GATEWAY:
        return badGateway().wire();
      default:
        return new byte[0];
    }
  }

  private static Reply badGateway() {
    return Reply.bare(502, "<html>Bad Gateway</html>");
  }

  /** Returns the fate of a request, by the seed, its path and how often that came before. */
  private Fate fate(RawRequest request, boolean isWrite) {
    String key = isWrite ? request.target + number(request) : request.target;
    int count = arrived.computeIfAbsent(key, name -> new AtomicInteger()).getAndIncrement();
    SplittableRandom random =
        new SplittableRandom(seed ^ (key.hashCode() * 0x9E3779B97F4A7C15L + count));
    if (random.nextDouble() >= rate) {
      return Fate.CORRECT;
    }
    List<Fate> faults =
        Arrays.stream(Fate.values())
            .filter(fate -> fate != Fate.CORRECT && (!fate.isLate() || (isWrite && late)))
            .collect(Collectors.toList());
    return faults.get(random.nextInt(faults.size()));
  }

  private static String number(RawRequest request) {
    JsonNode body = json(request.body);
    return body.path("out_refund_no").asText(body.path("out_trade_no").asText())
        + body.path("transaction_id").asText();
  }

  private synchronized Reply execute(RawRequest request) {
    String path = request.target.split("\\?", 2)[0];
    String last = path.substring(path.lastIndexOf('/') + 1);
    if (request.method.equals("GET")) {
      boolean isRefund = path.startsWith("/v3/refund/");
      return found(isRefund ? "out_refund_no" : "out_trade_no", isRefund ? refunds : orders, last);
    }
    JsonNode body = json(request.body);
    switch (last) {
      case "native":
        return created(body, request.body, "NOTPAY");
      case "codepay":
        return created(body, request.body, "SUCCESS");
      case "refunds":
        return refunded(body, request.body);
      case "reverse":
        String[] segments = path.split("/", -1);
        return reversed(segments[segments.length - 2]);
      case "create":
        subsidies.merge(body.path("transaction_id").asText(), 1, Integer::sum);
        return Reply.signed("{\"result\":\"SUCCESS\"}");
      default:
        throw new IllegalStateException(request.target);
    }
  }

  private Reply created(JsonNode body, byte[] content, String state) {
    String number = body.path("out_trade_no").asText();
    Entry order = orders.get(number);
    if (order == null) {
      orders.put(number, new Entry(body.at("/amount/total").asLong(), content, "", state));
      return state.equals("NOTPAY") ? codeUrl(number) : found("out_trade_no", orders, number);
    }
    if (!Arrays.equals(order.content, content)) {
      changed.incrementAndGet();
      return error(400, "OUT_TRADE_NO_USED");
    }
    if (order.state.equals("REVOKED")) {
      return error(400, "ORDER_CLOSED");
    }
    if (order.state.equals("NOTPAY")) {
      return codeUrl(number);
    }
    // Some endpoints return the result again, and others refuse what was paid before.
    return number.hashCode() % 2 == 0
        ? found("out_trade_no", orders, number)
        : error(400, "ORDERPAID");
  }

  private Reply refunded(JsonNode body, byte[] content) {
    String number = body.path("out_refund_no").asText();
    String orderNumber = body.path("out_trade_no").asText();
    Entry refund = refunds.get(number);
    if (refund != null && !Arrays.equals(refund.content, content)) {
      changed.incrementAndGet();
      return error(400, "INVALID_REQUEST");
    }
    if (refund == null) {
      Entry order = orders.get(orderNumber);
      long amount = body.at("/amount/refund").asLong();
      long before =
          refunds.values().stream()
              .filter(one -> one.order.equals(orderNumber))
              .mapToLong(one -> one.amount)
              .sum();
      if (order == null || !order.state.equals("SUCCESS")) {
        return error(404, "RESOURCE_NOT_EXISTS");
      }
      if (before + amount > order.amount) {
        return error(403, "NOT_ENOUGH");
      }
      refunds.put(number, new Entry(amount, content, orderNumber, "PROCESSING"));
    }
    Reply reply = found("out_refund_no", refunds, number);
    Objects.requireNonNull(refunds.get(number)).state = "SUCCESS"; // for the next query
    return reply;
  }

  private Reply reversed(String number) {
    Entry order = orders.get(number);
    if (order == null) {
      return error(404, "ORDER_NOT_EXIST");
    }
    order.state = "REVOKED";
    return found("out_trade_no", orders, number);
  }

  private static Reply codeUrl(String number) {
    return Reply.signed("{\"code_url\":\"weixin://" + number + "\"}");
  }

  private static Reply found(String field, Map<String, Entry> entries, String number) {
    Entry entry = entries.get(number);
    if (entry == null) {
      boolean isOrder = field.equals("out_trade_no");
      return error(404, isOrder ? "ORDER_NOT_EXIST" : "RESOURCE_NOT_EXISTS");
    }
    boolean isOrder = field.equals("out_trade_no");
    return Reply.signed(
        "{\""
            + field
            + "\":\""
            + number
            + "\",\""
            + (isOrder ? "trade_state" : "status")
            + "\":\""
            + entry.state
            + "\",\"amount\":{\""
            + (isOrder ? "total" : "refund")
            + "\":"
            + entry.amount
            + "},\"mchid\":\""
            + Fixtures.MCHID
            + "\"}");
  }

  private static Reply error(int status, String code) {
    return Reply.signed(
        status, ("{\"code\":\"" + code + "\",\"message\":\"m\"}").getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
