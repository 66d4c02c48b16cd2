package io.github.wxpay.crypto;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decrypts what was encrypted for the merchant, where the private key itself is out of reach: a
 * KMS, an HSM.
 */
@FunctionalInterface
public interface Decrypter {
  /**
   * Returns the plaintext of a ciphertext, both as raw bytes: RSA-OAEP with SHA-1, or SM2 (ASN.1 of
   * C1, C3, C2) beside a {@link RequestSigner} of SM2.
   *
   * @throws Exception when it cannot be decrypted
   */
  byte[] decrypt(byte[] ciphertext) throws Exception;

  /** The same without holding a thread; override it where the key service can answer later. */
  default CompletionStage<byte[]> decryptAsync(byte[] ciphertext) {
    try {
      return CompletableFuture.completedFuture(decrypt(ciphertext));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
