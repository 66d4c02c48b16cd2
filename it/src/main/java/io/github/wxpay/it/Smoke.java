package io.github.wxpay.it;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Chain;
import io.github.wxpay.Notification;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * Sends one request of each kind to a sandbox in the same JVM and prints one line for each. Exits
 * with the status 1 after the first wrong result.
 *
 * <p>Uses only the JDK and the public API of the library and of the sandbox, so it runs with any
 * class path, in a module and in a native image. In a module, its package must be open to Jackson,
 * which writes {@link Order} and reads {@link Trade}.
 */
public final class Smoke {
  private static final String APPID = "wxd678efh567hg6787";
  private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
  private static final String NOTIFY_URL = "https://example.com/wxpay/notify";
  private static final String DESCRIPTION = "Image形象店-深圳腾大-QQ公仔 \ud83d\ude00";

  /** A PNG image of one pixel. */
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
          + "gg==";

  private final Sandbox sandbox;
  private final Wxpay wxpay;
  private final Path folder;
  private final PrintStream out;

  private Smoke(Sandbox sandbox, Wxpay wxpay, Path folder, PrintStream out) {
    this.sandbox = sandbox;
    this.wxpay = wxpay;
    this.folder = folder;
    this.out = out;
  }

  /** An order as a caller's object, which Jackson writes. */
  public static final class Order {
    public final String appid = APPID;
    public final String mchid;
    public final String description = DESCRIPTION;
    public final String out_trade_no;
    public final String notify_url = NOTIFY_URL;
    public final OffsetDateTime time_expire = OffsetDateTime.now(ZoneId.of("UTC")).plusHours(1);
    public final Map<String, Object> amount = Map.of("total", 2L, "currency", "CNY");

    Order(String mchid, String number) {
      this.mchid = mchid;
      this.out_trade_no = number;
    }
  }

  /** A transaction as a caller's object, which Jackson reads. */
  public static final class Trade {
    public String out_trade_no = "";
    public String trade_state = "";
    public OffsetDateTime success_time = OffsetDateTime.MIN;
    public Map<String, Object> amount = Map.of();
  }

  /**
   * Runs the program.
   *
   * @param args {@code https} for a sandbox with HTTPS, or nothing
   */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println("with: " + environment());
    Path folder = Files.createTempDirectory("wxpay-smoke");
    boolean https = List.of(args).contains("https");
    boolean passed = false;
    try (Sandbox sandbox = Sandbox.builder().https(https).start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Smoke smoke = new Smoke(sandbox, wxpay, folder, out);
      smoke.orders();
      smoke.refunds();
      smoke.secrets();
      smoke.notifications();
      smoke.files();
      smoke.version2();
      smoke.errors();
      smoke.limits();
      passed = true;
    } catch (FailedCheck e) {
      e.printStackTrace(out);
    } finally {
      for (String name : List.of("license.png", "bill.csv")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
    if (!passed) {
      System.exit(1);
    }
    out.println("all calls passed");
  }

  /** Returns the versions and settings of this run, separated by semicolons. */
  private static String environment() {
    return String.join(
        "; ",
        "Java " + System.getProperty("java.version"),
        "jackson-core " + new JsonFactory().version(),
        "jackson-databind " + new ObjectMapper().version(),
        "locale " + Locale.getDefault().toLanguageTag(),
        "charset " + Charset.defaultCharset(),
        "zone " + ZoneId.systemDefault());
  }

  private void orders() {
    check("certificates", 200, () -> wxpay.chain("v3/certificates").get().status());
    check(
        "version",
        true,
        () -> {
          List<Recorded> requests = sandbox.requests();
          String agent = requests.get(requests.size() - 1).header("User-Agent").orElse("none");
          return agent.matches("wxpay/[0-9]\\S* Java/.+");
        });
    check("order, a map", true, () -> place("smoke-1").require("code_url").startsWith("weixin:"));
    check(
        "order, an object",
        true,
        () -> {
          Order order = new Order(wxpay.mchid(), "smoke-2");
          Response r = wxpay.v3().chain("pay/transactions/native").post(order);
          return r.require("code_url").startsWith("weixin:");
        });
    check(
        "order, a tree",
        true,
        () -> {
          ObjectNode tree = JsonNodeFactory.instance.objectNode();
          tree.put("appid", APPID).put("mchid", wxpay.mchid()).put("description", DESCRIPTION);
          tree.put("out_trade_no", "smoke-3").put("notify_url", NOTIFY_URL);
          tree.putObject("amount").put("total", new BigDecimal("1E+2")).put("currency", "CNY");
          tree.putObject("payer").put("openid", OPENID);
          return !wxpay
              .chain("v3/pay/transactions/jsapi")
              .post(tree)
              .require("prepay_id")
              .isEmpty();
        });
    check("query, unpaid", "NOTPAY 1", () -> state(query("smoke-1")));
    sandbox.pay("smoke-1");
    sandbox.pay("smoke-2");
    check(
        "query, asynchronous",
        "SUCCESS",
        () -> byNumber("smoke-2").getAsync().join().require("trade_state"));
    check(
        "query, as an object",
        "smoke-1 SUCCESS true 1",
        () -> {
          Trade t = query("smoke-1").as(Trade.class);
          boolean timed = t.success_time.isAfter(OffsetDateTime.parse("2020-01-01T00:00:00Z"));
          return t.out_trade_no + " " + t.trade_state + " " + timed + " " + t.amount.get("total");
        });
    check("query, as a map", DESCRIPTION, () -> query("smoke-1").map().get("description"));
    check(
        "close, by its property chain",
        204,
        () -> {
          place("smoke-4");
          return wxpay
              .prop("v3.pay.transactions.outTradeNo.$out_trade_no$.close")
              .post(Map.of("mchid", wxpay.mchid()), Map.of("out_trade_no", "smoke-4"))
              .status();
        });
  }

  private void refunds() {
    Map<String, Object> refund =
        Wxpay.fields(
            "out_trade_no",
            "smoke-2",
            "out_refund_no",
            "refund-1",
            "reason",
            "退款",
            "notify_url",
            null,
            "amount",
            Wxpay.fields("refund", 1, "total", new BigDecimal("2.00"), "currency", "CNY"));
    check(
        "refund",
        "refund-1 1",
        () -> {
          Response r = wxpay.chain("v3/refund/domestic/refunds").post(refund);
          return r.require("out_refund_no") + " " + r.require("/amount/refund");
        });
    check(
        "refund, query",
        "smoke-2",
        () ->
            wxpay
                .chain("v3/refund/domestic/refunds/{out_refund_no}")
                .with("out_refund_no", "refund-1")
                .get()
                .require("out_trade_no"));
  }

  private void secrets() {
    check(
        "secret, in a map",
        "张三",
        () -> {
          Map<String, Object> receiver = new LinkedHashMap<>();
          receiver.put("appid", APPID);
          receiver.put("type", "PERSONAL_OPENID");
          receiver.put("account", OPENID);
          receiver.put("name", Wxpay.secret("张三"));
          receiver.put("relation_type", "USER");
          return wxpay.chain("v3/profitsharing/receivers/add").post(receiver).decrypt("name");
        });
    check(
        "secret, in an object",
        "李四",
        () -> {
          Receiver receiver = new Receiver();
          return wxpay.chain("v3/profitsharing/receivers/add").post(receiver).decrypt("name");
        });
    check("encrypt", "张三", () -> sandbox.decrypt(wxpay.encrypt("张三")));
    check(
        "parameters for a page",
        List.of("appId", "timeStamp", "nonceStr", "package", "signType", "paySign"),
        () ->
            List.copyOf(
                wxpay.payParams().jsapi(APPID, "wx201410272009395522657a690389285100").keySet()));
  }

  private void notifications() {
    check(
        "notification",
        "TRANSACTION.SUCCESS smoke-1",
        () -> {
          SignedNotification sent =
              sandbox.notification(
                  "TRANSACTION.SUCCESS",
                  Map.of("out_trade_no", "smoke-1", "amount", Map.of("total", 1)));
          Notification n = wxpay.notifications().parse(sent.headers(), sent.body());
          n.expect(wxpay.mchid(), "smoke-1", 1);
          return n.eventType() + " " + n.as(Trade.class).out_trade_no;
        });
    check(
        "notification, asynchronous",
        "refund-1",
        () -> {
          SignedNotification sent =
              sandbox.notification("REFUND.SUCCESS", Map.of("out_refund_no", "refund-1"));
          return wxpay
              .notifications()
              .parseAsync(sent.headers(), sent.body())
              .join()
              .require("out_refund_no");
        });
    check(
        "notification of APIv2",
        "true smoke-v2",
        () -> {
          SignedNotification sent =
              sandbox.notification("v2/transaction-success", Map.of("out_trade_no", "smoke-v2"));
          Notification n = wxpay.notifications().parse(sent.headers(), sent.body());
          return n.isV2() + " " + n.require("out_trade_no");
        });
    check(
        "notification, changed",
        VerificationException.Reason.BAD_SIGNATURE,
        () -> {
          SignedNotification sent = sandbox.notification("TRANSACTION.SUCCESS");
          String text = new String(sent.body(), StandardCharsets.UTF_8);
          byte[] changed =
              text.replace("encrypt-resource", "encrypt-Resource").getBytes(StandardCharsets.UTF_8);
          try {
            return wxpay.notifications().parse(sent.headers(), changed);
          } catch (VerificationException e) {
            return e.reason();
          }
        });
  }

  private void files() {
    check(
        "upload",
        true,
        () -> {
          Path image = Files.write(folder.resolve("license.png"), Base64.getDecoder().decode(PNG));
          return wxpay
              .chain("v3/merchant/media/upload")
              .upload(image)
              .require("media_id")
              .endsWith(".png");
        });
    String day = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
    check(
        "bill",
        true,
        () -> {
          try (Bill bill = wxpay.chain("v3/bill/tradebill").query("bill_date", day).bill()) {
            return bill.check() >= 2;
          }
        });
    check(
        "download",
        true,
        () -> {
          Path file = folder.resolve("bill.csv");
          wxpay.chain("v3/bill/tradebill").query("bill_date", day).get().download(file);
          return Files.size(file) > 100;
        });
  }

  private void version2() {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("appid", APPID);
    order.put("mch_id", wxpay.mchid());
    order.put("body", DESCRIPTION);
    order.put("out_trade_no", "smoke-v2");
    order.put("total_fee", 1);
    order.put("spbill_create_ip", "127.0.0.1");
    order.put("notify_url", NOTIFY_URL);
    order.put("trade_type", "NATIVE");
    order.put("product_id", "12235413214070356458058");
    check(
        "APIv2, order",
        true,
        () ->
            wxpay
                .v2()
                .chain("pay/unifiedorder")
                .post(order)
                .require("code_url")
                .startsWith("weixin:"));
    sandbox.pay("smoke-v2");
    check("APIv2, query", "SUCCESS", () -> query2("smoke-v2").require("trade_state"));
    check(
        "APIv2, refused",
        "ORDERNOTEXIST",
        () -> {
          try {
            return query2("smoke-none").text();
          } catch (ResultException e) {
            return e.errCode();
          }
        });
  }

  private void errors() {
    check("error, 404", "404 REFUSED", () -> rejected(() -> query("smoke-none")));
    check(
        "error, 400",
        "400 REFUSED",
        () -> rejected(() -> wxpay.chain("v3/pay/transactions/native").post(Map.of("appid", 1))));
    sandbox.fault("POST v3/pay/**", Fault.SYSTEM_ERROR, 3);
    check("error, 500", "500 UNKNOWN", () -> rejected(() -> place("smoke-5")));
    check(
        "error, a body that is not JSON",
        true,
        () -> {
          try {
            return wxpay.chain("v3/pay/transactions/native").post(Map.of("a", Double.NaN)).text();
          } catch (IllegalArgumentException e) {
            return e.getMessage().contains("/a is NaN");
          }
        });
  }

  private void limits() {
    check("limit, depth", true, () -> limited("[".repeat(65), "nesting depth ("));
    check("limit, names", true, () -> limited("{\"a\":1,\"a\":2}", "Duplicate field"));
    check("limit, digits", true, () -> limited("[" + "1".repeat(65) + "]", "Number value length"));
    check(
        "limit, texts",
        true,
        () -> limited("[\"" + "a".repeat((4 << 20) + 1) + "\"]", "String value length"));
    check("limit, tokens", true, () -> limited("[" + "1,".repeat(500_001) + "1]", "Token count"));
  }

  /** A receiver of profit sharing, with a secret that is encrypted when Jackson writes it. */
  public static final class Receiver {
    public final String appid = APPID;
    public final String type = "PERSONAL_OPENID";
    public final String account = OPENID;
    public final Secret name = Wxpay.secret("李四");
    public final String relation_type = "USER";
  }

  private Map<String, Object> order(String number) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("appid", APPID);
    order.put("mchid", wxpay.mchid());
    order.put("description", DESCRIPTION);
    order.put("out_trade_no", number);
    order.put("notify_url", NOTIFY_URL);
    order.put("amount", Map.of("total", 1, "currency", "CNY"));
    return order;
  }

  private Response place(String number) {
    return wxpay.chain("v3/pay/transactions/native").post(order(number));
  }

  private Response query(String number) {
    return byNumber(number).get();
  }

  private static String state(Response r) {
    return r.require("trade_state") + " " + r.require("/amount/total");
  }

  private Chain byNumber(String number) {
    return wxpay
        .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
        .with("out_trade_no", number)
        .query("mchid", wxpay.mchid());
  }

  private Response query2(String number) {
    return wxpay
        .v2()
        .chain("pay/orderquery")
        .post(Map.of("appid", APPID, "mch_id", wxpay.mchid(), "out_trade_no", number));
  }

  private static String rejected(Callable<Response> call) throws Exception {
    try {
      return call.call().toString();
    } catch (StatusException e) {
      return e.status() + " " + e.outcome();
    }
  }

  /** Returns true if a response with this JSON is rejected for this reason; throws otherwise. */
  private boolean limited(String json, String reason) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    Hook replacing =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            return request;
          }

          @Override
          public Incoming response(Incoming response) {
            return response.withBytes(bytes);
          }
        };
    try (Wxpay hooked = wxpay.newBuilder().hook(replacing).build()) {
      throw new FailedCheck(
          "accepted as " + hooked.chain("v3/certificates").get().data().getNodeType());
    } catch (MalformedException e) {
      if (!e.getMessage().contains(reason)) {
        throw new FailedCheck(e.getMessage());
      }
      return true;
    }
  }

  private void check(String name, Object expected, Callable<?> call) {
    Object actual;
    try {
      actual = call.call();
    } catch (Exception | LinkageError e) {
      throw new FailedCheck(name + ": " + e, e);
    }
    if (!Objects.equals(actual, expected)) {
      throw new FailedCheck(name + ": expected " + expected + ", got " + actual);
    }
    out.println("passed: " + name);
  }

  /** Thrown when a call has another result than expected. */
  private static final class FailedCheck extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedCheck(String message) {
      super(message);
    }

    FailedCheck(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
