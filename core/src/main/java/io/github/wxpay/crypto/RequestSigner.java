package io.github.wxpay.crypto;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Signs for the merchant where the private key itself is out of reach: a KMS, an HSM, a remote
 * service. What it returns is sent as it is, so it must be right for the merchant's serial.
 */
@FunctionalInterface
public interface RequestSigner {
  /**
   * Returns the signature of a message, as raw bytes: RSASSA-PKCS1-v1_5 with SHA-256, or what
   * {@link #algorithm} says.
   *
   * @throws Exception when it cannot sign; the call then fails before anything is sent
   */
  byte[] sign(byte[] message) throws Exception;

  /** Signs without holding a thread; override it where the key service can answer later. */
  default CompletionStage<byte[]> signAsync(byte[] message) {
    try {
      return CompletableFuture.completedFuture(sign(message));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Returns the algorithm, which is the end of the Authorization scheme: {@code SHA256-RSA2048}
   * unless overridden, or {@code SM2-WITH-SM3} (SM2 with SM3 and the default user id, in DER).
   * Encryption and notifications follow it. The full scheme ({@code WECHATPAY2-SM2-WITH-SM3}) and
   * the name in the JCA ({@code SHA256withRSA}, {@code SM3withSM2}) are accepted too; any other is
   * refused when the client is built.
   */
  default String algorithm() {
    return "SHA256-RSA2048";
  }
}
