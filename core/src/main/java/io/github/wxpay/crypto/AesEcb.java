package io.github.wxpay.crypto;

import java.nio.charset.StandardCharsets;

/**
 * AES-256-ECB, with which APIv2 encrypts {@code req_info} of refund notifications under the
 * lower-case MD5 of the APIv2 key. Safe for use by many threads.
 *
 * <pre>{@code
 * String xml = AesEcb.decrypt(reqInfo, Hash.md5(apiV2Key));
 * }</pre>
 */
public final class AesEcb {
  private static final String TRANSFORMATION = "AES/ECB/NoPadding";

  private AesEcb() {}

  /**
   * Encrypts and returns base64; a text of complete 16-byte blocks is not padded, as in the
   * original.
   */
  public static String encrypt(String plaintext, String key) {
    byte[] padded = Aes.padded(plaintext.getBytes(StandardCharsets.UTF_8), true);
    return Aes.encrypt(TRANSFORMATION, Aes.key(key, 32), null, padded);
  }

  /** Decrypts base64 and removes the PKCS#7 padding if there is one. */
  public static String decrypt(String ciphertext, String key) {
    return Aes.decrypt(TRANSFORMATION, Aes.key(key, 32), null, ciphertext);
  }
}
