package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which requests of APIv2 are accepted and how others are refused. */
@WxpaySandbox
class V2RequestVerifierTest {
  private static final String PATH = "/tools/shorturl";
  private final Sandbox sandbox;

  V2RequestVerifierTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private V2SignedRequest merchant() {
    return V2SignedRequest.of(sandbox).with("long_url", "weixin://wxpay/bizpayurl?a=1&b=2");
  }

  private Recorded last() {
    List<Recorded> all = sandbox.requests();
    return all.get(all.size() - 1);
  }

  private void assertRefused(SandboxResponse reply, String message) throws IOException {
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.get("return_msg")).isEqualTo(message);
    assertThat(reply.get("return_code")).isEqualTo("FAIL");
    assertThat(reply.fields()).doesNotContainKeys("sign", "result_code", "nonce_str");
    assertThat(last().verified()).isFalse();
    assertThat(last().problem().orElseThrow()).startsWith(message);
  }

  private void assertMismatch(SandboxResponse reply, String hint) throws IOException {
    assertRefused(reply, "签名错误");
    assertThat(reply.get("sandbox_hint")).isEqualTo(hint);
    assertThat(last().problem()).contains("签名错误: " + hint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MD5", "HMAC-SHA256"})
  void signsResponseWithSignTypeOfRequest(String type) throws Exception {
    V2SignedRequest merchant = merchant().with("sign_type", type);
    SandboxResponse reply = merchant.post(PATH);
    assertThat(reply.get("return_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("result_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("short_url")).matches("weixin://wxpay/s/[0-9A-Za-z]{6}");
    assertThat(reply.get("mch_id")).isEqualTo("1900000109");
    assertThat(merchant.signed(reply, type)).isTrue();
    assertThat(last().verified()).isTrue();
    assertThat(last().text()).startsWith("<xml><appid>");
  }

  @Test
  void responseHasNoApiV3Headers() throws Exception {
    SandboxResponse reply = merchant().post(PATH);
    assertThat(reply.header("Content-Type")).isEqualTo("text/xml; charset=utf-8");
    assertThat(reply.header("Wechatpay-Signature")).isEmpty();
    assertThat(reply.header("Wechatpay-Serial")).isEmpty();
  }

  @Test
  void refusesWrongSignOfLargeMessageInTime() throws Exception {
    V2SignedRequest many = merchant().with("attach", "a".repeat(900_000)).signText("x");
    assertMismatch(
        assertTimeout(Duration.ofSeconds(10), () -> many.post(PATH)),
        "the message is too large to search for the cause");
    V2SignedRequest wide = merchant();
    for (int i = 0; i < 150; i++) {
      wide.with("f" + i, "a".repeat(300));
    }
    assertMismatch(
        assertTimeout(Duration.ofSeconds(10), () -> wide.signText("x").post(PATH)),
        "the message is too large to search for the cause");
  }

  @Test
  void ignoresEmptyValuesInSign() throws Exception {
    assertThat(merchant().with("attach", "").post(PATH).get("result_code")).isEqualTo("SUCCESS");
  }

  @Test
  void respondsToWrongSignWithExpectedTextWithoutKey() throws Exception {
    V2SignedRequest merchant = merchant().with("nonce_str", "N", "sign", "X");
    SandboxResponse reply = merchant.post(PATH);
    assertMismatch(reply, "no single field is the cause");
    assertThat(reply.get("sandbox_expected"))
        .isEqualTo(
            "appid=wxd678efh567hg6787&long_url=weixin://wxpay/bizpayurl?a=1&b=2"
                + "&mch_id=1900000109&nonce_str=N&key=<key>");
    assertThat(reply.text()).doesNotContain((String) sandbox.config().get("secret"));
  }

  @Test
  void explainsLikelyMistakes() throws Exception {
    assertMismatch(merchant().with("sign", "").post(PATH), "sign is missing");
    V2SignedRequest other = merchant().with("sign_type", "HMAC-SHA256");
    other.signText(V2SignedRequest.joined(new TreeMap<>(other.fields())));
    assertMismatch(other.post(PATH), "the sign is correct for MD5, but sign_type is HMAC-SHA256");
    V2SignedRequest lower = merchant().sign();
    lower.with("sign", lower.fields().get("sign").toLowerCase(Locale.ROOT));
    assertMismatch(lower.post(PATH), "the sign must be in upper case");
    V2SignedRequest empty = merchant().with("attach", "");
    empty.signText(V2SignedRequest.joined(new TreeMap<>(empty.fields())));
    assertMismatch(empty.post(PATH), "empty values were signed");
    V2SignedRequest unsorted = merchant();
    unsorted.signText(V2SignedRequest.joined(unsorted.fields()));
    assertMismatch(unsorted.post(PATH), "the fields were not sorted");
    assertMismatch(merchant().sign().with("late", "1").post(PATH), "late was sent but not signed");
    assertMismatch(
        merchant().sign().with("late", "1", "later", "2").post(PATH),
        "late and later were sent but not signed");
    assertMismatch(
        merchant().with("attach", "a").sign().with("attach", " a ").post(PATH),
        "attach was signed without the blanks around it");
  }

  @Test
  void checksMerchantNonceAndSignType() throws Exception {
    assertRefused(
        merchant().with("mch_id", "1").post(PATH), "商户号不存在: mch_id must be 1900000109, not 1");
    assertRefused(merchant().without("mch_id").post(PATH), "缺少参数: mch_id is required");
    assertRefused(merchant().without("nonce_str").post(PATH), "缺少参数: nonce_str is required");
    assertRefused(
        merchant().with("nonce_str", "x".repeat(33)).post(PATH),
        "参数错误: nonce_str must have at most 32 characters");
    assertRefused(
        merchant().with("sign_type", "SHA1").post(PATH),
        "参数错误: sign_type must be MD5 or HMAC-SHA256");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|not well-formed, see line 1",
        "{}|not well-formed, see line 1",
        "<xml><a>1</a><a>2</a></xml>|a occurs twice",
        "<!DOCTYPE xml><xml/>|a document type is not allowed"
      })
  void refusesBodyThatIsNotFlatXml(String body, String issue) throws Exception {
    assertRefused(merchant().post(PATH, body), "XML格式错误: " + issue);
  }

  @Test
  void refusesNonceWhereNoneIsDocumented() throws Exception {
    String path = "/cgi-bin/mch/customs/customdeclareorder";
    assertRefused(merchant().post(path), "签名错误: this endpoint must not have nonce_str");
    SandboxResponse reply = merchant().without("nonce_str").post(path);
    assertRefusedByRule(reply, "缺少参数: customs is required");
  }

  private void assertRefusedByRule(SandboxResponse reply, String message) throws IOException {
    assertThat(reply.get("return_code")).isEqualTo("FAIL");
    assertThat(reply.get("return_msg")).isEqualTo(message);
    assertThat(last().verified()).isTrue();
  }

  @Test
  void namesUnknownPathAndAllowedMethod() throws Exception {
    SandboxResponse nowhere = merchant().post("/pay/nothing");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.get("return_msg")).isEqualTo("资源不存在: the sandbox has no /pay/nothing");
    SandboxResponse verb = merchant().get("/pay/unifiedorder");
    assertThat(verb.status()).isEqualTo(405);
    assertThat(verb.get("return_msg")).isEqualTo("不支持的请求方法: /pay/unifiedorder takes POST, not GET");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/secapi/pay/refund",
        "/mmpaymkttransfers/sendredpack",
        "/mmpaymkttransfers/gethbinfo",
        "/mmpaymkttransfers/promotion/transfers",
        "/mmpaymkttransfers/promotion/paywwsptrans2pocket",
        "/mmpaymkttransfers/sendworkwxredpack",
        "/pay/downloadfundflow"
      })
  void respondsAsNginxWithoutClientCertificate(String path) throws Exception {
    SandboxResponse reply = merchant().post(path);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("Content-Type")).isEqualTo("text/html");
    assertThat(reply.text()).contains("<title>400 No required SSL certificate was sent</title>");
    assertThat(last().problem()).contains("No required SSL certificate was sent");
  }

  @Test
  void refusesRefundWhenClientCertificateIsNeverRequested() throws Exception {
    try (Sandbox never =
        Sandbox.builder().https(true).clientCertificate(ClientCertificate.NEVER).start()) {
      assertThat(V2SignedRequest.of(never).post("/secapi/pay/refund").status()).isEqualTo(400);
    }
  }

  @Test
  void showsNoKeyInRecordsAndProblems() throws Exception {
    merchant().with("sign", "X").post(PATH);
    String all = sandbox.requests().toString() + last().problem();
    for (Map.Entry<String, Object> entry : sandbox.config().entrySet()) {
      if (entry.getKey().equals("secret") || entry.getKey().equals("privateKey")) {
        assertThat(all).doesNotContain(entry.getValue().toString());
      }
    }
    assertThat(all).doesNotContain(sandbox.workwxSecret());
  }
}
