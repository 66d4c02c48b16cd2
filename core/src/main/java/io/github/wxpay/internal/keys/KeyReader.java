package io.github.wxpay.internal.keys;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.text.ConfigText;
import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys and certificates from texts (PEM, base64, protocol strings), bytes (DER, PEM) and
 * files. Messages never contain their content.
 */
public final class KeyReader {
  private static final String FORMS =
      "Pass PEM text, base64, file://PATH, classpath:NAME, or private.pkcs8:// private.pkcs1://"
          + " public.spki:// public.pkcs1:// with base64.";

  /** The PEM labels of the structures that follow the prefixes. */
  private static final Map<String, String> PROTOCOLS =
      Map.of(
          "private.pkcs8://", "PRIVATE KEY",
          "private.pkcs1://", "RSA PRIVATE KEY",
          "public.spki://", "PUBLIC KEY",
          "public.pkcs1://", "RSA PUBLIC KEY");

  private KeyReader() {}

  /**
   * Returns the private key of a text, bytes or a path.
   *
   * @param passphrase the passphrase of an encrypted key; {@code null} if there is none
   */
  public static PrivateKey privateKey(Object source, @Nullable String passphrase) {
    String plain = ConfigText.plain(KeySource.text(source));
    if (plain.startsWith("public.")) {
      throw new CryptoException(
          "Expected the merchant's private key, which signs; got a public key.");
    }
    return privateKey(read(plain, "PRIVATE KEY"), passphrase);
  }

  private static PrivateKey privateKey(Pem pem, @Nullable String passphrase) {
    switch (pem.label) {
      case "PRIVATE KEY":
        return pkcs8(pem.der);
      case "RSA PRIVATE KEY":
        return pkcs1(pem.der);
      case "ENCRYPTED PRIVATE KEY":
        return pkcs8(decrypted(pem.der, passphrase));
      default:
        refuseForeign(pem.label);
        throw new CryptoException(
            "Expected a private key; the text contains a "
                + Printable.of(pem.label, 64)
                + ". Use apiclient_key.pem, which is in the same download.");
    }
  }

  /**
   * Returns the public key of a text, bytes or a path, which may be a certificate or a private key.
   */
  public static PublicKey publicKey(Object source) {
    String plain = ConfigText.plain(KeySource.text(source));
    if (plain.startsWith("private.")) {
      throw new CryptoException("Expected a public key; got a private key.");
    }
    Pem pem = read(plain, "");
    switch (pem.label) {
      case "PUBLIC KEY":
        return spki(pem.der);
      case "RSA PUBLIC KEY":
        return pkcs1Public(pem.der);
      case "CERTIFICATE":
      case "TRUSTED CERTIFICATE":
        return spki(certificate(pem).getPublicKey().getEncoded());
      default:
        return publicHalf(privateKey(pem, null));
    }
  }

  /** Returns the certificate of a text, bytes or a path. */
  public static X509Certificate certificate(Object source) {
    Pem pem = read(ConfigText.plain(KeySource.text(source)), "CERTIFICATE");
    if (!pem.label.endsWith("CERTIFICATE")) {
      refuseForeign(pem.label);
      throw new CryptoException(
          "Expected a certificate; the text contains a " + Printable.of(pem.label, 64) + ".");
    }
    return certificate(pem);
  }

  private static X509Certificate certificate(Pem pem) {
    return KeyAlgorithm.ofCertificate(pem.der).certificate(pem.der);
  }

  /** Returns the labels of all structures in a text, bytes or a file. */
  public static List<String> labels(Object source) {
    Found found = find(KeySource.text(source));
    return found.armoured.isEmpty() ? List.of(found.single().label) : Pem.labels(found.armoured);
  }

  /**
   * Returns the first block whose label ends with {@code ending}, or the first block if there is
   * none.
   */
  private static Pem read(String text, String ending) {
    Found found = find(text);
    return found.armoured.isEmpty() ? found.single() : Pem.read(found.armoured, ending);
  }

  /** Finds the structures of a key text: in the text, a file, or a resource. */
  private static Found find(String text) {
    String plain = ConfigText.plain(text);
    if (Pem.isArmoured(plain)) {
      return new Found(ConfigText.unescaped(plain), null);
    }
    for (Map.Entry<String, String> protocol : PROTOCOLS.entrySet()) {
      String prefix = protocol.getKey();
      if (plain.startsWith(prefix)) {
        String base64 = ConfigText.unescaped(plain.substring(prefix.length()));
        byte[] der = Pem.base64(base64, "The text after " + prefix);
        return new Found("", new Pem(protocol.getValue(), der));
      }
    }
    if (ConfigText.isFile(plain)) {
      return contents(KeySource.file(plain));
    }
    if (plain.startsWith("classpath:")) {
      return contents(KeySource.resource(plain.substring("classpath:".length())));
    }
    return bare(plain);
  }

  private static Found contents(byte[] file) {
    if (Der.isStructure(file)) {
      return structure(file);
    }
    String text = ConfigText.plain(ConfigText.decoded(file));
    return Pem.isArmoured(text) ? new Found(ConfigText.unescaped(text), null) : bare(text);
  }

  /** Reads base64 of DER, or of complete PEM text. */
  private static Found bare(String text) {
    byte[] bytes = Pem.tryBase64(ConfigText.unescaped(text));
    if (Der.isStructure(bytes)) {
      return structure(bytes);
    }
    String inner = ConfigText.plain(ConfigText.decoded(bytes));
    if (!Pem.isArmoured(inner)) {
      throw unreadable(text);
    }
    return new Found(ConfigText.unescaped(inner), null);
  }

  private static Found structure(byte[] der) {
    Der.requireOne(der, "The key");
    String label = Der.label(der);
    if (label.isEmpty()) {
      throw new CryptoException(
          "The key has "
              + der.length
              + " bytes, but is not the structure of a key or certificate.");
    }
    return new Found("", new Pem(label, der));
  }

  private static CryptoException unreadable(String text) {
    if (text.isEmpty()) {
      return new CryptoException("The key text is empty. " + FORMS);
    }
    if (text.startsWith("ssh-") || text.startsWith("ecdsa-")) {
      return new CryptoException(
          "The text is a public key in OpenSSH format. Convert it: ssh-keygen -e -m PKCS8 -f"
              + " key.pub > key.pem");
    }
    int length = text.length();
    return new CryptoException(
        "Not a key: expected PEM, base64 or a path; got a text of "
            + length
            + " characters. "
            + (length == 32 ? "An APIv3 or APIv2 key has this length. " : "")
            + FORMS);
  }

  /** Refuses known structures that cannot be used, with the command that converts them. */
  private static void refuseForeign(String label) {
    switch (label) {
      case "EC PRIVATE KEY":
        throw new CryptoException(
            "An EC PRIVATE KEY cannot be used. Use the RSA key of the merchant's certificate"
                + " (apiclient_key.pem), or for SM2 convert it to PKCS#8: openssl pkcs8 -topk8"
                + " -nocrypt -in ec.pem -out key.pem");
      case "OPENSSH PRIVATE KEY":
        throw new CryptoException(
            "An OPENSSH PRIVATE KEY cannot be used. Convert a copy of an RSA key, which is"
                + " overwritten: ssh-keygen -p -m PKCS8 -f copy.pem");
      case "DSA PRIVATE KEY":
        throw unusable("A DSA key");
      case "CERTIFICATE REQUEST":
      case "NEW CERTIFICATE REQUEST":
        throw new CryptoException(
            "A CERTIFICATE REQUEST is not a certificate. Download the certificate from the merchant"
                + " platform (apiclient_cert.pem).");
      case "PKCS7":
      case "CMS":
        throw new CryptoException(
            "A PKCS#7 file (.p7b) cannot be used. Convert it: openssl pkcs7 -print_certs -in"
                + " cert.p7b -out cert.pem (-inform DER if it is not text).");
      case Der.PKCS12:
        throw new CryptoException(
            "A PKCS#12 file (.p12) cannot be used here. Use the PEM files of the same download:"
                + " apiclient_key.pem, apiclient_cert.pem.");
      default:
        break;
    }
  }

  static CryptoException unusable(String key) {
    return new CryptoException(
        key
            + " cannot be used: WeChat Pay uses RSA or SM2. Use the file of the merchant platform"
            + " (apiclient_key.pem, pub_key.pem).");
  }

  /** Returns the private key of base64 PKCS#8. */
  public static PrivateKey fromPkcs8(String base64) {
    return pkcs8(Pem.base64(base64, "The PKCS#8 key"));
  }

  /** Returns the private key of base64 PKCS#1. */
  public static PrivateKey fromPkcs1(String base64) {
    return pkcs1(Pem.base64(base64, "The PKCS#1 key"));
  }

  /** Returns the public key of base64 PKCS#1, which may be a private key. */
  public static PublicKey fromPkcs1Public(String base64) {
    return pkcs1Public(Pem.base64(base64, "The PKCS#1 key"));
  }

  /** Returns the public key of base64 SPKI. */
  public static PublicKey fromSpki(String base64) {
    return spki(Pem.base64(base64, "The SPKI key"));
  }

  private static PrivateKey pkcs8(byte[] der) {
    Der.refuseMore(der, "The key");
    return key(() -> KeyAlgorithm.of(der).privateKey(der));
  }

  /** Reads PKCS#1, or PKCS#8 with that label, which the original accepts too. */
  private static PrivateKey pkcs1(byte[] der) {
    Der.refuseMore(der, "The key");
    return pkcs8(Der.label(der).equals("RSA PRIVATE KEY") ? Der.pkcs8(der) : der);
  }

  private static PublicKey pkcs1Public(byte[] der) {
    Der.refuseMore(der, "The key");
    return Der.label(der).equals("RSA PUBLIC KEY") ? spki(Der.spki(der)) : publicHalf(pkcs1(der));
  }

  private static PublicKey spki(byte[] der) {
    Der.refuseMore(der, "The key");
    return key(() -> KeyAlgorithm.of(der).publicKey(der));
  }

  private static PublicKey publicHalf(PrivateKey key) {
    if (!(key instanceof RSAPrivateCrtKey)) {
      throw new CryptoException(
          "The private key does not contain its public exponent, so the public key cannot be"
              + " derived. Pass the public key.");
    }
    RSAPrivateCrtKey crt = (RSAPrivateCrtKey) key;
    return key(
        () ->
            KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(crt.getModulus(), crt.getPublicExponent())));
  }

  private static byte[] decrypted(byte[] der, @Nullable String passphrase) {
    if (passphrase == null) {
      throw new CryptoException(
          "The private key is encrypted (ENCRYPTED PRIVATE KEY). Pass its passphrase,"
              + " privateKey(key, passphrase) or the entry `passphrase`, or decrypt the file:"
              + " openssl pkcs8 -in apiclient_key.pem -out plain.pem");
    }
    PBEKeySpec password = new PBEKeySpec(passphrase.toCharArray());
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      // For PBES2 the JDK has a cipher with the name of the parameters, not of the scheme.
      String scheme =
          info.getAlgName().equals("PBES2")
              ? info.getAlgParameters().toString()
              : info.getAlgName();
      Cipher cipher = Cipher.getInstance(scheme);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(scheme).generateSecret(password),
          info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new CryptoException(
          "The private key could not be decrypted: the passphrase is wrong, or the key is damaged."
              + " Try: openssl pkcs8 -in apiclient_key.pem -out plain.pem");
    } finally {
      password.clearPassword();
    }
  }

  private interface Work<T> {
    T run() throws GeneralSecurityException;
  }

  private static <T> T key(Work<T> work) {
    try {
      return work.run();
    } catch (CryptoException e) {
      throw e;
    } catch (GeneralSecurityException | RuntimeException e) {
      // Not chained: a provider's message may contain parts of the key.
      throw new CryptoException(
          "The key is damaged, or is not an RSA key in the format of its label or protocol.");
    }
  }

  /** PEM text with its blocks, or a single structure. */
  private static final class Found {
    final String armoured;
    private final @Nullable Pem single;

    Found(String armoured, @Nullable Pem single) {
      this.armoured = armoured;
      this.single = single;
    }

    Pem single() {
      return Objects.requireNonNull(single);
    }
  }
}
