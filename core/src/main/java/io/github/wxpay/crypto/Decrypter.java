package io.github.wxpay.crypto;

/**
 * Decrypts what was encrypted for the merchant, where the private key itself is out of reach: a
 * KMS, an HSM.
 */
@FunctionalInterface
public interface Decrypter {
  /**
   * The plaintext of a ciphertext: RSA-OAEP with SHA-1, both as raw bytes.
   *
   * @throws Exception when it cannot be decrypted
   */
  byte[] decrypt(byte[] ciphertext) throws Exception;
}
