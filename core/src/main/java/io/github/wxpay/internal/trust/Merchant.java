package io.github.wxpay.internal.trust;

import io.github.wxpay.crypto.Signer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who calls: the merchant, what signs for it, and whom it believes. Never printed whole. */
public final class Merchant {
  private final String mchid;
  private final String serial;
  private final @Nullable Signer signer;
  private final PlatformKeys platformKeys;

  /** A merchant; what it lacks is empty, and missed when it is needed. */
  public Merchant(String mchid, String serial, @Nullable Signer signer, PlatformKeys platformKeys) {
    this.mchid = mchid;
    this.serial = serial;
    this.signer = signer;
    this.platformKeys = platformKeys;
  }

  /** The merchant's number. */
  public String mchid() {
    return mchid;
  }

  /** The serial of the merchant's certificate. */
  public String serial() {
    return serial;
  }

  /** What signs. */
  public Optional<Signer> signer() {
    return Optional.ofNullable(signer);
  }

  /** The platform's keys. */
  public PlatformKeys platformKeys() {
    return platformKeys;
  }

  /** Identity without keys. */
  @Override
  public String toString() {
    return "mchid=" + mchid + ", serial=" + serial + ", platformKeys=" + platformKeys.ids();
  }
}
