package io.github.wxpay.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Sm4Gcm;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.testing.FakeProvider;
import io.github.wxpay.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The key decides on the algorithms. */
class SuiteTest {
  private static final byte[] MESSAGE = "a\nb\n".getBytes(StandardCharsets.UTF_8);
  private static final String NAME = "\u5f20\u4e09";
  private static final String IV = "0123456789ab";
  private static final KeyPair SM2 = sm2();
  private static final KeyPair OTHER_SM2 = sm2();
  private static final KeyPair RSA =
      new KeyPair(Fixtures.merchantPublicKey(), Fixtures.merchantKey());
  private static final PublicKey OTHER_RSA = Fixtures.certificate("other_cert.pem").getPublicKey();

  @Test
  void isChosenByKey() {
    assertThat(Suite.of(RSA.getPrivate())).isEqualTo(Suite.RSA);
    assertThat(Suite.of(RSA.getPublic())).isEqualTo(Suite.RSA);
    assertThat(Suite.of(SM2.getPrivate())).isEqualTo(Suite.SM);
    assertThat(Suite.of(SM2.getPublic())).isEqualTo(Suite.SM);
    assertThat(Suite.of(new DeviceKey("RSASSA-PSS"))).isEqualTo(Suite.RSA);
    assertThat(Suite.of(new DeviceKey("EC"))).as("a key of neither").isEqualTo(Suite.RSA);
  }

  @Test
  void isSmIfOneKeyOfThePlatformIsSm2() {
    PlatformKey rsa = new PlatformKey("A", RSA.getPublic(), null);
    PlatformKey sm2 = new PlatformKey("B", SM2.getPublic(), null);

    assertThat(Suite.of(List.of(rsa, sm2))).isEqualTo(Suite.SM);
    assertThat(Suite.of(List.of(sm2))).isEqualTo(Suite.SM);
    assertThat(Suite.of(List.of(rsa))).isEqualTo(Suite.RSA);
    assertThat(Suite.of((Collection<PlatformKey>) List.<PlatformKey>of())).isEqualTo(Suite.RSA);
  }

  @Test
  void namesAlgorithmsOfTheProtocol() {
    assertThat(Suite.RSA.signing()).isEqualTo("SHA256-RSA2048");
    assertThat(Suite.RSA.signType()).isEqualTo("RSA");
    assertThat(Suite.RSA.resourceCipher()).isEqualTo("AEAD_AES_256_GCM");
    assertThat(Suite.SM.signing()).isEqualTo("SM2-WITH-SM3");
    assertThat(Suite.SM.signType()).isEqualTo("SM2");
    assertThat(Suite.SM.resourceCipher()).isEqualTo("AEAD_SM4_GCM");
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void verifiesItsOwnSignaturesOnly(Suite suite) {
    KeyPair pair = pair(suite);
    String signature = Base64.getEncoder().encodeToString(suite.sign(MESSAGE, pair.getPrivate()));

    assertThat(suite.verify(MESSAGE, signature, pair.getPublic())).isTrue();
    assertThat(suite.verify(MESSAGE, signature, other(suite))).isFalse();
    assertThat(suite.verify(new byte[0], signature, pair.getPublic())).isFalse();
    assertThat(suite.verify(MESSAGE, "AAAA", pair.getPublic())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void recoversTheDigestThatWasSigned(Suite suite) {
    KeyPair pair = pair(suite);
    String signature = Base64.getEncoder().encodeToString(suite.sign(MESSAGE, pair.getPrivate()));
    byte[] digest = suite.digest(pair.getPublic()).digest(MESSAGE);

    assertThat(suite.recovered(signature, pair.getPublic())).hasValue(digest);
    assertThat(suite.recovered("?", pair.getPublic())).isEmpty();
    assertThat(suite.recovered(signature, other(suite)).isEmpty())
        .as("the signature of another key")
        .isEqualTo(suite.recoversOwnOnly());
  }

  @ParameterizedTest
  @EnumSource(Suite.class)
  void decryptsWhatItEncrypted(Suite suite) {
    KeyPair pair = pair(suite);
    String ciphertext = suite.encrypt(NAME, pair.getPublic());

    assertThat(ciphertext).doesNotContain(NAME).isNotEqualTo(suite.encrypt(NAME, other(suite)));
    assertThat(suite.decrypt(ciphertext, pair.getPrivate())).isEqualTo(NAME);
    assertThatThrownBy(() -> suite.decrypt(suite.encrypt(NAME, other(suite)), pair.getPrivate()))
        .isInstanceOf(CryptoException.class);
  }

  @Test
  void decryptsResourcesWithItsOwnCipher() {
    String aes = AesGcm.encrypt(NAME, Fixtures.API_V3_KEY, IV, "aad");
    String sm4 = Sm4Gcm.encrypt(NAME, Fixtures.API_V3_KEY, IV, "aad");

    assertThat(Suite.RSA.decrypt(aes, Fixtures.API_V3_KEY, IV, "aad")).isEqualTo(NAME);
    assertThat(Suite.SM.decrypt(sm4, Fixtures.API_V3_KEY, IV, "aad")).isEqualTo(NAME);
    assertThatThrownBy(() -> Suite.RSA.decrypt(sm4, Fixtures.API_V3_KEY, IV, "aad"))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Suite.SM.decrypt(aes, Fixtures.API_V3_KEY, IV, "aad"))
        .isInstanceOf(CryptoException.class);
    assertThatThrownBy(() -> Suite.SM.decrypt(sm4, Fixtures.API_V3_KEY, IV, "other"))
        .isInstanceOf(CryptoException.class);
  }

  @Test
  void knowsLengthOfCompleteSignatures() {
    assertThat(Suite.RSA.signatureBytes(RSA.getPublic())).isEqualTo(256);
    assertThat(Suite.RSA.signatureBytes(Fixtures.weakKey().getPublic())).isEqualTo(128);
    assertThat(Suite.RSA.signatureBytes(new DeviceKey("RSA"))).as("unknown length").isEqualTo(1);
    assertThat(Suite.SM.signatureBytes(SM2.getPublic())).as("any length").isEqualTo(1);
  }

  @Test
  void refusesWeakKeysAndKeysOfOtherAlgorithms() {
    DeviceKey device = new DeviceKey("RSA");

    assertThat(Suite.checked("key", RSA.getPrivate())).isSameAs(RSA.getPrivate());
    assertThat(Suite.checked("key", SM2.getPublic())).isSameAs(SM2.getPublic());
    assertThat(Suite.checked("key", device)).as("of unknown length").isSameAs(device);
    assertThatThrownBy(() -> Suite.checked("key", Fixtures.weakKey().getPublic()))
        .isInstanceOf(CryptoException.class)
        .hasMessage(
            "key: the key has 1024 bits; WeChat Pay uses 2048, since shorter keys can be broken.");
    assertThatThrownBy(() -> Suite.checked("key", new DeviceKey("EC")))
        .isInstanceOf(CryptoException.class)
        .hasMessage("key: the key must be RSA or SM2; got EC.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void comparesPrivateAndPublicKey(boolean unknown) {
    assertThat(Suite.isPair(RSA.getPrivate(), RSA.getPublic(), unknown)).isTrue();
    assertThat(Suite.isPair(RSA.getPrivate(), OTHER_RSA, unknown)).isFalse();
    assertThat(Suite.isPair(RSA.getPrivate(), SM2.getPublic(), unknown)).isFalse();
    assertThat(Suite.isPair(SM2.getPrivate(), SM2.getPublic(), unknown)).isTrue();
    assertThat(Suite.isPair(SM2.getPrivate(), OTHER_SM2.getPublic(), unknown)).isFalse();
    assertThat(Suite.isPair(SM2.getPrivate(), RSA.getPublic(), unknown)).isFalse();
    assertThat(Suite.isPair(new DeviceKey("RSA"), RSA.getPublic(), unknown))
        .as("a key in a device")
        .isEqualTo(unknown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SM2-WITH-SM3", "sm2-with-sm3", "WECHATPAY2-SM2-WITH-SM3", "SM3withSM2"})
  void isChosenByAlgorithmOfSigner(String algorithm) {
    assertThat(Suite.of(signer(algorithm))).isEqualTo(Suite.SM);
    assertThat(
            Suite.of(
                signer(
                    algorithm
                        .replaceAll("(?i)SM2-WITH-SM3", "SHA256-RSA2048")
                        .replace("SM3withSM2", "SHA256withRSA"))))
        .isEqualTo(Suite.RSA);
  }

  @Test
  void refusesSignerOfUnknownAlgorithm() {
    assertThatThrownBy(() -> Suite.of(signer("SHA1withRSA")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The algorithm of the RequestSigner must be SHA256-RSA2048 or SM2-WITH-SM3; got"
                + " 'SHA1withRSA'. Return one of them from algorithm().");
  }

  @Test
  void requiresProviderWithSignatures() {
    Suite.requireSignatures(new FakeProvider(FakeProvider.Behaviour.LIKE_JDK));

    assertThatThrownBy(() -> Suite.requireSignatures(new EmptyProvider()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The provider 'Empty' has no Signature SHA256withRSA, with which requests are signed"
                + " and responses verified. Set one that has it, or remove provider(…).");
  }

  private static KeyPair pair(Suite suite) {
    return suite == Suite.RSA ? RSA : SM2;
  }

  private static PublicKey other(Suite suite) {
    return suite == Suite.RSA ? OTHER_RSA : OTHER_SM2.getPublic();
  }

  private static RequestSigner signer(String algorithm) {
    return new RequestSigner() {
      @Override
      public byte[] sign(byte[] message) {
        return new byte[0];
      }

      @Override
      public String algorithm() {
        return algorithm;
      }
    };
  }

  private static KeyPair sm2() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
      generator.initialize(new ECGenParameterSpec("sm2p256v1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key that cannot be read, as that of a device. */
  private static final class DeviceKey implements PrivateKey, PublicKey {
    private static final long serialVersionUID = 1L;

    private final String algorithm;

    DeviceKey(String algorithm) {
      this.algorithm = algorithm;
    }

    @Override
    public String getAlgorithm() {
      return algorithm;
    }

    @Override
    public String getFormat() {
      return "";
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }
  }

  private static final class EmptyProvider extends Provider {
    private static final long serialVersionUID = 1L;

    EmptyProvider() {
      super("Empty", "1.0", "without services");
    }
  }
}
