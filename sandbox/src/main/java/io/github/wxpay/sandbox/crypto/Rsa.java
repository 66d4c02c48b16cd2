package io.github.wxpay.sandbox.crypto;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/** SHA256withRSA, signatures in base64. */
public final class Rsa {
  private static final String ALGORITHM = "SHA256withRSA";

  private Rsa() {}

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

  /** Returns whether the signature fits; one of a wrong length does not. */
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
}
