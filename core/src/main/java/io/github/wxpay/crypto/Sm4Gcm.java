package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.keys.BouncyCastle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * SM4-GCM ({@code AEAD_SM4_GCM}), which 国密 uses instead of AES-256-GCM. Its key is the first half
 * of the SM3 of the APIv3 key. Requires Bouncy Castle. Safe for use by many threads.
 *
 * <pre>{@code
 * String json = Sm4Gcm.decrypt(ciphertext, apiV3Key, nonce, associatedData);
 * }</pre>
 */
public final class Sm4Gcm {
  private static final int TAG_BYTES = 16;

  private Sm4Gcm() {}

  /** Encrypts; {@code key} is the APIv3 key, {@code iv} the platform's {@code nonce}. */
  public static String encrypt(String plaintext, String key, String iv, String aad) {
    byte[] plain = plaintext.getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(run(Cipher.ENCRYPT_MODE, plain, key, iv, aad));
  }

  /**
   * Decrypts.
   *
   * @throws CryptoException if the tag does not match: the key is wrong, or the text is damaged
   */
  public static String decrypt(String ciphertext, String key, String iv, String aad) {
    try {
      byte[] boxed = Base64.getDecoder().decode(ciphertext);
      if (boxed.length >= TAG_BYTES) {
        return new String(run(Cipher.DECRYPT_MODE, boxed, key, iv, aad), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the message that is the same for every error.
    }
    throw failure();
  }

  /**
   * Decrypts bytes with a key of 16 bytes that is used directly, such as that of a bill.
   *
   * @throws CryptoException if the tag does not match
   */
  public static byte[] decrypt(byte[] ciphertext, byte[] key, byte[] iv, byte[] aad) {
    return BouncyCastle.present("SM4", () -> run(Cipher.DECRYPT_MODE, ciphertext, key, iv, aad));
  }

  private static byte[] run(int mode, byte[] input, String key, String iv, String aad) {
    return BouncyCastle.present(
        "SM4",
        () -> {
          BouncyCastle.provider(); // so that the message names SM4 as missing, and not SM3
          byte[] digest = BouncyCastle.sm3(key.getBytes(StandardCharsets.UTF_8));
          return run(
              mode,
              input,
              Arrays.copyOf(digest, 16),
              iv.getBytes(StandardCharsets.UTF_8),
              aad.getBytes(StandardCharsets.UTF_8));
        });
  }

  private static byte[] run(int mode, byte[] input, byte[] key, byte[] iv, byte[] aad) {
    try {
      Cipher cipher = Cipher.getInstance("SM4/GCM/NoPadding", BouncyCastle.provider());
      cipher.init(mode, new SecretKeySpec(key, "SM4"), new GCMParameterSpec(TAG_BYTES * 8, iv));
      cipher.updateAAD(aad);
      return cipher.doFinal(input);
    } catch (SecurityException e) {
      throw e; // an error of the provider's jar, whose message must be kept
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failure();
    }
  }

  private static CryptoException failure() {
    return new CryptoException(
        "The text could not be encrypted or decrypted with SM4-GCM: the APIv3 key is wrong, or the"
            + " text, nonce or associated data is damaged.");
  }
}
