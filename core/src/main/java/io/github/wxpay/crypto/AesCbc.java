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
    byte[] padded = Aes.padded(plaintext.getBytes(StandardCharsets.UTF_8), false);
    return Aes.encrypt(TRANSFORMATION, Aes.key(key, 16), iv(iv), padded);
  }

  /** Decrypts, and takes off a PKCS#7 padding where there is one. */
  public static String decrypt(String ciphertext, String key, String iv) {
    return Aes.decrypt(TRANSFORMATION, Aes.key(key, 16), iv(iv), ciphertext);
  }

  private static IvParameterSpec iv(String iv) {
    byte[] bytes = iv.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != Aes.BLOCK_SIZE) {
      throw new CryptoException("The iv must have 16 bytes; this one has " + bytes.length + ".");
    }
    return new IvParameterSpec(bytes);
  }
}
