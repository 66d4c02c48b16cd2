package io.github.wxpay.crypto;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Signs for the merchant where the private key itself is out of reach: a KMS, an HSM, a remote
 * service. What it returns is sent as it is, so it must be right for the merchant's serial.
 */
@FunctionalInterface
public interface Signer {
  /**
   * The signature of a message: RSASSA-PKCS1-v1_5 with SHA-256, as raw bytes.
   *
   * @throws Exception when it cannot sign; the call then fails before anything is sent
   */
  byte[] sign(byte[] message) throws Exception;

  /** The same without holding a thread; override it where the key service can answer later. */
  default CompletionStage<byte[]> signAsync(byte[] message) {
    try {
      return CompletableFuture.completedFuture(sign(message));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
