package io.github.wxpay.sandbox.crypto;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;

/** A private key and its certificate. {@link #toString} shows neither. */
public final class Identity {
  private final PrivateKey privateKey;
  private final X509Certificate certificate;

  Identity(PrivateKey privateKey, X509Certificate certificate) {
    this.privateKey = privateKey;
    this.certificate = certificate;
  }

  public PrivateKey privateKey() {
    return privateKey;
  }

  public PublicKey publicKey() {
    return certificate.getPublicKey();
  }

  public X509Certificate certificate() {
    return certificate;
  }

  /** Returns the serial number in the platform's form: upper-case hexadecimal of even length. */
  public String serial() {
    return serialOf(certificate);
  }

  /** Returns the private key as PEM text in PKCS#8. */
  public String privateKeyPem() {
    return Pem.encode("PRIVATE KEY", privateKey.getEncoded());
  }

  public String certificatePem() {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("cannot encode the certificate " + serial(), e);
    }
  }

  /** Returns the serial number of a certificate in the platform's form. */
  public static String serialOf(X509Certificate certificate) {
    String digits = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    return digits.length() % 2 == 0 ? digits : "0" + digits;
  }

  @Override
  public String toString() {
    return "Identity[" + certificate.getSubjectX500Principal().getName() + " " + serial() + "]";
  }
}
