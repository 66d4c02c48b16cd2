package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.NotificationReceiver;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the delivery of notifications and the receiver's reply. */
@WxpaySandbox(perTest = true, notifying = true)
class DeliveryTest {
  private final NotificationReceiver receiver = new NotificationReceiver();
  private final Sandbox sandbox;

  DeliveryTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void sendsBodyAndHeadersUnchanged() {
    SignedNotification notification = sandbox.notification("REFUND.SUCCESS");

    assertThat(sandbox.notify(receiver.uri("/hook"), notification)).isEqualTo(204);

    assertThat(receiver.bodies()).containsExactly(notification.text());
    notification
        .headers()
        .forEach((name, value) -> assertThat(receiver.headers().get(0).get(name)).contains(value));
    assertThat(sandbox.deliveries()).hasSize(1);
    assertThat(sandbox.deliveries().get(0).toString())
        .isEqualTo("REFUND.SUCCESS " + receiver.uri("/hook") + " 204");
  }

  @Test
  void deliveryHasStatusAndBodyOfReply() {
    receiver.responding(401, "oops", "");
    Delivery delivery =
        sandbox.deliver(receiver.uri("/"), sandbox.notification("transaction-success"));
    assertThat(delivery.status()).isEqualTo(401);
    assertThat(delivery.text()).isEqualTo("oops");
    assertThat(delivery.body()).hasSize(4);
    assertThat(delivery.problem()).isEmpty();
    assertThat(delivery.receiver()).isEqualTo(receiver.uri("/"));
    assertThat(delivery.notification().eventType()).isEqualTo("transaction-success");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/",
        "http://example.com/",
        "https://127.0.0.1/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "http://127.0.0.1@example.com/",
        "http://user@127.0.0.1/",
        "http://[::2]/",
        "ftp://127.0.0.1/",
        "/hook"
      })
  void refusesReceiverOutsideLoopback(String address) {
    SignedNotification notification = sandbox.notification("REFUND.SUCCESS");
    assertThatThrownBy(() -> sandbox.notify(URI.create(address), notification))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the receiver must be http:// on 127.0.0.1, [::1] or localhost");
  }

  @Test
  void throwsUncheckedIoExceptionWhenReceiverDoesNotReply() {
    receiver.close();
    SignedNotification notification = sandbox.notification("REFUND.SUCCESS");
    assertThatThrownBy(() -> sandbox.notify(receiver.uri("/"), notification))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(sandbox.deliveries().get(0).status()).isZero();
    assertThat(sandbox.deliveries().get(0).problem()).get().asString().startsWith("no reply: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET_MCH_INFO", "PUSH_ORDER_INFO"})
  void verifiesReplyThatMustBeSigned(String event) throws Exception {
    SignedNotification notification = sandbox.notification("CROSS_BORDER_PAY." + event);
    assertThat(sandbox.deliver(receiver.uri("/"), notification).problem())
        .contains("the reply's Authorization: the header is missing");

    String body = "{\"1\"";
    receiver.responding(401, body, authorization("1\nabc\n{\"1\"\n", "1900000109"));
    assertThat(sandbox.deliver(receiver.uri("/"), notification).problem()).isEmpty();

    receiver.responding(401, body, authorization("1\nabc\n{\"2\"\n", "1900000109"));
    assertThat(sandbox.deliver(receiver.uri("/"), notification).problem())
        .contains(
            "the reply's signature does not match the lines of timestamp, nonce_str and body");

    receiver.responding(401, body, authorization("1\nabc\n{\"1\"\n", "1900000108"));
    assertThat(sandbox.deliver(receiver.uri("/"), notification).problem())
        .contains("the reply's mchid must be 1900000109, not 1900000108");
  }

  private String authorization(String message, String mchid) throws Exception {
    Map<String, Object> config = sandbox.config();
    String signature = new MerchantCrypto(false).sign(message, (String) config.get("privateKey"));
    return "WECHATPAY2-SHA256-RSA2048 mchid=\""
        + mchid
        + "\",nonce_str=\"abc\",timestamp=\"1\",serial_no=\""
        + config.get("serial")
        + "\",signature=\""
        + signature
        + "\"";
  }

  private static SandboxResponse order(Sandbox sandbox, String number, String url)
      throws Exception {
    ObjectNode order = OrderJson.of(number, 5).put("attach", "a").put("notify_url", url);
    return SignedRequest.of(sandbox).post("/v3/pay/transactions/native", order.toString());
  }

  @Test
  void notifiesPaymentInJson() throws Exception {
    assertThat(order(sandbox, "order-1", receiver.uri("/paid").toString()).status()).isEqualTo(200);

    sandbox.pay("order-1");

    assertThat(receiver.bodies()).hasSize(1);
    Delivery delivery = sandbox.deliveries().get(0);
    assertThat(delivery.status()).isEqualTo(204);
    JsonNode paid = new ObjectMapper().readTree(delivery.notification().plaintext());
    JsonNode queried =
        SignedRequest.of(sandbox)
            .get("/v3/pay/transactions/out-trade-no/order-1?mchid=1900000109")
            .json();
    for (String name :
        new String[] {
          "appid",
          "mchid",
          "attach",
          "out_trade_no",
          "transaction_id",
          "trade_type",
          "trade_state",
          "success_time",
          "payer",
          "amount",
          "bank_type"
        }) {
      assertThat(paid.path(name)).as(name).isEqualTo(queried.path(name));
    }
  }

  @Test
  void notifiesPaymentInXml() throws Exception {
    V2SignedRequest.of(sandbox)
        .with("body", "b", "out_trade_no", "order-2", "total_fee", "6", "product_id", "p")
        .with("spbill_create_ip", "127.0.0.1", "trade_type", "NATIVE")
        .with("notify_url", receiver.uri("/paid").toString())
        .post("/pay/unifiedorder");

    sandbox.pay("order-2");

    assertThat(receiver.bodies().get(0))
        .contains("<out_trade_no><![CDATA[order-2]]></out_trade_no>", "<total_fee>6</total_fee>")
        .contains("<trade_type><![CDATA[NATIVE]]></trade_type>")
        .doesNotContain("<attach>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com/hook", "http://127.0.0.1:1/hook"})
  void paysWhenNotificationCannotBeDelivered(String url) throws Exception {
    order(sandbox, "order-3", url);
    sandbox.pay("order-3");
    boolean local = url.startsWith("http://127");
    assertThat(sandbox.deliveries()).hasSize(local ? 1 : 0);
  }

  @Test
  void sendsNoNotificationByDefault() throws Exception {
    try (Sandbox quiet = Sandbox.start()) {
      order(quiet, "order-4", receiver.uri("/").toString());
      quiet.pay("order-4");
      assertThat(quiet.deliveries()).isEmpty();
      assertThat(receiver.bodies()).isEmpty();
    }
  }
}
