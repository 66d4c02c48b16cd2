package io.github.wxpay.crypto;

import java.nio.charset.StandardCharsets;

/**
 * AES-256-ECB as APIv2 uses it for {@code req_info} of refund notifications, under the lower-case
 * MD5 of the APIv2 key.
 */
public final class AesEcb {
  private static final String TRANSFORMATION = "AES/ECB/NoPadding";

  private AesEcb() {}

  /** Encrypts; a text of whole 16-byte blocks gets no padding, as in the original. */
  public static String encrypt(String plaintext, String key) {
    byte[] padded = Aes.padded(plaintext.getBytes(StandardCharsets.UTF_8), true);
    return Aes.encrypt(TRANSFORMATION, Aes.key(key, 32), null, padded);
  }

  /** Decrypts, and takes off a PKCS#7 padding where there is one. */
  public static String decrypt(String ciphertext, String key) {
    return Aes.decrypt(TRANSFORMATION, Aes.key(key, 32), null, ciphertext);
  }
}
