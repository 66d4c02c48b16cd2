package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Shared code of the AES modes: keys, blocks, and the original's PKCS#7 padding. */
final class Aes {
  static final int BLOCK_SIZE = 16;

  private Aes() {}

  static SecretKeySpec key(String key, int length) {
    return key(key.getBytes(StandardCharsets.UTF_8), length);
  }

  static SecretKeySpec key(byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new CryptoException(
          "The AES key must have " + length + " bytes; got " + bytes.length + ".");
    }
    return new SecretKeySpec(bytes, "AES");
  }

  static String encrypt(
      String transformation,
      SecretKeySpec key,
      @Nullable AlgorithmParameterSpec iv,
      byte[] padded) {
    try {
      Cipher cipher = Cipher.getInstance(transformation);
      cipher.init(Cipher.ENCRYPT_MODE, key, iv);
      return Base64.getEncoder().encodeToString(cipher.doFinal(padded));
    } catch (GeneralSecurityException e) {
      throw new CryptoException("The text could not be encrypted with " + transformation + ".", e);
    }
  }

  static String decrypt(
      String transformation,
      SecretKeySpec key,
      @Nullable AlgorithmParameterSpec iv,
      String ciphertext) {
    try {
      byte[] boxed = Base64.getDecoder().decode(ciphertext);
      if (boxed.length > 0 && boxed.length % BLOCK_SIZE == 0) {
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.DECRYPT_MODE, key, iv);
        return new String(unpadded(cipher.doFinal(boxed)), StandardCharsets.UTF_8);
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Falls through to the message that is the same for every error.
    }
    throw new CryptoException(
        "The ciphertext could not be decrypted: the key is wrong, or the ciphertext is damaged. It"
            + " must be base64 of complete 16-byte blocks.");
  }

  /** Pads to complete blocks; with {@code optional} a text of complete blocks is not padded. */
  static byte[] padded(byte[] bytes, boolean optional) {
    int pad = BLOCK_SIZE - bytes.length % BLOCK_SIZE;
    if (optional && pad == BLOCK_SIZE) {
      return bytes;
    }
    byte[] out = Arrays.copyOf(bytes, bytes.length + pad);
    Arrays.fill(out, bytes.length, out.length, (byte) pad);
    return out;
  }

  /**
   * Removes a valid padding and otherwise returns the bytes unchanged. Requires at least one byte.
   */
  static byte[] unpadded(byte[] bytes) {
    int pad = bytes[bytes.length - 1] & 0xff;
    if (pad == 0 || pad > BLOCK_SIZE || pad > bytes.length) {
      return bytes;
    }
    for (int i = bytes.length - pad; i < bytes.length; i++) {
      if (bytes[i] != pad) {
        return bytes;
      }
    }
    return Arrays.copyOf(bytes, bytes.length - pad);
  }
}
