package io.github.wxpay.sandbox.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The encryption of sub-merchants' bills: a new key for each bill, no associated data. */
public enum FileCipher {
  AEAD_AES_256_GCM("AES", 32),
  SM4_GCM("SM4", 16);

  private final String cipher;
  private final int keyLength;

  FileCipher(String cipher, int keyLength) {
    this.cipher = cipher;
    this.keyLength = keyLength;
  }

  /** Returns a new key of digits and letters, whose text and bytes are the same. */
  public String newKey() {
    return Randoms.alphanumeric(keyLength);
  }

  /** Returns ciphertext and tag. */
  public byte[] seal(byte[] plain, String key, String nonce) {
    try {
      String name = cipher + "/GCM/NoPadding";
      Cipher gcm =
          this == SM4_GCM ? Cipher.getInstance(name, Sm.PROVIDER) : Cipher.getInstance(name);
      gcm.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), cipher),
          new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.US_ASCII)));
      return gcm.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }
}
