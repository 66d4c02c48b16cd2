package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Turns the key texts that {@link Rsa} describes into keys, by a table of protocols. */
final class KeyText {
  private static final String FORMS =
      "Give PEM text, file://PATH, classpath:NAME, or private.pkcs8:// private.pkcs1:// public.spki://"
          + " public.pkcs1:// with base64.";

  /** The JDK needs quadratic time for a name such as {@code ../../…}. */
  private static final int LONGEST_RESOURCE = 4096;

  private KeyText() {}

  static PrivateKey privateKey(String text, @Nullable String passphrase) {
    if (text.startsWith("private.pkcs8://")) {
      return pkcs8(Pem.base64(after("://", text), "The text after private.pkcs8://"));
    }
    if (text.startsWith("private.pkcs1://")) {
      return pkcs1(Pem.base64(after("://", text), "The text after private.pkcs1://"));
    }
    if (text.startsWith("public.")) {
      throw new CryptoException(
          "A public key was given where the merchant's private key is needed: only that one signs.");
    }
    Pem pem = Pem.read(resolve(text), "PRIVATE KEY");
    switch (pem.label) {
      case "PRIVATE KEY":
        return pkcs8(pem.der);
      case "RSA PRIVATE KEY":
        return pkcs1(pem.der);
      case "ENCRYPTED PRIVATE KEY":
        return pkcs8(decrypted(pem.der, passphrase));
      case "EC PRIVATE KEY":
        throw new CryptoException(
            "An EC key in its own form was given. WeChat Pay signs with RSA: use the key of the"
                + " merchant's RSA certificate (apiclient_key.pem). For SM2 convert it to PKCS#8.");
      default:
        throw new CryptoException(
            "A private key is needed, but the text holds a "
                + Printable.of(pem.label, 64)
                + ", which verifies and encrypts. The private key lies beside it: apiclient_key.pem.");
    }
  }

  static PublicKey publicKey(String text) {
    if (text.startsWith("public.spki://")) {
      return spki(Pem.base64(after("://", text), "The text after public.spki://"));
    }
    if (text.startsWith("public.pkcs1://")) {
      return pkcs1Public(Pem.base64(after("://", text), "The text after public.pkcs1://"));
    }
    if (text.startsWith("private.")) {
      throw new CryptoException("A private key was given where a public key is needed.");
    }
    String pemText = resolve(text);
    Pem pem = Pem.read(pemText, "");
    switch (pem.label) {
      case "PUBLIC KEY":
        return spki(pem.der);
      case "RSA PUBLIC KEY":
        return pkcs1Public(pem.der);
      case "CERTIFICATE":
      case "TRUSTED CERTIFICATE":
        return spki(Rsa.certificate(pem.der).getPublicKey().getEncoded());
      default:
        return publicHalf(privateKey(pemText, null));
    }
  }

  /** PEM text: given, or read from where the text says it lies. */
  static String resolve(String text) {
    if (Pem.isArmoured(text)) {
      return text;
    }
    if (text.startsWith("file://")) {
      return read(after("://", text));
    }
    if (text.startsWith("classpath:")) {
      return resource(after(":", text));
    }
    throw new CryptoException(
        text.isEmpty()
            ? "The key text is empty. " + FORMS
            : "A text of " + text.length() + " characters is no key that can be read. " + FORMS);
  }

  static PrivateKey pkcs8(byte[] der) {
    if (isEc(der)) {
      return BouncyCastle.sm2Private(der);
    }
    return key(() -> KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
  }

  /** PKCS#1, or PKCS#8 under that name, which the original's reader takes too. */
  static PrivateKey pkcs1(byte[] der) {
    return key(
        () -> {
          KeySpec spec;
          try {
            spec = BouncyCastle.pkcs1Private(der);
          } catch (IllegalArgumentException e) {
            return pkcs8(der);
          }
          return KeyFactory.getInstance("RSA").generatePrivate(spec);
        });
  }

  static PublicKey pkcs1Public(byte[] der) {
    return key(
        () -> {
          KeySpec spec;
          try {
            spec = BouncyCastle.pkcs1Public(der);
          } catch (IllegalArgumentException e) {
            return publicHalf(pkcs1(der));
          }
          return KeyFactory.getInstance("RSA").generatePublic(spec);
        });
  }

  static PublicKey spki(byte[] der) {
    if (isEc(der)) {
      return BouncyCastle.sm2Public(der);
    }
    return key(() -> KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
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

  /** Whether a PKCS#8 or SPKI structure names an elliptic curve, of which only SM2's is of use. */
  private static boolean isEc(byte[] der) {
    String head = new String(der, 0, Math.min(der.length, 40), StandardCharsets.ISO_8859_1);
    return head.contains("*\u0086H\u00ce=\u0002\u0001"); // 1.2.840.10045.2.1
  }

  private static byte[] decrypted(byte[] der, @Nullable String passphrase) {
    if (passphrase == null) {
      throw new CryptoException(
          "The private key is encrypted (ENCRYPTED PRIVATE KEY). Give its passphrase too:"
              + " privateKey(key, passphrase), or `passphrase` beside `privateKey`.");
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

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path), StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException e) {
      throw new CryptoException(
          "The key file '"
              + Printable.path(path)
              + "' cannot be read: "
              + e.getClass().getSimpleName()
              + ".");
    }
  }

  private static String resource(String name) {
    String plain = name.startsWith("/") ? name.substring(1) : name;
    if (plain.length() > LONGEST_RESOURCE) {
      throw new CryptoException(
          "No resource '" + Printable.path(plain) + "' is on the class path.");
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : ClassLoader.getSystemClassLoader();
    try (InputStream in = loader.getResourceAsStream(plain)) {
      if (in == null) {
        throw new CryptoException(
            "No resource '" + Printable.path(plain) + "' is on the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new CryptoException("The resource '" + Printable.path(plain) + "' cannot be read.", e);
    }
  }

  private static String after(String mark, String text) {
    return text.substring(text.indexOf(mark) + mark.length());
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
}
