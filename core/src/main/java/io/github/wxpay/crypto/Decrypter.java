package io.github.wxpay.crypto;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decrypts values that were encrypted for the merchant, for a private key in a KMS or HSM. Must be
 * safe for use by many threads.
 *
 * <pre>{@code
 * builder.decrypter(ciphertext -> kms.decrypt("merchant-key", ciphertext));
 * }</pre>
 */
@FunctionalInterface
public interface Decrypter {
  /**
   * Returns the plaintext of a ciphertext, both as raw bytes: RSA-OAEP with SHA-1, or SM2 (ASN.1 of
   * C1, C3, C2) if the {@link RequestSigner} signs with SM2.
   *
   * @throws Exception if it cannot be decrypted
   */
  byte[] decrypt(byte[] ciphertext) throws Exception;

  /** Decrypts without blocking a thread. Override it if the key service has an asynchronous API. */
  default CompletionStage<byte[]> decryptAsync(byte[] ciphertext) {
    try {
      return CompletableFuture.completedFuture(decrypt(ciphertext));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
