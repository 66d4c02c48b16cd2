package io.github.wxpay.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates that anyone can make: of a key, under a serial, a name and dates of one's choice.
 */
public final class Certificates {
  private Certificates() {}

  /** A certificate in PEM that is valid at {@link Fixtures#NOW}. */
  public static String pem(PublicKey key, String serial, String name) {
    return pem(
        key,
        serial,
        name,
        Instant.ofEpochSecond(Fixtures.NOW - 1000),
        Instant.ofEpochSecond(Fixtures.NOW + 1_000_000));
  }

  /** Returns a certificate in PEM with dates. */
  public static String pem(PublicKey key, String serial, String name, Instant from, Instant until) {
    try {
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  new X500Name("CN=Tenpay.com Root CA"),
                  new BigInteger(serial, 16),
                  Date.from(from),
                  Date.from(until),
                  new X500Name("CN=" + name),
                  key)
              .build(new JcaContentSignerBuilder("SHA256withRSA").build(Fixtures.otherKey()))
              .getEncoded();
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
          + "\n-----END CERTIFICATE-----";
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
