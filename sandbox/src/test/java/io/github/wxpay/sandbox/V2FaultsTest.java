package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.SAXException;

/** Tests the effect of each fault over APIv2 on the client and on the ledger. */
@Timeout(60)
@WxpaySandbox(perTest = true)
class V2FaultsTest {
  private static final Duration MOMENT = Duration.ofMillis(30);
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private final Sandbox sandbox;

  V2FaultsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private V2SignedRequest order(String number) {
    return V2SignedRequest.of(sandbox)
        .with("body", "tea", "out_trade_no", number, "total_fee", "100")
        .with("notify_url", "https://example.com/n", "trade_type", "NATIVE")
        .with("product_id", "p1", "spbill_create_ip", "127.0.0.1");
  }

  private boolean inLedger(String number) throws Exception {
    SandboxResponse reply =
        V2SignedRequest.of(sandbox).with("out_trade_no", number).post("/pay/orderquery");
    assertThat(reply.get("err_code")).isIn("", "ORDERNOTEXIST");
    return reply.get("err_code").isEmpty();
  }

  private static String seen(V2SignedRequest merchant, String type) throws Exception {
    SandboxResponse reply;
    try {
      reply = merchant.post("/pay/unifiedorder");
    } catch (IOException e) {
      return "nothing";
    } catch (SAXException e) {
      return "broken";
    }
    String code = reply.get("result_code") + reply.get("err_code");
    String sign =
        reply.get("sign").isEmpty()
            ? "unsigned"
            : merchant.signed(reply, type) ? "signed" : "forged";
    return (reply.status() + " " + code + " " + sign).replace("  ", " ");
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Fault.REQUEST_CUT, "nothing", false),
        Arguments.of(Fault.NO_ANSWER, "nothing", false),
        Arguments.of(Fault.STALLED.lasting(MOMENT), "nothing", false),
        Arguments.of(Fault.BAD_GATEWAY, "502 unsigned", false),
        Arguments.of(Fault.SYSTEM_ERROR, "200 FAILSYSTEMERROR signed", false),
        Arguments.of(Fault.FREQUENCY_LIMITED, "200 FAILFREQUENCY_LIMITED signed", false),
        Arguments.of(Fault.SLOW.lasting(MOMENT), "200 SUCCESS signed", true),
        Arguments.of(Fault.LATE.lasting(MOMENT), "200 SUCCESS signed", true),
        Arguments.of(Fault.ANSWER_LOST, "nothing", true),
        Arguments.of(Fault.HANG_UP, "nothing", true),
        Arguments.of(Fault.TRUNCATED, "broken", true),
        Arguments.of(Fault.REDIRECTED, "302 unsigned", false),
        Arguments.of(Fault.PAUSED.lasting(MOMENT), "200 SUCCESS signed", true),
        Arguments.of(Fault.dripping(1, Duration.ZERO), "200 SUCCESS signed", true),
        Arguments.of(Fault.WRONG_SIGNATURE, "200 SUCCESS forged", true),
        Arguments.of(Fault.UNSIGNED, "200 SUCCESS unsigned", true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void clientAndLedgerSeeDocumentedEffect(Fault fault, String seen, boolean inLedger)
      throws Exception {
    for (String type : new String[] {"MD5", "HMAC-SHA256"}) {
      String number = "old-faulty-" + NUMBER.incrementAndGet();
      sandbox.fault("POST pay/unifiedorder", fault);
      assertThat(seen(order(number).with("sign_type", type), type)).isEqualTo(seen);
      assertThat(inLedger(number)).isEqualTo(inLedger);
    }
    assertThat(sandbox.requests().stream().filter(r -> r.fault().isPresent()))
        .last()
        .satisfies(r -> assertThat(r.fault()).contains(fault.toString()));
  }

  @Test
  void doesNotApplyFaultsOfApiV3() throws Exception {
    for (Fault fault :
        new Fault[] {
          Fault.PROBE,
          Fault.UNKNOWN_SERIAL,
          Fault.clockOff(Duration.ofHours(1)),
          Fault.withoutHeader("Wechatpay-Nonce")
        }) {
      sandbox.fault("**", fault);
      String number = "old-faulty-" + NUMBER.incrementAndGet();
      assertThat(seen(order(number), "MD5")).isEqualTo("200 SUCCESS signed");
      assertThat(inLedger(number)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<xml>", "<xml><a></a><a></a></xml>"})
  void respondsToUnreadableRequestWithUnsignedFailure(String body) throws Exception {
    sandbox.fault("**", Fault.SYSTEM_ERROR);
    SandboxResponse reply = V2SignedRequest.of(sandbox).post("/pay/unifiedorder", body);
    assertThat(reply.get("return_code")).isEqualTo("FAIL");
    assertThat(reply.get("return_msg")).startsWith("系统异常");
    assertThat(reply.get("sign")).isEmpty();
  }

  @Test
  void losesResponseOfApiV2Download() {
    sandbox.fault("POST pay/downloadbill", Fault.ANSWER_LOST);
    assertThatThrownBy(
            () ->
                V2SignedRequest.of(sandbox)
                    .with("bill_date", "20260304", "bill_type", "ALL")
                    .post("/pay/downloadbill"))
        .isInstanceOf(IOException.class);
  }
}
