package io.github.wxpay.internal.trust;

import io.github.wxpay.crypto.Rsa;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of the platform: its ID in {@code Wechatpay-Serial}, the key, and its period of validity.
 */
public final class PlatformKey {
  private final String id;
  // transient, because serializers that read fields would write the JDK's representation
  private final transient PublicKey key;
  private final transient @Nullable X509Certificate certificate;
  private final transient ProviderKey<PublicKey> providerKey;

  PlatformKey(String id, PublicKey key, @Nullable X509Certificate certificate) {
    this.id = id;
    this.key = key;
    this.certificate = certificate;
    this.providerKey = new ProviderKey<>(key);
  }

  /**
   * Returns the ID: the serial number of a certificate, or the {@code PUB_KEY_ID_…} of a public
   * key.
   */
  public String id() {
    return id;
  }

  /** Returns the key. */
  public PublicKey key() {
    return key;
  }

  /**
   * Verifies a base64 signature of a message with the key.
   *
   * @param provider the provider that verifies RSA signatures; {@code null} for the JDK. Not used
   *     for SM2
   */
  public boolean verifies(byte[] message, String signature, @Nullable Provider provider) {
    Suite suite = Suite.of(key);
    if (provider == null || suite != Suite.RSA) {
      return suite.verify(message, signature, key);
    }
    return Rsa.verify(message, signature, providerKey.by(provider), provider);
  }

  /** Returns the certificate; empty for a platform public key. */
  public Optional<X509Certificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  /**
   * Returns whether it is a certificate, which expires, and not a platform public key, which does
   * not.
   */
  public boolean isCertificate() {
    return certificate != null;
  }

  /**
   * Returns whether its certificate was issued to that merchant, so that it is not one of the
   * platform.
   */
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

  /** Returns whether it is valid at a time; a platform public key always is. */
  boolean isValidAt(Instant now) {
    return certificate == null || (isBegun(now, certificate) && !isEnded(now, certificate));
  }

  /** Returns a sentence on why its certificate is not valid at a time, with dates and clock. */
  String problem(Instant now) {
    if (certificate == null || isValidAt(now)) {
      return "";
    }
    return "The platform certificate "
        + id
        + " is valid from "
        + certificate.getNotBefore().toInstant()
        + " to "
        + certificate.getNotAfter().toInstant()
        + ", and the time of this machine's clock is "
        + now
        + ": it "
        + (isEnded(now, certificate)
            ? "has expired. Set a newer one, or the platform's public key."
            : "is not valid yet. Set the clock by NTP if it is wrong.");
  }

  private static boolean isBegun(Instant now, X509Certificate certificate) {
    return !now.isBefore(certificate.getNotBefore().toInstant());
  }

  private static boolean isEnded(Instant now, X509Certificate certificate) {
    return !now.isBefore(certificate.getNotAfter().toInstant());
  }

  /** Returns the start of its validity; a platform public key is newer than any certificate. */
  Instant since() {
    return certificate == null ? Instant.MAX : certificate.getNotBefore().toInstant();
  }
}
