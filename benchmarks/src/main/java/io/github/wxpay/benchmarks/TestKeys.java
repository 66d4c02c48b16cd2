package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Creates, writes and reads the RSA keys of a run. */
public final class TestKeys {
  private TestKeys() {}

  /** Returns a new pair of 2,048 bits. */
  public static KeyPair create() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  /** Writes a private key as PKCS#8 or a public key as SubjectPublicKeyInfo, in PEM. */
  public static Path write(Key key, Path file) throws IOException {
    String label = key instanceof PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY";
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return Files.writeString(
        file, "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n");
  }

  /** Reads a private key that {@link #write} wrote. */
  public static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(file)));
  }

  /** Reads a public key that {@link #write} wrote. */
  public static PublicKey publicKey(Path file) throws IOException, GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(file)));
  }

  private static byte[] der(Path file) throws IOException {
    String text = Files.readString(file);
    int start = text.indexOf('\n') + 1;
    return Base64.getMimeDecoder().decode(text.substring(start, text.lastIndexOf("\n-----END")));
  }
}
