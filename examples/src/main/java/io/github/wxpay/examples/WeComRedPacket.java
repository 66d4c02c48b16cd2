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
 * Sends a red packet through WeCom (企业微信红包): a call of APIv2 with mutual TLS and a second
 * signature, which {@link WeComSign} adds. Uses a sandbox, because it would pay real money.
 *
 * <p>For a real account, create the client with {@code merchantCertificate(…)} and {@code
 * secret(…)}, and the hook with the secret of the payment application, which WeCom shows.
 */
public final class WeComRedPacket {
  private WeComRedPacket() {}

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
      report.title("A red packet through WeCom");
      Wxpay wxpay =
          merchant
              .newBuilder()
              .hook(new WeComSign(sandbox.workwxSecret()))
              .hook(report) // the last hook sees the result of the hooks before it
              .build();
      send(wxpay, report);
      report.end();
    }
  }

  private static void send(Wxpay wxpay, Report report) {
    report.step("Send 1 yuan to a colleague");
    Map<String, Object> packet = new LinkedHashMap<>();
    packet.put("mch_billno", "wecom-packet-0001");
    packet.put("mch_id", wxpay.mchid());
    packet.put("wxappid", "wx8888888888888888");
    packet.put("sender_name", "XX活动");
    packet.put("re_openid", "oxTWIuGaIt6gTKsQRLau2M0yL16E");
    packet.put("total_amount", 100);
    packet.put("wishing", "感谢您参加猜灯谜活动，祝您元宵节快乐！");
    packet.put("act_name", "猜灯谜抢红包活动");
    packet.put("remark", "猜越多得越多，快来抢！");

    Response response =
        wxpay
            .v2()
            .chain("mmpaymkttransfers/sendworkwxredpack")
            .post(packet, Options.none().security(true));

    report.show(response, "mch_billno", "send_listid", "total_amount", "re_openid");
  }
}
