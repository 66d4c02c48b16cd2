package io.github.wxpay.sandbox;

/** Whether a sandbox that speaks https asks for the merchant's certificate. */
public enum ClientCertificate {
  /** It does not ask; APIv2 endpoints that need the certificate refuse every request. */
  NEVER,
  /** It asks and takes no for an answer, as the platform does. */
  WANTED,
  /** Whoever has none is turned away in the TLS handshake. */
  REQUIRED
}
