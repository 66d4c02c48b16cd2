package io.github.wxpay.crypto;

import io.github.wxpay.internal.keys.BouncyCastle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.interfaces.ECPublicKey;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/** Computes the digest of SM2 signatures (GB/T 32918.2) with Bouncy Castle. */
final class Sm2Digest {
  private static final byte[] USER_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
  private static final int BYTES = 32;

  private Sm2Digest() {}

  /**
   * Returns an SM3 digest of the identity of the key's owner (Z), to be updated with the message.
   */
  static MessageDigest of(PublicKey key) {
    ECPublicKey sm2 = (ECPublicKey) key;
    ECCurve curve = sm2.getParameters().getCurve();
    MessageDigest digest = BouncyCastle.sm3();
    int bits = USER_ID.length * 8;
    digest.update((byte) (bits >> 8));
    digest.update((byte) bits);
    digest.update(USER_ID);
    digest.update(curve.getA().getEncoded());
    digest.update(curve.getB().getEncoded());
    update(digest, sm2.getParameters().getG());
    update(digest, sm2.getQ());
    byte[] identity = digest.digest();
    digest.update(identity);
    return digest;
  }

  /**
   * Returns the digest e for which (r, s) is a signature: verification requires r = e + x1 mod n,
   * where x1 depends on the signature and the key only.
   */
  static Optional<byte[]> recovered(String signature, PublicKey key) {
    ECPublicKey sm2 = (ECPublicKey) key;
    BigInteger n = sm2.getParameters().getN();
    BigInteger[] rs;
    try {
      rs = StandardDSAEncoding.INSTANCE.decode(n, Base64.getDecoder().decode(signature));
    } catch (IOException | RuntimeException e) { // Bouncy Castle throws ClassCastException, too.
      return Optional.empty();
    }
    BigInteger t = rs[0].add(rs[1]).mod(n);
    ECPoint point =
        ECAlgorithms.sumOfTwoMultiplies(sm2.getParameters().getG(), rs[1], sm2.getQ(), t)
            .normalize();
    if (point.isInfinity()) {
      return Optional.empty();
    }
    BigInteger e = rs[0].subtract(point.getAffineXCoord().toBigInteger()).mod(n);
    return Optional.of(BigIntegers.asUnsignedByteArray(BYTES, e));
  }

  private static void update(MessageDigest digest, ECPoint point) {
    ECPoint affine = point.normalize();
    digest.update(affine.getAffineXCoord().getEncoded());
    digest.update(affine.getAffineYCoord().getEncoded());
  }
}
