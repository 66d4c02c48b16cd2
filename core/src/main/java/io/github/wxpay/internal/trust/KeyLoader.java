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
 * Loads keys from the values of a configuration (text, bytes, a path, a key) and refuses those that
 * are of the wrong kind, weak or unreadable.
 */
public final class KeyLoader {
  private KeyLoader() {}

  /**
   * Returns the merchant's signer, from a text, bytes, a path, a private key or a signer. It stores
   * the key, or the caller's signer, in a transient field.
   */
  public static RequestSigner signer(Object source, @Nullable String passphrase) {
    if (source instanceof LocalSigner || source instanceof GivenSigner) {
      return (RequestSigner) source;
    }
    return source instanceof RequestSigner
        ? new GivenSigner((RequestSigner) source)
        : new LocalSigner(privateKey("privateKey", source, passphrase), null);
  }

  /**
   * Returns a signer that signs with a provider, if the key of the given one is an RSA key in this
   * process; otherwise the given one.
   */
  public static RequestSigner signer(RequestSigner signer, Provider provider) {
    PrivateKey key = keyOf(signer);
    if (key == null || Suite.of(key) != Suite.RSA) {
      return signer;
    }
    return new LocalSigner(key, provider);
  }

  /** Returns the merchant's decrypter, which stores the caller's in a transient field. */
  public static Decrypter decrypter(Decrypter given) {
    return new GivenDecrypter(given);
  }

  /** Returns a private RSA key; {@code name} is the name of the setting in messages. */
  public static PrivateKey privateKey(String name, Object source, @Nullable String passphrase) {
    if (source instanceof Key) {
      if (!(source instanceof PrivateKey)) {
        throw wrongKind(name, source, "a private key, which signs");
      }
      return Suite.checked(name, (PrivateKey) source);
    }
    return named(
        name,
        () -> {
          return Suite.checked(name, KeyReader.privateKey(source, passphrase));
        });
  }

  /** Returns a platform key with the ID that responses contain. */
  public static PlatformKey platformKey(String id, Object source) {
    String name = label(id);
    if (source instanceof X509Certificate) {
      return certified(id, (X509Certificate) source);
    }
    if (source instanceof Key) {
      if (!(source instanceof PublicKey)) {
        throw wrongKind(name, source, "a public key, which verifies");
      }
      return new PlatformKey(id, Suite.checked(name, (PublicKey) source), null);
    }
    return named(
        name,
        () -> {
          String text = KeySource.text(source); // read once, since a file may change
          List<String> labels = KeyReader.labels(text);
          if (labels.stream().anyMatch(label -> label.endsWith("PRIVATE KEY"))) {
            throw new CryptoException(
                "Expected the platform's public key or certificate; got a private key.");
          }
          return labels.stream().anyMatch(label -> label.endsWith("CERTIFICATE"))
              ? certified(id, KeyReader.certificate(text))
              : new PlatformKey(id, Suite.checked(name, KeyReader.publicKey(text)), null);
        });
  }

  /**
   * Returns the platform's key of a downloaded certificate.
   *
   * @param serial the serial number in the download, which must be that of the certificate
   * @param text PEM text of one X.509 certificate. A path, a protocol string or a public key, which
   *     the configuration accepts, is refused
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
              + " characters that are not a single PEM certificate. It is not used.");
    }
    return named(label(serial), () -> certified(serial, KeyReader.certificate(pem)));
  }

  /** Returns the certificate of a text, bytes or a path. */
  public static X509Certificate certificate(String name, Object source) {
    return named(name, () -> KeyReader.certificate(source));
  }

  /** Returns TLS material with a PKCS#12 file. */
  public static TlsMaterial pkcs12(TlsMaterial tls, Object file, String password) {
    Objects.requireNonNull(password, "password == null");
    return named("merchant.pfx", () -> tls.withPkcs12(KeySource.bytes(file), password));
  }

  /** Returns TLS material with a certificate and its key. */
  public static TlsMaterial pair(TlsMaterial tls, Object certificate, Object key) {
    return tls.withPair(
        certificate("merchant.cert", certificate), privateKey("merchant.key", key, null));
  }

  /** Returns TLS material with a certificate authority that replaces the JDK's. */
  public static TlsMaterial authority(TlsMaterial tls, Object certificate) {
    return tls.withAuthority(certificate("merchant.ca", certificate));
  }

  /** Refuses an APIv2 key that does not have 32 bytes; an empty text means none. */
  public static void requireSecret(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length != 0 && length != 32) {
      throw new IllegalArgumentException(
          "The APIv2 key (`secret`) must have 32 bytes; got "
              + length
              + ". Copy it from the merchant platform; it is not the APIv3 key.");
    }
  }

  /** Returns an APIv3 key, which must have 32 bytes. */
  public static String apiV3Key(String key) {
    int length = key.getBytes(StandardCharsets.UTF_8).length;
    if (length != 32) {
      throw new IllegalArgumentException(
          "The APIv3 key must have 32 bytes; got "
              + length
              + ". Copy it from the merchant platform; it is not the APIv2 key.");
    }
    return key;
  }

  /**
   * Returns whether a private and a public key belong together; {@code true} if that is unknown.
   */
  public static boolean match(PrivateKey key, PublicKey other) {
    return Suite.of(key) != Suite.of(other) || Suite.isPair(key, other, true);
  }

  /** Returns whether a public key is that of a private one; {@code false} if that is unknown. */
  static boolean isPair(PrivateKey key, PublicKey other) {
    return Suite.isPair(key, other, false);
  }

  private static PlatformKey certified(String id, X509Certificate certificate) {
    String serial = SerialNumber.of(certificate);
    if (!SerialNumber.same(serial, id)) {
      throw new CryptoException(
          label(id)
              + ": the serial number of the certificate is "
              + serial
              + ". Use that as the id, since responses contain it.");
    }
    // By its encoding: the JDK does not know SM2 keys.
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
              + ", so it is not used.",
          e);
    }
  }

  private static CryptoException wrongKind(String name, Object source, String expected) {
    return new CryptoException(
        name + " must be " + expected + "; it is " + Printable.type(source) + ".");
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

  /**
   * Signs with a key in this process. The key is transient, because serializers that read fields
   * must not write it.
   */
  private static final class LocalSigner implements RequestSigner {
    private final transient PrivateKey key;
    private final transient @Nullable Provider provider;
    private final transient ProviderKey<PrivateKey> providerKey;

    /** Creates a signer that uses the JDK, or for an RSA key a provider. */
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

  /** Signs with the caller's signer, which may contain a key or a password. */
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

  /** Decrypts with the caller's decrypter, which may contain a key or a password. */
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

  /** Returns the private key of a signer, if it is in this process. */
  public static @Nullable PrivateKey keyOf(RequestSigner signer) {
    return signer instanceof LocalSigner ? ((LocalSigner) signer).key : null;
  }
}
