package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.keys.KeyReader;
import io.github.wxpay.internal.text.Printable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;

/**
 * Reads keys, RSA and for 国密 also SM2, and does WeChat Pay's RSA operations: signatures with
 * SHA-256 (PKCS#1 v1.5) and encryption with OAEP. Corresponds to the original's class of that name.
 * Safe for use by many threads.
 *
 * <pre>{@code
 * PrivateKey key = Rsa.privateKey("file:apiclient_key.pem");
 * String signature = Rsa.sign(message, key);
 * boolean valid = Rsa.verify(message, signature, Rsa.publicKey("file:pub_key.pem"));
 * }</pre>
 *
 * <p>A key text is PEM (PKCS#8, PKCS#1, encrypted PKCS#8, SPKI, X.509); base64 of the same
 * structures without BEGIN and END lines, or of a PEM file; or a protocol string: {@code
 * private.pkcs8://}, {@code private.pkcs1://}, {@code public.spki://}, {@code public.pkcs1://} with
 * base64, a {@code file:} URL or {@code classpath:} with the name of a PEM or DER file. It may be
 * in quotes and have the escapes of JSON and properties files, such as {@code \\n} for line breaks.
 * A text that is not a key causes a {@link CryptoException}, whose message does not contain it.
 */
public final class Rsa {
  private static final String SIGNATURE = "SHA256withRSA";
  private static final String OAEP = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";
  private static final String PKCS1 = "RSA/ECB/PKCS1Padding";

  private Rsa() {}

  /** Returns the private key of a key text. */
  public static PrivateKey privateKey(String text) {
    return KeyReader.privateKey(text, null);
  }

  /** Returns the private key of a key text that is encrypted PKCS#8. */
  public static PrivateKey privateKey(String text, String passphrase) {
    return KeyReader.privateKey(text, passphrase);
  }

  /**
   * Returns the public key of a key text, which is a public key, a certificate or a private key.
   */
  public static PublicKey publicKey(String text) {
    return KeyReader.publicKey(text);
  }

  /** Returns the certificate of a key text. */
  public static X509Certificate certificate(String text) {
    return KeyReader.certificate(text);
  }

  /**
   * Returns the labels of the structures in a key text, such as {@code PRIVATE KEY}, {@code PUBLIC
   * KEY} and {@code CERTIFICATE}, in their order. Use it to find out what a text contains before it
   * is used.
   */
  public static List<String> labels(String text) {
    return KeyReader.labels(text);
  }

  /** Returns the private key of base64 PKCS#8. */
  public static PrivateKey fromPkcs8(String base64) {
    return KeyReader.fromPkcs8(base64);
  }

  /** Returns the private key of base64 PKCS#1. */
  public static PrivateKey fromPkcs1(String base64) {
    return KeyReader.fromPkcs1(base64);
  }

  /** Returns the public key of base64 PKCS#1, which may be a private key. */
  public static PublicKey fromPkcs1Public(String base64) {
    return KeyReader.fromPkcs1Public(base64);
  }

  /** Returns the public key of base64 SPKI (SubjectPublicKeyInfo). */
  public static PublicKey fromSpki(String base64) {
    return KeyReader.fromSpki(base64);
  }

  /** Returns the base64 signature of the UTF-8 bytes of a text. */
  public static String sign(String message, PrivateKey key) {
    return sign(message.getBytes(StandardCharsets.UTF_8), key);
  }

  /** Returns the base64 signature of bytes. */
  public static String sign(byte[] message, PrivateKey key) {
    return Base64.getEncoder().encodeToString(signature(message, key));
  }

  /** Returns the raw signature of bytes. */
  public static byte[] signature(byte[] message, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(SIGNATURE);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new CryptoException(
          "A " + key.getAlgorithm() + " key cannot sign with " + SIGNATURE + ". Use the RSA key.",
          e);
    }
  }

  /**
   * Returns the raw signature of bytes, computed by a provider such as Conscrypt. It equals that of
   * the JDK, since PKCS#1 v1.5 has exactly one signature for each key and message. For many
   * signatures translate the key once with a {@link java.security.KeyFactory} of the provider.
   *
   * @throws CryptoException if the provider does not accept the key, or fails
   */
  public static byte[] signature(byte[] message, PrivateKey key, Provider provider) {
    try {
      Signature signature = Signature.getInstance(SIGNATURE, provider);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      throw failed(provider, "sign", key, e);
    }
  }

  /**
   * Verifies a base64 signature of the UTF-8 bytes of a text. Returns {@code false} if it is not
   * base64.
   */
  public static boolean verify(String message, String signature, PublicKey key) {
    return verify(message.getBytes(StandardCharsets.UTF_8), signature, key);
  }

  /** Verifies a base64 signature of bytes. Returns {@code false} if it is not base64. */
  public static boolean verify(byte[] message, String signature, PublicKey key) {
    byte[] raw;
    try {
      raw = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(SIGNATURE);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(raw);
    } catch (InvalidKeyException e) {
      throw new CryptoException(
          "A " + key.getAlgorithm() + " key cannot verify " + SIGNATURE + ". Use an RSA key.", e);
    } catch (SignatureException e) {
      return false; // the length is not that of the key, so it is not a signature of this key
    } catch (GeneralSecurityException e) {
      throw new CryptoException("This Java has no " + SIGNATURE + ".", e);
    }
  }

  /**
   * Verifies a base64 signature of bytes with a provider such as Conscrypt. Returns {@code false}
   * for a signature whose length is not that of the key, without calling the provider.
   *
   * @throws CryptoException if the provider does not accept the key
   */
  public static boolean verify(byte[] message, String signature, PublicKey key, Provider provider) {
    byte[] raw;
    try {
      raw = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (key instanceof RSAKey && !isInRange(raw, ((RSAKey) key).getModulus())) {
      return false;
    }
    Signature verifier;
    try {
      verifier = Signature.getInstance(SIGNATURE, provider);
      verifier.initVerify(key);
      verifier.update(message);
    } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
      throw failed(provider, "verify", key, e);
    }
    try {
      return verifier.verify(raw);
    } catch (SignatureException | RuntimeException e) {
      return false; // providers differ in the exceptions that they throw for invalid signatures
    }
  }

  /** Returns whether a signature has the length of the modulus, and is a smaller number. */
  private static boolean isInRange(byte[] signature, BigInteger modulus) {
    return signature.length == (modulus.bitLength() + 7) / 8
        && new BigInteger(1, signature).compareTo(modulus) < 0;
  }

  private static CryptoException failed(Provider provider, String verb, Key key, Throwable e) {
    return new CryptoException(
        "The provider '"
            + Printable.of(provider.getName(), 64)
            + "' could not "
            + verb
            + " "
            + SIGNATURE
            + " with this "
            + key.getAlgorithm()
            + " key ("
            + e.getClass().getName()
            + "). Set the RSA key as PEM, or remove provider(…).",
        e);
  }

  /**
   * Encrypts a text of at most 214 bytes (with a 2048-bit key) for the owner of the private key,
   * and returns base64.
   */
  public static String encrypt(String plaintext, PublicKey key) {
    return encrypt(plaintext, key, OAEP, 214);
  }

  /** Encrypts with PKCS#1 v1.5 padding, which the {@code global} APIs require. */
  public static String encryptPkcs1(String plaintext, PublicKey key) {
    return encrypt(plaintext, key, PKCS1, 245);
  }

  /** Decrypts a base64 text that was encrypted for this key. */
  public static String decrypt(String ciphertext, PrivateKey key) {
    return decrypt(ciphertext, key, OAEP, "OAEP with SHA-1");
  }

  /**
   * Decrypts a base64 text that was encrypted for this key with PKCS#1 v1.5 padding, which the
   * {@code global} APIs use.
   *
   * <p>Do not reveal to the sender of the ciphertext whether it could be decrypted: with this
   * padding the sender could use that to decrypt other ciphertexts.
   */
  public static String decryptPkcs1(String ciphertext, PrivateKey key) {
    return decrypt(ciphertext, key, PKCS1, "PKCS#1 v1.5");
  }

  private static String decrypt(
      String ciphertext, PrivateKey key, String transformation, String padding) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.DECRYPT_MODE, key);
      byte[] plain = cipher.doFinal(Base64.getDecoder().decode(ciphertext));
      return new String(plain, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | RuntimeException e) {
      // One message for every kind of error: a difference would help an attacker.
      throw new CryptoException(
          "The ciphertext could not be decrypted: it is damaged, or was encrypted for another key"
              + " ("
              + padding
              + " is expected).");
    }
  }

  /**
   * Returns the ASN.1 DigestInfo that a signature contains under this key; empty if the key did not
   * create the signature. It distinguishes a wrong key from changed bytes.
   */
  public static Optional<byte[]> recovered(String signature, PublicKey key) {
    try {
      Cipher cipher = Cipher.getInstance(PKCS1);
      cipher.init(Cipher.DECRYPT_MODE, key);
      return Optional.of(cipher.doFinal(Base64.getDecoder().decode(signature)));
    } catch (GeneralSecurityException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String encrypt(String plaintext, PublicKey key, String transformation, int max) {
    byte[] plain = plaintext.getBytes(StandardCharsets.UTF_8);
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      return Base64.getEncoder().encodeToString(cipher.doFinal(plain));
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new CryptoException(
          "A text of "
              + plain.length
              + " bytes could not be encrypted: a 2048-bit RSA key encrypts at most "
              + max
              + " bytes.");
    }
  }
}
