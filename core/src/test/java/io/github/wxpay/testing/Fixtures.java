package io.github.wxpay.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Throw-away keys, certificates and constants. Read without the library, so that errors of the
 * library are found.
 */
public final class Fixtures {
  public static final String MCHID = "1900000109";
  public static final String SERIAL = "3775B6A45ACD588826D15E583A95F5DD4C8E2A17";
  public static final String PLATFORM_SERIAL = "7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42";
  public static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0119000001092024000000000000000001";
  public static final String NONCE = "ORACLEnonce0123456789abcdefABCDE";
  public static final String API_V3_KEY = "apiv3_secret_key_of_32_bytes_ok!";
  public static final String SECRET = "exposed_your_key_here_have_risks";
  public static final long NOW = 1_700_000_000L;
  public static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);

  private static final PrivateKey MERCHANT_KEY = privateKey("apiclient_key.pem");
  private static final PrivateKey PLATFORM_KEY = privateKey("platform_key.pem");
  private static final PrivateKey OTHER_KEY = privateKey("other_key.pem");
  private static final X509Certificate MERCHANT_CERTIFICATE = certificate("apiclient_cert.pem");
  private static final KeyPair WEAK = weak();

  private Fixtures() {}

  public static PrivateKey merchantKey() {
    return MERCHANT_KEY;
  }

  /** Returns a complete, modifiable dictionary of APIv3. */
  public static Map<String, Object> dictionary() {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("mchid", MCHID);
    dictionary.put("serial", SERIAL);
    dictionary.put("privateKey", MERCHANT_KEY);
    dictionary.put("certs", Map.of(PLATFORM_SERIAL, text("platform_cert.pem")));
    return dictionary;
  }

  public static PublicKey merchantPublicKey() {
    return MERCHANT_CERTIFICATE.getPublicKey();
  }

  public static PrivateKey platformKey() {
    return PLATFORM_KEY;
  }

  public static PrivateKey otherKey() {
    return OTHER_KEY;
  }

  /** Returns an RSA key of 1024 bits. */
  public static KeyPair weakKey() {
    return WEAK;
  }

  public static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/vectors/fixtures/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  public static Path path(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Fixtures.class.getResource("/vectors/fixtures/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the lines of base64 between BEGIN and END. */
  public static String[] lines(String name) {
    return Arrays.stream(text(name).split("\n", -1))
        .filter(line -> !line.isBlank() && !line.startsWith("-----"))
        .toArray(String[]::new);
  }

  public static byte[] der(String name) {
    return Base64.getDecoder().decode(String.join("", lines(name)));
  }

  public static X509Certificate certificate(String name) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(bytes(name)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the base64 signature of bytes; {@code digest} such as {@code SHA256}. */
  public static String sign(String digest, byte[] message, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(digest + "withRSA");
      signature.initSign(key);
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static boolean verifies(byte[] message, String signature, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PrivateKey privateKey(String name) {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(name)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair weak() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
