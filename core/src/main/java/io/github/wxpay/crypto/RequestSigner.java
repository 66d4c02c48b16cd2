package io.github.wxpay.crypto;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Signs for the merchant, for a private key in a KMS, an HSM or a remote service. Its signatures
 * are sent unchanged, so the key must be that of the configured serial number. Must be safe for use
 * by many threads.
 *
 * <pre>{@code
 * builder.privateKey(message -> kms.sign("merchant-key", "SHA256withRSA", message));
 * }</pre>
 */
@FunctionalInterface
public interface RequestSigner {
  /**
   * Returns the signature of a message as raw bytes: RSASSA-PKCS1-v1_5 with SHA-256, or that of
   * {@link #algorithm}.
   *
   * @throws Exception if it cannot sign; the call then fails before anything is sent
   */
  byte[] sign(byte[] message) throws Exception;

  /** Signs without blocking a thread. Override it if the key service has an asynchronous API. */
  default CompletionStage<byte[]> signAsync(byte[] message) {
    try {
      return CompletableFuture.completedFuture(sign(message));
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Returns the algorithm, the last part of the Authorization scheme: {@code SHA256-RSA2048} unless
   * overridden, or {@code SM2-WITH-SM3} (SM2 with SM3 and the default user id, in DER). Encryption
   * and notifications follow it. The full scheme ({@code WECHATPAY2-SM2-WITH-SM3}) and the name in
   * the JCA ({@code SHA256withRSA}, {@code SM3withSM2}) are accepted too; any other is refused when
   * the client is built.
   */
  default String algorithm() {
    return "SHA256-RSA2048";
  }
}
