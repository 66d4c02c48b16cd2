package io.github.wxpay.sandbox;

/**
 * The kinds of keys with which the platform signs, and which are configured in clients.
 *
 * <pre>{@code
 * Sandbox.builder().platformKeys(PlatformKeys.PUBLIC_KEY).start();
 * }</pre>
 */
public enum PlatformKeys {
  /** Platform certificates (平台证书), as for older merchants; they are downloaded and expire. */
  CERTIFICATES,
  /**
   * The platform public key (微信支付公钥), as for new merchants; {@code v3/certificates} returns 404.
   */
  PUBLIC_KEY,
  /** Both, as for merchants that are switching from certificates to the public key. */
  BOTH
}
