package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AES-256-GCM against the JDK's cipher. */
class AesGcmTest {
  private static final String KEY = "0123456789abcdef0123456789ABCDEF";
  private static final String OTHER_KEY = "0123456789abcdef0123456789ABCDEE";
  private static final String IV = "fedcba987654";

  private static String jdk(String text, String aad) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(utf8(KEY), "AES"),
        new GCMParameterSpec(128, utf8(IV)));
    cipher.updateAAD(utf8(aad));
    return Base64.getEncoder().encodeToString(cipher.doFinal(utf8(text)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "{\"mchid\":\"1900000109\"}", "订单 😀"})
  void readsAndWritesAsTheJdkDoes(String text) throws GeneralSecurityException {
    assertThat(AesGcm.encrypt(text, KEY, IV, "transaction")).isEqualTo(jdk(text, "transaction"));
    assertThat(AesGcm.decrypt(jdk(text, "transaction"), KEY, IV, "transaction")).isEqualTo(text);
  }

  @Test
  void usesNoAssociatedDataIfNoneIsGiven() throws GeneralSecurityException {
    assertThat(AesGcm.encrypt("text", KEY, IV)).isEqualTo(jdk("text", ""));
    assertThat(AesGcm.decrypt(jdk("text", ""), KEY, IV)).isEqualTo("text");
  }

  @Test
  void decryptsBytes() {
    byte[] plain = {0, -1, 127, 0};
    byte[] boxed = AesGcm.encrypt(plain, utf8(KEY), utf8(IV), utf8("aad"));

    assertThat(boxed).hasSize(plain.length + 16);
    assertThat(AesGcm.decrypt(boxed, utf8(KEY), utf8(IV), utf8("aad"))).isEqualTo(plain);
  }

  @Test
  void refusesOtherKeyNonceAndAssociatedData() throws GeneralSecurityException {
    String boxed = jdk("text", "aad");

    assertRefused(() -> AesGcm.decrypt(boxed, OTHER_KEY, IV, "aad"));
    assertRefused(() -> AesGcm.decrypt(boxed, KEY, "fedcba987655", "aad"));
    assertRefused(() -> AesGcm.decrypt(boxed, KEY, IV, "aae"));
    assertRefused(() -> AesGcm.decrypt(boxed, KEY, IV));
  }

  @Test
  void refusesTextWithAnyByteChangedOrRemoved() throws GeneralSecurityException {
    byte[] boxed = Base64.getDecoder().decode(jdk("text", ""));

    for (int i = 0; i < boxed.length; i++) {
      byte[] changed = boxed.clone();
      changed[i] ^= 1;
      assertRefused(() -> AesGcm.decrypt(changed, utf8(KEY), utf8(IV), new byte[0]));
      byte[] truncated = Arrays.copyOf(boxed, i);
      assertRefused(() -> AesGcm.decrypt(truncated, utf8(KEY), utf8(IV), new byte[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAA=="})
  void refusesOtherTextWithTheSameMessage(String text) {
    assertRefused(() -> AesGcm.decrypt(text, KEY, IV, ""));
  }

  @Test
  void refusesEmptyNonce() {
    assertThatThrownBy(() -> AesGcm.encrypt("text", KEY, ""))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage("The nonce (iv) of AES-256-GCM must have at least one byte; it is empty.");
  }

  private static void assertRefused(ThrowingCallable work) {
    assertThatThrownBy(work)
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessageStartingWith("The ciphertext could not be decrypted: the APIv3 key is wrong")
        .hasNoCause();
  }
}
