package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications that are sent, and what becomes of the answer. */
@WxpaySandbox(perTest = true, notifying = true)
class DeliveryTest {
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<Headers> heads = new CopyOnWriteArrayList<>();
  private String answer = "";
  private String authorization = "";
  private HttpServer receiver;
  private final Sandbox sandbox;

  DeliveryTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeEach
  void start() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext("/", this::receive);
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    heads.add(exchange.getRequestHeaders());
    if (!authorization.isEmpty()) {
      exchange.getResponseHeaders().set("Authorization", authorization);
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      exchange.sendResponseHeaders(204, -1);
    } else {
      exchange.sendResponseHeaders(401, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + path);
  }

  @Test
  void aNotificationArrivesAsItWasMade() {
    SignedNotification made = sandbox.notification("REFUND.SUCCESS");

    assertThat(sandbox.notify(uri("/hook"), made)).isEqualTo(204);

    assertThat(bodies).containsExactly(made.text());
    made.headers().forEach((name, value) -> assertThat(heads.get(0).get(name)).contains(value));
    assertThat(sandbox.deliveries()).hasSize(1);
    assertThat(sandbox.deliveries().get(0).toString())
        .isEqualTo("REFUND.SUCCESS " + uri("/hook") + " 204");
  }

  @Test
  void statusAndBodyOfTheAnswerAreTold() {
    answer = "oops";
    Delivery delivery = sandbox.deliver(uri("/"), sandbox.notification("transaction-success"));
    assertThat(delivery.status()).isEqualTo(401);
    assertThat(delivery.text()).isEqualTo("oops");
    assertThat(delivery.body()).hasSize(4);
    assertThat(delivery.problem()).isEmpty();
    assertThat(delivery.receiver()).isEqualTo(uri("/"));
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
  void nobodyElsewhereIsNotified(String elsewhere) {
    SignedNotification made = sandbox.notification("REFUND.SUCCESS");
    assertThatThrownBy(() -> sandbox.notify(URI.create(elsewhere), made))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the receiver must be http:// on 127.0.0.1, [::1] or localhost");
  }

  @Test
  void aReceiverThatDoesNotAnswerIsAnIoError() {
    receiver.stop(0);
    SignedNotification made = sandbox.notification("REFUND.SUCCESS");
    assertThatThrownBy(() -> sandbox.notify(uri("/"), made))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(sandbox.deliveries().get(0).status()).isZero();
    assertThat(sandbox.deliveries().get(0).problem()).get().asString().startsWith("no answer: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET_MCH_INFO", "PUSH_ORDER_INFO"})
  void anAnswerThatMustBeSignedIsChecked(String event) throws Exception {
    SignedNotification made = sandbox.notification("CROSS_BORDER_PAY." + event);
    assertThat(sandbox.deliver(uri("/"), made).problem())
        .contains("the answer's Authorization: the header is missing");

    answer = "{\"1\"";
    authorization = authorization("1\nabc\n{\"1\"\n", "1900000109");
    assertThat(sandbox.deliver(uri("/"), made).problem()).isEmpty();

    authorization = authorization("1\nabc\n{\"2\"\n", "1900000109");
    assertThat(sandbox.deliver(uri("/"), made).problem())
        .contains("the answer's signature does not fit timestamp, nonce_str and body, a line each");

    authorization = authorization("1\nabc\n{\"1\"\n", "1900000108");
    assertThat(sandbox.deliver(uri("/"), made).problem())
        .contains("the answer's mchid must be 1900000109, not 1900000108");
  }

  private String authorization(String message, String mchid) throws Exception {
    Map<String, Object> config = sandbox.config();
    String signature = new Verifier(false).sign(message, (String) config.get("privateKey"));
    return "WECHATPAY2-SHA256-RSA2048 mchid=\""
        + mchid
        + "\",nonce_str=\"abc\",timestamp=\"1\",serial_no=\""
        + config.get("serial")
        + "\",signature=\""
        + signature
        + "\"";
  }

  @Test
  void whoeverPaysCausesANotificationInJson() throws Exception {
    String order =
        "{\"appid\":\"wx1\",\"mchid\":\"1900000109\",\"description\":\"d\","
            + "\"out_trade_no\":\"order-1\",\"attach\":\"a\",\"notify_url\":\""
            + uri("/paid")
            + "\",\"amount\":{\"total\":5}}";
    assertThat(Merchant.of(sandbox).post("/v3/pay/transactions/native", order).status())
        .isEqualTo(200);

    sandbox.pay("order-1");

    assertThat(bodies).hasSize(1);
    Delivery delivery = sandbox.deliveries().get(0);
    assertThat(delivery.status()).isEqualTo(204);
    JsonNode paid = new ObjectMapper().readTree(delivery.notification().plaintext());
    JsonNode queried =
        Merchant.of(sandbox)
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
  void whoeverPaysCausesANotificationInXml() throws Exception {
    V2Merchant.of(sandbox)
        .with("body", "b", "out_trade_no", "order-2", "total_fee", "6", "product_id", "p")
        .with("spbill_create_ip", "127.0.0.1", "trade_type", "NATIVE")
        .with("notify_url", uri("/paid").toString())
        .post("/pay/unifiedorder");

    sandbox.pay("order-2");

    assertThat(bodies.get(0))
        .contains("<out_trade_no><![CDATA[order-2]]></out_trade_no>", "<total_fee>6</total_fee>")
        .contains("<trade_type><![CDATA[NATIVE]]></trade_type>")
        .doesNotContain("<attach>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com/hook", "http://127.0.0.1:1/hook"})
  void payingSucceedsWhateverBecomesOfTheNotification(String url) throws Exception {
    String order =
        "{\"appid\":\"wx1\",\"mchid\":\"1900000109\",\"description\":\"d\","
            + "\"out_trade_no\":\"order-3\",\"notify_url\":\""
            + url
            + "\",\"amount\":{\"total\":5}}";
    Merchant.of(sandbox).post("/v3/pay/transactions/native", order);
    sandbox.pay("order-3");
    boolean here = url.startsWith("http://127");
    assertThat(sandbox.deliveries()).hasSize(here ? 1 : 0);
  }

  @Test
  void nobodyIsNotifiedUnlessWanted() throws Exception {
    try (Sandbox quiet = Sandbox.start()) {
      String order =
          "{\"appid\":\"wx1\",\"mchid\":\"1900000109\",\"description\":\"d\","
              + "\"out_trade_no\":\"order-4\",\"notify_url\":\""
              + uri("/")
              + "\",\"amount\":{\"total\":5}}";
      Merchant.of(quiet).post("/v3/pay/transactions/native", order);
      quiet.pay("order-4");
      assertThat(quiet.deliveries()).isEmpty();
      assertThat(bodies).isEmpty();
    }
  }
}
