package io.github.wxpay.cli.doctor;

import io.github.wxpay.crypto.Sm2;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Base64;

/** Compares private and public keys. */
public final class KeyPairs {
  private KeyPairs() {}

  /** Returns whether a key is an SM2 key. */
  public static boolean isSm2(Key key) {
    return Sm2.isKey(key);
  }

  /** Returns whether two keys have the same algorithm. */
  public static boolean isSameAlgorithm(Key key, Key other) {
    return isSm2(key) == isSm2(other);
  }

  /** Returns whether a public key belongs to a private one. */
  public static boolean isPair(PrivateKey key, PublicKey other) {
    if (key instanceof RSAKey && other instanceof RSAKey) {
      return ((RSAKey) key).getModulus().equals(((RSAKey) other).getModulus());
    }
    if (!isSm2(key) || !isSm2(other)) {
      return false;
    }
    byte[] message = "wxpay doctor".getBytes(StandardCharsets.UTF_8);
    String signature = Base64.getEncoder().encodeToString(Sm2.signature(message, key));
    return Sm2.verify(message, signature, other);
  }
}
