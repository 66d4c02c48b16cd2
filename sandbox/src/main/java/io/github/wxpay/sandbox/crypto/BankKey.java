package io.github.wxpay.sandbox.crypto;

import java.security.KeyPair;
import java.util.Base64;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The RSA key for payees' account numbers (APIv2), which {@code risk/getpublickey} answers. */
public final class BankKey {
  private BankKey() {}

  /** Returns the public key in PEM, PKCS#1. */
  public static String publicKey() {
    byte[] spki = Made.KEYS.getPublic().getEncoded();
    byte[] pkcs1 = SubjectPublicKeyInfo.getInstance(spki).getPublicKeyData().getOctets();
    return Pem.encode("RSA PUBLIC KEY", pkcs1);
  }

  /**
   * Returns the plain text of what was encrypted for it (OAEP), from base64.
   *
   * @throws IllegalArgumentException if it was not
   */
  public static String decrypt(String sealed) {
    return Rsa.decrypt(Base64.getDecoder().decode(sealed), Made.KEYS.getPrivate(), Rsa.OAEP);
  }

  // Made when first needed, shared by all sandboxes of a JVM.
  private static final class Made {
    static final KeyPair KEYS = Rsa.newKeyPair();
  }
}
