package io.github.wxpay.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.ReplayStore;
import io.github.wxpay.Reply;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Receives notifications with the JDK's HTTP server: reads the raw bytes, verifies and decrypts
 * them, rejects replays, compares them with the order, and sends a reply. A sandbox acts as the
 * platform; the server stops after its last notification.
 */
public final class NotificationServer implements AutoCloseable {
  private static final String PATH = "/wxpay/notify";
  private static final int MAX_BYTES = 1 << 20;

  private final Notifications notifications;
  private final String mchid;
  private final ReplayStore replays = ReplayStore.inMemory(10_000);
  private final Map<String, Integer> unpaid = new ConcurrentHashMap<>();
  private final Map<String, Integer> unrefunded = new ConcurrentHashMap<>();
  private final Report report;
  private final HttpServer server;

  /** Starts a server for the merchant of a client, on a free port of this machine. */
  NotificationServer(Wxpay wxpay, Report report) {
    this.notifications = wxpay.notifications().replays(replays);
    this.mchid = wxpay.mchid();
    this.report = report;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(PATH, this::handle);
    server.start();
  }

  /** Returns the URL for notifications. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  /** Sets the number and the amount in fen of an order that is expected to be paid. */
  void expect(String outTradeNo, int total) {
    unpaid.put(outTradeNo, total);
  }

  /** Sets the number and the amount in fen of a refund that is expected. */
  void expectRefund(String outRefundNo, int refund) {
    unrefunded.put(outRefundNo, refund);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      // The raw bytes: the signature is not valid for JSON that was parsed and written again.
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES);
      Reply reply = reply(exchange.getRequestHeaders(), body);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] text = reply.body();
      exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
      if (text.length > 0) {
        exchange.getResponseBody().write(text);
      }
    } finally {
      exchange.close();
    }
  }

  private Reply reply(Map<String, ?> headers, byte[] body) {
    Notification notification;
    try {
      notification = notifications.parse(headers, body);
    } catch (VerificationException e) {
      report.note("refused: " + e.reason());
      return Notifications.refusal();
    } catch (WxpayException e) {
      report.note("refused: " + e.getMessage());
      return Notifications.refusal();
    }
    try {
      process(notification);
      return notification.success();
    } catch (RuntimeException e) {
      report.note("not processed: " + e.getMessage());
      replays.remove(notification.replayKey()); // otherwise the next attempt is a replay
      return notification.failure("not processed");
    }
  }

  private void process(Notification notification) {
    String refund = notification.get("out_refund_no");
    if (refund != null) {
      int fen = expected(unrefunded, refund);
      notification.expectRefund(refund, fen); // requires a successful refund, not a payment
      complete(unrefunded, refund, notification);
      return;
    }
    String number = String.valueOf(notification.get("out_trade_no"));
    int total = expected(unpaid, number);
    notification.expect(mchid, number, total); // requires a successful payment, not a refund
    complete(unpaid, number, notification);
  }

  private static int expected(Map<String, Integer> open, String number) {
    Integer fen = open.get(number);
    if (fen == null) {
      throw new IllegalStateException("The number '" + number + "' is not expected.");
    }
    return fen;
  }

  /** Completes an order once: only the thread that removes its number processes it. */
  private void complete(Map<String, Integer> open, String number, Notification notification) {
    Integer fen = open.remove(number);
    if (fen != null) {
      String version = notification.isV2() ? "APIv2" : notification.eventType();
      report.note("processed: " + number + ", " + fen + " fen (" + version + ")");
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Runs the example; arguments are ignored. */
  public static void main(String[] args) {
    Charset charset =
        Report.charset(System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
    run(new PrintStream(System.out, true, charset));
  }

  static void run(PrintStream out) {
    Report report = new Report(out);
    try (Sandbox sandbox = Sandbox.builder().notifying(true).start();
        Wxpay wxpay = Wxpay.of(sandbox.config());
        NotificationServer server = new NotificationServer(wxpay, report)) {
      report.title("Notifications at " + server.uri());
      new Platform(sandbox, wxpay, server, report).play();
      report.end();
    }
  }

  /** Plays the roles of the platform, the payer and an attacker. */
  private static final class Platform {
    private final Sandbox sandbox;
    private final Wxpay wxpay;
    private final NotificationServer server;
    private final Report report;

    Platform(Sandbox sandbox, Wxpay wxpay, NotificationServer server, Report report) {
      this.sandbox = sandbox;
      this.wxpay = wxpay;
      this.server = server;
      this.report = report;
    }

    void play() {
      report.step("An order is paid");
      place("notify-0001", 1);
      sandbox.pay("notify-0001");
      Delivery paid = sandbox.deliveries().get(0);
      report.note("replied: " + paid.status());

      report.step("The same notification is replayed");
      reportReply(sandbox.deliver(server.uri(), paid.notification()));

      report.step("A notification has another amount than its order");
      place("notify-0002", 2);
      Map<String, Object> less =
          Map.of("out_trade_no", "notify-0002", "amount", Map.of("total", 1));
      reportReply(sandbox.deliver(server.uri(), sandbox.notification("TRANSACTION.SUCCESS", less)));

      report.step("A refund succeeds; its notification also names the order");
      server.expectRefund("refund-0001", 1);
      Map<String, Object> refund =
          Map.of(
              "out_trade_no",
              "notify-0001",
              "out_refund_no",
              "refund-0001",
              "amount",
              Map.of("total", 1, "refund", 1));
      reportReply(sandbox.deliver(server.uri(), sandbox.notification("REFUND.SUCCESS", refund)));

      report.step("The platform probes whether signatures are verified");
      sandbox.probes(1, 0);
      reportReply(sandbox.deliver(server.uri(), sandbox.notification("TRANSACTION.SUCCESS")));
      sandbox.probes(0, 0);

      report.step("An order of APIv2 is paid");
      placeByV2("notify-0003", 3);
      sandbox.pay("notify-0003");
      reportReply(sandbox.deliveries().get(sandbox.deliveries().size() - 1));
    }

    private void reportReply(Delivery delivery) {
      report.note(("replied: " + delivery.status() + " " + delivery.text()).strip());
    }

    private void place(String number, int total) {
      server.expect(number, total);
      Map<String, Object> order = new LinkedHashMap<>();
      order.put("appid", "wxd678efh567hg6787");
      order.put("mchid", wxpay.mchid());
      order.put("description", "Wxpay 示例订单");
      order.put("out_trade_no", number);
      order.put("notify_url", server.uri().toString());
      order.put("amount", Map.of("total", total, "currency", "CNY"));
      wxpay.v3().chain("pay/transactions/native").post(order);
    }

    private void placeByV2(String number, int total) {
      server.expect(number, total);
      Map<String, Object> order = new LinkedHashMap<>();
      order.put("appid", "wxd678efh567hg6787");
      order.put("mch_id", wxpay.mchid());
      order.put("body", "Wxpay 示例订单");
      order.put("out_trade_no", number);
      order.put("total_fee", total);
      order.put("spbill_create_ip", "127.0.0.1");
      order.put("notify_url", server.uri().toString());
      order.put("trade_type", "NATIVE");
      order.put("product_id", number);
      wxpay.v2().chain("pay/unifiedorder").post(order);
    }
  }
}
