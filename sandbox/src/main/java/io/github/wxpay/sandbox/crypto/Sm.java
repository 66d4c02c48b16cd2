package io.github.wxpay.sandbox.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.engines.SM2Engine;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

/**
 * The Chinese national algorithms: SM2 with SM3 (signatures in DER, under the default user id), SM2
 * encryption (ASN.1, C1C3C2), SM4-GCM.
 */
final class Sm {
  /** The provider. It is never installed, so that the program's list of providers is unchanged. */
  static final Provider PROVIDER = new BouncyCastleProvider();

  static final String SIGNATURE = "SM3withSM2";
  private static final String CURVE = "sm2p256v1";
  private static final ECDomainParameters DOMAIN = domain();
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int COORDINATE = 32;
  private static final int DIGEST = 32;

  private Sm() {}

  private static ECDomainParameters domain() {
    X9ECParameters curve = CustomNamedCurves.getByName(CURVE);
    return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
  }

  static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
      generator.initialize(new ECGenParameterSpec(CURVE));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot create an SM2 key pair", e);
    }
  }

  static String sign(byte[] message, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(SIGNATURE, PROVIDER);
      signature.initSign(key);
      signature.update(message);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  static boolean verify(byte[] message, byte[] signature, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance(SIGNATURE, PROVIDER);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot verify", e);
    }
  }

  static String encrypt(String plain, PublicKey key) {
    java.security.spec.ECPoint w = ((ECPublicKey) key).getW();
    ECPoint point = DOMAIN.getCurve().createPoint(w.getAffineX(), w.getAffineY());
    SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
    engine.init(true, new ParametersWithRandom(new ECPublicKeyParameters(point, DOMAIN), RANDOM));
    byte[] text = plain.getBytes(StandardCharsets.UTF_8);
    try {
      // The engine's format: 04, x, y, digest, ciphertext.
      byte[] raw = engine.processBlock(text, 0, text.length);
      int y = 1 + COORDINATE;
      int digest = y + COORDINATE;
      int rest = digest + DIGEST;
      byte[] der =
          new DERSequence(
                  new ASN1Encodable[] {
                    new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, 1, y))),
                    new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, y, digest))),
                    new DEROctetString(Arrays.copyOfRange(raw, digest, rest)),
                    new DEROctetString(Arrays.copyOfRange(raw, rest, raw.length))
                  })
              .getEncoded();
      return Base64.getEncoder().encodeToString(der);
    } catch (InvalidCipherTextException | IOException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  /**
   * Decrypts a ciphertext and returns the plain text.
   *
   * @throws IllegalArgumentException if it was not encrypted for this key
   */
  static String decrypt(byte[] ciphertext, PrivateKey key) {
    try {
      ASN1Sequence parts = ASN1Sequence.getInstance(ciphertext);
      byte[] x = BigIntegers.asUnsignedByteArray(COORDINATE, integer(parts, 0));
      byte[] y = BigIntegers.asUnsignedByteArray(COORDINATE, integer(parts, 1));
      byte[] digest = ASN1OctetString.getInstance(parts.getObjectAt(2)).getOctets();
      byte[] text = ASN1OctetString.getInstance(parts.getObjectAt(3)).getOctets();
      byte[] raw = org.bouncycastle.util.Arrays.concatenate(new byte[][] {{4}, x, y, digest, text});
      SM2Engine engine = new SM2Engine(SM2Engine.Mode.C1C3C2);
      engine.init(false, new ECPrivateKeyParameters(((ECPrivateKey) key).getS(), DOMAIN));
      return new String(engine.processBlock(raw, 0, raw.length), StandardCharsets.UTF_8);
    } catch (InvalidCipherTextException | RuntimeException e) {
      throw new IllegalArgumentException("not encrypted for this key", e);
    }
  }

  private static BigInteger integer(ASN1Sequence parts, int index) {
    return ASN1Integer.getInstance(parts.getObjectAt(index)).getPositiveValue();
  }

  /** Encrypts with the first 16 bytes of the SM3 digest of the APIv3 key. */
  static String seal(String plain, String apiV3Key, String nonce, String associatedData) {
    byte[] secret = apiV3Key.getBytes(StandardCharsets.UTF_8);
    SM3Digest digest = new SM3Digest();
    digest.update(secret, 0, secret.length);
    byte[] key = new byte[digest.getDigestSize()];
    digest.doFinal(key, 0);
    try {
      Cipher cipher = Cipher.getInstance("SM4/GCM/NoPadding", PROVIDER);
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key, 0, 16, "SM4"),
          new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
      byte[] ciphertext = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(ciphertext);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }
}
