package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import javax.crypto.spec.IvParameterSpec;

/** AES-128-CBC as mini programs use it for {@code encryptedData}, under the {@code session_key}. */
public final class AesCbc {
  private static final String TRANSFORMATION = "AES/CBC/NoPadding";

  private AesCbc() {}

  /** Encrypts with PKCS#7 padding; {@code key} and {@code iv} have 16 bytes. */
  public static String encrypt(String plaintext, String key, String iv) {
    return encrypt(plaintext, bytes(key), bytes(iv));
  }

  /** The same under a key that is no text. */
  public static String encrypt(String plaintext, byte[] key, byte[] iv) {
    byte[] padded = Aes.padded(bytes(plaintext), false);
    return Aes.encrypt(TRANSFORMATION, Aes.key(key, 16), iv(iv), padded);
  }

  /** Decrypts, and takes off a PKCS#7 padding where there is one. */
  public static String decrypt(String ciphertext, String key, String iv) {
    return decrypt(ciphertext, bytes(key), bytes(iv));
  }

  /**
   * The same under a key that is no text: what a mini program gives as {@code session_key} and
   * {@code iv}, decoded of their base64.
   */
  public static String decrypt(String ciphertext, byte[] key, byte[] iv) {
    return Aes.decrypt(TRANSFORMATION, Aes.key(key, 16), iv(iv), ciphertext);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static IvParameterSpec iv(byte[] iv) {
    if (iv.length != Aes.BLOCK_SIZE) {
      throw new CryptoException("The iv must have 16 bytes; this one has " + iv.length + ".");
    }
    return new IvParameterSpec(iv);
  }
}
