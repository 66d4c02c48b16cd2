package io.github.wxpay.cli.offline;

import io.github.wxpay.cli.doctor.KeyPairs;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Sm2;
import io.github.wxpay.exception.CryptoException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.Base64;

/** Decrypts sensitive fields with the merchant's private key, and names the cause of a failure. */
public final class FieldDecryption {
  private FieldDecryption() {}

  /**
   * Returns the plaintext of a field.
   *
   * @param pkcs1 whether it has the padding PKCS#1 v1.5 and not OAEP
   * @throws CryptoException if it cannot be decrypted; the message names the cause
   */
  public static String decrypt(String field, PrivateKey key, boolean pkcs1) {
    String text = field.replaceAll("\\s*\\R\\s*", "").strip();
    try {
      return KeyPairs.isSm2(key)
          ? Sm2.decrypt(text, key)
          : pkcs1 ? Rsa.decryptPkcs1(text, key) : Rsa.decrypt(text, key);
    } catch (CryptoException e) {
      throw new CryptoException("The field cannot be decrypted: " + cause(text, key, pkcs1));
    }
  }

  private static String cause(String text, PrivateKey key, boolean pkcs1) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return ResourceDecryption.notBase64("field", text);
    }
    if (!(key instanceof RSAPrivateKey)) {
      return "it is damaged, or was encrypted for another key.";
    }
    BigInteger modulus = ((RSAPrivateKey) key).getModulus();
    int length = (modulus.bitLength() + 7) / 8;
    if (bytes.length != length) {
      return "it has "
          + bytes.length
          + " bytes, and a ciphertext for this key has "
          + length
          + ". It was cut, or is not a ciphertext of RSA.";
    }
    BigInteger number = new BigInteger(1, bytes);
    if (number.compareTo(modulus) < 0) {
      // The padded block shows its padding. Its content is not used.
      BigInteger block = number.modPow(((RSAPrivateKey) key).getPrivateExponent(), modulus);
      int leading = length - (block.bitLength() + 7) / 8;
      int first = block.shiftRight((length - 2) * 8).intValue();
      if (!pkcs1 && leading == 1 && first == 2 && opensAsPkcs1(text, key)) {
        return "it has the padding PKCS#1 v1.5. Pass `--pkcs1`.";
      }
      if (leading >= 1) {
        return pkcs1
            ? "it has another padding than PKCS#1 v1.5. Leave out `--pkcs1`."
            : "it has another padding than OAEP with SHA-1, perhaps OAEP with SHA-256, which WeChat"
                + " Pay does not use.";
      }
    }
    return "it was encrypted for another key than this private key, or was changed. A field that"
        + " you encrypted yourself is for the platform, and only the platform can decrypt it.";
  }

  private static boolean opensAsPkcs1(String text, PrivateKey key) {
    try {
      return Rsa.decryptPkcs1(text, key) != null;
    } catch (CryptoException e) {
      return false;
    }
  }
}
