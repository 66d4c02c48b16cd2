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

/** Endpoints without a handler of their own: checked and answered as they are documented. */
@WxpaySandbox(clock = DocumentedTest.NOW)
class DocumentedTest {
  static final String NOW = "2026-01-01T00:00:00Z";
  private static final String STOCK = "/v3/marketing/busifavor/stocks/";
  private static final String ECHO = "/v3/security/echo";

  private static final String OAEP = "OAEPWithSHA-1AndMGF1Padding";
  private static final MerchantCrypto RSA = new MerchantCrypto(false);

  private final Sandbox sandbox;

  DocumentedTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  @Test
  void theSameSeedRequestAndTimeGiveTheSameAnswer() throws Exception {
    SandboxResponse first = merchant().get(STOCK + "98065001");
    try (Sandbox same = Sandbox.builder().clock(sandbox.clock()).start();
        Sandbox other = Sandbox.builder().clock(sandbox.clock()).seed(2).start()) {
      SandboxResponse second = SignedRequest.of(same).get(STOCK + "98065001");
      SandboxResponse third = SignedRequest.of(other).get(STOCK + "98065001");

      assertThat(first.status()).isEqualTo(200);
      assertThat(second.text()).isEqualTo(first.text());
      assertThat(third.text()).isNotEqualTo(first.text());
      assertThat(third.json().fieldNames()).toIterable().isNotEmpty();
      assertThat(merchant().get(STOCK + "98065002").text()).isNotEqualTo(first.text());
    }
  }

  @Test
  void identifiersComeBackAndAmountsAreThoseAskedFor() throws Exception {
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
  void noFieldOfTheBodyMakesThePathAnothers() throws Exception {
    SandboxResponse reply =
        merchant()
            .post(
                STOCK + "98065001/couponcodes",
                "{\"coupon_code_list\":[\"a\"],\"upload_request_no\":\"u1\",\"stock_id\":\"1\"}");
    assertThat(reply.get("/stock_id")).isEqualTo("98065001");
  }

  @Test
  void anAnswerOfApiv2DoesNotHangOnTheNonce() throws Exception {
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
  void whatCameEncryptedGoesBackEncryptedForTheMerchant() throws Exception {
    SandboxResponse reply = echo("张三", anyId());

    assertThat(reply.get("/echo_message")).isEqualTo("open");
    assertThat(reply.text()).doesNotContain("张三");
    assertThat(opened(reply.get("/encrypted_echo_message"))).isEqualTo("张三");
  }

  @Test
  void whatMustBeEncryptedAndIsNotIsRefusedWithoutItsValue() throws Exception {
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
  void aRequiredFieldAndARequiredHeaderAreNamed() throws Exception {
    SandboxResponse field = merchant().post(ECHO, "{}");
    assertThat(field.status()).isEqualTo(400);
    assertThat(field.get("/detail/field")).isEqualTo("/echo_message");
    assertThat(field.get("/message")).isEqualTo("参数错误: body /echo_message is required");

    SandboxResponse header = merchant().post("/v3/marketing/partnerships/build", "{}");
    assertThat(header.get("/message")).isEqualTo("参数错误: header Idempotency-Key is required");
  }

  @Test
  void anUnknownPathIsToldTheNearest() throws Exception {
    SandboxResponse reply = merchant().post("/v3/pay/transactions/nativ", "{}");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.get("/message"))
        .contains("the sandbox has no /v3/pay/transactions/nativ; the nearest: ")
        .contains("POST /v3/pay/transactions/native");
    assertThat(merchant().get("/v3/pay/transactions/native").get("/message"))
        .isEqualTo("不支持的请求方法: /v3/pay/transactions/native takes POST, not GET");
  }

  @Test
  void anEndpointIsFoundAtItsOwnHostOnly() throws Exception {
    String body = "{\"appid\":\"wx1\"}";
    SandboxResponse here = merchant().post("/global/v3/customs/orders", body);
    assertThat(here.status()).isEqualTo(404);
    assertThat(here.get("/message"))
        .contains("is at apihk.mch.weixin.qq.com, not at api.mch.weixin.qq.com")
        .contains("sandbox.uri(\"apihk.mch.weixin.qq.com\")");

    URI there = sandbox.uri("apihk.mch.weixin.qq.com");
    assertThat(there).isEqualTo(sandbox.uri("apihk.mch.weixin.qq.com"));
    assertThat(there.getPort()).isNotEqualTo(sandbox.uri().getPort());
    assertThatThrownBy(() -> sandbox.uri("example.com"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there is nothing at example.com; the hosts are")
        .hasMessageContaining("fraud.mch.weixin.qq.com");
  }

  @Test
  void apiv2IsCheckedAndAnsweredInTheSameWay() throws Exception {
    V2SignedRequest asking =
        V2SignedRequest.of(sandbox).with("fee_type", "USD", "date", "20260101");
    SandboxResponse reply = asking.without("nonce_str").post("/pay/queryexchagerate");
    assertThat(reply.get("return_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("fee_type")).isEqualTo("USD");
    assertThat(reply.get("rate")).isNotEmpty();
    assertThat(asking.signed(reply, "MD5")).isTrue();

    SandboxResponse refused =
        V2SignedRequest.of(sandbox)
            .with("date", "20260101")
            .without("nonce_str")
            .post("/pay/queryexchagerate");
    assertThat(refused.get("return_msg")).isEqualTo("缺少参数: fee_type is required");
  }

  private String opened(String sealed) throws Exception {
    return MerchantCrypto.oaep(sealed, RSA.privateKey((String) sandbox.config().get("privateKey")));
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
  void aClosedSandboxStartsNoOtherHost() {
    Sandbox closed = Sandbox.start();
    closed.close();
    assertThatThrownBy(() -> closed.uri("fraud.mch.weixin.qq.com"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the sandbox is closed");
  }

  @Test
  void aLostAnswerToARefusedQueryIsInTheJournal() throws Exception {
    try (Sandbox own = Sandbox.start()) {
      own.fault("**", Fault.ANSWER_LOST);
      SignedRequest asking = SignedRequest.of(own).header("Authorization", "nonsense");
      // The JDK's client asks again by itself; the second time it is answered.
      assertThat(asking.get("/v3/certificates").status()).isEqualTo(401);
      assertThat(own.requests()).hasSize(2);
      assertThat(own.requests().get(0).fault()).contains("ANSWER_LOST");
      assertThat(own.requests().get(0).problem()).isPresent();
    }
  }

  @Test
  void aClockIsOffByTenYearsAtMost() {
    assertThatThrownBy(() -> Fault.clockOff(Duration.ofSeconds(Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3,650 days at most");
    assertThat(Fault.clockOff(Duration.ofDays(-3650))).isNotNull();
  }
}
