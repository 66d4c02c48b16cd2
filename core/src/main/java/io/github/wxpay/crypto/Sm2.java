package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.keys.BouncyCastle;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Optional;

/**
 * SM2, which 国密 uses instead of RSA: signatures with SM3 (GB/T 32918, the default user ID), and
 * encryption (ASN.1 of C1, C3, C2). Requires Bouncy Castle, which is not registered as a provider.
 * Safe for use by many threads.
 *
 * <pre>{@code
 * boolean valid = Sm2.verify(message, signature, Rsa.publicKey("file:sm2_pub_key.pem"));
 * }</pre>
 */
public final class Sm2 {
  private static final String SIGNATURE = "SM3withSM2";

  private Sm2() {}

  /** Returns whether a key is an SM2 key; {@code false} without Bouncy Castle. */
  public static boolean isKey(Key key) {
    try {
      return BouncyCastle.isSm2(key);
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  /** Returns the raw signature of bytes, in DER. */
  public static byte[] signature(byte[] message, PrivateKey key) {
    return BouncyCastle.present(
        "SM2",
        () -> {
          try {
            Signature signature = Signature.getInstance(SIGNATURE, BouncyCastle.provider());
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
          } catch (GeneralSecurityException e) {
            throw new CryptoException(
                "The key cannot sign with " + SIGNATURE + ". Use an SM2 key.", e);
          }
        });
  }

  /** Verifies a base64 signature of bytes. Returns {@code false} if it is not base64. */
  public static boolean verify(byte[] message, String signature, PublicKey key) {
    return BouncyCastle.present(
        "SM2",
        () -> {
          try {
            byte[] raw = Base64.getDecoder().decode(signature);
            Signature verifier = Signature.getInstance(SIGNATURE, BouncyCastle.provider());
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(raw);
          } catch (IllegalArgumentException | SignatureException e) {
            return false;
          } catch (InvalidKeyException e) {
            throw new CryptoException(
                "The key cannot verify " + SIGNATURE + ". Use an SM2 key.", e);
          } catch (GeneralSecurityException e) {
            throw new CryptoException("This Bouncy Castle has no " + SIGNATURE + ".", e);
          }
        });
  }

  /**
   * Returns the digest that a base64 signature signs if this key created it; empty if the signature
   * is not well-formed. Every signature yields some digest, also a forged one: compare it with
   * {@link #digest} to find out which text was signed, but never instead of {@link #verify}.
   */
  public static Optional<byte[]> recovered(String signature, PublicKey key) {
    return BouncyCastle.present("SM2", () -> Sm2Digest.recovered(signature, key));
  }

  /**
   * Returns a digest to be updated with a message. It then yields the 32 bytes that a signature of
   * this key signs: SM3 of the identity of the key's owner and the message.
   */
  public static MessageDigest digest(PublicKey key) {
    return BouncyCastle.present("SM2", () -> Sm2Digest.of(key));
  }

  /** Encrypts a text for the owner of the private key, and returns base64. */
  public static String encrypt(String plaintext, PublicKey key) {
    byte[] plain = plaintext.getBytes(StandardCharsets.UTF_8);
    return BouncyCastle.present(
        "SM2", () -> Base64.getEncoder().encodeToString(Sm2Cipher.encrypt(plain, key)));
  }

  /** Decrypts a base64 text that was encrypted for this key. */
  public static String decrypt(String ciphertext, PrivateKey key) {
    return BouncyCastle.present(
        "SM2",
        () -> {
          try {
            byte[] plain = Sm2Cipher.decrypt(Base64.getDecoder().decode(ciphertext), key);
            return new String(plain, StandardCharsets.UTF_8);
          } catch (RuntimeException e) {
            throw new CryptoException(
                "The ciphertext could not be decrypted: it is damaged, or was encrypted for another"
                    + " SM2 key.");
          }
        });
  }
}
