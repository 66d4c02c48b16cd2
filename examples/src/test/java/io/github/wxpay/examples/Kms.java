package io.github.wxpay.examples;

import java.security.PrivateKey;
import java.security.Signature;
import javax.crypto.Cipher;

/** A key service that signs and decrypts but does not return keys. */
public final class Kms {
  private final PrivateKey key;

  Kms(PrivateKey key) {
    this.key = key;
  }

  /** Signs with a named key. */
  public byte[] sign(String name, byte[] message) throws Exception {
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }

  /** Decrypts with a named key. */
  public byte[] decrypt(String name, byte[] ciphertext) throws Exception {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.DECRYPT_MODE, key);
    return cipher.doFinal(ciphertext);
  }
}
