package io.github.wxpay.internal.trust;

import io.github.wxpay.exception.CryptoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS settings beyond the JDK's defaults: the merchant's certificate with its key, for the
 * endpoints that require it, and a certificate authority. Immutable; {@code toString()} omits the
 * key.
 */
public final class TlsMaterial {
  /** Neither a certificate nor an authority. */
  public static final TlsMaterial NONE = new TlsMaterial(null, new char[0], null);

  // transient, because serializers that read fields must not write keys
  private final transient @Nullable KeyStore identity;
  private final transient char[] password;
  private final @Nullable X509Certificate authority;

  private TlsMaterial(
      @Nullable KeyStore identity, char[] password, @Nullable X509Certificate authority) {
    this.identity = identity;
    this.password = password;
    this.authority = authority;
  }

  /**
   * Returns this material with the certificate and key of a PKCS#12 file, old (3DES) or new (AES).
   */
  public TlsMaterial withPkcs12(byte[] file, String passphrase) {
    char[] chars = passphrase.toCharArray();
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file), chars);
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          store.getKey(alias, chars);
          return new TlsMaterial(store, chars, authority);
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      throw new CryptoException(
          "The merchant's PKCS#12 file cannot be decrypted: the passphrase (the mchid, unless it"
              + " was changed) is wrong, or the file is damaged.");
    }
    throw new CryptoException("The merchant's PKCS#12 file contains no private key.");
  }

  /** Returns this material with a certificate and its key. */
  public TlsMaterial withPair(X509Certificate certificate, PrivateKey key) {
    if (!KeyLoader.match(key, certificate.getPublicKey())) {
      throw new CryptoException(
          "The merchant's private key does not belong to its certificate "
              + SerialNumber.of(certificate)
              + ". Use apiclient_cert.pem and apiclient_key.pem of one download.");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("merchant", key, new char[0], new X509Certificate[] {certificate});
      return new TlsMaterial(store, new char[0], authority);
    } catch (GeneralSecurityException | IOException e) {
      throw new CryptoException("The merchant's certificate cannot be used for TLS.", e);
    }
  }

  /** Returns this material with an authority that is trusted instead of the JDK's. */
  public TlsMaterial withAuthority(X509Certificate certificate) {
    return new TlsMaterial(identity, password, certificate);
  }

  /** Returns whether there is a certificate of the merchant. */
  public boolean hasIdentity() {
    return identity != null;
  }

  /** Returns whether an authority is trusted instead of the JDK's. */
  public boolean hasAuthority() {
    return authority != null;
  }

  /**
   * Returns a context without a client certificate; the JDK's default is loaded with the first TLS
   * connection.
   */
  public SSLContext plain() {
    return authority == null ? new JdkTls() : context(null);
  }

  /** Returns a context that presents the merchant's certificate. */
  public SSLContext mutual() {
    return context(identity);
  }

  private SSLContext context(@Nullable KeyStore keys) {
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      TrustManager[] trusted = null;
      if (authority != null) {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("authority", authority);
        TrustManagerFactory trust =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        trusted = trust.getTrustManagers();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), trusted, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new CryptoException("The TLS material cannot be used.", e);
    }
  }

  /** Returns whether there are a certificate and an authority, without their content. */
  @Override
  public String toString() {
    return "TlsMaterial[identity=" + hasIdentity() + ", authority=" + hasAuthority() + "]";
  }
}
