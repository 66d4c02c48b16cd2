package io.github.wxpay.examples;

import io.github.wxpay.PayParams;
import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.Sandbox;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Creates the call-up parameters that a merchant's server passes to its pages and apps, which open
 * the payment and other dialogs of WeChat with them.
 */
public final class FrontEndParams {
  private static final String APPID = "wxd678efh567hg6787";
  private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

  private final Wxpay wxpay;
  private final Report report;

  private FrontEndParams(Wxpay wxpay, Report report) {
    this.wxpay = wxpay;
    this.report = report;
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
      run(wxpay, out);
    }
  }

  /**
   * Runs the example with a client; with a fixed clock and nonce, the signatures are always equal.
   */
  static void run(Wxpay wxpay, PrintStream out) {
    Report report = new Report(out);
    report.title("Call-up parameters");
    FrontEndParams example = new FrontEndParams(wxpay, report);
    example.orders();
    example.ordersOfV2();
    example.otherDialogs();
    report.end();
  }

  private void orders() {
    PayParams params = wxpay.payParams();
    String prepayId = placed("jsapi", "front-0001", Map.of("payer", Map.of("openid", OPENID)));
    report.step("JSAPI: WeixinJSBridge.invoke('getBrandWCPayRequest', …), wx.chooseWXPay(…)");
    report.values(params.jsapi(APPID, prepayId));

    report.step("Mini program: wx.requestPayment(…)");
    report.values(params.miniProgram(APPID, prepayId));

    report.step("App: PayReq");
    report.values(params.app(APPID, placed("app", "front-0002", Map.of())));

    report.step("H5: location.href = …");
    Map<String, Object> scene =
        Map.of("payer_client_ip", "127.0.0.1", "h5_info", Map.of("type", "Wap"));
    String h5Url = placed("h5", "front-0003", Map.of("scene_info", scene));
    report.note(params.h5(h5Url, "https://example.com/paid?no=front-0003"));
  }

  private void ordersOfV2() {
    PayParams params = wxpay.payParams().v2();
    String prepayId = placedByV2("JSAPI", "front-0004");
    report.step("JSAPI and mini program for an order of APIv2");
    report.values(params.jsapi(APPID, prepayId));

    report.step("App for an order of APIv2");
    report.values(params.app(APPID, placedByV2("APP", "front-0005")));

    report.step("H5 for an order of APIv2");
    report.note(params.h5(placedByV2("MWEB", "front-0006"), "https://example.com/paid"));
  }

  private void otherDialogs() {
    PayParams params = wxpay.payParams();
    report.step("Payscore: wx.openBusinessView(…), to confirm an order that was created");
    Map<String, Object> view =
        params.openBusinessView("wxpayScoreUse", Map.of("package", "AAQTI5oAAAABAAAAAABz…"));
    report.note("businessType  " + view.get("businessType"));
    ((Map<?, ?>) Objects.requireNonNull(view.get("extraData")))
        .forEach(
            (name, value) -> report.note(String.format(Locale.ROOT, "  %-11s %s", name, value)));

    report.step("Merchant transfer: wx.requestMerchantTransfer(…), to confirm receipt");
    report.values(params.merchantTransfer(APPID, "affffddafdfafddffda=="));

    report.step("Coupons (busifavor): the send-coupon plug-in");
    Map<String, Object> coupons =
        params.busifavor(
            wxpay.mchid(),
            List.of(Map.of("stock_id", "1212900000000009", "out_request_no", "front-coupon-01")));
    coupons.forEach(
        (name, value) -> report.note(String.format(Locale.ROOT, "%-21s %s", name, value)));
  }

  /** Places an order of APIv3 and returns its {@code prepay_id} or {@code h5_url}. */
  private String placed(String kind, String number, Map<String, Object> more) {
    Map<String, Object> order = new LinkedHashMap<>(more);
    order.put("appid", APPID);
    order.put("mchid", wxpay.mchid());
    order.put("description", "Wxpay 示例订单");
    order.put("out_trade_no", number);
    order.put("notify_url", "https://example.com/wxpay/notify");
    order.put("amount", Map.of("total", 1, "currency", "CNY"));
    String name = kind.equals("h5") ? "h5_url" : "prepay_id";
    return Objects.requireNonNull(
        wxpay.v3().chain("pay/transactions").chain(kind).post(order).get(name));
  }

  private String placedByV2(String tradeType, String number) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("appid", APPID);
    order.put("mch_id", wxpay.mchid());
    order.put("body", "Wxpay 示例订单");
    order.put("out_trade_no", number);
    order.put("total_fee", 1);
    order.put("spbill_create_ip", "127.0.0.1");
    order.put("notify_url", "https://example.com/wxpay/notify");
    order.put("trade_type", tradeType);
    if (tradeType.equals("JSAPI")) {
      order.put("openid", OPENID);
    }
    String name = tradeType.equals("MWEB") ? "mweb_url" : "prepay_id";
    return Objects.requireNonNull(wxpay.v2().chain("pay/unifiedorder").post(order).get(name));
  }
}
