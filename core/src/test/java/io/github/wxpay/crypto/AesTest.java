package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AES in the two modes of APIv2 and of mini programs, against the JDK's own padding. */
class AesTest {
  private static final String KEY_32 = "0123456789abcdef0123456789ABCDEF";
  private static final String KEY_16 = "0123456789abcdef";
  private static final String IV = "fedcba9876543210";
  private static final String DAMAGED =
      "The ciphertext could not be decrypted: the key is wrong, or the ciphertext is damaged. It"
          + " must be base64 of complete 16-byte blocks.";

  @Test
  void decryptsTextOfEveryLength() {
    for (int length = 0; length < 100; length++) {
      String text = "é".repeat(length / 2) + "x".repeat(length % 2);

      assertThat(AesCbc.decrypt(AesCbc.encrypt(text, KEY_16, IV), KEY_16, IV)).isEqualTo(text);
      if (length > 0) { // an empty text without padding has no block
        assertThat(AesEcb.decrypt(AesEcb.encrypt(text, KEY_32), KEY_32)).isEqualTo(text);
      }
    }
  }

  @Test
  void cbcAcceptsKeyThatIsNotText() throws GeneralSecurityException {
    byte[] key = new byte[16];
    byte[] iv = new byte[16];
    new Random(5).nextBytes(key);
    new Random(6).nextBytes(iv);
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
    String sent =
        Base64.getEncoder()
            .encodeToString(
                cipher.doFinal("{\"nickName\":\"张\"}".getBytes(StandardCharsets.UTF_8)));

    assertThat(AesCbc.encrypt("{\"nickName\":\"张\"}", key, iv)).isEqualTo(sent);
    assertThat(AesCbc.decrypt(sent, key, iv)).isEqualTo("{\"nickName\":\"张\"}");
  }

  @Test
  void cbcPadsAsTheJdkDoes() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(KEY_16.getBytes(StandardCharsets.UTF_8), "AES"),
        new IvParameterSpec(IV.getBytes(StandardCharsets.UTF_8)));
    for (String text : List.of("", "a", "x".repeat(15), "x".repeat(16), "x".repeat(17), "中😀")) {
      assertThat(AesCbc.encrypt(text, KEY_16, IV))
          .isEqualTo(
              Base64.getEncoder()
                  .encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8))));
    }
  }

  @Test
  void ecbReadsPaddingOfThePlatformAndDoesNotPadCompleteBlocks() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY_32.getBytes(StandardCharsets.UTF_8), "AES"));
    for (String text : List.of("", "a", "x".repeat(15), "x".repeat(16), "x".repeat(17), "中😀")) {
      byte[] padded = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));

      assertThat(AesEcb.decrypt(Base64.getEncoder().encodeToString(padded), KEY_32))
          .isEqualTo(text);
    }
    assertThat(Base64.getDecoder().decode(AesEcb.encrypt("x".repeat(16), KEY_32))).hasSize(16);
    assertThat(Base64.getDecoder().decode(AesEcb.encrypt("x".repeat(17), KEY_32))).hasSize(32);
    assertThat(AesEcb.encrypt("", KEY_32)).isEmpty();
  }

  @Test
  void removesEndOfUnpaddedBlockThatLooksLikePadding() {
    String text = "x".repeat(15) + "\u0001";

    assertThat(AesEcb.decrypt(AesEcb.encrypt(text, KEY_32), KEY_32)).isEqualTo("x".repeat(15));
    assertThat(AesCbc.decrypt(AesCbc.encrypt(text, KEY_16, IV), KEY_16, IV)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 17, 24, 31, 33, 64})
  void refusesKeyOfAnotherLengthWithoutShowingIt(int length) {
    String key = "k".repeat(length);

    for (Runnable work :
        List.<Runnable>of(() -> AesEcb.encrypt("a", key), () -> AesEcb.decrypt("a", key))) {
      assertCrypto(work, "The AES key must have 32 bytes; got " + length + ".");
    }
    for (Runnable work :
        List.<Runnable>of(() -> AesCbc.encrypt("a", key, IV), () -> AesCbc.decrypt("a", key, IV))) {
      assertCrypto(work, "The AES key must have 16 bytes; got " + length + ".");
    }
    for (Runnable work :
        List.<Runnable>of(
            () -> AesCbc.encrypt("a", KEY_16, key), () -> AesCbc.decrypt("a", KEY_16, key))) {
      assertCrypto(work, "The iv must have 16 bytes; got " + length + ".");
    }
  }

  @Test
  void measuresKeyInBytes() {
    assertCrypto(
        () -> AesEcb.encrypt("a", "钥".repeat(32)), "The AES key must have 32 bytes; got 96.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "AAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA=",
        "AAAAAAAAAAAAAAAAAAAA\nAA==",
        "AAAAAAAAAAAAAAAAAAAA-_=="
      })
  void reportsDamageInOneWay(String ciphertext) {
    assertCrypto(() -> AesEcb.decrypt(ciphertext, KEY_32), DAMAGED);
    assertCrypto(() -> AesCbc.decrypt(ciphertext, KEY_16, IV), DAMAGED);
  }

  @Test
  void removesOnlyCompletePadding() {
    long seed = 20260105;
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] block = new byte[16 * (1 + random.nextInt(3))];
      random.nextBytes(block);
      block[block.length - 1] = (byte) random.nextInt(20);
      int pad = block[block.length - 1];
      boolean whole = pad >= 1 && pad <= 16;
      for (int at = block.length - pad; whole && at < block.length; at++) {
        whole = block[at] == pad;
      }

      assertThat(Aes.unpadded(block)).hasSize(whole ? block.length - pad : block.length);
    }
  }

  private static void assertCrypto(Runnable work, String message) {
    assertThat(catchThrowable(work::run))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(message);
  }
}
