package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM, with which APIv3 encrypts resources of notifications and certificates under the
 * APIv3 key. The result is base64 of the ciphertext followed by the 16-byte tag. Safe for use by
 * many threads.
 *
 * <pre>{@code
 * String json = AesGcm.decrypt(ciphertext, apiV3Key, nonce, associatedData);
 * }</pre>
 */
public final class AesGcm {
  private static final int TAG_BYTES = 16;

  private AesGcm() {}

  /** Encrypts without associated data. */
  public static String encrypt(String plaintext, String key, String iv) {
    return encrypt(plaintext, key, iv, "");
  }

  /**
   * Encrypts with associated data; {@code key} has 32 bytes, {@code iv} is the platform's {@code
   * nonce}.
   */
  public static String encrypt(String plaintext, String key, String iv, String aad) {
    byte[] out = encrypt(utf8(plaintext), utf8(key), utf8(iv), utf8(aad));
    return Base64.getEncoder().encodeToString(out);
  }

  /** Encrypts bytes, for keys and nonces that are not text; the tag follows the ciphertext. */
  public static byte[] encrypt(byte[] plaintext, byte[] key, byte[] iv, byte[] aad) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, key, iv, aad).doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new CryptoException("The text could not be encrypted with AES-256-GCM.", e);
    }
  }

  /** Decrypts without associated data. */
  public static String decrypt(String ciphertext, String key, String iv) {
    return decrypt(ciphertext, key, iv, "");
  }

  /**
   * Decrypts with associated data.
   *
   * @throws CryptoException if the tag does not match: the key is wrong, or the text is damaged
   */
  public static String decrypt(String ciphertext, String key, String iv, String aad) {
    byte[] boxed;
    try {
      boxed = Base64.getDecoder().decode(ciphertext);
    } catch (IllegalArgumentException e) {
      boxed = new byte[0]; // leads to the message that is the same for every error
    }
    return new String(decrypt(boxed, utf8(key), utf8(iv), utf8(aad)), StandardCharsets.UTF_8);
  }

  /**
   * Decrypts bytes, the ciphertext followed by the tag, for keys and nonces that are not text.
   *
   * @throws CryptoException if the tag does not match: the key is wrong, or the bytes are damaged
   */
  public static byte[] decrypt(byte[] ciphertext, byte[] key, byte[] iv, byte[] aad) {
    try {
      if (ciphertext.length >= TAG_BYTES) {
        return cipher(Cipher.DECRYPT_MODE, key, iv, aad).doFinal(ciphertext);
      }
    } catch (GeneralSecurityException e) {
      // Falls through to the message that is the same for every error.
    }
    throw new CryptoException(
        "The ciphertext could not be decrypted: the APIv3 key is wrong (see the merchant platform,"
            + " API security), or the text, nonce or associated data is damaged.");
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[] aad)
      throws GeneralSecurityException {
    if (iv.length == 0) {
      throw new CryptoException(
          "The nonce (iv) of AES-256-GCM must have at least one byte; it is empty.");
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, Aes.key(key, 32), new GCMParameterSpec(TAG_BYTES * 8, iv));
    cipher.updateAAD(aad);
    return cipher;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
