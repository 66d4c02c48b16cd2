package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** A key of the platform, known by a certificate's serial or by the id of a bare public key. */
public final class PlatformKey {
  private final String id;
  private final PrivateKey privateKey;
  private final String pem;
  private final @Nullable Identity certificate;

  private PlatformKey(
      String id, PrivateKey privateKey, String pem, @Nullable Identity certificate) {
    this.id = id;
    this.privateKey = privateKey;
    this.pem = pem;
    this.certificate = certificate;
  }

  static PlatformKey of(Identity identity) {
    return new PlatformKey(
        identity.serial(), identity.privateKey(), identity.certificatePem(), identity);
  }

  static PlatformKey of(String id, KeyPair pair) {
    String pem = Pem.encode("PUBLIC KEY", pair.getPublic().getEncoded());
    return new PlatformKey(id, pair.getPrivate(), pem, null);
  }

  /** Returns what {@code Wechatpay-Serial} says. */
  public String id() {
    return id;
  }

  public PrivateKey privateKey() {
    return privateKey;
  }

  /** Returns what a merchant holds: the certificate or the public key. */
  public String pem() {
    return pem;
  }

  /** Returns the certificate, null for a bare public key. */
  public @Nullable Identity certificate() {
    return certificate;
  }

  @Override
  public String toString() {
    return "PlatformKey[" + id + "]";
  }
}
