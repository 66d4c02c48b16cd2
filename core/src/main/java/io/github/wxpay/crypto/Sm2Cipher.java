package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.BigIntegers;

/** SM2 encryption by Bouncy Castle, its result in the ASN.1 form of GM/T 0009. */
final class Sm2Cipher {
  private static final int COORDINATE = 32;
  private static final int HASH = 32;

  private Sm2Cipher() {}

  static byte[] encrypt(byte[] plain, PublicKey key) {
    try {
      CipherParameters parameters = PublicKeyFactory.createKey(key.getEncoded());
      byte[] raw = run(true, new ParametersWithRandom(parameters, new SecureRandom()), plain);
      int hash = 1 + 2 * COORDINATE;
      return new DERSequence(
              new ASN1Encodable[] {
                new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 1, 1 + COORDINATE))),
                new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 1 + COORDINATE, hash))),
                new DEROctetString(Arrays.copyOfRange(raw, hash, hash + HASH)),
                new DEROctetString(Arrays.copyOfRange(raw, hash + HASH, raw.length))
              })
          .getEncoded();
    } catch (IOException | InvalidCipherTextException | RuntimeException e) {
      throw new CryptoException(
          "The text could not be encrypted with SM2: it is empty, or the key is not an SM2 key.",
          e);
    }
  }

  static byte[] decrypt(byte[] der, PrivateKey key) {
    try {
      ASN1Sequence parts = ASN1Sequence.getInstance(der);
      byte[] x = coordinate(parts, 0);
      byte[] y = coordinate(parts, 1);
      byte[] hash = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
      byte[] text = ASN1OctetString.getInstance(parts.getObjectAt(3)).getOctets();
      byte[] raw =
          org.bouncycastle.util.Arrays.concatenate(new byte[][] {new byte[] {4}, x, y, hash, text});
      return run(false, PrivateKeyFactory.createKey(key.getEncoded()), raw);
    } catch (IOException | InvalidCipherTextException e) {
      throw new CryptoException("The ciphertext is damaged.");
    }
  }

  private static byte[] coordinate(ASN1Sequence parts, int index) {
    BigInteger value = ASN1Integer.getInstance(parts.getObjectAt(index)).getPositiveValue();
    return BigIntegers.asUnsignedByteArray(COORDINATE, value);
  }

  private static byte[] run(boolean encrypt, CipherParameters parameters, byte[] input)
      throws InvalidCipherTextException {
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(encrypt, parameters);
    return engine.processBlock(input, 0, input.length);
  }
}
