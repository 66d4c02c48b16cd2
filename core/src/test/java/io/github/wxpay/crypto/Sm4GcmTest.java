package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.keys.BouncyCastle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sm4GcmTest {
  private static final String KEY = "apiv3_secret_key_of_32_bytes_ok!";
  private static final String NONCE = "fdasflkja484";
  private static final String AAD = "certificate";
  private static final String FAILURE =
      "The text could not be encrypted or decrypted with SM4-GCM: the APIv3 key is wrong, or the"
          + " text, nonce or associated data is damaged.";

  /**
   * Appendix A.1 of RFC 8998 with the cipher of the library; its key is not derived from an APIv3
   * key.
   */
  @Test
  void encryptsAsInRfc8998() throws Exception {
    byte[] plain =
        Sm2Standard.bytes(
            "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
                + "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");

    byte[] boxed =
        encrypted(
            plain,
            Sm2Standard.bytes("0123456789ABCDEFFEDCBA9876543210"),
            Sm2Standard.bytes("00001234567800000000ABCD"),
            Sm2Standard.bytes("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2"));

    assertThat(boxed)
        .isEqualTo(
            Sm2Standard.bytes(
                "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
                    + "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
                    + "83DE3541E4C2B58177E065A9BF7B62EC"));
  }

  @Test
  void usesFirstHalfOfSm3OfApiV3KeyAsKey() throws Exception {
    byte[] half = Arrays.copyOf(Sm2Standard.bytes(Hash.sm3(KEY)), 16);

    byte[] boxed = encrypted(utf8("国密"), half, utf8(NONCE), utf8(AAD));

    assertThat(Sm4Gcm.encrypt("国密", KEY, NONCE, AAD))
        .isEqualTo(Base64.getEncoder().encodeToString(boxed));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "0123456789abcdef", "国密 \uD83D\uDD11 {\"a\":1}"})
  void decryptsEncryptedText(String text) {
    assertThat(Sm4Gcm.decrypt(Sm4Gcm.encrypt(text, KEY, NONCE, AAD), KEY, NONCE, AAD))
        .isEqualTo(text);
    assertThat(Sm4Gcm.decrypt(Sm4Gcm.encrypt(text, KEY, NONCE, ""), KEY, NONCE, ""))
        .isEqualTo(text);
  }

  @Test
  void refusesTextWithAnyBitChangedRemovedOrAdded() {
    byte[] boxed = Base64.getDecoder().decode(Sm4Gcm.encrypt("amount: 1", KEY, NONCE, AAD));

    List<byte[]> forgeries = Tampering.of(boxed);

    assertThat(forgeries).hasSize(boxed.length * 9 + 2);
    for (byte[] forged : forgeries) {
      refused(Base64.getEncoder().encodeToString(forged), KEY, NONCE, AAD);
    }
  }

  @Test
  void refusesAnotherKeyNonceOrAssociatedData() {
    String boxed = Sm4Gcm.encrypt("text", KEY, NONCE, AAD);

    refused(boxed, "Apiv3_secret_key_of_32_bytes_ok!", NONCE, AAD);
    refused(boxed, KEY, "fdasflkja485", AAD);
    refused(boxed, KEY, "", AAD);
    refused(boxed, KEY, NONCE, "");
    refused(boxed, KEY, NONCE, "Certificate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA==", "not base64!", "AAAA\nAAAA"})
  void refusesOtherTextWithTheSameMessage(String text) {
    refused(text, KEY, NONCE, AAD);
  }

  @Test
  void refusesTextOfAes() {
    refused(AesGcm.encrypt("text", KEY, NONCE, AAD), KEY, NONCE, AAD);
  }

  @Test
  void decryptsBytesWithKeyOf16Bytes() throws Exception {
    byte[] key = utf8("0123456789abcdef");
    byte[] boxed = encrypted(utf8("国密"), key, utf8(NONCE), utf8(AAD));

    assertThat(Sm4Gcm.decrypt(boxed, key, utf8(NONCE), utf8(AAD))).isEqualTo(utf8("国密"));
    assertThatThrownBy(() -> Sm4Gcm.decrypt(boxed, key, utf8(NONCE), new byte[0]))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(FAILURE);
  }

  private static void refused(String ciphertext, String key, String nonce, String aad) {
    assertThatThrownBy(() -> Sm4Gcm.decrypt(ciphertext, key, nonce, aad))
        .isExactlyInstanceOf(CryptoException.class)
        .hasMessage(FAILURE)
        .hasNoCause();
  }

  private static byte[] encrypted(byte[] plain, byte[] key, byte[] nonce, byte[] aad)
      throws Exception {
    Cipher cipher = Cipher.getInstance("SM4/GCM/NoPadding", BouncyCastle.provider());
    cipher.init(
        Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "SM4"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(aad);
    return cipher.doFinal(plain);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
