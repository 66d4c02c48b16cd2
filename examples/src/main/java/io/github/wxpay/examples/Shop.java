package io.github.wxpay.examples;

import io.github.wxpay.FinalState;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.Sandbox;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A shop whose payments are neither lost nor doubled: it places orders, takes payments by code,
 * refunds and transfers with {@code postUntilFinal}, and keeps a list of what is still unknown.
 *
 * <p>It runs in the sandbox, which loses the responses of some requests that it has executed. A
 * real shop stores each number before it sends the request, and the list of unknown ones in its
 * database.
 */
public final class Shop {
  private static final String APPID = "wxd678efh567hg6787";
  private static final String DESCRIPTION = "Image形象店-深圳腾大-QQ公仔";
  private static final String NOTIFY_URL = "https://example.com/wxpay/notify";

  private final Wxpay wxpay;
  private final PrintStream out;

  /** The numbers whose state is not known, with the query to repeat. */
  private final Map<String, String> unknown = new LinkedHashMap<>();

  private Shop(Wxpay wxpay, PrintStream out) {
    this.wxpay = wxpay;
    this.out = out;
  }

  /** Runs the example; arguments are ignored. */
  public static void main(String[] args) {
    Charset charset =
        Report.charset(System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
    run(new PrintStream(System.out, true, charset));
  }

  static void run(PrintStream out) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      run(sandbox, wxpay, out);
    }
  }

  static void run(Sandbox sandbox, Wxpay wxpay, PrintStream out) {
    Shop shop = new Shop(wxpay, out);

    sandbox.fault("POST v3/pay/transactions/native", Fault.ANSWER_LOST, 3);
    shop.settle("order", "shop-order-1", () -> shop.placeOrder("shop-order-1", 100));
    sandbox.pay("shop-order-1");

    shop.settle("code payment", "shop-code-1", () -> shop.payByCode("shop-code-1", 50));

    sandbox.fault("POST v3/refund/**", Fault.ANSWER_LOST);
    shop.settle("refund", "shop-refund-1", () -> shop.refund("shop-order-1", "shop-refund-1", 40));

    shop.settle("transfer", "shoptransfer1", () -> shop.transfer("shoptransfer1", 30));

    // Too little time for the faults: the state stays unknown, and a job queries it later.
    sandbox.fault("POST v3/refund/**", Fault.ANSWER_LOST);
    sandbox.fault("GET v3/refund/**", Fault.SYSTEM_ERROR, 2);
    Options hurried = Options.none().retry(Retry.none()).deadline(Duration.ofSeconds(2));
    shop.settle(
        "refund", "shop-refund-2", () -> shop.refund("shop-order-1", "shop-refund-2", 10, hurried));
    shop.queryUnknown();
  }

  private FinalState placeOrder(String no, int total) {
    return wxpay
        .chain("v3/pay/transactions/native")
        .postUntilFinal(
            Wxpay.fields(
                "appid",
                APPID,
                "mchid",
                wxpay.mchid(),
                "description",
                DESCRIPTION,
                "out_trade_no",
                no,
                "notify_url",
                NOTIFY_URL,
                "amount",
                Map.of("total", total, "currency", "CNY")));
  }

  /** Takes a payment by the code that the payer shows; it is reversed if it is not paid in time. */
  private FinalState payByCode(String no, int total) {
    return wxpay
        .chain("v3/pay/transactions/codepay")
        .postUntilFinal(
            Wxpay.fields(
                "appid",
                APPID,
                "mchid",
                wxpay.mchid(),
                "description",
                DESCRIPTION,
                "out_trade_no",
                no,
                "amount",
                Map.of("total", total, "currency", "CNY"),
                "payer",
                Map.of("auth_code", "134567890123456789"),
                "scene_info",
                Map.of("store_info", Map.of("id", "0001"))));
  }

  private FinalState refund(String orderNo, String refundNo, int fen) {
    return refund(orderNo, refundNo, fen, Options.none());
  }

  private FinalState refund(String orderNo, String refundNo, int fen, Options options) {
    return wxpay
        .chain("v3/refund/domestic/refunds")
        .postUntilFinal(
            Map.of(
                "out_trade_no",
                orderNo,
                "out_refund_no",
                refundNo,
                "amount",
                Map.of("refund", fen, "total", 100, "currency", "CNY")),
            options);
  }

  private FinalState transfer(String no, int fen) {
    return wxpay
        .chain("v3/fund-app/mch-transfer/transfer-bills")
        .postUntilFinal(
            Wxpay.fields(
                "appid",
                APPID,
                "out_bill_no",
                no,
                "transfer_scene_id",
                "1000",
                "openid",
                "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
                "transfer_amount",
                fen,
                "transfer_remark",
                "新会员开通有礼",
                "transfer_scene_report_infos",
                List.of(
                    Map.of("info_type", "活动名称", "info_content", "新会员有礼"),
                    Map.of("info_type", "奖励说明", "info_content", "注册会员抽奖一等奖"))));
  }

  /** Runs a write and prints its result: what is unknown is neither a success nor a failure. */
  private void settle(String what, String no, Supplier<FinalState> write) {
    try {
      FinalState state = write.get();
      String result =
          state.succeeded() ? "succeeded" : state.failed() ? "failed" : "waits for the user";
      out.println(
          what + " " + no + ": " + result + (state.state().isEmpty() ? "" : ", " + state.state()));
    } catch (StillUnknownException e) {
      unknown.put(e.number(), e.query());
      out.println(what + " " + no + ": still unknown, " + e.query());
    } catch (WxpayException e) {
      out.println(what + " " + no + ": not executed, " + e.outcome() + " " + e.errorCode());
    }
  }

  /** Repeats the queries of what is still unknown, as a job does later. */
  private void queryUnknown() {
    unknown.forEach(
        (no, query) ->
            out.println("queried later: " + wxpay.chain(query.replace("GET ", "")).awaitFinal()));
    unknown.clear();
  }
}
