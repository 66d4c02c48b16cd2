package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.math.BigInteger;
import java.security.spec.KeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.function.Supplier;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * The only door to Bouncy Castle. Its classes are loaded when a method here first runs, so the jar
 * may be left out where neither PKCS#1 keys nor SM algorithms are used.
 */
final class BouncyCastle {
  private BouncyCastle() {}

  static KeySpec pkcs1Private(byte[] der) {
    return present(
        "A PKCS#1 key (RSA PRIVATE KEY)",
        () -> {
          var key = org.bouncycastle.asn1.pkcs.RSAPrivateKey.getInstance(der);
          return new RSAPrivateCrtKeySpec(
              key.getModulus(),
              key.getPublicExponent(),
              key.getPrivateExponent(),
              key.getPrime1(),
              key.getPrime2(),
              key.getExponent1(),
              key.getExponent2(),
              key.getCoefficient());
        });
  }

  static KeySpec pkcs1Public(byte[] der) {
    return present(
        "A PKCS#1 key (RSA PUBLIC KEY)",
        () -> {
          var key = org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(der);
          BigInteger modulus = key.getModulus();
          return new RSAPublicKeySpec(modulus, key.getPublicExponent());
        });
  }

  static byte[] sm3(byte[] thing) {
    return present(
        "SM3",
        () -> {
          var digest = new SM3Digest();
          digest.update(thing, 0, thing.length);
          byte[] out = new byte[digest.getDigestSize()];
          digest.doFinal(out, 0);
          return out;
        });
  }

  private static <T> T present(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (NoClassDefFoundError e) {
      throw new CryptoException(
          what
              + " needs Bouncy Castle. Add org.bouncycastle:bcprov-jdk18on to the class path (on the"
              + " module path also --add-modules org.bouncycastle.provider).",
          e);
    }
  }
}
