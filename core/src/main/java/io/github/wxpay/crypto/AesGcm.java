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
    byte[] plain = plaintext.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] out = cipher(Cipher.ENCRYPT_MODE, key, iv, aad).doFinal(plain);
      return Base64.getEncoder().encodeToString(out);
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
    try {
      byte[] boxed = Base64.getDecoder().decode(ciphertext);
      if (boxed.length >= TAG_BYTES) {
        byte[] plain = cipher(Cipher.DECRYPT_MODE, key, iv, aad).doFinal(boxed);
        return new String(plain, StandardCharsets.UTF_8);
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Falls through to the one message that every fault gets.
    }
    throw new CryptoException(
        "The ciphertext could not be decrypted: the APIv3 key is another one (see the merchant"
            + " platform, API security), or the text, nonce or associated data is damaged.");
  }

  private static Cipher cipher(int mode, String key, String iv, String aad)
      throws GeneralSecurityException {
    byte[] nonce = iv.getBytes(StandardCharsets.UTF_8);
    if (nonce.length == 0) {
      throw new CryptoException(
          "AES-256-GCM needs a nonce (iv) of at least one byte; it is empty.");
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, Aes.key(key, 32), new GCMParameterSpec(TAG_BYTES * 8, nonce));
    cipher.updateAAD(aad.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
