package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.jcajce.provider.asymmetric.util.ECUtil;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the Chinese national algorithms against Bouncy Castle. */
@WxpaySandbox(perTest = true, sm2 = true)
class Sm2Test {
  private static final String SCHEME = "WECHATPAY2-SM2-WITH-SM3";
  private static final String TRANSFERS = "/v3/fund-app/mch-transfer/transfer-bills";
  private static final MerchantCrypto SM2 = new MerchantCrypto(true);
  private final Sandbox sandbox;

  Sm2Test(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox).sm2();
  }

  @SuppressWarnings("unchecked")
  private Map<String, String> certs() {
    return (Map<String, String>) sandbox.config().get("certs");
  }

  private String text(String key) {
    return (String) sandbox.config().get(key);
  }

  @Test
  void usesSm2KeysAndInstallsNoProvider() throws Exception {
    assertThat(certs()).hasSize(2);
    for (Map.Entry<String, String> entry : certs().entrySet()) {
      PublicKey key = SM2.publicKey(entry.getValue());
      // The key names its curve by object identifier.
      assertThat(hex(key.getEncoded())).contains("06082a811ccf5501822d");
      if (!entry.getKey().startsWith("PUB_KEY_ID_")) {
        X509Certificate certificate = SM2.certificate(entry.getValue());
        assertThat(certificate.getSigAlgOID()).isEqualTo("1.2.156.10197.1.501");
        assertThat(certificate.getSerialNumber().toString(16))
            .isEqualToIgnoringCase(entry.getKey());
        certificate.verify(SM2.publicKey(sandbox.rootCertificate()), MerchantCrypto.SM);
      }
    }
    assertThat(Security.getProvider("BC")).isNull();
  }

  private static String hex(byte[] bytes) {
    return String.format(Locale.ROOT, "%0" + 2 * bytes.length + "x", new BigInteger(1, bytes));
  }

  @Test
  void verifiesRequestsAndSignsResponsesWithSm2() throws Exception {
    for (String id : certs().keySet()) {
      SandboxResponse reply = merchant().header("Wechatpay-Serial", id).get("/v3/certificates");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("Wechatpay-Signature-Type")).isEqualTo(SCHEME);
      assertThat(reply.header("Wechatpay-Serial")).isEqualTo(id);
      assertThat(reply.isSignedBy(certs().get(id))).isTrue();
    }
    SandboxResponse wrong = merchant().signingBody("x").get("/v3/certificates");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.get("/detail/issue")).startsWith("sign not match");
    SandboxResponse noise = merchant().field("signature", "AAAA").get("/v3/certificates");
    assertThat(noise.get("/detail/issue")).isEqualTo("sign not match");
  }

  @Test
  void refusesOtherScheme() throws Exception {
    SandboxResponse reply = merchant().field("signature", "x").scheme("X").get("/v3/certificates");
    assertThat(reply.get("/detail/issue")).isEqualTo("the scheme must be " + SCHEME);
  }

  @Test
  void encryptsCertificatesWithSm4() throws Exception {
    String next = sandbox.rotate();
    JsonNode data = merchant().get("/v3/certificates?algorithm_type=SM2").json().path("data");
    assertThat(data.findValuesAsText("serial_no")).contains(next);
    for (JsonNode entry : data) {
      JsonNode encrypted = entry.path("encrypt_certificate");
      assertThat(encrypted.path("algorithm").asText()).isEqualTo("AEAD_SM4_GCM");
      String pem =
          SM2.decryptResource(
              encrypted.path("ciphertext").asText(),
              text("apiV3Key"),
              encrypted.path("nonce").asText(),
              encrypted.path("associated_data").asText());
      assertThat(pem).isEqualTo(certs().get(entry.path("serial_no").asText()));
    }
    assertThat(merchant().get("/v3/certificates?algorithm_type=RSA").get("/message"))
        .endsWith("must be one of SM2, ALL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TRANSACTION.SUCCESS", "BRAND_MEMBER_CARD_SP.USER_CARD.CREATE"})
  void signsNotificationsWithSm2AndEncryptsWithSm4(String eventType) throws Exception {
    SignedNotification notification = sandbox.notification(eventType);
    Map<String, String> headers = notification.headers();
    assertThat(headers).containsEntry("Wechatpay-Signature-Type", SCHEME);
    String pem = certs().get(headers.get("Wechatpay-Serial"));
    assertThat(SM2.verifies(headers, notification.body(), pem)).isTrue();
    JsonNode resource = new ObjectMapper().readTree(notification.body()).path("resource");
    assertThat(resource.path("algorithm").asText()).isEqualTo("AEAD_SM4_GCM");
    String opened =
        SM2.decryptResource(
            resource.path("ciphertext").asText(),
            text("apiV3Key"),
            resource.path("nonce").asText(),
            resource.path("associated_data").asText());
    assertThat(opened).isEqualTo(notification.plaintext());
  }

  @Test
  void encryptsSensitiveFieldsWithSm2() throws Exception {
    for (String id : certs().keySet()) {
      String name = encrypt("张三", SM2.publicKey(certs().get(id)));
      assertThat(sandbox.decrypt(name)).isEqualTo("张三");
      assertThat(sandbox.decrypt(name, id)).isEqualTo("张三");
      String bill = "b" + id.substring(id.length() - 8);
      String body = OrderJson.transfer(bill, 100).put("user_name", name).toString();
      SandboxResponse created = merchant().header("Wechatpay-Serial", id).post(TRANSFERS, body);
      assertThat(created.status()).isEqualTo(200);
      SandboxResponse found = merchant().get(TRANSFERS + "/out-bill-no/" + bill);
      assertThat(decrypt(found.get("/user_name"), SM2.privateKey(text("privateKey"))))
          .isEqualTo("张三");
    }
    // Some of these ciphertexts have coordinates with leading zeros.
    PrivateKey own = SM2.privateKey(text("privateKey"));
    for (int i = 0; i < 600; i++) {
      assertThat(decrypt(sandbox.encrypt("t" + i), own)).isEqualTo("t" + i);
    }
    for (String wrong : List.of("AAAA", "张三", "MAA=")) {
      assertThatThrownBy(() -> sandbox.decrypt(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static String encrypt(String plain, PublicKey key) throws Exception {
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(
        true, new ParametersWithRandom(ECUtil.generatePublicKeyParameter(key), new SecureRandom()));
    byte[] text = plain.getBytes(StandardCharsets.UTF_8);
    byte[] raw = engine.processBlock(text, 0, text.length);
    ASN1Encodable[] parts = {
      new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 1, 33))),
      new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 33, 65))),
      new DEROctetString(Arrays.copyOfRange(raw, 65, 97)),
      new DEROctetString(Arrays.copyOfRange(raw, 97, raw.length))
    };
    return Base64.getEncoder().encodeToString(new DERSequence(parts).getEncoded());
  }

  private static String decrypt(String encrypted, PrivateKey key) throws Exception {
    ASN1Sequence parts = ASN1Sequence.getInstance(Base64.getDecoder().decode(encrypted));
    byte[] raw = {4};
    for (int i = 0; i < 2; i++) {
      BigInteger number = ((ASN1Integer) parts.getObjectAt(i)).getValue();
      raw = joined(raw, BigIntegers.asUnsignedByteArray(32, number));
    }
    for (int i = 2; i < 4; i++) {
      raw = joined(raw, ((ASN1OctetString) parts.getObjectAt(i)).getOctets());
    }
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(false, ECUtil.generatePrivateKeyParameter(key));
    return new String(engine.processBlock(raw, 0, raw.length), StandardCharsets.UTF_8);
  }

  private static byte[] joined(byte[] one, byte[] two) {
    byte[] both = Arrays.copyOf(one, one.length + two.length);
    System.arraycopy(two, 0, both, one.length, two.length);
    return both;
  }

  @Test
  void supportsPublicKeyOnly() throws Exception {
    try (Sandbox bare = Sandbox.builder().sm2().platformKeys(PlatformKeys.PUBLIC_KEY).start()) {
      SandboxResponse reply = SignedRequest.of(bare).sm2().get("/v3/certificates");
      assertThat(reply.status()).isEqualTo(404);
      Map<?, ?> certs = (Map<?, ?>) bare.config().get("certs");
      assertThat(certs).hasSize(1);
      assertThat(reply.isSignedBy((String) certs.get(reply.header("Wechatpay-Serial")))).isTrue();
    }
  }

  @Test
  void refusesBrandConfig() {
    assertThatThrownBy(sandbox::brandConfig)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("brands sign with RSA only; start the sandbox without sm2()");
  }

  @Test
  void doesNotChangeTlsAndApiV2() throws Exception {
    try (Sandbox secured = Sandbox.builder().sm2().https(true).start()) {
      SandboxResponse reply =
          V2SignedRequest.of(secured)
              .with("out_trade_no", "none", "out_refund_no", "r", "total_fee", "1")
              .with("refund_fee", "1")
              .post("/secapi/pay/refund");
      assertThat(reply.get("err_code")).isEqualTo("ORDERNOTEXIST");
    }
  }
}
