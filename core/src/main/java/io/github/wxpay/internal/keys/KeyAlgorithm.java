package io.github.wxpay.internal.keys;

import io.github.wxpay.exception.CryptoException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys and certificates of one algorithm from DER. The first constant that owns a
 * structure reads it; RSA, the last one, owns all others.
 */
enum KeyAlgorithm {
  /**
   * SM2, with Bouncy Castle. Owns the keys of all elliptic curves, and refuses the other curves.
   */
  SM2 {
    @Override
    boolean owns(byte[] der) {
      return Der.head(der).contains("*\u0086H\u00ce=\u0002\u0001"); // 1.2.840.10045.2.1
    }

    @Override
    boolean ownsCertificate(byte[] der) {
      // The JDK does not know the curve of SM2 and refuses such certificates.
      return new String(der, StandardCharsets.ISO_8859_1)
          .contains("*\u0081\u001c\u00cfU\u0001\u0082-"); // 1.2.156.10197.1.301
    }

    @Override
    PrivateKey privateKey(byte[] pkcs8) {
      Der.requireSm2(pkcs8);
      return BouncyCastle.sm2Private(pkcs8);
    }

    @Override
    PublicKey publicKey(byte[] spki) {
      Der.requireSm2(spki);
      return BouncyCastle.sm2Public(spki);
    }

    @Override
    X509Certificate certificate(byte[] der) {
      return BouncyCastle.present("An SM2 certificate", () -> x509(der, BouncyCastle.provider()));
    }
  },

  /** RSA, with the JDK. */
  RSA {
    @Override
    boolean owns(byte[] der) {
      return true;
    }

    @Override
    boolean ownsCertificate(byte[] der) {
      return true;
    }

    @Override
    PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
      refuseForeign(pkcs8);
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    @Override
    PublicKey publicKey(byte[] spki) throws GeneralSecurityException {
      refuseForeign(spki);
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki));
    }

    @Override
    X509Certificate certificate(byte[] der) {
      return x509(der, null);
    }
  };

  /** Returns the algorithm of a PKCS#8 or SPKI structure. */
  static KeyAlgorithm of(byte[] der) {
    return Arrays.stream(values()).filter(one -> one.owns(der)).findFirst().orElse(RSA);
  }

  /** Returns the algorithm that reads a certificate. */
  static KeyAlgorithm ofCertificate(byte[] der) {
    return Arrays.stream(values()).filter(one -> one.ownsCertificate(der)).findFirst().orElse(RSA);
  }

  /** Returns whether a PKCS#8 or SPKI structure contains a key of this algorithm. */
  abstract boolean owns(byte[] der);

  /** Returns whether this algorithm reads a certificate. */
  abstract boolean ownsCertificate(byte[] der);

  /** Returns the private key of PKCS#8. */
  abstract PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException;

  /** Returns the public key of SPKI. */
  abstract PublicKey publicKey(byte[] spki) throws GeneralSecurityException;

  /**
   * Returns an X.509 certificate.
   *
   * @throws CryptoException if it is damaged
   */
  abstract X509Certificate certificate(byte[] der);

  private static void refuseForeign(byte[] der) {
    String algorithm = Der.foreignAlgorithm(der);
    if (!algorithm.isEmpty()) {
      throw KeyReader.unusable(algorithm + " key");
    }
  }

  private static X509Certificate x509(byte[] der, @Nullable Provider provider) {
    try {
      CertificateFactory factory =
          provider == null
              ? CertificateFactory.getInstance("X.509")
              : CertificateFactory.getInstance("X.509", provider);
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new CryptoException(
          "The certificate is not valid X.509, so it may be damaged. Download it again.", e);
    }
  }
}
