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
 * Reads keys and certificates of texts (PEM, base64, protocol strings), bytes (DER, PEM) and files.
 * Errors never show what was read.
 */
public final class KeyReader {
  private static final String FORMS =
      "Give PEM text, base64, file://PATH, classpath:NAME, or private.pkcs8:// private.pkcs1://"
          + " public.spki:// public.pkcs1:// with base64.";

  /** The labels of what follows the prefixes. */
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
   * @param passphrase opens an encrypted key; {@code null} if there is none
   */
  public static PrivateKey privateKey(Object source, @Nullable String passphrase) {
    String plain = ConfigText.plain(KeySource.text(source));
    if (plain.startsWith("public.")) {
      throw new CryptoException(
          "A public key was given where the merchant's private key is needed: only that one"
              + " signs.");
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
            "A private key is needed, but the text holds a "
                + Printable.of(pem.label, 64)
                + ", which verifies and encrypts. The private key lies beside it:"
                + " apiclient_key.pem.");
    }
  }

  /** Returns the public key of a text, bytes or a path: also of a certificate or a private key. */
  public static PublicKey publicKey(Object source) {
    String plain = ConfigText.plain(KeySource.text(source));
    if (plain.startsWith("private.")) {
      throw new CryptoException("A private key was given where a public key is needed.");
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
          "A certificate was expected, but the text holds a " + Printable.of(pem.label, 64) + ".");
    }
    return certificate(pem);
  }

  private static X509Certificate certificate(Pem pem) {
    return KeyAlgorithm.ofCertificate(pem.der).certificate(pem.der);
  }

  /** Returns the labels of all that a text, bytes or a path holds. */
  public static List<String> labels(Object source) {
    Found found = find(KeySource.text(source));
    return found.armoured.isEmpty() ? List.of(found.single().label) : Pem.labels(found.armoured);
  }

  /** Returns the first block whose label ends so, else the first block of all. */
  private static Pem read(String text, String ending) {
    Found found = find(text);
    return found.armoured.isEmpty() ? found.single() : Pem.read(found.armoured, ending);
  }

  /** Follows a key text to where the key is: the text itself, a file, or a resource. */
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

  /** Base64 of DER, or of PEM text as a whole. */
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
          "The key has " + der.length + " bytes of another structure than a key or certificate.");
    }
    return new Found("", new Pem(label, der));
  }

  private static CryptoException unreadable(String text) {
    if (text.isEmpty()) {
      return new CryptoException("The key text is empty. " + FORMS);
    }
    if (text.startsWith("ssh-") || text.startsWith("ecdsa-")) {
      return new CryptoException(
          "The text is a public key in the form of OpenSSH. Convert it: ssh-keygen -e -m PKCS8 -f"
              + " key.pub > key.pem");
    }
    int length = text.length();
    return new CryptoException(
        "A text of "
            + length
            + " characters is no key that can be read. "
            + (length == 32 ? "An APIv3 or APIv2 key has that length. " : "")
            + FORMS);
  }

  /** Refuses what is known and cannot be used, with the command that converts it. */
  private static void refuseForeign(String label) {
    switch (label) {
      case "EC PRIVATE KEY":
        throw new CryptoException(
            "An EC key in its own form was given. WeChat Pay signs with RSA: use the key of the"
                + " merchant's RSA certificate (apiclient_key.pem). For SM2 convert it to PKCS#8:"
                + " openssl pkcs8 -topk8 -nocrypt -in ec.pem -out key.pem");
      case "OPENSSH PRIVATE KEY":
        throw new CryptoException(
            "An OPENSSH PRIVATE KEY was given. Convert a copy of an RSA key, in its place:"
                + " ssh-keygen -p -m PKCS8 -f copy.pem");
      case "DSA PRIVATE KEY":
        throw unusable("A DSA key");
      case "CERTIFICATE REQUEST":
      case "NEW CERTIFICATE REQUEST":
        throw new CryptoException(
            "A CERTIFICATE REQUEST was given, with which a certificate is applied for; nothing"
                + " converts it. Download the certificate from the merchant platform"
                + " (apiclient_cert.pem).");
      case "PKCS7":
      case "CMS":
        throw new CryptoException(
            "A PKCS#7 file (.p7b) was given. Convert it: openssl pkcs7 -print_certs -in cert.p7b"
                + " -out cert.pem (-inform DER if it is not text).");
      case Der.PKCS12:
        throw new CryptoException(
            "This is a PKCS#12 file (.p12), which holds a certificate and a key under a password."
                + " Take the PEM files beside it: apiclient_key.pem, apiclient_cert.pem.");
      default:
        break;
    }
  }

  static CryptoException unusable(String key) {
    return new CryptoException(
        key
            + " was given; WeChat Pay uses RSA, or SM2. Nothing converts it: take the file of the"
            + " merchant platform (apiclient_key.pem, pub_key.pem).");
  }

  /** Returns the private key of base64 PKCS#8. */
  public static PrivateKey fromPkcs8(String base64) {
    return pkcs8(Pem.base64(base64, "The PKCS#8 key"));
  }

  /** Returns the private key of base64 PKCS#1. */
  public static PrivateKey fromPkcs1(String base64) {
    return pkcs1(Pem.base64(base64, "The PKCS#1 key"));
  }

  /** Returns the public key of base64 PKCS#1, private or public. */
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

  /** PKCS#1, or PKCS#8 under that name, which the original's reader takes too. */
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
      throw new CryptoException("The private key does not tell its public half.");
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
          "The private key is encrypted (ENCRYPTED PRIVATE KEY). Give its passphrase too:"
              + " privateKey(key, passphrase), or `passphrase` beside `privateKey`. To store it"
              + " without: openssl pkcs8 -in apiclient_key.pem -out plain.pem");
    }
    PBEKeySpec password = new PBEKeySpec(passphrase.toCharArray());
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      // For PBES2 the name of the parameters, not of the scheme, is what the JDK has a cipher for.
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
          "The encrypted private key could not be opened: the passphrase is wrong, or the key is"
              + " damaged. Try: openssl pkcs8 -in apiclient_key.pem -out plain.pem");
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
      // Not chained: a provider's message may show parts of the key.
      throw new CryptoException(
          "The key is damaged, or is no RSA key in the form that its label or protocol says.");
    }
  }

  /** PEM text with its blocks, or one structure. */
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
