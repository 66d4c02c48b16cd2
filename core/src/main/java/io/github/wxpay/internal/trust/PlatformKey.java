package io.github.wxpay.internal.trust;

import java.security.PublicKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One key of the platform: its id in {@code Wechatpay-Serial}, the key, and since when it holds.
 */
public final class PlatformKey {
  private final String id;
  private final PublicKey key;
  private final @Nullable Instant notBefore;

  PlatformKey(String id, PublicKey key, @Nullable Instant notBefore) {
    this.id = id;
    this.key = key;
    this.notBefore = notBefore;
  }

  /** A certificate's serial, or a public key's {@code PUB_KEY_ID_…}. */
  public String id() {
    return id;
  }

  /** The key. */
  public PublicKey key() {
    return key;
  }

  /** The beginning of a certificate's validity; {@code null} for a bare public key. */
  @Nullable Instant notBefore() {
    return notBefore;
  }
}
