package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Sm2;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signer that keeps the key elsewhere says which algorithm it is of. */
class RequestSignerTest {
  private static final String NAME = "\u5f20\u4e09";

  @ParameterizedTest
  @ValueSource(strings = {"SM2-WITH-SM3", "WECHATPAY2-SM2-WITH-SM3", "SM3withSM2"})
  void decidesSchemeAndAlgorithmsIfSm2(String algorithm) {
    try (Sandbox sandbox = Sandbox.builder().sm2().start()) {
      PrivateKey key = Rsa.privateKey((String) sandbox.config().get("privateKey"));
      Wxpay wxpay =
          Accounts.of(sandbox, true)
              .privateKey(signer(algorithm, key))
              .decrypter(
                  ciphertext ->
                      Sm2.decrypt(Base64.getEncoder().encodeToString(ciphertext), key)
                          .getBytes(StandardCharsets.UTF_8))
              .build();

      assertThat(
              wxpay
                  .chain("v3/pay/transactions/native")
                  .post(Accounts.order(wxpay, "order-1"))
                  .get("code_url"))
          .startsWith("weixin://");
      assertThat(sandbox.requests()).hasSize(1).allMatch(Recorded::verified);
      assertThat(sandbox.requests().get(0).header("Authorization").orElse(""))
          .startsWith("WECHATPAY2-SM2-WITH-SM3 mchid=");
      assertThat(Notice.of(sandbox.notification("REFUND.SUCCESS")).to(wxpay).id()).isNotEmpty();
      assertThat(wxpay.payParams().jsapi("wx1", "p1")).containsEntry("signType", "SM2");
      assertThat(wxpay.decrypt(sandbox.encrypt(NAME))).isEqualTo(NAME);
      assertThat(wxpay.newBuilder().build().payParams().jsapi("wx1", "p1"))
          .as("a derived client")
          .containsEntry("signType", "SM2");
      wxpay.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SHA256-RSA2048", "WECHATPAY2-SHA256-RSA2048", "SHA256withRSA"})
  void isRsaByDefault(String algorithm) {
    PrivateKey key = Fixtures.merchantKey();
    RequestSigner plain = message -> Rsa.signature(message, key);
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Wxpay wxpay =
        Clients.builder()
            .privateKey(algorithm.isEmpty() ? plain : signer(algorithm, key))
            .certificate(Fixtures.path("apiclient_cert.pem"))
            .httpClient(http)
            .build();

    wxpay.chain("v3/a").get();

    assertThat(plain.algorithm()).isEqualTo("SHA256-RSA2048");
    assertThat(http.only().authorization()).startsWith("WECHATPAY2-SHA256-RSA2048 ");
    assertThat(http.only().isSigned()).isTrue();
    assertThat(wxpay.payParams().jsapi("wx1", "p1")).containsEntry("signType", "RSA");
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {"RSA", "SM2", "SHA1withRSA", "WECHATPAY2-", "WECHATPAY2-SM3withSM2", "a\u202eb"})
  void isRefusedByBuildIfAlgorithmIsUnknown(String algorithm) {
    WxpayBuilder builder = Clients.builder().privateKey(signer(algorithm, Fixtures.merchantKey()));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "The algorithm of the RequestSigner must be SHA256-RSA2048 or SM2-WITH-SM3; got '")
        .hasMessageNotContaining("\u202e");
    Map<String, Object> dictionary = Fixtures.dictionary();
    dictionary.put("privateKey", signer(algorithm, Fixtures.merchantKey()));
    assertThatThrownBy(() -> Clients.of(dictionary)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isRefusedIfAlgorithmDiffersFromCertificate() {
    Path certificate = Fixtures.path("apiclient_cert.pem");
    WxpayBuilder builder =
        Clients.builder()
            .certificate(certificate)
            .privateKey(signer("SM2-WITH-SM3", Fixtures.merchantKey()));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The signer's algorithm is SM2-WITH-SM3")
        .hasMessageContaining(Fixtures.SERIAL + " is for SHA256-RSA2048");
  }

  private static RequestSigner signer(String algorithm, PrivateKey key) {
    return new RequestSigner() {
      @Override
      public byte[] sign(byte[] message) {
        return Sm2.isKey(key) ? Sm2.signature(message, key) : Rsa.signature(message, key);
      }

      @Override
      public String algorithm() {
        return algorithm;
      }
    };
  }
}
