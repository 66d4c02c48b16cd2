package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.sandbox.testing.ManualClock;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which key signs: by mode, after a rotation, during a key switch, and for probes. */
class PlatformKeysTest {
  private static final String CERTIFICATES = "/v3/certificates";
  private static final MerchantCrypto RSA = new MerchantCrypto(false);

  @SuppressWarnings("unchecked")
  private static Map<String, String> certs(Sandbox sandbox) {
    return (Map<String, String>) sandbox.config().get("certs");
  }

  private static String signer(Sandbox sandbox) throws Exception {
    SignedNotification notification = sandbox.notification("COMPLAINT.CREATE");
    String serial = notification.headers().get("Wechatpay-Serial");
    assertThat(
            RSA.verifies(notification.headers(), notification.body(), certs(sandbox).get(serial)))
        .isTrue();
    return serial;
  }

  @Test
  void certificateModeHasNoPublicKey() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().platformKeys(PlatformKeys.CERTIFICATES).start()) {
      assertThat(certs(sandbox)).hasSize(1);
      String serial = certs(sandbox).keySet().iterator().next();
      assertThat(certs(sandbox).get(serial)).startsWith("-----BEGIN CERTIFICATE-----");
      assertThat(signer(sandbox)).isEqualTo(serial);
      assertThat(SignedRequest.of(sandbox).get(CERTIFICATES).header("Wechatpay-Serial"))
          .isEqualTo(serial);
      SandboxResponse other =
          SignedRequest.of(sandbox).header("Wechatpay-Serial", "PUB_KEY_ID_1").get("/v3/x");
      assertThat(other.get("/message")).endsWith("Wechatpay-Serial must be one of " + serial);
    }
  }

  @Test
  void publicKeyModeHasNoCertificates() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().platformKeys(PlatformKeys.PUBLIC_KEY).start()) {
      assertThat(certs(sandbox)).hasSize(1);
      String id = certs(sandbox).keySet().iterator().next();
      assertThat(id).matches("PUB_KEY_ID_01[0-9]{30}");
      assertThat(signer(sandbox)).isEqualTo(id);
      SandboxResponse reply = SignedRequest.of(sandbox).get(CERTIFICATES);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.get("/code")).isEqualTo("RESOURCE_NOT_EXISTS");
      assertThat(reply.header("Wechatpay-Serial")).isEqualTo(id);
      assertThat(reply.isSignedBy(certs(sandbox).get(id))).isTrue();
      assertThatThrownBy(sandbox::rotate).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void configOmitsPlatformKeysOnRequest() {
    try (Sandbox sandbox = Sandbox.start()) {
      assertThat(sandbox.config(false)).doesNotContainKey("certs").containsKey("apiV3Key");
      assertThat(sandbox.config(true)).isEqualTo(sandbox.config());
    }
  }

  @Test
  void signsWithRotatedCertificateAndKeepsOldOneUntilExpiry() throws Exception {
    ManualClock clock = new ManualClock(MerchantClient.NOW);
    try (Sandbox sandbox =
        Sandbox.builder().clock(clock).platformKeys(PlatformKeys.CERTIFICATES).start()) {
      String first = signer(sandbox);
      String second = sandbox.rotate();
      assertThat(second).isNotEqualTo(first).matches("[1-7][0-9A-F]{39}");
      assertThat(certs(sandbox)).containsOnlyKeys(first, second);
      assertThat(signer(sandbox)).isEqualTo(second);
      // A request that names the old certificate receives a response signed with the new one.
      SandboxResponse reply =
          SignedRequest.of(sandbox).header("Wechatpay-Serial", first).get(CERTIFICATES);
      assertThat(reply.header("Wechatpay-Serial")).isEqualTo(second);
      assertThat(reply.isSignedBy(certs(sandbox).get(second))).isTrue();
      JsonNode data = reply.json().path("data");
      assertThat(data).hasSize(2);
      JsonNode fresh = data.get(1);
      assertThat(fresh.path("serial_no").asText()).isEqualTo(second);
      assertThat(fresh.path("effective_time").asText()).isEqualTo("2026-03-04T13:06:07+08:00");
      assertThat(fresh.path("expire_time").asText()).isEqualTo("2031-03-04T13:06:07+08:00");
      JsonNode encrypted = fresh.path("encrypt_certificate");
      String pem =
          RSA.decryptResource(
              encrypted.path("ciphertext").asText(),
              (String) sandbox.config().get("apiV3Key"),
              encrypted.path("nonce").asText(),
              encrypted.path("associated_data").asText());
      assertThat(pem).isEqualTo(certs(sandbox).get(second));
      RSA.certificate(pem).verify(RSA.publicKey(sandbox.rootCertificate()));

      String third = sandbox.rotate();
      clock.advance(Duration.ofDays(5 * 365 + 2));
      String fourth = sandbox.rotate();
      assertThat(certs(sandbox)).containsOnlyKeys(first, fourth).doesNotContainKey(third);
      assertThat(signer(sandbox)).isEqualTo(fourth);
    }
  }

  @Test
  void recordsCertificateDownloads() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      SignedRequest.of(sandbox).get(CERTIFICATES);
      SignedRequest.of(sandbox).get("/v3/none");
      SignedRequest.of(sandbox).get(CERTIFICATES);
      assertThat(sandbox.requests().stream().filter(r -> r.target().equals(CERTIFICATES)))
          .hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 1000})
  void keySwitchSignsShareOfNotificationsWithPublicKey(int permille) {
    try (Sandbox sandbox = Sandbox.builder().keySwitch(permille).start()) {
      BitSet first = switched(sandbox);
      assertThat(first.cardinality() * 1000 / NOTIFICATIONS)
          .isBetween(permille - 300, permille + 300);
      assertThat(first.isEmpty()).isEqualTo(permille == 0);
      assertThat(first.cardinality() == NOTIFICATIONS).isEqualTo(permille == 1000);
      // The same permille repeats the draw.
      sandbox.keySwitch(permille);
      assertThat(switched(sandbox)).isEqualTo(first);
    }
  }

  /** Few, since RateDrawTest checks how exactly the share is kept. */
  private static final int NOTIFICATIONS = 40;

  private static BitSet switched(Sandbox sandbox) {
    BitSet switched = new BitSet();
    for (int i = 0; i < NOTIFICATIONS; i++) {
      Map<String, String> headers = sandbox.notification("COMPLAINT.CREATE").headers();
      switched.set(i, headers.get("Wechatpay-Serial").startsWith("PUB_KEY_ID_"));
    }
    return switched;
  }

  @Test
  void keySwitchDoesNotAffectResponses() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().keySwitch(1000).start()) {
      for (String id : certs(sandbox).keySet()) {
        SandboxResponse reply =
            SignedRequest.of(sandbox).header("Wechatpay-Serial", id).get(CERTIFICATES);
        assertThat(reply.header("Wechatpay-Serial")).isEqualTo(id);
      }
    }
  }

  @Test
  void signsNotificationsWithPublicKeyUntilRequestNamesKey() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      assertThat(signer(sandbox)).startsWith("PUB_KEY_ID_");
      SignedRequest.of(sandbox).get(CERTIFICATES);
      assertThat(signer(sandbox)).as("a request that names none").startsWith("PUB_KEY_ID_");
    }
  }

  @Test
  void signsNotificationsWithKindOfKeyNamedLast() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      String certificate = certificate(sandbox);

      name(sandbox, certificate);
      assertThat(signer(sandbox)).isEqualTo(certificate);
      SignedRequest.of(sandbox).get(CERTIFICATES);
      assertThat(signer(sandbox)).as("after one that names none").isEqualTo(certificate);
      name(sandbox, "PUB_KEY_ID_1");
      assertThat(signer(sandbox)).as("after one that names another's").isEqualTo(certificate);

      name(sandbox, publicKey(sandbox));
      assertThat(signer(sandbox)).isEqualTo(publicKey(sandbox));
    }
  }

  @Test
  void ignoresKeyNamedByUnverifiedRequest() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      SandboxResponse refused =
          SignedRequest.of(sandbox)
              .header("Wechatpay-Serial", certificate(sandbox))
              .header("Authorization", "WECHATPAY2-SHA256-RSA2048 none")
              .get(CERTIFICATES);

      assertThat(refused.status()).isEqualTo(401);
      assertThat(signer(sandbox)).startsWith("PUB_KEY_ID_");
    }
  }

  @Test
  void signsNotificationsWithRotatedCertificateUntilPublicKeyIsNamed() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      String old = certificate(sandbox);
      String fresh = sandbox.rotate();
      assertThat(signer(sandbox)).isEqualTo(fresh);
      name(sandbox, publicKey(sandbox));
      assertThat(signer(sandbox)).isEqualTo(publicKey(sandbox));
      name(sandbox, old);
      assertThat(signer(sandbox)).as("the newest of the kind").isEqualTo(fresh);
    }
  }

  @Test
  void keySwitchTakesPrecedenceOverKeysNamedByRequests() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      sandbox.keySwitch(1000);
      name(sandbox, certificate(sandbox));
      assertThat(signer(sandbox)).isEqualTo(publicKey(sandbox));
      sandbox.keySwitch(0);
      name(sandbox, publicKey(sandbox));
      assertThat(signer(sandbox)).isEqualTo(certificate(sandbox));
    }
  }

  private static void name(Sandbox sandbox, String id) throws Exception {
    SignedRequest.of(sandbox).header("Wechatpay-Serial", id).get(CERTIFICATES);
  }

  private static String publicKey(Sandbox sandbox) {
    return key(sandbox, true);
  }

  private static String certificate(Sandbox sandbox) {
    return key(sandbox, false);
  }

  private static String key(Sandbox sandbox, boolean bare) {
    return certs(sandbox).keySet().stream()
        .filter(id -> id.startsWith("PUB_KEY_ID_") == bare)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keySwitchRequiresBothKindsOfKeysAndValidShare() {
    try (Sandbox one = Sandbox.builder().platformKeys(PlatformKeys.CERTIFICATES).start();
        Sandbox both = Sandbox.start()) {
      assertThatThrownBy(() -> one.keySwitch(1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a switch requires both a certificate and a public key");
      assertThatThrownBy(() -> both.keySwitch(1001))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("permille must be 0 to 1000, not 1001");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.2, 1.0})
  void sendsProbesAtRateInResponsesAndNotifications(double rate) throws Exception {
    try (Sandbox sandbox = Sandbox.builder().probes(rate, 7).start()) {
      int responses = 0;
      int notifications = 0;
      for (int i = 0; i < 100; i++) {
        SandboxResponse reply = SignedRequest.of(sandbox).get(CERTIFICATES);
        assertThat(reply.status()).isEqualTo(200);
        responses += probe(reply.header("Wechatpay-Signature"));
        String signature =
            sandbox.notification("COMPLAINT.CREATE").headers().get("Wechatpay-Signature");
        notifications += probe(signature);
      }
      // The same seed makes the same draw.
      assertThat(responses).isEqualTo(notifications);
      assertThat(responses / 100.0).isBetween(rate - 0.1, rate + 0.1);
    }
  }

  private static int probe(String signature) {
    boolean probe = signature.startsWith("WECHATPAY/SIGNTEST/");
    assertThat(signature).hasSize(probe ? 363 : 344);
    return probe ? 1 : 0;
  }

  @Test
  void probeDoesNotVerifyWithoutPrefix() throws Exception {
    try (Sandbox sandbox = Sandbox.start()) {
      sandbox.probes(1, 0);
      SignedNotification notification = sandbox.notification("REFUND.SUCCESS");
      Map<String, String> headers = notification.headers();
      headers.computeIfPresent("Wechatpay-Signature", (name, s) -> s.substring(19));
      String pem = certs(sandbox).get(headers.get("Wechatpay-Serial"));
      assertThat(RSA.verifies(headers, notification.body(), pem)).isFalse();
      assertThatThrownBy(() -> sandbox.probes(1.5, 0)).hasMessage("rate must be 0 to 1, not 1.5");
      sandbox.probes(0, 0);
      assertThat(signer(sandbox)).isNotEmpty();
    }
  }
}
