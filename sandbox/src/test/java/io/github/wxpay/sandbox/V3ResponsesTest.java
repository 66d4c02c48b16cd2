package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests signatures of responses, and errors for unknown paths, methods, headers and bodies. */
@WxpaySandbox
class V3ResponsesTest {
  private static final String END = "/v3/payscore/permissions/authorization-code/c/terminate";
  private final Sandbox sandbox;

  V3ResponsesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> certs() {
    return (Map<String, String>) sandbox.config().get("certs");
  }

  private String certificateSerial() {
    return certs().keySet().stream().filter(id -> !id.startsWith("PUB_KEY_ID_")).findAny().get();
  }

  private String publicKeyId() {
    return certs().keySet().stream().filter(id -> id.startsWith("PUB_KEY_ID_")).findAny().get();
  }

  private void assertSigned(SandboxResponse reply, String id) throws Exception {
    assertThat(reply.header("Wechatpay-Serial")).isEqualTo(id);
    assertThat(reply.header("Wechatpay-Signature-Type")).isEqualTo("WECHATPAY2-SHA256-RSA2048");
    assertThat(reply.header("Request-ID")).isNotEmpty();
    assertThat(reply.isSignedBy(certs().get(id))).isTrue();
  }

  @Test
  void signsResponseWithPlatformCertificateByDefault() throws Exception {
    SandboxResponse reply = SignedRequest.of(sandbox).get("/v3/certificates");
    assertThat(reply.status()).isEqualTo(200);
    assertSigned(reply, certificateSerial());
  }

  @Test
  void signsResponseWithKeyNamedByRequest() throws Exception {
    for (String id : certs().keySet()) {
      SandboxResponse reply =
          SignedRequest.of(sandbox).header("Wechatpay-Serial", id).get("/v3/certificates");
      assertThat(reply.status()).isEqualTo(200);
      assertSigned(reply, id);
    }
    assertThat(certs().get(publicKeyId())).startsWith("-----BEGIN PUBLIC KEY-----\n");
  }

  @Test
  void refusesUnknownSerial() throws Exception {
    SandboxResponse reply =
        SignedRequest.of(sandbox).header("Wechatpay-Serial", "X1").get("/v3/certificates");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.get("/code")).isEqualTo("PARAM_ERROR");
    assertThat(reply.get("/message"))
        .isEqualTo(
            "参数错误: header Wechatpay-Serial must be one of "
                + certificateSerial()
                + ", "
                + publicKeyId());
    assertSigned(reply, certificateSerial());
  }

  @Test
  void signsEmptyAndErrorResponses() throws Exception {
    SandboxResponse empty =
        SignedRequest.of(sandbox).post(END, "{\"service_id\":\"5\",\"reason\":\"done\"}");
    assertThat(empty.status()).isEqualTo(204);
    assertThat(empty.bytes()).isEmpty();
    assertThat(empty.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertSigned(empty, certificateSerial());

    SandboxResponse refused = SignedRequest.of(sandbox).field("mchid", "1").get("/v3/certificates");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertSigned(refused, certificateSerial());
  }

  @Test
  void respondsNotFoundForUnknownPathWithAnySignature() throws Exception {
    SandboxResponse signed = SignedRequest.of(sandbox).get("/v3/pay/nothing");
    assertThat(signed.status()).isEqualTo(404);
    assertThat(signed.get("/code")).isEqualTo("RESOURCE_NOT_EXISTS");
    assertThat(signed.get("/message")).isEqualTo("资源不存在: the sandbox has no /v3/pay/nothing");
    SandboxResponse unsigned =
        SignedRequest.of(sandbox).field("signature", "?").get("/v3/pay/nothing");
    assertThat(unsigned.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v3/pay/transactions/native, POST",
    "POST, /v3/certificates, GET",
    "DELETE, /v3/pay/transactions/out-trade-no/123456, GET"
  })
  void namesAllowedMethodWhenMethodIsWrong(String method, String path, String right)
      throws Exception {
    SandboxResponse reply = SignedRequest.of(sandbox).send(method, path, "");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.get("/code")).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(reply.get("/message"))
        .isEqualTo("不支持的请求方法: " + path + " takes " + right + ", not " + method);
  }

  @Test
  void requiresAcceptAndContentType() throws Exception {
    SandboxResponse accept = SignedRequest.of(sandbox).header("Accept", "").get("/v3/certificates");
    assertThat(accept.status()).isEqualTo(400);
    assertThat(accept.get("/message")).startsWith("Http头缺少Accept或User-Agent");
    SandboxResponse type =
        SignedRequest.of(sandbox).header("Content-Type", "text/plain").post(END, "{}");
    assertThat(type.status()).isEqualTo(415);
    assertThat(type.get("/message")).endsWith("Content-Type must be application/json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":|is not well-formed JSON",
        "{\"a\":1,\"a\":2}|is not well-formed JSON",
        "{} {}|is not well-formed JSON",
        "[]|must be a JSON object",
        "\"x\"|must be a JSON object"
      })
  void requiresBodyToBeOneJsonObject(String body, String issue) throws Exception {
    SandboxResponse reply = SignedRequest.of(sandbox).post(END, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.get("/code")).isEqualTo("PARAM_ERROR");
    assertThat(reply.get("/message")).isEqualTo("参数错误: body / " + issue);
    assertThat(reply.get("/detail/value")).isEqualTo(body);
  }

  @Test
  void encryptsCertificatesWithApiV3Key() throws Exception {
    SandboxResponse reply = SignedRequest.of(sandbox).get("/v3/certificates?algorithm_type=RSA");
    String serial = reply.get("/data/0/serial_no");
    String at = "/data/0/encrypt_certificate/";
    assertThat(reply.get(at + "algorithm")).isEqualTo("AEAD_AES_256_GCM");
    assertThat(reply.get(at + "nonce")).hasSize(12);
    String plain =
        new MerchantCrypto(false)
            .decryptResource(
                reply.get(at + "ciphertext"),
                (String) sandbox.config().get("apiV3Key"),
                reply.get(at + "nonce"),
                reply.get(at + "associated_data"));
    assertThat(plain).isEqualTo(certs().get(serial));
    assertThat(reply.get("/data/0/effective_time")).isEqualTo("2020-01-01T08:00:00+08:00");
    assertThat(reply.get("/data/0/expire_time")).isEqualTo("2050-01-01T07:59:59+08:00");
  }

  @Test
  void refusesUnknownAlgorithmOfCertificates() throws Exception {
    SandboxResponse reply = SignedRequest.of(sandbox).get("/v3/certificates?algorithm_type=SM2");
    assertThat(reply.get("/message"))
        .isEqualTo("参数错误: query /algorithm_type must be one of RSA, ALL");
  }
}
