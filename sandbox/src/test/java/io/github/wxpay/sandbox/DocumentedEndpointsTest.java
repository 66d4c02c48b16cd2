package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests endpoints without a handler: requests and responses follow the documentation. */
@WxpaySandbox(clock = DocumentedEndpointsTest.NOW)
class DocumentedEndpointsTest {
  static final String NOW = "2026-01-01T00:00:00Z";
  private static final String STOCK = "/v3/marketing/busifavor/stocks/";
  private static final String ECHO = "/v3/security/echo";

  private static final String OAEP = "OAEPWithSHA-1AndMGF1Padding";
  private static final MerchantCrypto RSA = new MerchantCrypto(false);

  private final Sandbox sandbox;

  DocumentedEndpointsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  @Test
  void sameSeedRequestAndTimeGiveSameResponse() throws Exception {
    SandboxResponse first = merchant().get(STOCK + "98065001");
    try (Sandbox sameSeed = Sandbox.builder().clock(sandbox.clock()).start();
        Sandbox other = Sandbox.builder().clock(sandbox.clock()).seed(2).start()) {
      SandboxResponse second = SignedRequest.of(sameSeed).get(STOCK + "98065001");
      SandboxResponse third = SignedRequest.of(other).get(STOCK + "98065001");

      assertThat(first.status()).isEqualTo(200);
      assertThat(second.text()).isEqualTo(first.text());
      assertThat(third.text()).isNotEqualTo(first.text());
      assertThat(third.json().fieldNames()).toIterable().isNotEmpty();
      assertThat(merchant().get(STOCK + "98065002").text()).isNotEqualTo(first.text());
    }
  }

  @Test
  void echoesIdentifiersOfPathAndBody() throws Exception {
    assertThat(merchant().get(STOCK + "a%2Fb").get("/stock_id")).isEqualTo("a/b");
    SandboxResponse withdrawn =
        merchant()
            .post(
                "/v3/ecommerce/fund/withdraw",
                "{\"sub_mchid\":\"1900000110\",\"out_request_no\":\"w1\",\"amount\":7}");
    assertThat(withdrawn.get("/sub_mchid")).isEqualTo("1900000110");
    assertThat(withdrawn.get("/out_request_no")).isEqualTo("w1");
    assertThat(withdrawn.get("/withdraw_id")).isNotEmpty();
  }

  @Test
  void identifierOfPathTakesPrecedenceOverBody() throws Exception {
    SandboxResponse reply =
        merchant()
            .post(
                STOCK + "98065001/couponcodes",
                "{\"coupon_code_list\":[\"a\"],\"upload_request_no\":\"u1\",\"stock_id\":\"1\"}");
    assertThat(reply.get("/stock_id")).isEqualTo("98065001");
  }

  @Test
  void apiV2ResponseDoesNotDependOnNonce() throws Exception {
    String[] openids = new String[2];
    for (int i = 0; i < 2; i++) {
      SandboxResponse reply =
          V2SignedRequest.of(sandbox)
              .with("auth_code", "130000000000000000", "nonce_str", "nonce" + i)
              .post("/tools/authcodetoopenid");
      openids[i] = reply.get("openid");
    }
    assertThat(openids[0]).isNotEmpty().isEqualTo(openids[1]);
  }

  @Test
  void encryptsEchoedFieldForMerchant() throws Exception {
    SandboxResponse reply = echo("张三", anyId());

    assertThat(reply.get("/echo_message")).isEqualTo("open");
    assertThat(reply.text()).doesNotContain("张三");
    assertThat(decrypted(reply.get("/encrypted_echo_message"))).isEqualTo("张三");
  }

  @Test
  void refusesPlaintextInEncryptedFieldWithoutShowingIt() throws Exception {
    SandboxResponse plain =
        merchant()
            .header("Wechatpay-Serial", anyId())
            .post(ECHO, "{\"echo_message\":\"open\",\"encrypted_echo_message\":\"秘密 text\"}");
    assertThat(plain.status()).isEqualTo(400);
    assertThat(plain.get("/detail/field")).isEqualTo("/encrypted_echo_message");
    assertThat(plain.text()).doesNotContain("秘密");

    SandboxResponse unnamed =
        merchant().post(ECHO, "{\"echo_message\":\"open\",\"encrypted_echo_message\":\"x\"}");
    assertThat(unnamed.get("/message"))
        .contains("header Wechatpay-Serial is required: name the key that encrypts");
  }

  @Test
  void namesMissingFieldAndHeader() throws Exception {
    SandboxResponse field = merchant().post(ECHO, "{}");
    assertThat(field.status()).isEqualTo(400);
    assertThat(field.get("/detail/field")).isEqualTo("/echo_message");
    assertThat(field.get("/message")).isEqualTo("参数错误: body /echo_message is required");

    SandboxResponse header = merchant().post("/v3/marketing/partnerships/build", "{}");
    assertThat(header.get("/message")).isEqualTo("参数错误: header Idempotency-Key is required");
  }

  @Test
  void suggestsNearestEndpointForUnknownPath() throws Exception {
    SandboxResponse reply = merchant().post("/v3/pay/transactions/nativ", "{}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.get("/message"))
        .contains("the sandbox has no /v3/pay/transactions/nativ; the nearest: ")
        .contains("POST /v3/pay/transactions/native");
    assertThat(merchant().get("/v3/pay/transactions/native").get("/message"))
        .isEqualTo("不支持的请求方法: /v3/pay/transactions/native takes POST, not GET");
  }

  @Test
  void servesEndpointAtItsHostOnly() throws Exception {
    String body = "{\"appid\":\"wx1\"}";
    SandboxResponse wrongHost = merchant().post("/global/v3/customs/orders", body);
    assertThat(wrongHost.status()).isEqualTo(404);
    assertThat(wrongHost.get("/message"))
        .contains("is at apihk.mch.weixin.qq.com, not at api.mch.weixin.qq.com")
        .contains("sandbox.uri(\"apihk.mch.weixin.qq.com\")");

    URI address = sandbox.uri("apihk.mch.weixin.qq.com");
    assertThat(address).isEqualTo(sandbox.uri("apihk.mch.weixin.qq.com"));
    assertThat(address.getPort()).isNotEqualTo(sandbox.uri().getPort());
    assertThatThrownBy(() -> sandbox.uri("example.com"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host must be one of ")
        .hasMessageContaining("fraud.mch.weixin.qq.com");
  }

  @Test
  void checksAndSignsApiV2AsDocumented() throws Exception {
    V2SignedRequest request =
        V2SignedRequest.of(sandbox).with("fee_type", "USD", "date", "20260101");
    SandboxResponse reply = request.without("nonce_str").post("/pay/queryexchagerate");
    assertThat(reply.get("return_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("fee_type")).isEqualTo("USD");
    assertThat(reply.get("rate")).isNotEmpty();
    assertThat(request.signed(reply, "MD5")).isTrue();

    SandboxResponse refused =
        V2SignedRequest.of(sandbox)
            .with("date", "20260101")
            .without("nonce_str")
            .post("/pay/queryexchagerate");
    assertThat(refused.get("return_msg")).isEqualTo("缺少参数: fee_type is required");
  }

  private String decrypted(String ciphertext) throws Exception {
    return MerchantCrypto.oaep(
        ciphertext, RSA.privateKey((String) sandbox.config().get("privateKey")));
  }

  @SuppressWarnings("unchecked")
  private String anyId() {
    return ((Map<String, String>) sandbox.config().get("certs")).keySet().iterator().next();
  }

  @SuppressWarnings("unchecked")
  private SandboxResponse echo(String secret, String id) throws Exception {
    String pem = ((Map<String, String>) sandbox.config().get("certs")).get(id);
    ObjectNode body = new ObjectMapper().createObjectNode();
    body.put("echo_message", "open");
    body.put("encrypted_echo_message", MerchantCrypto.rsa(secret, RSA.publicKey(pem), OAEP));
    return merchant().header("Wechatpay-Serial", id).post(ECHO, body.toString());
  }

  @Test
  void closedSandboxStartsNoOtherHost() {
    Sandbox closed = Sandbox.start();
    closed.close();
    assertThatThrownBy(() -> closed.uri("fraud.mch.weixin.qq.com"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the sandbox is closed");
  }

  @Test
  void recordsRefusedRequestWithLostResponse() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      own.fault("**", Fault.ANSWER_LOST);
      SignedRequest request = SignedRequest.of(own).header("Authorization", "nonsense");
      // The JDK's client repeats the request by itself, and the second attempt succeeds.
      assertThat(request.get("/v3/certificates").status()).isEqualTo(401);
      assertThat(own.requests()).hasSize(2);
      assertThat(own.requests().get(0).fault()).contains("ANSWER_LOST");
      assertThat(own.requests().get(0).problem()).isPresent();
    }
  }

  @Test
  void limitsClockOffsetToTenYears() {
    assertThatThrownBy(() -> Fault.clockOff(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 3,650 days");
    assertThat(Fault.clockOff(Duration.ofDays(-3650))).isNotNull();
  }
}
