package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES-128-CBC, with which mini programs encrypt {@code encryptedData} under the {@code
 * session_key}. Safe for use by many threads.
 *
 * <pre>{@code
 * byte[] key = Base64.getDecoder().decode(sessionKey);
 * String json = AesCbc.decrypt(encryptedData, key, Base64.getDecoder().decode(iv));
 * }</pre>
 */
public final class AesCbc {
  private static final String TRANSFORMATION = "AES/CBC/NoPadding";

  private AesCbc() {}

  /** Encrypts with PKCS#7 padding and returns base64; {@code key} and {@code iv} have 16 bytes. */
  public static String encrypt(String plaintext, String key, String iv) {
    return encrypt(plaintext, bytes(key), bytes(iv));
  }

  /** Encrypts as {@link #encrypt(String, String, String)} does, with the bytes of key and iv. */
  public static String encrypt(String plaintext, byte[] key, byte[] iv) {
    byte[] padded = Aes.padded(bytes(plaintext), false);
    return Aes.encrypt(TRANSFORMATION, Aes.key(key, 16), iv(iv), padded);
  }

  /** Decrypts base64 and removes the PKCS#7 padding if there is one. */
  public static String decrypt(String ciphertext, String key, String iv) {
    return decrypt(ciphertext, bytes(key), bytes(iv));
  }

  /**
   * Decrypts as {@link #decrypt(String, String, String)} does, with the bytes of key and iv: the
   * base64-decoded {@code session_key} and {@code iv} of a mini program.
   */
  public static String decrypt(String ciphertext, byte[] key, byte[] iv) {
    return Aes.decrypt(TRANSFORMATION, Aes.key(key, 16), iv(iv), ciphertext);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static IvParameterSpec iv(byte[] iv) {
    if (iv.length != Aes.BLOCK_SIZE) {
      throw new CryptoException("The iv must have 16 bytes; got " + iv.length + ".");
    }
    return new IvParameterSpec(iv);
  }
}
