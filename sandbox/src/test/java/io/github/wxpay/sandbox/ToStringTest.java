package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.NotificationReceiver;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the texts that JShell shows for the sandbox's objects. */
@WxpaySandbox(perTest = true)
class ToStringTest {
  private static final Sandbox FOR_NOTIFICATIONS = Sandbox.start();

  private final Sandbox sandbox;
  private final NotificationReceiver receiver = new NotificationReceiver();

  ToStringTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @AfterAll
  static void stopForAll() {
    FOR_NOTIFICATIONS.close();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private void assertOneLineWithoutSecrets(Object printed) {
    assertThat(printed.toString())
        .hasSizeBetween(5, 700)
        .doesNotContainPattern("[\\x00-\\x1f\\x7f]")
        .doesNotContain("@", "signature=", "WECHATPAY2", "PRIVATE KEY");
    for (Sandbox owner : new Sandbox[] {sandbox, FOR_NOTIFICATIONS}) {
      for (String key : new String[] {"secret", "apiV3Key", "privateKey"}) {
        assertThat(printed.toString()).doesNotContain((String) owner.config().get(key));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.wxpay.sandbox.Sandbox#eventTypes")
  void printsNotificationInOneLine(String eventType) {
    SignedNotification notification = FOR_NOTIFICATIONS.notification(eventType);

    assertOneLineWithoutSecrets(notification);
    assertThat(notification)
        .hasToString("SignedNotification[" + (eventType + " " + notification.id()).trim() + "]");
  }

  @Test
  void printsDeliveryWithEventReceiverAndStatus() {
    URI uri = receiver.uri("/notify");
    Delivery plain = sandbox.deliver(uri, sandbox.notification("v2/transaction-success"));
    Delivery unsigned = sandbox.deliver(uri, sandbox.notification("CROSS_BORDER_PAY.GET_MCH_INFO"));

    assertOneLineWithoutSecrets(plain);
    assertThat(plain).hasToString("transaction-success " + uri + " 204");
    assertOneLineWithoutSecrets(unsigned);
    assertThat(unsigned.toString()).startsWith("CROSS_BORDER_PAY.").contains(" 204 (");
    assertThat(sandbox.deliveries().toString()).isEqualTo("[" + plain + ", " + unsigned + "]");
  }

  @Test
  void printsRecordedRequestWithMethodTargetAndStatus() throws Exception {
    SignedRequest.of(sandbox).get("/v3/certificates");
    SignedRequest.of(sandbox).signingBody("x").post("/v3/pay/transactions/native", "{}");
    SignedRequest.of(sandbox).get("/v3/none?q=" + "a".repeat(1000));
    sandbox.fault("**", Fault.BAD_GATEWAY);
    SignedRequest.of(sandbox).get("/v3/certificates");

    assertThat(sandbox.requests()).hasSize(4).allSatisfy(this::assertOneLineWithoutSecrets);
    assertThat(sandbox.requests().get(0)).hasToString("GET /v3/certificates 200");
    assertThat(sandbox.requests().get(1).toString())
        .startsWith("POST /v3/pay/transactions/native 401 (");
    assertThat(sandbox.requests().get(2).toString()).contains("aaa… 404");
    assertThat(sandbox.requests().get(3)).hasToString("GET /v3/certificates 502 [BAD_GATEWAY]");
  }

  @Test
  void printsTextInOneLine() {
    assertThat(OneLine.of("a\r\nb\u0000c\u2028d\u0085e")).isEqualTo("a  b c d e");
    assertThat(OneLine.of("\u4eba".repeat(301))).isEqualTo("\u4eba".repeat(300) + "…");
    assertThat(OneLine.of("a".repeat(299) + "\ud83d\ude00")).isEqualTo("a".repeat(299) + "…");
    assertThat(OneLine.of("")).isEmpty();
  }

  @Test
  void printsSandboxWithAddress() {
    assertOneLineWithoutSecrets(sandbox);
    assertThat(Map.of("sandbox", sandbox)).hasToString("{sandbox=Sandbox[" + sandbox.uri() + "]}");
  }
}
