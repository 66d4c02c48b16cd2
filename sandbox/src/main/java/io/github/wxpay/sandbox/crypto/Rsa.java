package io.github.wxpay.sandbox.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;

/** SHA256withRSA and the two RSA encryptions, with signatures and ciphertexts in base64. */
public final class Rsa {
  /** OAEP with SHA-1, the padding of sensitive fields. */
  static final String OAEP = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";

  /** PKCS#1 v1.5, which the global endpoints require. */
  static final String PKCS1 = "RSA/ECB/PKCS1Padding";

  private static final String ALGORITHM = "SHA256withRSA";

  private Rsa() {}

  static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot create an RSA key pair", e);
    }
  }

  /** Returns the signature of the message. */
  public static String sign(byte[] message, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** Returns whether the signature is valid; one of a wrong length is not. */
  public static boolean verify(byte[] message, byte[] signature, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot verify", e);
    }
  }

  static String encrypt(String plain, PublicKey key, String transformation) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      byte[] ciphertext = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(ciphertext);
    } catch (IllegalBlockSizeException e) {
      throw new IllegalArgumentException("too long for the key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /**
   * Decrypts a ciphertext and returns the plain text.
   *
   * @throws IllegalArgumentException if it was not encrypted with this key and padding
   */
  static String decrypt(byte[] ciphertext, PrivateKey key, String transformation) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.DECRYPT_MODE, key);
      return new String(cipher.doFinal(ciphertext), StandardCharsets.UTF_8);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new IllegalArgumentException("not encrypted for this key", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot decrypt", e);
    }
  }
}
