package io.github.wxpay.testing;

import io.github.wxpay.WxpayBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed server certificate for 127.0.0.1, and TLS connections with it. */
public final class TestTls {
  private static final char[] NO_PASSWORD = new char[0];
  private static final KeyPair KEYS = keys();
  private static final X509Certificate CERTIFICATE = certificate();
  private static final SSLContext CONTEXT = context(true);

  private TestTls() {}

  /** Returns a context that trusts the server and presents nothing. */
  public static SSLContext trusting() {
    return context(false);
  }

  /** Returns the builder with clients that trust the server. */
  public static WxpayBuilder trusted(WxpayBuilder builder) {
    try {
      Path file = Files.createTempFile("authority", ".pem");
      try {
        String base64 = Base64.getMimeEncoder().encodeToString(CERTIFICATE.getEncoded());
        Files.writeString(
            file, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        return builder.certificateAuthority(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the factory of sockets with the server's certificate, which trust the merchant's. */
  public static ServerSocketFactory serverSockets() {
    return CONTEXT.getServerSocketFactory();
  }

  /** Returns the server's end of TLS on an accepted connection, before the handshake. */
  static SSLSocket server(Socket accepted) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            CONTEXT
                .getSocketFactory()
                .createSocket(accepted, "127.0.0.1", accepted.getPort(), true);
    socket.setUseClientMode(false);
    return socket;
  }

  private static SSLContext context(boolean server) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setCertificateEntry("authority", CERTIFICATE);
      if (server) {
        store.setCertificateEntry("merchant", Fixtures.certificate("apiclient_cert.pem"));
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      if (!server) {
        context.init(null, trust.getTrustManagers(), null);
        return context;
      }
      store.setKeyEntry("server", KEYS.getPrivate(), NO_PASSWORD, new Certificate[] {CERTIFICATE});
      KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
      own.init(store, NO_PASSWORD);
      context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate certificate() {
    try {
      X500Name name = new X500Name("CN=127.0.0.1");
      byte[] der =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.ONE,
                  Date.from(Instant.now().minus(1, ChronoUnit.DAYS)),
                  Date.from(Instant.now().plus(2, ChronoUnit.DAYS)),
                  name,
                  KEYS.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
              .addExtension(
                  Extension.subjectAlternativeName,
                  false,
                  new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(KEYS.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
