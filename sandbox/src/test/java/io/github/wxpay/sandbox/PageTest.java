package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.NotificationReceiver;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the HTTP endpoints of the page. */
@WxpaySandbox(perTest = true, notifying = true, clock = MerchantClient.NOW)
class PageTest {
  private static final String NATIVE = "/v3/pay/transactions/native";

  private final Sandbox sandbox;
  private NotificationReceiver receiver;

  PageTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @BeforeEach
  void start() {
    receiver = new NotificationReceiver().responding(200, "{\"code\":\"SUCCESS\"}", "");
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  private SandboxResponse order(SignedRequest merchant, String number) throws Exception {
    ObjectNode order =
        OrderJson.of(number, 1234)
            .put("description", "茶")
            .put("notify_url", receiver.uri("/paid").toString());
    return merchant.post(NATIVE, order.toString());
  }

  private SandboxResponse get(String target) throws Exception {
    return SignedRequest.send(HttpRequest.newBuilder(sandbox.page().resolve(target)).build());
  }

  private SandboxResponse pay(String type, String body) throws Exception {
    return SignedRequest.send(
        HttpRequest.newBuilder(sandbox.page().resolve("/sandbox/pay"))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private SandboxResponse pay(String number) throws Exception {
    return pay("application/json", "{\"out_trade_no\":\"" + number + "\"}");
  }

  private JsonNode call(int number) throws Exception {
    return get("/sandbox/call?number=" + number).json();
  }

  @Test
  void servesPageAndAllItsFiles() throws Exception {
    SandboxResponse page = get("/");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    Matcher parts = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.text());
    int seen = 0;
    while (parts.find()) {
      assertThat(parts.group(1)).startsWith("/sandbox/");
      assertThat(get(parts.group(1)).status()).as(parts.group(1)).isEqualTo(200);
      seen++;
    }
    assertThat(seen).isGreaterThan(3);
    String script = get("/sandbox/main.js").text();
    Matcher imports = Pattern.compile("from \"\\./([a-z]+\\.js)\"").matcher(script);
    while (imports.find()) {
      SandboxResponse part = get("/sandbox/" + imports.group(1));
      assertThat(part.status()).as(imports.group(1)).isEqualTo(200);
      assertThat(part.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
      assertThat(part.text()).doesNotContain("innerHTML", "outerHTML", "insertAdjacent", "eval(");
    }
    assertThat(sandbox.page()).isEqualTo(sandbox.uri());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/?x=1", "/sandbox/page.css", "/sandbox/live", "/sandbox/none", "/sandbox/"})
  void forbidsForeignContentCachingAndCors(String target) throws Exception {
    SandboxResponse reply = get(target);
    assertThat(reply.header("Content-Security-Policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
        .doesNotContain("unsafe", "http", "*");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/,'GET, HEAD'",
    "PUT,/sandbox/live,'GET, HEAD'",
    "DELETE,/sandbox/main.js,'GET, HEAD'",
    "GET,/sandbox/pay,POST",
    "OPTIONS,/sandbox/pay,POST",
    "HEAD,/sandbox/pay,POST",
  })
  void namesAllowedMethodsWhenMethodIsWrong(String method, String target, String allowed)
      throws Exception {
    SandboxResponse reply =
        SignedRequest.send(
            HttpRequest.newBuilder(sandbox.page().resolve(target))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void respondsToHeadWithoutBody() throws Exception {
    SandboxResponse reply =
        SignedRequest.send(
            HttpRequest.newBuilder(sandbox.page())
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.bytes()).isEmpty();
  }

  @Test
  void recordsNoRequestOfPageAndServesNoOtherPath() throws Exception {
    get("/");
    get("/sandbox/live");
    get("/sandbox/none");
    pay("order-200001");
    assertThat(sandbox.requests()).isEmpty();

    assertThat(get("/sandbox").status()).isEqualTo(404);
    assertThat(get("/sandboxnew/pay/getsignkey").status()).isEqualTo(405);
    assertThat(get("/favicon.ico").status()).isEqualTo(404);
    assertThat(sandbox.requests()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/sandbox/live", "/sandbox/page.css", "/sandbox/none"})
  void refusesForeignHost(String target) throws Exception {
    String head =
        "GET " + target + " HTTP/1.1\r\nHost: evil.example:1\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.page().getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(response).startsWith("HTTP/1.1 403").contains("Host must be 127.0.0.1:");
    }
    URI local = URI.create("http://localhost:" + sandbox.page().getPort() + "/sandbox/live");
    assertThat(SignedRequest.send(HttpRequest.newBuilder(local).build()).status()).isEqualTo(200);
  }

  @Test
  void liveReturnsOnlyChangesSinceGivenNumbers() throws Exception {
    JsonNode first = get("/sandbox/live").json();
    assertThat(first.path("calls")).isEmpty();
    assertThat(first.path("deliveries")).isEmpty();
    assertThat(first.path("revision").asLong()).isZero();
    assertThat(first.has("orders")).isFalse();
    assertThat(first.path("notifying").asBoolean()).isTrue();

    order(merchant(), "order-200002");
    order(merchant().signingBody(""), "order-200003");
    sandbox.pay("order-200002");

    JsonNode second = get("/sandbox/live?calls=0&orders=0&deliveries=0").json();
    assertThat(second.path("run")).isEqualTo(first.path("run"));
    assertThat(second.path("calls")).hasSize(2);
    JsonNode call = second.path("calls").get(0);
    assertThat(call.path("number").asInt()).isEqualTo(1);
    assertThat(call.path("time").asText()).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(call.path("method").asText()).isEqualTo("POST");
    assertThat(call.path("target").asText()).isEqualTo(NATIVE);
    assertThat(call.path("status").asInt()).isEqualTo(200);
    assertThat(call.path("failed").asBoolean()).isFalse();
    assertThat(call.path("micros").asLong()).isPositive();
    assertThat(second.path("calls").get(1).path("failed").asBoolean()).isTrue();
    assertThat(second.path("orders")).hasSize(1);
    assertThat(second.path("deliveries")).hasSize(1);

    String since = "/sandbox/live?calls=1&deliveries=1&orders=" + second.path("revision").asText();
    JsonNode third = get(since).json();
    assertThat(third.path("calls")).hasSize(1);
    assertThat(third.path("calls").get(0).path("number").asInt()).isEqualTo(2);
    assertThat(third.path("deliveries")).isEmpty();
    assertThat(third.has("orders")).isFalse();
    try (Sandbox other = Sandbox.start()) {
      URI live = other.page().resolve("/sandbox/live");
      SandboxResponse elsewhere = SignedRequest.send(HttpRequest.newBuilder(live).build());
      assertThat(elsewhere.get("/run")).isNotEqualTo(first.path("run").asText());
    }
  }

  @Test
  void showsRequestResponseAndTextToSign() throws Exception {
    SandboxResponse reply = order(merchant(), "order-200004");

    JsonNode call = call(1);

    assertThat(call.at("/request/body/text").asText()).contains("  \"description\": \"茶\",\n");
    assertThat(call.at("/request/headers").toString())
        .contains("[\"Content-Type\",\"application/json\"]")
        .containsPattern("signature=\\\\\"[A-Za-z0-9+/]{8}…\\\\\"");
    assertThat(call.at("/answer/headers").toString())
        .contains("[\"Request-ID\",\"" + reply.header("Request-ID") + "\"]");
    assertThat(call.at("/answer/body/text").asText())
        .isEqualTo("{\n  \"code_url\": \"" + reply.get("/code_url") + "\"\n}");
    Recorded recorded = sandbox.requests().get(0);
    assertThat(call.at("/signing/version").asInt()).isEqualTo(3);
    assertThat(call.at("/signing/expected").asText())
        .startsWith("POST\n" + NATIVE + "\n" + sandbox.clock().instant().getEpochSecond() + "\n")
        .endsWith("\n" + recorded.text() + "\n")
        .isEqualTo(recorded.signedText().orElseThrow());
    assertThat(call.at("/signing").has("actual")).isFalse();
    assertThat(call.path("words").asText()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "target,the first slash was left out",
    "body,the body was left out",
    "method,the method was signed in lower case",
  })
  void showsActuallySignedTextOfKnownMistake(String what, String message) throws Exception {
    SignedRequest merchant = merchant();
    if (what.equals("target")) {
      merchant.signingTarget(NATIVE.substring(1));
    } else if (what.equals("body")) {
      merchant.signingBody("");
    } else {
      merchant.signingMethod("post");
    }
    order(merchant, "order-200005");

    JsonNode call = call(1);

    assertThat(call.path("objected").asBoolean()).isTrue();
    assertThat(call.path("words").asText()).endsWith(message);
    String expected = call.at("/signing/expected").asText();
    assertThat(expected).startsWith("POST\n/v3/");
    assertThat(call.at("/signing/actual").asText()).isNotEmpty().isNotEqualTo(expected);
    assertThat(sandbox.requests().get(0).actualSignedText())
        .contains(call.at("/signing/actual").asText());
    assertThat(sandbox.requests().get(0).version()).isEqualTo("v3");
  }

  @Test
  void showsNoMistakeForValidSignatureWithoutBody() throws Exception {
    merchant().get("/v3/certificates");
    assertThat(call(1).at("/signing").has("actual")).isFalse();
    assertThat(sandbox.requests().get(0).signedText()).isPresent();
    assertThat(sandbox.requests().get(0).actualSignedText()).isEmpty();
  }

  @Test
  void showsNoTextToSignWithoutAuthorization() throws Exception {
    merchant().header("Authorization", "").get("/v3/certificates");
    assertThat(call(1).has("signing")).isFalse();
    assertThat(call(1).path("words").asText()).contains("the header is missing");
    assertThat(sandbox.requests().get(0).signedText()).isEmpty();
  }

  @Test
  void showsSortedApiV2FieldsWithoutKey() throws Exception {
    V2SignedRequest late =
        V2SignedRequest.of(sandbox).with("long_url", "weixin://x").sign().with("late", "1");
    late.post("/tools/shorturl");
    V2SignedRequest unsorted = V2SignedRequest.of(sandbox).with("long_url", "u", "appid", "w");
    unsorted.without("mch_id").with("mch_id", "1900000109");
    String text = V2SignedRequest.joined(unsorted.fields());
    unsorted.signText(text).post("/tools/shorturl");

    JsonNode call = call(1);
    assertThat(call.path("failed").asBoolean()).isTrue();
    assertThat(call.path("words").asText()).isEqualTo("签名错误: late was sent but not signed");
    assertThat(call.at("/signing/version").asInt()).isEqualTo(2);
    assertThat(call.at("/signing/expected").asText())
        .startsWith("appid=wxd678efh567hg6787&late=1&long_url=weixin://x&mch_id=")
        .endsWith("&key=<key>");
    assertThat(call.at("/signing/actual").asText())
        .isEqualTo(call.at("/signing/expected").asText().replace("&late=1", ""));
    assertThat(call.at("/request/body/text").asText())
        .startsWith("<xml>\n  <appid><![CDATA[wxd678efh567hg6787]]></appid>\n");
    assertThat(call(2).at("/signing/actual").asText()).isEqualTo(text + "&key=<key>");
    assertThat(sandbox.requests().get(0).signedText())
        .contains(call.at("/signing/expected").asText());
    assertThat(sandbox.requests().get(0).version()).isEqualTo("v2");
  }

  @Test
  void marksApiV2FailureWithStatus200AsFailed() throws Exception {
    V2SignedRequest.of(sandbox).with("out_trade_no", "none").post("/pay/orderquery");
    V2SignedRequest.of(sandbox).with("long_url", "u").post("/tools/shorturl");

    assertThat(call(1).path("status").asInt()).isEqualTo(200);
    assertThat(call(1).path("failed").asBoolean()).isTrue();
    assertThat(call(1).path("objected").asBoolean()).isFalse();
    assertThat(call(1).path("words").asText()).startsWith("ORDERNOTEXIST: 此交易订单号不存在");
    assertThat(call(2).path("failed").asBoolean()).isFalse();
  }

  @Test
  void showsCodeAndMessageOfApiV3Error() throws Exception {
    merchant().post(NATIVE, "{}");
    assertThat(call(1).path("words").asText()).startsWith("PARAM_ERROR: 参数错误");
    assertThat(call(1).path("objected").asBoolean()).isFalse();
  }

  @Test
  void truncatesLongBodiesAndShowsLengthOfBinaryOnes() throws Exception {
    merchant().post("/v3/none", "x".repeat(100_000));
    merchant().send("POST", "/v3/none", new byte[] {1, 2, (byte) 0xff});
    merchant().get("/v3/none/" + "p".repeat(1_000));

    JsonNode body = call(1).at("/request/body");
    assertThat(body.path("length").asInt()).isEqualTo(100_000);
    assertThat(body.path("text").asText()).hasSize((64 << 10) + 1).endsWith("x…");
    assertThat(call(1).at("/signing/expected").asText()).hasSize((64 << 10) + 1);
    assertThat(call(2).at("/request/body").toString()).isEqualTo("{\"kept\":true,\"length\":3}");
    assertThat(get("/sandbox/live").get("/calls/2/target")).hasSize(301).endsWith("p…");
    assertThat(call(3).path("target").asText()).hasSize(1_009);
  }

  @Test
  void doesNotKeepGeneratedBill() throws Exception {
    sandbox.generateBill(1_000_000, 1);
    SandboxResponse bill = merchant().get("/v3/bill/tradebill?bill_date=2026-03-03&bill_type=ALL");
    URI file = URI.create(bill.get("/download_url"));
    SandboxResponse downloaded = merchant().get(file.getRawPath() + "?" + file.getRawQuery());

    assertThat(downloaded.bytes().length).isGreaterThan(900_000);
    assertThat(call(2).at("/answer/body").toString()).isEqualTo("{\"kept\":false}");
    assertThat(sandbox.requests().get(1).answerBody()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/sandbox/call?number=1,404,call 1 does not exist or is no longer kept",
    "/sandbox/call,404,call 0 does not exist or is no longer kept",
    "/sandbox/call?number=x,400,'number must be a number, not x'",
    "/sandbox/live?calls=-1,400,'calls must be a number, not -1'",
    "/sandbox/delivery?number=7,404,notification 7 does not exist or is no longer kept",
    "/sandbox/qr?out_trade_no=none,404,there is no order none with a code_url",
    "/sandbox/endpoint?method=GET&path=/x,404,the catalogue has no GET /x",
    "/sandbox/none,404,the page has no /sandbox/none",
  })
  void namesUnknownObject(String target, int status, String message) throws Exception {
    SandboxResponse reply = get(target);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.get("/message")).isEqualTo(message);
  }

  @Test
  void showsOrdersWithAmountStateAndQrCode() throws Exception {
    order(merchant(), "order-200006");
    merchant().post("/v3/pay/transactions/app", OrderJson.of("order-200007", 5).toString());

    JsonNode orders = get("/sandbox/live").json().path("orders");

    JsonNode first = orders.get(0);
    assertThat(first.path("out_trade_no").asText()).isEqualTo("order-200006");
    assertThat(first.path("state").asText()).isEqualTo("NOTPAY");
    assertThat(first.path("fen").asInt()).isEqualTo(1234);
    assertThat(first.path("yuan").asText()).isEqualTo("12.34");
    assertThat(first.path("code_url").asText()).startsWith("weixin://wxpay/bizpayurl?pr=");
    assertThat(orders.get(1).path("yuan").asText()).isEqualTo("0.05");
    assertThat(orders.get(1).path("code_url").isNull()).isTrue();
    SandboxResponse picture = get("/sandbox/qr?out_trade_no=order-200006");
    assertThat(picture.header("Content-Type")).isEqualTo("image/svg+xml");
    assertThat(picture.text()).startsWith("<svg").endsWith("</svg>").doesNotContain("script");
    assertThat(get("/sandbox/qr?out_trade_no=order-200007").status()).isEqualTo(404);
  }

  @Test
  void paysOrderAndShowsDelivery() throws Exception {
    order(merchant(), "order-200008");
    long revision = get("/sandbox/live").json().path("revision").asLong();

    SandboxResponse paid = pay("order-200008");

    assertThat(paid.status()).isEqualTo(200);
    assertThat(sandbox.deliveries()).hasSize(1);
    assertThat(sandbox.deliveries().get(0).number()).isEqualTo(1);
    assertThat(sandbox.deliveries().get(0).time()).isEqualTo(sandbox.clock().instant());
    JsonNode live = get("/sandbox/live?orders=" + revision).json();
    assertThat(live.at("/orders/0/state").asText()).isEqualTo("SUCCESS");
    assertThat(live.at("/deliveries/0/event").asText()).isEqualTo("TRANSACTION.SUCCESS");
    assertThat(live.at("/deliveries/0/status").asInt()).isEqualTo(200);
    JsonNode delivery = get("/sandbox/delivery?number=1").json();
    assertThat(delivery.at("/answer/text").asText()).isEqualTo("{\n  \"code\": \"SUCCESS\"\n}");
    assertThat(delivery.path("plaintext").asText()).contains("\"out_trade_no\": \"order-200008\"");
    assertThat(delivery.at("/message/body/text").asText()).contains("\"ciphertext\": ");
    assertThat(delivery.at("/message/headers").toString()).contains("Wechatpay-Serial");
  }

  @Test
  void refusesPaymentOfPaidOrUnknownOrder() throws Exception {
    order(merchant(), "order-200009");
    sandbox.pay("order-200009");

    assertThat(pay("order-200009").status()).isEqualTo(409);
    assertThat(pay("order-200009").get("/message")).contains("is SUCCESS, not NOTPAY");
    assertThat(pay("nobody").status()).isEqualTo(404);
    assertThat(pay("application/json", "{}").status()).isEqualTo(400);
    assertThat(pay("application/json", "[").status()).isEqualTo(400);
    assertThat(pay("application/json", "").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=b"
      })
  void refusesPaymentFromForeignPage(String type) throws Exception {
    order(merchant(), "order-200010");
    assertThat(pay(type, "{\"out_trade_no\":\"order-200010\"}").status()).isEqualTo(415);
    SandboxResponse foreign =
        SignedRequest.send(
            HttpRequest.newBuilder(sandbox.page().resolve("/sandbox/pay"))
                .header("Content-Type", "application/json")
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{\"out_trade_no\":\"order-200010\"}"))
                .build());
    assertThat(foreign.status()).isEqualTo(403);
    assertThat(get("/sandbox/live").json().at("/orders/0/state").asText()).isEqualTo("NOTPAY");
  }

  @Test
  void showsReceiverThatDoesNotReply() throws Exception {
    receiver.close();
    order(merchant(), "order-200011");
    pay("order-200011");

    JsonNode delivery = get("/sandbox/live").json().at("/deliveries/0");
    assertThat(delivery.path("status").asInt()).isZero();
    assertThat(delivery.path("failed").asBoolean()).isTrue();
    assertThat(delivery.path("problem").asText()).startsWith("no reply: ");
  }

  @Test
  void searchesCatalogue() throws Exception {
    SandboxResponse found = get("/sandbox/catalogue?q=%E5%8F%91%E8%B5%B7%E8%BD%AC%E8%B4%A6");
    assertThat(found.get("/0/title")).isEqualTo("发起转账");
    String path = found.get("/0/path");
    SandboxResponse opened = get("/sandbox/endpoint?method=POST&path=" + path);
    assertThat(opened.get("/path")).isEqualTo(path);
    assertThat(opened.get("/request/0/type")).isEqualTo("string");
    assertThat(opened.get("/description")).startsWith("POST " + path + " 发起转账\n");
    assertThat(opened.get("/calls/Java")).startsWith("wxpay.chain(\"" + path + "\").post(");
    assertThat(opened.get("/calls/Node.js")).startsWith("wxpay.v3.fundApp.");
    assertThat(opened.get("/calls/wxpay")).startsWith("wxpay " + path + " -m post -d '{");
    assertThat(opened.get("/calls/curl")).contains("-H 'Authorization: ", "<mchid, ");
    assertThat(get("/sandbox/catalogue?q=nowhere").text()).isEqualTo("[]");
  }

  @Test
  void limitsMemoryOfRecordedRequestsAndKeepsNumbers() throws Exception {
    byte[] large = new byte[20 << 20];
    for (int i = 0; i < 5; i++) {
      merchant().send("POST", "/v3/none", large);
    }

    JsonNode calls = get("/sandbox/live").json().path("calls");

    assertThat(calls).hasSize(3);
    assertThat(calls.get(0).path("number").asInt()).isEqualTo(3);
    assertThat(sandbox.requests().get(2).number()).isEqualTo(5);
  }

  @Test
  void recordsResponseWithRequest() throws Exception {
    SandboxResponse reply = order(merchant(), "order-200012");
    Recorded recorded = sandbox.requests().get(0);

    assertThat(recorded.number()).isEqualTo(1);
    assertThat(recorded.time()).isEqualTo(sandbox.clock().instant());
    assertThat(recorded.duration()).isPositive();
    assertThat(recorded.answerHeaders())
        .containsEntry("Wechatpay-Nonce", reply.header("Wechatpay-Nonce"))
        .containsEntry("Content-Type", "application/json; charset=utf-8");
    assertThat(recorded.answerBody().orElseThrow()).isEqualTo(reply.bytes());
    recorded.answerBody().orElseThrow()[0] = 'x';
    assertThat(recorded.answerBody().orElseThrow()).isEqualTo(reply.bytes());
    merchant().header("Accept", "").get("/v3/none");
    assertThat(sandbox.requests().get(1).number()).isEqualTo(2);
  }

  @Test
  void redactsKeysInAllResponses() throws Exception {
    Map<String, Object> config = sandbox.config();
    String pem = (String) config.get("privateKey");
    String secret = (String) config.get("secret");
    String apiV3Key = (String) config.get("apiV3Key");
    String key = ((Map<?, ?>) config.get("merchant")).get("key").toString();
    String json =
        "{\"a\":\""
            + secret
            + "\",\"b\":\""
            + apiV3Key
            + "\",\"c\":\""
            + pem.replace("\n", "\\n")
            + "\",\"d\":\""
            + sandbox.workwxSecret()
            + "\"}";
    merchant().header("X-Key", secret).post("/v3/none?key=" + apiV3Key, json);
    merchant().field("signature", apiV3Key).header("X-Pem", pem.replace("\n", "")).get("/v3/none");
    order(merchant(), "order-200013");
    merchant().get("/v3/certificates");
    V2SignedRequest.of(sandbox).with("key", secret, "pem", key).post("/tools/shorturl");
    V2SignedRequest.of(sandbox).with("out_trade_no", apiV3Key).post("/pay/orderquery");
    pay("order-200013");
    sandbox.deliver(
        receiver.uri("/?" + secret),
        sandbox.notification("REFUND.SUCCESS", Map.of("out_trade_no", apiV3Key)));

    StringBuilder all = new StringBuilder(get("/sandbox/live").text());
    for (int i = 1; i <= 6; i++) {
      all.append(get("/sandbox/call?number=" + i).text());
    }
    for (int i = 1; i <= 2; i++) {
      all.append(get("/sandbox/delivery?number=" + i).text());
    }
    all.append(pay(secret).text());
    all.append(get("/sandbox/none?" + secret).text()).append(get("/sandbox/" + secret).text());
    all.append(get("/sandbox/call?number=" + secret).text());
    all.append(get("/sandbox/endpoint?path=" + secret).text());

    assertThat(all).hasSizeGreaterThan(10_000).contains("<redacted>");
    assertThat(all).doesNotContain(secret, apiV3Key, sandbox.workwxSecret(), "PRIVATE KEY");
    for (String line : (pem + key).split("\n", -1)) {
      if (line.length() > 40 && !line.startsWith("-----")) {
        assertThat(all).doesNotContain(line);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void redactsPrivateKeysWithoutLineBreaks(boolean sm2) throws Exception {
    try (Sandbox own = sm2 ? Sandbox.builder().sm2().start() : Sandbox.start()) {
      SignedRequest merchant = sm2 ? SignedRequest.of(own).sm2() : SignedRequest.of(own);
      List<String> pems = new ArrayList<>();
      pems.add((String) own.config().get("privateKey"));
      pems.add(((Map<?, ?>) own.config().get("merchant")).get("key").toString());
      if (!sm2) {
        pems.add((String) own.brandConfig().get("privateKey"));
      }
      List<String> keys = new ArrayList<>();
      pems.forEach(pem -> keys.add(Base64.getEncoder().encodeToString(SignedRequest.der(pem))));
      merchant.post("/v3/none", "{\"keys\":\"" + String.join(" ", keys) + "\"}");

      URI call = own.page().resolve("/sandbox/call?number=1");
      SandboxResponse shown = SignedRequest.send(HttpRequest.newBuilder(call).build());

      assertThat(shown.get("/request/body/text"))
          .contains(String.join(" ", Collections.nCopies(keys.size(), "<redacted>")));
      assertThat(shown.text()).doesNotContain(keys);
    }
  }

  @Test
  void marksCallWithFaultAsFailed() throws Exception {
    sandbox.fault("GET v3/certificates", Fault.UNSIGNED);
    merchant().get("/v3/certificates");
    assertThat(get("/sandbox/call?number=1").get("/failed")).isEqualTo("true");
    assertThat(get("/sandbox/call?number=1").get("/words")).isEqualTo("fault: UNSIGNED");
  }
}
