package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A key of the platform, identified by its certificate's serial number or its public key ID. */
public final class PlatformKey {
  private final String id;
  private final CompletableFuture<KeyPair> pair;
  private final @Nullable Identity certificate;

  private PlatformKey(String id, CompletableFuture<KeyPair> pair, @Nullable Identity certificate) {
    this.id = id;
    this.pair = pair;
    this.certificate = certificate;
  }

  static PlatformKey of(Identity identity) {
    KeyPair pair = new KeyPair(identity.publicKey(), identity.privateKey());
    return new PlatformKey(identity.serial(), CompletableFuture.completedFuture(pair), identity);
  }

  /** Returns a bare public key, whose key pair may not have been created yet. */
  static PlatformKey of(String id, CompletableFuture<KeyPair> pair) {
    return new PlatformKey(id, pair, null);
  }

  /** Returns the value of {@code Wechatpay-Serial} for this key. */
  public String id() {
    return id;
  }

  public PrivateKey privateKey() {
    return pair.join().getPrivate();
  }

  /** Returns the PEM text for the merchant: the certificate or the public key. */
  public String pem() {
    return certificate == null
        ? Pem.encode("PUBLIC KEY", pair.join().getPublic().getEncoded())
        : certificate.certificatePem();
  }

  /** Returns the certificate; null for a bare public key. */
  public @Nullable Identity certificate() {
    return certificate;
  }

  @Override
  public String toString() {
    return "PlatformKey[" + id + "]";
  }
}
