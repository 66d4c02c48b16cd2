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
 * SM4-GCM ({@code AEAD_SM4_GCM}) as 国密 uses it in place of AES-256-GCM; its key is the first half
 * of the SM3 of the APIv3 key. Needs Bouncy Castle.
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
   * @throws CryptoException when the tag does not fit: another key, or a damaged text
   */
  public static String decrypt(String ciphertext, String key, String iv, String aad) {
    try {
      byte[] boxed = Base64.getDecoder().decode(ciphertext);
      if (boxed.length >= TAG_BYTES) {
        return new String(run(Cipher.DECRYPT_MODE, boxed, key, iv, aad), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the one message that every fault gets.
    }
    throw failure();
  }

  /**
   * Decrypts bytes under a key that is taken as it is, 16 bytes: that of a bill.
   *
   * @throws CryptoException when the tag does not fit
   */
  public static byte[] decrypt(byte[] ciphertext, byte[] key, byte[] iv, byte[] aad) {
    return BouncyCastle.present("SM4", () -> run(Cipher.DECRYPT_MODE, ciphertext, key, iv, aad));
  }

  private static byte[] run(int mode, byte[] input, String key, String iv, String aad) {
    return BouncyCastle.present(
        "SM4",
        () -> {
          BouncyCastle.provider(); // SM4 is what is missed, not SM3
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
      throw e; // of the provider's jar, whatever the text is
    } catch (GeneralSecurityException | RuntimeException e) {
      throw failure();
    }
  }

  private static CryptoException failure() {
    return new CryptoException(
        "The text could not be encrypted or decrypted with SM4-GCM: the APIv3 key is another one, or"
            + " the text, nonce or associated data is damaged.");
  }
}
