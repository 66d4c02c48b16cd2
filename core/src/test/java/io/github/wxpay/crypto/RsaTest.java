package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.testing.Bytes;
import io.github.wxpay.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RSA against the JDK, with its default provider and with one that is named. */
class RsaTest {
  private static final PrivateKey KEY = Fixtures.merchantKey();
  private static final PublicKey PUBLIC = Fixtures.merchantPublicKey();
  private static final Provider PROVIDER = Security.getProvider("SunRsaSign");
  private static final String MESSAGE = "GET\n/v3/certificates\n";
  private static final byte[] BYTES = MESSAGE.getBytes(StandardCharsets.UTF_8);
  private static final String SIGNATURE = Fixtures.sign("SHA256", BYTES, KEY);

  private static KeyPair elliptic() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance("EC").generateKeyPair();
  }

  private static String encrypted(String transformation) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(transformation);
    cipher.init(Cipher.ENCRYPT_MODE, PUBLIC);
    return Base64.getEncoder()
        .encodeToString(cipher.doFinal("张三".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void signsAsTheJdkDoes() {
    assertThat(Rsa.sign(MESSAGE, KEY)).isEqualTo(SIGNATURE);
    assertThat(Rsa.sign(BYTES, KEY)).isEqualTo(SIGNATURE);
    assertThat(Rsa.signature(BYTES, KEY)).isEqualTo(Base64.getDecoder().decode(SIGNATURE));
    assertThat(Rsa.signature(BYTES, KEY, PROVIDER)).isEqualTo(Rsa.signature(BYTES, KEY));
  }

  @Test
  void acceptsItsSignature() {
    assertThat(Rsa.verify(MESSAGE, SIGNATURE, PUBLIC)).isTrue();
    assertThat(Rsa.verify(BYTES, SIGNATURE, PUBLIC)).isTrue();
    assertThat(Rsa.verify(BYTES, SIGNATURE, PUBLIC, PROVIDER)).isTrue();
  }

  @Test
  void namesMissingKey() {
    String missing = null; // such as of a response without the field
    assertThatNullPointerException()
        .isThrownBy(() -> Rsa.publicKey(missing))
        .withMessage("key == null");
    assertThatNullPointerException()
        .isThrownBy(() -> Rsa.privateKey(missing))
        .withMessage("key == null");
    assertThatNullPointerException()
        .isThrownBy(() -> Rsa.certificate(missing))
        .withMessage("key == null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not base64!", "AAAA", "WECHATPAY/SIGNTEST/AAAA"})
  void refusesTextThatIsNotSignature(String text) {
    assertThat(Rsa.verify(BYTES, text, PUBLIC)).isFalse();
    assertThat(Rsa.verify(BYTES, text, PUBLIC, PROVIDER)).isFalse();
  }

  @Test
  void refusesOtherMessageKeyAndBytes() {
    byte[] changed = Base64.getDecoder().decode(SIGNATURE);
    changed[100] ^= 1;
    byte[] huge = new byte[256];
    Arrays.fill(huge, (byte) -1); // not smaller than the modulus
    PublicKey other = Fixtures.certificate("other_cert.pem").getPublicKey();

    for (Provider provider : new Provider[] {null, PROVIDER}) {
      assertThat(verify("GET\n/v3/other\n", SIGNATURE, PUBLIC, provider)).isFalse();
      assertThat(verify(MESSAGE, SIGNATURE, other, provider)).isFalse();
      for (byte[] bytes : new byte[][] {changed, huge, new byte[255], new byte[257]}) {
        String text = Base64.getEncoder().encodeToString(bytes);
        assertThat(verify(MESSAGE, text, PUBLIC, provider)).isFalse();
      }
    }
  }

  private static boolean verify(String message, String text, PublicKey key, Provider provider) {
    return provider == null
        ? Rsa.verify(message, text, key)
        : Rsa.verify(message.getBytes(StandardCharsets.UTF_8), text, key, provider);
  }

  @Test
  void namesKeyOfAnotherAlgorithm() throws GeneralSecurityException {
    KeyPair pair = elliptic();

    assertThatThrownBy(() -> Rsa.sign(MESSAGE, pair.getPrivate()))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("A EC key cannot sign with SHA256withRSA. Use the RSA key.");
    assertThatThrownBy(() -> Rsa.verify(MESSAGE, SIGNATURE, pair.getPublic()))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("A EC key cannot verify SHA256withRSA. Use an RSA key.");
    assertThatThrownBy(() -> Rsa.signature(BYTES, pair.getPrivate(), PROVIDER))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The provider 'SunRsaSign' could not sign SHA256withRSA");
    assertThatThrownBy(() -> Rsa.verify(BYTES, SIGNATURE, pair.getPublic(), PROVIDER))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The provider 'SunRsaSign' could not verify SHA256withRSA");
  }

  @Test
  void decryptsWhatTheJdkEncrypts() throws GeneralSecurityException {
    assertThat(Rsa.decrypt(encrypted("RSA/ECB/OAEPWithSHA-1AndMGF1Padding"), KEY)).isEqualTo("张三");
    assertThat(Rsa.decryptPkcs1(encrypted("RSA/ECB/PKCS1Padding"), KEY)).isEqualTo("张三");
    assertThat(Rsa.decrypt(Rsa.encrypt("张三", PUBLIC), KEY)).isEqualTo("张三");
    assertThat(Rsa.decryptPkcs1(Rsa.encryptPkcs1("张三", PUBLIC), KEY)).isEqualTo("张三");
    assertThat(Rsa.decrypt(Rsa.encrypt("a".repeat(214), PUBLIC), KEY)).hasSize(214);
  }

  @Test
  void refusesCiphertextWithoutItsCause() throws GeneralSecurityException {
    String pkcs1 = encrypted("RSA/ECB/PKCS1Padding");

    assertThatThrownBy(() -> Rsa.decrypt(pkcs1, KEY))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageEndingWith("(OAEP with SHA-1 is expected).")
        .hasNoCause();
    assertThatThrownBy(() -> Rsa.decryptPkcs1("not base64!", KEY))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageEndingWith("(PKCS#1 v1.5 is expected).")
        .hasNoCause();
  }

  @Test
  void namesTheLengthOfTextThatIsTooLong() {
    assertThatThrownBy(() -> Rsa.encrypt("a".repeat(215), PUBLIC))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(
            "A text of 215 bytes could not be encrypted: a 2048-bit RSA key encrypts at most 214"
                + " bytes.");
    assertThatThrownBy(() -> Rsa.encryptPkcs1("a".repeat(246), PUBLIC))
        .hasMessageEndingWith("at most 245 bytes.");
  }

  @Test
  void recoversDigestOfItsSignatureOnly() {
    byte[] info = Rsa.recovered(SIGNATURE, PUBLIC).orElseThrow();

    assertThat(info).hasSize(51);
    assertThat(Hash.sha256(BYTES)).isEqualTo(hex(Arrays.copyOfRange(info, 19, 51)));
    assertThat(Rsa.recovered("AAAA", PUBLIC)).isEmpty();
    assertThat(Rsa.recovered(SIGNATURE, Fixtures.certificate("other_cert.pem").getPublicKey()))
        .isEmpty();
  }

  private static String hex(byte[] bytes) {
    return Bytes.hex(bytes);
  }

  @Test
  void readsKeysOfEveryForm() {
    assertThat(Rsa.privateKey(Fixtures.text("apiclient_key.pem"))).isEqualTo(KEY);
    assertThat(Rsa.privateKey(Fixtures.text("apiclient_key_encrypted.pem"), "secret"))
        .isEqualTo(KEY);
    assertThat(Rsa.publicKey(Fixtures.text("apiclient_pubkey.pem"))).isEqualTo(PUBLIC);
    assertThat(Rsa.certificate(Fixtures.text("apiclient_cert.pem")).getPublicKey())
        .isEqualTo(PUBLIC);
    assertThat(Rsa.labels(Fixtures.text("apiclient_cert.pem"))).containsExactly("CERTIFICATE");
    assertThat(Rsa.fromPkcs8(base64("apiclient_key.pem"))).isEqualTo(KEY);
    assertThat(Rsa.fromPkcs1(base64("apiclient_key_pkcs1.pem"))).isEqualTo(KEY);
    assertThat(Rsa.fromSpki(base64("apiclient_pubkey.pem"))).isEqualTo(PUBLIC);
    assertThat(Rsa.fromPkcs1Public(base64("apiclient_pubkey_pkcs1.pem"))).isEqualTo(PUBLIC);
  }

  private static String base64(String name) {
    return String.join("", Fixtures.lines(name));
  }
}
