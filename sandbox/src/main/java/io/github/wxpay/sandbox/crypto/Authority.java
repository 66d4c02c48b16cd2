package io.github.wxpay.sandbox.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate authority of the sandbox. Its certificates exist in memory only. */
final class Authority {
  // A long period, since a program may set the sandbox's clock to any day.
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2049-12-31T23:59:59Z");
  private static final X500Name NAME =
      new X500Name("CN=Tenpay.com Sandbox Root CA,OU=Not a real authority,O=Wxpay sandbox,C=CN");

  private final Suite suite;
  private final Identity root;

  Authority(Suite suite) {
    this.suite = suite;
    KeyPair pair = suite == Suite.SM2 ? suite.newKeyPair() : ellipticKeyPair();
    this.root = certify(pair, pair.getPrivate(), NAME, Purpose.AUTHORITY, FROM, UNTIL);
  }

  /** The purpose of a certificate, which determines its extensions. */
  private enum Purpose {
    AUTHORITY,
    SIGNATURE,
    SERVER
  }

  Identity root() {
    return root;
  }

  Identity merchant(String mchid, KeyPair pair) {
    return issue(pair, "CN=" + mchid + ",OU=Sandbox merchant,O=WeChat Pay sandbox,L=Shenzhen,C=CN");
  }

  Identity brand(String brandId) {
    return issue(
        suite.newKeyPair(),
        "CN=" + brandId + ",OU=Sandbox brand,O=WeChat Pay sandbox,L=Shenzhen,C=CN");
  }

  Identity platform(KeyPair pair) {
    return platform(pair, FROM, UNTIL);
  }

  /** Returns a new platform certificate with this period of validity. */
  Identity platform(Instant from, Instant until) {
    return platform(suite.newKeyPair(), from, until);
  }

  private Identity platform(KeyPair pair, Instant from, Instant until) {
    return issue(
        pair, "CN=Tenpay.com sandbox sign,OU=Sandbox platform,O=Wxpay sandbox,C=CN", from, until);
  }

  Identity server() {
    X500Name subject = new X500Name("CN=localhost,OU=Sandbox server,O=Wxpay sandbox,C=CN");
    return certify(suite.newKeyPair(), root.privateKey(), subject, Purpose.SERVER, FROM, UNTIL);
  }

  private Identity issue(KeyPair pair, String subject) {
    return issue(pair, subject, FROM, UNTIL);
  }

  private Identity issue(KeyPair pair, String subject, Instant from, Instant until) {
    X500Name name = new X500Name(subject);
    return certify(pair, root.privateKey(), name, Purpose.SIGNATURE, from, until);
  }

  // Only the root's key may have any algorithm; elliptic curve keys are created fast.
  private static KeyPair ellipticKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This Java has no elliptic curves, which the sandbox's certificates require. Add the"
              + " module jdk.crypto.ec to the runtime image (jlink --add-modules jdk.crypto.ec).",
          e);
    }
  }

  private Identity certify(
      KeyPair pair,
      PrivateKey issuerKey,
      X500Name subject,
      Purpose purpose,
      Instant from,
      Instant until) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              NAME,
              new BigInteger(Randoms.serial(), 16),
              Date.from(from),
              Date.from(until),
              subject,
              pair.getPublic());
      extend(builder, purpose);
      byte[] der = builder.build(signer(issuerKey)).getEncoded();
      X509Certificate certificate =
          (X509Certificate) factory().generateCertificate(new ByteArrayInputStream(der));
      return new Identity(pair.getPrivate(), certificate);
    } catch (IOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("cannot issue a certificate for " + subject, e);
    }
  }

  private ContentSigner signer(PrivateKey key) throws OperatorCreationException {
    return suite == Suite.SM2
        ? new JcaContentSignerBuilder(Sm.SIGNATURE).setProvider(Sm.PROVIDER).build(key)
        : new JcaContentSignerBuilder("SHA256withECDSA").build(key);
  }

  // The JDK reads a certificate with an SM2 key but does not support the curve of the key.
  private CertificateFactory factory() throws GeneralSecurityException {
    return suite == Suite.SM2
        ? CertificateFactory.getInstance("X.509", Sm.PROVIDER)
        : CertificateFactory.getInstance("X.509");
  }

  private static void extend(X509v3CertificateBuilder builder, Purpose purpose) throws IOException {
    boolean authority = purpose == Purpose.AUTHORITY;
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            authority
                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                : KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
    if (purpose == Purpose.SERVER) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.dNSName, "localhost")
              }));
    }
  }
}
