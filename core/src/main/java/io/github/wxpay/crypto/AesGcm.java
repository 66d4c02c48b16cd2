package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM as APIv3 uses it for notifications and certificates: base64 of the ciphertext with
 * the 16-byte tag behind it, under the APIv3 key.
 */
public final class AesGcm {
  private static final int TAG_BYTES = 16;

  private AesGcm() {}

  /** Encrypts without associated data. */
  public static String encrypt(String plaintext, String key, String iv) {
    return encrypt(plaintext, key, iv, "");
  }

  /** Encrypts; {@code key} has 32 bytes, {@code iv} is the platform's {@code nonce}. */
  public static String encrypt(String plaintext, String key, String iv, String aad) {
    byte[] out = encrypt(utf8(plaintext), utf8(key), utf8(iv), utf8(aad));
    return Base64.getEncoder().encodeToString(out);
  }

  /** Encrypts bytes, for keys and nonces that are no text; the tag stands behind the result. */
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
   * Decrypts.
   *
   * @throws CryptoException when the tag does not fit: another key, or a damaged text
   */
  public static String decrypt(String ciphertext, String key, String iv, String aad) {
    byte[] boxed;
    try {
      boxed = Base64.getDecoder().decode(ciphertext);
    } catch (IllegalArgumentException e) {
      boxed = new byte[0]; // gets the one message that every fault gets
    }
    return new String(decrypt(boxed, utf8(key), utf8(iv), utf8(aad)), StandardCharsets.UTF_8);
  }

  /**
   * Decrypts bytes, the tag behind the ciphertext, for keys and nonces that are no text.
   *
   * @throws CryptoException when the tag does not fit: another key, or damaged bytes
   */
  public static byte[] decrypt(byte[] ciphertext, byte[] key, byte[] iv, byte[] aad) {
    try {
      if (ciphertext.length >= TAG_BYTES) {
        return cipher(Cipher.DECRYPT_MODE, key, iv, aad).doFinal(ciphertext);
      }
    } catch (GeneralSecurityException e) {
      // Falls through to the one message that every fault gets.
    }
    throw new CryptoException(
        "The ciphertext could not be decrypted: the APIv3 key is another one (see the merchant"
            + " platform, API security), or the text, nonce or associated data is damaged.");
  }

  private static Cipher cipher(int mode, byte[] key, byte[] iv, byte[] aad)
      throws GeneralSecurityException {
    if (iv.length == 0) {
      throw new CryptoException(
          "AES-256-GCM needs a nonce (iv) of at least one byte; it is empty.");
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
