package io.github.wxpay.cli.doctor;

import io.github.wxpay.crypto.Rsa;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;

/** A certificate with its public key. Immutable. */
final class CertifiedKey {
  private final X509Certificate certificate;
  private final PublicKey key;

  private CertifiedKey(X509Certificate certificate) {
    this.certificate = certificate;
    try {
      // By its encoding, since the JDK does not know the keys of SM2.
      this.key = Rsa.publicKey(Base64.getEncoder().encodeToString(certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("The certificate cannot be encoded.", e);
    }
  }

  /** Reads a certificate from a key text. */
  static CertifiedKey of(KeyText text) {
    return new CertifiedKey(Rsa.certificate(text.text()));
  }

  /** Reads the certificate of the private key in a PKCS#12 file. */
  static CertifiedKey ofPkcs12(Path file, String passphrase) {
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, passphrase.toCharArray());
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          return new CertifiedKey((X509Certificate) store.getCertificate(alias));
        }
      }
    } catch (GeneralSecurityException | IOException e) {
      // Not chained: the message of a provider may show a part of the content.
      throw new IllegalArgumentException(
          "The PKCS#12 file '"
              + file
              + "' cannot be read ("
              + e.getClass().getSimpleName()
              + "). Check the path and `merchant.passphrase`, which is the mchid unless it was"
              + " changed.");
    }
    throw new IllegalArgumentException(
        "The PKCS#12 file '" + file + "' contains no private key. Use apiclient_cert.p12.");
  }

  /** Returns the certificate. */
  X509Certificate certificate() {
    return certificate;
  }

  /** Returns the key. */
  PublicKey key() {
    return key;
  }
}
