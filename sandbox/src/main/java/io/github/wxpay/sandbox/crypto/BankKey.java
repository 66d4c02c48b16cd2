package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.util.Base64;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The RSA key for payees' account numbers in APIv2, which {@code risk/getpublickey} returns. */
public final class BankKey {
  private BankKey() {}

  /** Returns the public key as PEM text in PKCS#1. */
  public static String publicKey() {
    byte[] spki = Holder.KEYS.getPublic().getEncoded();
    byte[] pkcs1 = SubjectPublicKeyInfo.getInstance(spki).getPublicKeyData().getOctets();
    return Pem.encode("RSA PUBLIC KEY", pkcs1);
  }

  /**
   * Decrypts a text in base64 that was encrypted with the public key and OAEP padding.
   *
   * @throws IllegalArgumentException if the text is not base64 or was not encrypted in this way
   */
  public static String decrypt(String ciphertext) {
    return Rsa.decrypt(Base64.getDecoder().decode(ciphertext), Holder.KEYS.getPrivate(), Rsa.OAEP);
  }

  // Created when first needed and shared by all sandboxes of a JVM.
  private static final class Holder {
    static final KeyPair KEYS = Rsa.newKeyPair();
  }
}
