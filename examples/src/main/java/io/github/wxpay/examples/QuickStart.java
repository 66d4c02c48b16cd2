package io.github.wxpay.examples;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.sandbox.Sandbox;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Makes seven calls to WeChat Pay: ends an authorisation, places, pays, queries and refunds an
 * order, and places and closes another one.
 *
 * <p>Without arguments and {@code WXPAY_*} variables it starts a sandbox, which also plays the
 * payer. With a configuration file (the first argument, or {@code WXPAY_CONFIG}) or with variables
 * such as {@code WXPAY_MCHID} it calls the real platform as that merchant. Then it omits the steps
 * that need a payer and leaves no open order: it places, queries and closes an order over 1 fen.
 */
public final class QuickStart {
  private final Report report;
  private final Wxpay wxpay;
  private final Optional<Sandbox> sandbox;
  private final String mchid;
  private final Map<String, String> given;

  private QuickStart(Account account, Report report) {
    this.report = report;
    this.wxpay = account.wxpay().newBuilder().hook(report).build();
    this.sandbox = account.sandbox();
    this.mchid = wxpay.mchid();
    this.given = account.order();
  }

  /** Runs the example; arguments are {@code [wxpay.json] [appid=…] [notify_url=…]}. */
  public static void main(String[] args) {
    Charset charset =
        Report.charset(System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
    int status = run(List.of(args), System.getenv(), new PrintStream(System.out, true, charset));
    if (status != 0) {
      System.exit(status);
    }
  }

  /** Runs the example and returns the exit status: 0, or 1 after an error. */
  static int run(List<String> arguments, Map<String, String> environment, PrintStream out) {
    Report report = new Report(out);
    try (Account account = Account.of(arguments, environment)) {
      report.title("Wxpay quick start, with " + account.title());
      new QuickStart(account, report).run();
      report.end();
      return 0;
    } catch (WxpayException | IllegalArgumentException | IllegalStateException e) {
      report.failed(e);
      return 1;
    } catch (CompletionException e) {
      report.failed(Objects.requireNonNullElse(e.getCause(), e));
      return 1;
    }
  }

  private void run() {
    endAuthorization("1234567890");
    String first = "quick-" + Formatter.nonce(16);
    if (!given.keySet().containsAll(List.of("appid", "notify_url"))) {
      skipOrder();
      queryUnknownOrder(first);
      return;
    }
    placeOrder(first);
    try {
      pay(first);
      query(first);
      refund(first);
    } finally {
      // The order of a merchant stays unpaid, so it is closed even after an error.
      if (sandbox.isEmpty()) {
        close(first);
      }
    }
    if (sandbox.isEmpty()) {
      return;
    }
    String second = "quick-" + Formatter.nonce(16);
    placeOrder(second);
    close(second);
  }

  private void endAuthorization(String code) {
    report.step("End a payscore authorisation");
    if (sandbox.isEmpty()) {
      report.skipped("it would end the authorisation of a real user");
      return;
    }
    Map<String, Object> body = Map.of("service_id", "500001", "reason", "示例：解除授权");

    Response response =
        wxpay
            .v3()
            .chain("payscore/permissions/authorization-code/<authorization_code>/terminate")
            .post(body, Map.of("authorization_code", code));

    report.show(response);
  }

  private void placeOrder(String outTradeNo) {
    report.step("Place a Native order over 1 fen");
    Map<String, Object> order = new LinkedHashMap<>(given);
    order.put("mchid", mchid);
    order.put("description", "Wxpay 示例订单");
    order.put("out_trade_no", outTradeNo);
    order.put("amount", Map.of("total", 1, "currency", "CNY"));

    Response response = wxpay.chain("v3/pay/transactions/native").post(order);

    report.show(response, "code_url");
  }

  private void pay(String outTradeNo) {
    report.step("Pay it");
    if (sandbox.isEmpty()) {
      report.skipped("there is no payer to scan the code_url");
      return;
    }
    sandbox.get().pay(outTradeNo);
    report.note("sandbox.pay(\"" + outTradeNo + "\") acts as the payer, who scans the code_url");
  }

  private void query(String outTradeNo) {
    report.step("Query it asynchronously");

    CompletableFuture<Response> future =
        wxpay
            .v3()
            .chain("pay/transactions/out-trade-no/{out_trade_no}")
            .with("out_trade_no", outTradeNo)
            .query("mchid", mchid)
            .getAsync();

    report.show(
        future.join(),
        "trade_state",
        "trade_state_desc",
        "description",
        "/amount/total",
        "transaction_id",
        "success_time");
  }

  private void refund(String outTradeNo) {
    report.step("Refund it");
    if (sandbox.isEmpty()) {
      report.skipped("nothing was paid");
      return;
    }
    Map<String, Object> refund =
        Map.of(
            "out_trade_no",
            outTradeNo,
            "out_refund_no",
            "refund-" + outTradeNo,
            "reason",
            "示例：退款",
            "amount",
            Map.of("refund", 1, "total", 1, "currency", "CNY"));

    Response response = wxpay.v3().chain("refund/domestic/refunds").post(refund);

    report.show(response, "status", "refund_id", "/amount/refund", "user_received_account");
  }

  private void close(String outTradeNo) {
    report.step("Close it, since it is not paid");

    Response response =
        wxpay
            .prop("v3.pay.transactions.outTradeNo.$out_trade_no$.close")
            .post(Map.of("mchid", mchid), Map.of("out_trade_no", outTradeNo));

    report.show(response);
  }

  private void skipOrder() {
    report.step("Place a Native order");
    report.skipped("an order needs an appid that belongs to the merchant, and a notify_url.");
    report.note("Pass them as arguments (appid=… notify_url=…) or as WXPAY_APPID and");
    report.note("WXPAY_NOTIFY_URL to place an order over 1 fen, query it and close it.");
  }

  /**
   * Queries an order that does not exist, which shows whether the platform accepts the signature.
   */
  private void queryUnknownOrder(String outTradeNo) {
    report.step("Query an order that does not exist");
    try {
      Response response =
          wxpay
              .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
              .get(Map.of("out_trade_no", outTradeNo, "params", Map.of("mchid", mchid)));
      report.show(response, "trade_state");
    } catch (StatusException e) {
      if (e.status() != 404) {
        throw e;
      }
      report.refused(e);
      report.note("This is as expected: the platform accepted the signature.");
    }
  }
}
