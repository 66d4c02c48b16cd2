package io.github.wxpay.sandbox;

/**
 * Modes in which a sandbox with https requests the merchant's certificate.
 *
 * <pre>{@code
 * Sandbox.builder().https(true).clientCertificate(ClientCertificate.REQUIRED).start();
 * }</pre>
 */
public enum ClientCertificate {
  /** Requests no certificate; APIv2 endpoints that require one reject every request. */
  NEVER,
  /** Requests a certificate and accepts clients without one, as the platform does. */
  WANTED,
  /** Rejects clients without a certificate in the TLS handshake. */
  REQUIRED
}
