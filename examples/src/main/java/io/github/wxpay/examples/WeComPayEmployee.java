package io.github.wxpay.examples;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Pays an employee through WeCom (向员工付款): a call of APIv2 with mutual TLS and a second signature,
 * which {@link WeComSign} adds. Uses a sandbox, because it would pay real money.
 *
 * <p>The response has no {@code sign}, so only the TLS connection protects it. Query the payment
 * before you record it.
 */
public final class WeComPayEmployee {
  private WeComPayEmployee() {}

  /** Runs the example; arguments are ignored. */
  public static void main(String[] args) {
    Charset charset =
        Report.charset(System.getProperty("stdout.encoding", Charset.defaultCharset().name()));
    run(new PrintStream(System.out, true, charset));
  }

  static void run(PrintStream out) {
    Report report = new Report(out);
    try (Sandbox sandbox = Sandbox.builder().https(true).start();
        Wxpay merchant = Wxpay.of(sandbox.config())) {
      report.title("A payment to an employee through WeCom");
      Wxpay wxpay =
          merchant
              .newBuilder()
              .hook(new WeComSign(sandbox.workwxSecret()))
              .hook(report) // the last hook sees the result of the hooks before it
              .build();
      pay(wxpay, report);
      report.end();
    }
  }

  private static void pay(Wxpay wxpay, Report report) {
    report.step("Refund expenses of 1 yuan");
    Map<String, Object> payment = new LinkedHashMap<>();
    payment.put("appid", "wxe062425f740c8888");
    payment.put("mch_id", wxpay.mchid());
    payment.put("partner_trade_no", "wecom-payment-0001");
    payment.put("openid", "ohO4Gt7wVPxIT1A9GjFaMYMiZY1s");
    payment.put("check_name", "NO_CHECK");
    payment.put("amount", 100);
    payment.put("desc", "六月出差报销费用");
    payment.put("spbill_create_ip", "10.2.3.10");
    payment.put("ww_msg_type", "NORMAL_MSG");
    payment.put("act_name", "示例项目");

    Response response =
        wxpay
            .v2()
            .chain("mmpaymkttransfers/promotion/paywwsptrans2pocket")
            .post(payment, Options.none().security(true));

    report.show(response, "partner_trade_no", "payment_no", "payment_time");
  }
}
