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

/** What the AES modes share: keys, blocks, and PKCS#7 padding as the original does it. */
final class Aes {
  static final int BLOCK_SIZE = 16;

  private Aes() {}

  static SecretKeySpec key(String key, int length) {
    return key(key.getBytes(StandardCharsets.UTF_8), length);
  }

  static SecretKeySpec key(byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new CryptoException(
          "The AES key must have " + length + " bytes; this one has " + bytes.length + ".");
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
      // Falls through to the one message that every fault gets.
    }
    throw new CryptoException(
        "The ciphertext could not be decrypted: it is damaged (base64 of whole 16-byte blocks is"
            + " expected), or the key is another one.");
  }

  /** Pads to whole blocks; with {@code optional} a text of whole blocks stays as it is. */
  static byte[] padded(byte[] thing, boolean optional) {
    int pad = BLOCK_SIZE - thing.length % BLOCK_SIZE;
    if (optional && pad == BLOCK_SIZE) {
      return thing;
    }
    byte[] out = Arrays.copyOf(thing, thing.length + pad);
    Arrays.fill(out, thing.length, out.length, (byte) pad);
    return out;
  }

  /** Takes off what is a padding; anything else stays as it is. There must be a byte. */
  static byte[] unpadded(byte[] thing) {
    int pad = thing[thing.length - 1] & 0xff;
    if (pad == 0 || pad > BLOCK_SIZE || pad > thing.length) {
      return thing;
    }
    for (int i = thing.length - pad; i < thing.length; i++) {
      if (thing[i] != pad) {
        return thing;
      }
    }
    return Arrays.copyOf(thing, thing.length - pad);
  }
}
