package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;

/** A set of algorithms that are used together: RSA with AES, or SM2 with SM4. */
public enum Suite {
  /** SHA256withRSA, OAEP, AES-256-GCM. */
  RSA("RSA", "WECHATPAY2-SHA256-RSA2048", Aead.NAME) {
    @Override
    KeyPair newKeyPair() {
      return Rsa.newKeyPair();
    }

    @Override
    public String sign(byte[] message, PrivateKey key) {
      return Rsa.sign(message, key);
    }

    @Override
    public boolean verify(byte[] message, byte[] signature, PublicKey key) {
      return Rsa.verify(message, signature, key);
    }

    @Override
    public String seal(String plain, String apiV3Key, String nonce, String associatedData) {
      return Aead.seal(plain, apiV3Key, nonce, associatedData);
    }

    @Override
    public String encrypt(String plain, PublicKey key) {
      return Rsa.encrypt(plain, key, Rsa.OAEP);
    }

    @Override
    String decrypt(byte[] ciphertext, PrivateKey key) {
      return Rsa.decrypt(ciphertext, key, Rsa.OAEP);
    }
  },

  /** SM3withSM2, SM2 encryption, SM4-GCM. */
  SM2("SM2", "WECHATPAY2-SM2-WITH-SM3", "AEAD_SM4_GCM") {
    @Override
    KeyPair newKeyPair() {
      return Sm.newKeyPair();
    }

    @Override
    public String sign(byte[] message, PrivateKey key) {
      return Sm.sign(message, key);
    }

    @Override
    public boolean verify(byte[] message, byte[] signature, PublicKey key) {
      return Sm.verify(message, signature, key);
    }

    @Override
    public String seal(String plain, String apiV3Key, String nonce, String associatedData) {
      return Sm.seal(plain, apiV3Key, nonce, associatedData);
    }

    @Override
    public String encrypt(String plain, PublicKey key) {
      return Sm.encrypt(plain, key);
    }

    @Override
    String decrypt(byte[] ciphertext, PrivateKey key) {
      return Sm.decrypt(ciphertext, key);
    }
  };

  private final String algorithm;
  private final String scheme;
  private final String aead;

  Suite(String algorithm, String scheme, String aead) {
    this.algorithm = algorithm;
    this.scheme = scheme;
    this.aead = aead;
  }

  /** Returns the name of the suite in {@code algorithm_type}. */
  public String algorithm() {
    return algorithm;
  }

  /** Returns the name of the signature scheme in {@code Authorization}. */
  public String scheme() {
    return scheme;
  }

  /** Returns the name of the algorithm that encrypts certificates and notifications. */
  public String aead() {
    return aead;
  }

  abstract KeyPair newKeyPair();

  /** Returns the signature of the message, in base64. */
  public abstract String sign(byte[] message, PrivateKey key);

  public abstract boolean verify(byte[] message, byte[] signature, PublicKey key);

  /** Returns ciphertext and tag in base64; the nonce has 12 characters. */
  public abstract String seal(String plain, String apiV3Key, String nonce, String associatedData);

  /** Encrypts a sensitive field and returns it in base64. */
  public abstract String encrypt(String plain, PublicKey key);

  abstract String decrypt(byte[] ciphertext, PrivateKey key);

  /**
   * Decrypts a sensitive field.
   *
   * @throws IllegalArgumentException if the field is not base64 or not encrypted for this key
   */
  public String decrypt(String ciphertext, PrivateKey key) {
    return decrypt(Base64.getDecoder().decode(ciphertext), key);
  }
}
