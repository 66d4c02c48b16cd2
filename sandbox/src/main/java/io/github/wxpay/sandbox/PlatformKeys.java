package io.github.wxpay.sandbox;

/** What the platform signs with, and merchants hold. */
public enum PlatformKeys {
  /** Certificates, as with merchants of old; they are downloaded and change over time. */
  CERTIFICATES,
  /** A bare public key, as with new merchants; {@code v3/certificates} answers 404. */
  PUBLIC_KEY,
  /** Both, as with merchants on their way from the one to the other. */
  BOTH
}
