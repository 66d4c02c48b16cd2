package io.github.wxpay.sandbox.crypto;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The platform's keys over time: old and new certificates, the public key, and the signing key.
 * Safe for use by several threads.
 */
public final class Keyring {
  // The validity of a real platform certificate.
  private static final int YEARS = 5;
  private static final long SEED = 20_190_401;

  private final Authority authority;
  private final Clock clock;
  private final List<PlatformKey> certificates = new ArrayList<>();
  private final @Nullable PlatformKey publicKey;
  private final RateDraw publicKeyShare = new RateDraw(0, SEED);
  private volatile boolean shareSet;
  private volatile boolean certificateRequested;

  Keyring(
      Authority authority,
      @Nullable Identity certificate,
      @Nullable PlatformKey publicKey,
      Clock clock) {
    this.authority = authority;
    this.publicKey = publicKey;
    this.clock = clock;
    if (certificate != null) {
      certificates.add(PlatformKey.of(certificate));
    }
  }

  /** Returns the key that signs by default: the newest certificate, or else the public key. */
  public synchronized PlatformKey current() {
    return certificates.isEmpty() ? requiredPublicKey() : certificates.get(certificates.size() - 1);
  }

  private PlatformKey requiredPublicKey() {
    return Objects.requireNonNull(publicKey, "publicKey == null");
  }

  /** Returns the key that signs the response to a request that names this key. */
  public PlatformKey answering(String requested) {
    return publicKey != null && publicKey.id().equals(requested) ? publicKey : current();
  }

  /** Stores the kind of key that a request named; ignores an unknown id. */
  public void requested(String id) {
    PlatformKey key = named(id);
    if (key != null) {
      certificateRequested = key.certificate() != null;
    }
  }

  /**
   * Returns the key that signs the next notification. If a share was set, it alone decides.
   * Otherwise the key is of the kind that the last request named or a later rotation created;
   * before either, it is the public key, if there is one.
   */
  public PlatformKey notifying() {
    boolean usesPublicKey = shareSet ? publicKeyShare.next() : !certificateRequested;
    return publicKey != null && usesPublicKey ? publicKey : current();
  }

  /** Returns the key of this id, also an older one that has not expired; null if there is none. */
  public @Nullable PlatformKey named(String id) {
    for (PlatformKey key : valid()) {
      if (key.id().equals(id)) {
        return key;
      }
    }
    return null;
  }

  /** Returns the keys a merchant may use: certificates, oldest first, then the public key. */
  public List<PlatformKey> valid() {
    List<PlatformKey> keys = new ArrayList<>(certificates());
    if (publicKey != null) {
      keys.add(publicKey);
    }
    return keys;
  }

  /** Returns the certificates that have not expired, oldest first, and always the newest. */
  public synchronized List<PlatformKey> certificates() {
    Instant now = clock.instant();
    List<PlatformKey> found = new ArrayList<>();
    for (PlatformKey key : certificates) {
      Identity identity = Objects.requireNonNull(key.certificate(), "certificate == null");
      Instant until = identity.certificate().getNotAfter().toInstant();
      if (now.isBefore(until) || key == certificates.get(certificates.size() - 1)) {
        found.add(key);
      }
    }
    return found;
  }

  /** Returns all keys, including expired ones. */
  public synchronized List<PlatformKey> all() {
    List<PlatformKey> keys = new ArrayList<>(certificates);
    if (publicKey != null) {
      keys.add(publicKey);
    }
    return keys;
  }

  /** Creates a certificate that is valid and signs from now on, and returns its serial number. */
  public String rotate() {
    if (current().certificate() == null) {
      throw new IllegalStateException(
          "this platform has only a public key, so there is no certificate to rotate");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant until = now.atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
    PlatformKey fresh = PlatformKey.of(authority.platform(now, until));
    synchronized (this) {
      certificates.add(fresh);
    }
    certificateRequested = true;
    return fresh.id();
  }

  /** Sets the number of notifications, out of 1,000, that the public key signs. */
  public void keySwitch(int permille) {
    if (permille < 0 || permille > 1000) {
      throw new IllegalArgumentException("permille must be 0 to 1000, not " + permille);
    }
    if (permille > 0 && (publicKey == null || current().certificate() == null)) {
      throw new IllegalStateException("a switch requires both a certificate and a public key");
    }
    publicKeyShare.set(permille / 1000.0, SEED);
    shareSet = true;
  }
}
