package io.github.wxpay.internal.trust;

import io.github.wxpay.crypto.Decrypter;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.keys.KeyReader;
import io.github.wxpay.internal.keys.KeySource;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys of whatever a configuration holds (text, bytes, a path, a key) and refuses what cannot
 * serve: wrong kind, weak, unreadable.
 */
public final class KeyLoader {
  private KeyLoader() {}

  /**
   * Returns the merchant's signer, from a text, bytes, a path, a private key or a signer. It keeps
   * the key, or the caller's signer, which may hold one, in a transient field.
   */
  public static RequestSigner signer(Object thing, @Nullable String passphrase) {
    if (thing instanceof LocalSigner || thing instanceof GivenSigner) {
      return (RequestSigner) thing;
    }
    return thing instanceof RequestSigner
        ? new GivenSigner((RequestSigner) thing)
        : new LocalSigner(privateKey("privateKey", thing, passphrase), null);
  }

  /**
   * Returns a signer that signs by a provider, if the key of the given one is an RSA key of this
   * process; otherwise the given one.
   */
  public static RequestSigner signer(RequestSigner signer, Provider provider) {
    PrivateKey key = keyOf(signer);
    if (key == null || Suite.of(key) != Suite.RSA) {
      return signer;
    }
    return new LocalSigner(key, provider);
  }

  /** Returns the merchant's decrypter, which keeps the caller's in a transient field. */
  public static Decrypter decrypter(Decrypter given) {
    return new GivenDecrypter(given);
  }

  /** A private RSA key; {@code name} is how the setting is called in messages. */
  public static PrivateKey privateKey(String name, Object thing, @Nullable String passphrase) {
    if (thing instanceof Key) {
      if (!(thing instanceof PrivateKey)) {
        throw wrongKind(name, thing, "a private key, since only that one signs");
      }
      return Suite.checked(name, (PrivateKey) thing);
    }
    return named(
        name,
        () -> {
          return Suite.checked(name, KeyReader.privateKey(thing, passphrase));
        });
  }

  /** A key of the platform under the id by which answers name it. */
  public static PlatformKey platformKey(String id, Object thing) {
    String name = label(id);
    if (thing instanceof X509Certificate) {
      return certified(id, (X509Certificate) thing);
    }
    if (thing instanceof Key) {
      if (!(thing instanceof PublicKey)) {
        throw wrongKind(name, thing, "a public key, since only that one verifies");
      }
      return new PlatformKey(id, Suite.checked(name, (PublicKey) thing), null);
    }
    return named(
        name,
        () -> {
          String text = KeySource.text(thing); // once: a file may change
          List<String> labels = KeyReader.labels(text);
          if (labels.stream().anyMatch(label -> label.endsWith("PRIVATE KEY"))) {
            throw new CryptoException(
                "A private key was given where the platform's public key or certificate belongs.");
          }
          return labels.stream().anyMatch(label -> label.endsWith("CERTIFICATE"))
              ? certified(id, KeyReader.certificate(text))
              : new PlatformKey(id, Suite.checked(name, KeyReader.publicKey(text)), null);
        });
  }

  /**
   * Returns the platform's key of a downloaded certificate.
   *
   * @param serial the serial that the download states; it must be the certificate's own
   * @param text PEM text of one X.509 certificate. Anything else is refused, unlike in the
   *     configuration: a path, a protocol string, a public key.
   */
  public static PlatformKey downloaded(String serial, String text) {
    String pem = text.strip();
    boolean single =
        pem.startsWith("-----BEGIN CERTIFICATE-----")
            && pem.endsWith("-----END CERTIFICATE-----")
            && pem.indexOf("-----BEGIN", 1) < 0;
    if (!single) {
      throw new CryptoException(
          label(serial)
              + ": the download has "
              + text.length()
              + " characters of other text in the place of one PEM certificate. It is not used.");
    }
    return named(label(serial), () -> certified(serial, KeyReader.certificate(pem)));
  }

  /** A certificate of a text, bytes or a path. */
  public static X509Certificate certificate(String name, Object thing) {
    return named(name, () -> KeyReader.certificate(thing));
  }

  /** TLS material with a PKCS#12 file. */
  public static TlsMaterial pkcs12(TlsMaterial tls, Object file, String password) {
    Objects.requireNonNull(password, "password == null");
    return named("merchant.pfx", () -> tls.withPkcs12(KeySource.bytes(file), password));
  }

  /** TLS material with a certificate and its key. */
  public static TlsMaterial pair(TlsMaterial tls, Object certificate, Object key) {
    return tls.withPair(
        certificate("merchant.cert", certificate), privateKey("merchant.key", key, null));
  }

  /** TLS material with an authority of one's own. */
  public static TlsMaterial authority(TlsMaterial tls, Object certificate) {
    return tls.withAuthority(certificate("merchant.ca", certificate));
  }

  /** Refuses an APIv2 key that does not have 32 bytes; an empty text stands for none. */
  public static void requireSecret(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length != 0 && length != 32) {
      throw new IllegalArgumentException(
          "The APIv2 key (`secret`) must have 32 bytes; this one has "
              + length
              + ". Copy it from the merchant platform; it is not the APIv3 key.");
    }
  }

  /** The APIv3 key, if it has the length of one. */
  public static String apiV3Key(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length != 32) {
      throw new IllegalArgumentException(
          "The APIv3 key must have 32 bytes; this one has "
              + length
              + ". It is not the APIv2 key.");
    }
    return key;
  }

  /** Whether a private and a public key belong together; unknown counts as yes. */
  public static boolean match(PrivateKey key, PublicKey other) {
    return Suite.of(key) != Suite.of(other) || Suite.isPair(key, other, true);
  }

  /** Returns whether a public key is that of a private one; {@code false} where that is unknown. */
  static boolean isPair(PrivateKey key, PublicKey other) {
    return Suite.isPair(key, other, false);
  }

  private static PlatformKey certified(String id, X509Certificate certificate) {
    String serial = SerialNumber.of(certificate);
    if (!SerialNumber.same(serial, id)) {
      throw new CryptoException(
          label(id)
              + ": the certificate's serial does not match, it is "
              + serial
              + ". Answers name the certificate by that; use it as the id.");
    }
    // Through its encoding: the JDK knows no SM2 keys.
    String spki = Base64.getEncoder().encodeToString(certificate.getPublicKey().getEncoded());
    PublicKey key = Suite.checked(label(id), KeyReader.fromSpki(spki));
    return new PlatformKey(serial, key, certificate);
  }

  private static String label(String id) {
    return "platformKey '" + Printable.of(id, 64) + "'";
  }

  /** Refuses a certificate that an authority did not issue. */
  public static void requireIssued(PlatformKey key, X509Certificate authority) {
    try {
      key.certificate().orElseThrow().verify(authority.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new CryptoException(
          "The platform certificate "
              + key.id()
              + " was not issued by the configured root "
              + Printable.of(authority.getSubjectX500Principal().toString(), 200)
              + "; it is not taken.",
          e);
    }
  }

  private static CryptoException wrongKind(String name, Object thing, String wanted) {
    return new CryptoException(
        name + " must be " + wanted + "; it is " + Printable.type(thing) + ".");
  }

  private interface Work<T> {
    T run();
  }

  private static <T> T named(String name, Work<T> work) {
    try {
      return work.run();
    } catch (CryptoException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(name) ? e : new CryptoException(name + ": " + message, e.getCause());
    }
  }

  /** Signs with a key of this process. Transient: serializers that read fields leave it out. */
  private static final class LocalSigner implements RequestSigner {
    private final transient PrivateKey key;
    private final transient @Nullable Provider provider;
    private final transient ProviderKey<PrivateKey> providerKey;

    /** Creates a signer by the JDK, or by a provider if the key is RSA's. */
    LocalSigner(PrivateKey key, @Nullable Provider provider) {
      this.key = key;
      this.provider = provider;
      this.providerKey = new ProviderKey<>(key);
    }

    @Override
    public byte[] sign(byte[] message) {
      return provider == null
          ? Suite.of(key).sign(message, key)
          : Rsa.signature(message, providerKey.by(provider), provider);
    }

    @Override
    public String algorithm() {
      return Suite.of(key).signing();
    }
  }

  /** Signs by the caller's signer, which may hold a key or a password. */
  private static final class GivenSigner implements RequestSigner {
    private final transient RequestSigner given;

    GivenSigner(RequestSigner given) {
      this.given = given;
    }

    @Override
    public byte[] sign(byte[] message) throws Exception {
      return given.sign(message);
    }

    @Override
    public CompletionStage<byte[]> signAsync(byte[] message) {
      return given.signAsync(message);
    }

    @Override
    public String algorithm() {
      return given.algorithm();
    }
  }

  /** Decrypts by the caller's decrypter, which may hold a key or a password. */
  private static final class GivenDecrypter implements Decrypter {
    private final transient Decrypter given;

    GivenDecrypter(Decrypter given) {
      this.given = given;
    }

    @Override
    public byte[] decrypt(byte[] ciphertext) throws Exception {
      return given.decrypt(ciphertext);
    }

    @Override
    public CompletionStage<byte[]> decryptAsync(byte[] ciphertext) {
      return given.decryptAsync(ciphertext);
    }
  }

  /** The private key behind a signer, if it lies in this process. */
  public static @Nullable PrivateKey keyOf(RequestSigner signer) {
    return signer instanceof LocalSigner ? ((LocalSigner) signer).key : null;
  }
}
