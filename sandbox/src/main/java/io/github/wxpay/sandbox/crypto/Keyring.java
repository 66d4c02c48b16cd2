package io.github.wxpay.sandbox.crypto;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The platform's keys over time: certificates old and new, the public key, and who signs. */
public final class Keyring {
  // As long as a real one.
  private static final int YEARS = 5;
  private static final long SEED = 20_190_401;

  private final Authority authority;
  private final Clock clock;
  private final List<PlatformKey> certificates = new ArrayList<>();
  private final @Nullable PlatformKey publicKey;
  private final RateDraw switched = new RateDraw(0, SEED);
  private volatile boolean shared;
  private volatile boolean certificateWanted;

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

  /** Returns what signs by default: the newest certificate, else the public key. */
  public synchronized PlatformKey current() {
    return certificates.isEmpty() ? bare() : certificates.get(certificates.size() - 1);
  }

  private PlatformKey bare() {
    return Objects.requireNonNull(publicKey, "publicKey == null");
  }

  /** Returns what signs the answer to a request that names that key. */
  public PlatformKey answering(String wanted) {
    return publicKey != null && publicKey.id().equals(wanted) ? publicKey : current();
  }

  /** Remembers the kind of key that a request named; an id that is not known changes nothing. */
  public void requested(String id) {
    PlatformKey key = named(id);
    if (key != null) {
      certificateWanted = key.certificate() != null;
    }
  }

  /**
   * Returns what signs the next notification. A share that was set decides alone. Without one it is
   * the kind of key that a request named last, or that a rotation made since; before that the
   * public key, if there is one.
   */
  public PlatformKey notifying() {
    boolean bare = shared ? switched.next() : !certificateWanted;
    return publicKey != null && bare ? publicKey : current();
  }

  /** Returns the key of that id, also an older one that has not expired, null if there is none. */
  public @Nullable PlatformKey named(String id) {
    for (PlatformKey key : valid()) {
      if (key.id().equals(id)) {
        return key;
      }
    }
    return null;
  }

  /** Returns the keys a merchant may hold: certificates, oldest first, then the public key. */
  public List<PlatformKey> valid() {
    List<PlatformKey> keys = new ArrayList<>(certificates());
    if (publicKey != null) {
      keys.add(publicKey);
    }
    return keys;
  }

  /** Returns the certificates that have not expired, oldest first; the newest always. */
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

  /** Returns all keys there ever were. */
  public synchronized List<PlatformKey> all() {
    List<PlatformKey> keys = new ArrayList<>(certificates);
    if (publicKey != null) {
      keys.add(publicKey);
    }
    return keys;
  }

  /** Makes a new certificate, valid from now, that signs from now on; returns its serial. */
  public String rotate() {
    if (current().certificate() == null) {
      throw new IllegalStateException("this platform has a public key only, nothing to rotate");
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant until = now.atOffset(ZoneOffset.UTC).plusYears(YEARS).toInstant();
    PlatformKey fresh = PlatformKey.of(authority.platform(now, until));
    synchronized (this) {
      certificates.add(fresh);
    }
    certificateWanted = true;
    return fresh.id();
  }

  /** Sets how many of 1,000 notifications the public key signs. */
  public void keySwitch(int permille) {
    if (permille < 0 || permille > 1000) {
      throw new IllegalArgumentException("permille must be 0 to 1000, not " + permille);
    }
    if (permille > 0 && (publicKey == null || current().certificate() == null)) {
      throw new IllegalStateException("to switch, the platform needs certificate and public key");
    }
    switched.set(permille / 1000.0, SEED);
    shared = true;
  }
}
