package io.github.wxpay.internal.trust;

import io.github.wxpay.crypto.Rsa;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One key of the platform: its id in {@code Wechatpay-Serial}, the key, and how long it holds. */
public final class PlatformKey {
  private final String id;
  // transient: of these a serializer that reads fields would write the JDK's own representation
  private final transient PublicKey key;
  private final transient @Nullable X509Certificate certificate;
  private final transient ProviderKey<PublicKey> providerKey;

  PlatformKey(String id, PublicKey key, @Nullable X509Certificate certificate) {
    this.id = id;
    this.key = key;
    this.certificate = certificate;
    this.providerKey = new ProviderKey<>(key);
  }

  /** A certificate's serial, or a public key's {@code PUB_KEY_ID_…}. */
  public String id() {
    return id;
  }

  /** The key. */
  public PublicKey key() {
    return key;
  }

  /**
   * Returns whether a base64 signature of a message was made with the key.
   *
   * @param provider what verifies signatures of RSA; {@code null} for the JDK. Not used for SM2.
   */
  public boolean verifies(byte[] message, String signature, @Nullable Provider provider) {
    Suite suite = Suite.of(key);
    if (provider == null || suite != Suite.RSA) {
      return suite.verify(message, signature, key);
    }
    return Rsa.verify(message, signature, providerKey.by(provider), provider);
  }

  /** Returns its certificate; empty for a bare key. */
  Optional<X509Certificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  /** Whether it came with a certificate, which expires, or is a bare key, which does not. */
  public boolean isCertificate() {
    return certificate != null;
  }

  /** Whether its certificate was issued to that merchant, and so is none of the platform's. */
  public boolean isOf(String mchid) {
    return certificate != null
        && !mchid.isEmpty()
        && isNamed(certificate.getSubjectX500Principal().getName(), "CN=" + mchid);
  }

  /** Returns whether a name (RFC 2253) has an attribute; inside a value commas are escaped. */
  private static boolean isNamed(String name, String attribute) {
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '+')) {
        if (name.substring(start, i).equals(attribute)) {
          return true;
        }
        start = i + 1;
      }
    }
    return name.substring(start).equals(attribute);
  }

  /** Returns whether it is valid at a moment; a bare key always is. */
  boolean holds(Instant now) {
    return certificate == null || (isBegun(now, certificate) && !isEnded(now, certificate));
  }

  /** Returns a sentence on why its certificate is not valid at a moment, with dates and clock. */
  String problem(Instant now) {
    if (certificate == null || holds(now)) {
      return "";
    }
    return "The platform certificate "
        + id
        + " is valid from "
        + certificate.getNotBefore().toInstant()
        + " to "
        + certificate.getNotAfter().toInstant()
        + ", and this machine's clock says "
        + now
        + ": it "
        + (isEnded(now, certificate)
            ? "has expired (give a newer one, or the platform's public key)."
            : "is not valid yet (set the clock by NTP if it is wrong).");
  }

  private static boolean isBegun(Instant now, X509Certificate certificate) {
    return !now.isBefore(certificate.getNotBefore().toInstant());
  }

  private static boolean isEnded(Instant now, X509Certificate certificate) {
    return !now.isBefore(certificate.getNotAfter().toInstant());
  }

  /** Since when it holds; a bare key counts as newer than any certificate. */
  Instant since() {
    return certificate == null ? Instant.MAX : certificate.getNotBefore().toInstant();
  }
}
