package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which requests of APIv3 are accepted and how others are refused. */
@WxpaySandbox(clock = MerchantClient.NOW)
class RequestVerifierTest {
  private static final String TARGET = "/v3/certificates";
  private static final String PERMISSIONS = "/v3/payscore/permissions";
  private static final String BODY =
      "{\"service_id\":\"5\",\"appid\":\"wx1\",\"authorization_code\":\"c1\"}";
  private final Sandbox sandbox;

  RequestVerifierTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  private void assertRefused(SandboxResponse reply, String field, String issue) throws Exception {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.get("/code")).isEqualTo("SIGN_ERROR");
    assertThat(reply.get("/detail/field")).isEqualTo(field);
    assertThat(reply.get("/detail/location")).isEqualTo("authorization");
    assertThat(reply.get("/detail/issue")).isEqualTo(issue);
    Recorded last = last();
    assertThat(last.verified()).isFalse();
    assertThat(last.problem()).hasValueSatisfying(p -> assertThat(p).endsWith(issue));
  }

  private Recorded last() {
    List<Recorded> all = sandbox.requests();
    return all.get(all.size() - 1);
  }

  @Test
  void acceptsSignedRequest() throws Exception {
    assertThat(merchant().get(TARGET).status()).isEqualTo(200);
    assertThat(last().verified()).isTrue();
    assertThat(last().problem()).isEmpty();
  }

  @Test
  void verifiesQueryEscapesAndBodyAsSent() throws Exception {
    String target = PERMISSIONS + "/authorization-code/a-b?service_id=5%2B%20x&z=%E4%BA%BA";
    assertThat(merchant().get(target).status()).isEqualTo(200);
    assertThat(merchant().post(PERMISSIONS, " " + BODY + "\n").status()).isEqualTo(200);
  }

  @Test
  void verifiesBodyOfDelete() throws Exception {
    merchant().send("DELETE", "/v3/none", "{\"a\":1}");
    assertThat(last().verified()).isTrue();
    merchant().signingBody("").send("DELETE", "/v3/none", "{\"a\":1}");
    assertThat(last().verified()).isFalse();
    assertThat(last().status()).isEqualTo(404);
  }

  @Test
  void acceptsFieldsInAnyOrderAndBlanksAroundCommas() throws Exception {
    merchant().get(TARGET);
    String header =
        "WECHATPAY2-SHA256-RSA2048 timestamp=\"1\", nonce_str=\"n\" ,serial_no=\"s\","
            + "  signature=\"x\",mchid=\"1\"";
    SandboxResponse reply = merchant().header("Authorization", header).get(TARGET);
    assertRefused(reply, "mchid", "the sandbox's merchant is 1900000109, not 1");
  }

  @Test
  void refusesMissingAuthorization() throws Exception {
    SandboxResponse reply = merchant().header("Authorization", "").get(TARGET);
    assertRefused(reply, "Authorization", "the header is missing");
    assertThat(reply.get("/message")).isEqualTo("Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》");
  }

  @Test
  void refusesTwoAuthorizationHeaders() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.uri().resolve(TARGET))
            .header("Authorization", "WECHATPAY2-SHA256-RSA2048 mchid=\"1\"")
            .header("Authorization", "WECHATPAY2-SHA256-RSA2048 mchid=\"1\"")
            .build();
    assertRefused(SignedRequest.send(request), "Authorization", "the header occurs twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "WECHATPAY2-SM2-WITH-SM3", "wechatpay2-sha256-rsa2048"})
  void refusesOtherScheme(String scheme) throws Exception {
    assertRefused(
        merchant().scheme(scheme).get(TARGET),
        "Authorization",
        "the scheme must be WECHATPAY2-SHA256-RSA2048");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"})
  void namesMissingField(String name) throws Exception {
    assertRefused(merchant().field(name, "").get(TARGET), "Authorization", name + " is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mchid=\"1\",mchid=\"1\"|mchid occurs twice",
        "sub=\"1\"|sub is not one of mchid, nonce_str, signature, timestamp, serial_no",
        "mchid=1|the scheme must be followed by name=\"value\" pairs separated by commas",
        "mchid=\"1\" nonce_str=\"2\""
            + "|the scheme must be followed by name=\"value\" pairs separated by commas"
      })
  void refusesMalformedAuthorization(String pairs, String issue) throws Exception {
    String header = "WECHATPAY2-SHA256-RSA2048 " + pairs;
    assertRefused(merchant().header("Authorization", header).get(TARGET), "Authorization", issue);
  }

  @Test
  void refusesOtherMerchant() throws Exception {
    SandboxResponse reply = merchant().field("mchid", "1900000001").get(TARGET);
    assertRefused(reply, "mchid", "the sandbox's merchant is 1900000109, not 1900000001");
    assertThat(reply.get("/message")).isEqualTo("商户号不存在");
  }

  @Test
  void refusesOtherSerial() throws Exception {
    String serial = (String) sandbox.config().get("serial");
    SandboxResponse reply = merchant().field("serial_no", "ABC").get(TARGET);
    assertRefused(reply, "serial_no", "the merchant's certificate is " + serial + ", not ABC");
  }

  @ParameterizedTest
  @ValueSource(longs = {-300, 0, 300})
  void acceptsTimestampWithin300Seconds(long off) throws Exception {
    String time = Long.toString(sandbox.clock().instant().getEpochSecond() + off);
    assertThat(merchant().field("timestamp", time).get(TARGET).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"-301, behind", "301, ahead of"})
  void refusesTimestampBeyond300Seconds(long off, String side) throws Exception {
    String time = Long.toString(sandbox.clock().instant().getEpochSecond() + off);
    assertRefused(
        merchant().field("timestamp", time).get(TARGET),
        "timestamp",
        time + " is 301 s " + side + " the platform's clock, 300 s are allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"now", "1.5", "-1", "1700000000000000"})
  void refusesMalformedTimestamp(String time) throws Exception {
    assertRefused(
        merchant().field("timestamp", time).get(TARGET),
        "timestamp",
        "must be a Unix time in seconds");
  }

  @Test
  void refusesRepeatedNonce() throws Exception {
    assertThat(merchant().field("nonce_str", "once").get(TARGET).status()).isEqualTo(200);
    assertRefused(
        merchant().field("nonce_str", "once").get(TARGET),
        "nonce_str",
        "the nonce once was used before; create a new one for each request");
  }

  @Test
  void acceptsNonceAgainAfterTimeWindow() throws Exception {
    ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
    try (Sandbox own = Sandbox.builder().clock(clock).start()) {
      SignedRequest.of(own).field("nonce_str", "n").get(TARGET);
      clock.advance(Duration.ofMinutes(10));
      SandboxResponse within = SignedRequest.of(own).field("nonce_str", "n").get(TARGET);
      assertThat(within.status()).isEqualTo(401);
      clock.advance(Duration.ofSeconds(1));
      SandboxResponse after = SignedRequest.of(own).field("nonce_str", "n").get(TARGET);
      assertThat(after.status()).isEqualTo(200);
    }
  }

  @Test
  void wrongSignatureDoesNotUseNonce() throws Exception {
    merchant().field("nonce_str", "mine").signingTarget("/other").get(TARGET);
    assertThat(merchant().field("nonce_str", "mine").get(TARGET).status()).isEqualTo(200);
  }

  @Test
  void respondsToWrongSignatureWithExpectedText() throws Exception {
    String time = Long.toString(sandbox.clock().instant().getEpochSecond());
    String body = BODY.replace("c1", "人".repeat(80));

    SandboxResponse reply =
        merchant().field("nonce_str", "N1").signingBody("{}").post(PERMISSIONS + "?a=1", body);

    String expected = "POST\n" + PERMISSIONS + "?a=1\n" + time + "\nN1\n" + body + "\n";
    assertRefused(reply, "signature", "sign not match");
    assertThat(reply.get("/message")).isEqualTo("错误的签名，验签失败");
    Map<String, String> information =
        Map.of(
            "method",
            "POST",
            "url",
            PERMISSIONS + "?a=1",
            "truncated_sign_message",
            expected.substring(0, 128),
            "sign_message",
            expected);
    for (Map.Entry<String, String> entry : information.entrySet()) {
      assertThat(reply.get("/detail/sign_information/" + entry.getKey()))
          .isEqualTo(entry.getValue());
    }
    assertThat(reply.json().at("/detail/sign_information/sign_message_length").asInt())
        .isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void explainsLikelyMistakes() throws Exception {
    String target = PERMISSIONS + "/authorization-code/a-b?service_id=%E4%BA%BA";
    assertRefused(
        merchant().signingTarget(PERMISSIONS + "/authorization-code/a-b").get(target),
        "signature",
        "sign not match: the query was left out");
    assertRefused(
        merchant().signingTarget(PERMISSIONS + "/authorization-code/a-b?service_id=人").get(target),
        "signature",
        "sign not match: the target was signed decoded");
    assertRefused(
        merchant().signingBody("").post(PERMISSIONS, BODY),
        "signature",
        "sign not match: the body was left out");
    assertRefused(
        merchant().signingTarget(TARGET.substring(1)).get(TARGET),
        "signature",
        "sign not match: the first slash was left out");
    assertRefused(
        merchant().signingMethod("get").get(TARGET),
        "signature",
        "sign not match: the method was signed in lower case");
  }

  @Test
  void refusesSignatureThatIsNotBase64OrHasWrongLength() throws Exception {
    assertRefused(
        merchant().field("signature", "?").get(TARGET), "signature", "the signature is not base64");
    assertRefused(merchant().field("signature", "AAAA").get(TARGET), "signature", "sign not match");
  }

  @Test
  void verifiesMetaPartOfUploadOnly() throws Exception {
    String meta = "{\"filename\":\"a.png\", \"sha256\":\"0\"}";
    String body =
        "--b1\r\nContent-Disposition: form-data; name=\"meta\"\r\n"
            + "Content-Type: application/json\r\n\r\n"
            + meta
            + "\r\n--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n"
            + "Content-Type: image/png\r\n\r\n\u0000\r\n--b2\r\n\r\n--b1--\r\n";
    String type = "multipart/form-data; boundary=b1";

    merchant().header("Content-Type", type).signingBody(meta).post("/v3/none", body);
    assertThat(last().verified()).isTrue();
    merchant().header("Content-Type", type).post("/v3/certificates", body);
    assertThat(last().verified()).isFalse();
    assertThat(last().problem().orElseThrow()).endsWith("the complete multipart body was signed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "multipart/form-data|--b1--|multipart: the Content-Type has no boundary",
        "multipart/form-data; boundary=b1|x|multipart: the body does not begin with its boundary",
        "multipart/form-data; boundary=b1|--b1|multipart: the closing boundary must be followed by"
            + " -- and end the body, see byte 4"
      })
  void refusesMalformedUpload(String type, String body, String issue) throws Exception {
    SandboxResponse reply = merchant().header("Content-Type", type).post(PERMISSIONS, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.get("/message")).isEqualTo("参数错误: body / " + issue);
  }

  /** Sends a header that HTTP clients refuse to send, and returns the response. */
  private String raw(String authorization) throws Exception {
    int port = sandbox.uri().getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      String request =
          "GET "
              + TARGET
              + " HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nUser-Agent: a\r\nConnection: close\r\n"
              + "Authorization: "
              + authorization
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @CsvSource({"nonce_str", "timestamp", "serial_no"})
  void refusesControlCharacterOrBlankInSignedField(String name) throws Exception {
    for (String text : List.of("1\u0001", "\u00001", "1\u007f2", "1 2", "1\t2", "1\u00e9")) {
      String header = merchant().field(name, text).authorization("GET", TARGET, new byte[0]);

      assertThat(raw(header))
          .startsWith("HTTP/1.1 401 ")
          .contains(
              "\"code\":\"SIGN_ERROR\"",
              "\"issue\":\"" + name + " must consist of visible ASCII characters, 0x21 to 0x7E\"");
      assertThat(last().verified()).isFalse();
    }
    // HTTP no longer allows a header that continues in the next line.
    String folded = merchant().field(name, "1\r\n 2").authorization("GET", TARGET, new byte[0]);
    assertThat(raw(folded)).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void acceptsNonceOfVisibleCharacters() throws Exception {
    String nonce = "!#$%&'()*+,-./:;<=>?@[]^_`{|}~";
    String header = merchant().field("nonce_str", nonce).authorization("GET", TARGET, new byte[0]);

    assertThat(raw(header)).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "a", "\"", "a=\"", "a=\"b\",", "="})
  void refusesLongHostileHeaderInTime(String piece) throws Exception {
    String scheme = "WECHATPAY2-SHA256-RSA2048 ";
    String hostile = scheme + "x" + piece.repeat(300_000 / piece.length()) + "!";
    assertThat(assertTimeout(Duration.ofSeconds(10), () -> raw(hostile)))
        .startsWith("HTTP/1.1 401 ")
        .hasSizeLessThan(2_000);
  }

  @Test
  void refusesLongValueWithShortMessage() throws Exception {
    String serial = (String) sandbox.config().get("serial");
    SandboxResponse reply = merchant().field("serial_no", "A".repeat(5_000)).get(TARGET);
    assertRefused(
        reply,
        "serial_no",
        "the merchant's certificate is " + serial + ", not " + "A".repeat(64) + "…");
  }

  @Test
  void respondsToLongUnknownPathInTime() throws Exception {
    String path = "/v3/ecommerce/applyments/" + "a".repeat(30_000) + "/revokee";
    assertThat(assertTimeout(Duration.ofSeconds(10), () -> merchant().get(path)).status())
        .isEqualTo(404);
  }

  @Test
  void showsNoKeyInRecordsAndProblems() throws Exception {
    merchant().signingBody("x").post(PERMISSIONS, BODY);
    String all = sandbox.requests().toString() + sandbox + last().problem();
    for (String secret : new String[] {"secret", "apiV3Key", "privateKey"}) {
      assertThat(all).doesNotContain((String) sandbox.config().get(secret));
    }
  }
}
