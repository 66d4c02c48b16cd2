package shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.Reply;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.WxpayException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The operations of the applications of all frameworks: place and query an order, receive
 * notifications, and list them.
 */
final class Shop implements AutoCloseable {
  private final Wxpay wxpay;
  private final Notifications notifications;
  private final List<String> received = new CopyOnWriteArrayList<>();

  Shop(String config) {
    this.wxpay = Wxpay.load(Path.of(config));
    this.notifications = wxpay.notifications();
  }

  /** Prints the port, and exits when the standard input ends. */
  static void listening(Object port) {
    System.out.println("port: " + port);
    Thread ending =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } finally {
                System.exit(0);
              }
            });
    ending.setDaemon(true);
    ending.start();
  }

  Map<String, Object> order(String number) {
    return wxpay.chain("v3/pay/transactions/native").post(body(number)).map();
  }

  CompletableFuture<Map<String, Object>> orderAsync(String number) {
    return wxpay
        .chain("v3/pay/transactions/native")
        .postAsync(body(number))
        .thenApply(Response::map);
  }

  Map<String, Object> query(String number) {
    return queryAsync(number).join();
  }

  CompletableFuture<Map<String, Object>> queryAsync(String number) {
    return wxpay
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
        .with("out_trade_no", number)
        .query("mchid", wxpay.mchid())
        .getAsync()
        .thenApply(Response::map);
  }

  Reply receive(Map<String, ?> headers, byte[] body) {
    try {
      return accept(notifications.parse(headers, body));
    } catch (WxpayException e) {
      return Notifications.refusal();
    }
  }

  CompletableFuture<Reply> receiveAsync(Map<String, ?> headers, byte[] body) {
    return notifications
        .parseAsync(headers, body)
        .handle((n, e) -> n == null ? Notifications.refusal() : accept(n));
  }

  List<String> received() {
    return received;
  }

  /** Handles a request of a framework without controllers. */
  CompletableFuture<Result> handle(
      String path, String number, Map<String, List<String>> headers, byte[] body) {
    switch (path) {
      case "/order":
        return orderAsync(number).thenApply(Result::json);
      case "/query":
        return queryAsync(number).thenApply(Result::json);
      case "/received":
        return CompletableFuture.completedFuture(Result.json(received));
      case "/wxpay/notify":
        return receiveAsync(headers, body)
            .thenApply(reply -> new Result(reply.status(), reply.headers(), reply.body()));
      default:
        return CompletableFuture.completedFuture(new Result(404, Map.of(), new byte[0]));
    }
  }

  @Override
  public void close() {
    wxpay.close();
  }

  private Reply accept(Notification n) {
    received.add((n.isV2() ? "APIv2" : n.eventType()) + " " + n.require("out_trade_no"));
    return n.success();
  }

  private Map<String, Object> body(String number) {
    return Wxpay.fields(
        "appid",
        "wxd678efh567hg6787",
        "mchid",
        wxpay.mchid(),
        "description",
        "Image形象店-深圳腾大-QQ公仔",
        "out_trade_no",
        number,
        "notify_url",
        "https://example.com/wxpay/notify",
        "amount",
        Map.of("total", 1, "currency", "CNY"));
  }

  /** A response: status, headers and body. */
  static final class Result {
    final int status;
    final Map<String, String> headers;
    final byte[] body;

    private Result(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    private static Result json(Object value) {
      try {
        byte[] json = new ObjectMapper().writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
        return new Result(200, Map.of("Content-Type", "application/json"), json);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
