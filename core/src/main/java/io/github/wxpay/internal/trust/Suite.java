package io.github.wxpay.internal.trust;

import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Sm2;
import io.github.wxpay.crypto.Sm4Gcm;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cipher suite: the algorithms of RSA or of 国密. The key decides which suite is used, never the
 * message. This is the only class that distinguishes algorithms once a key is read; the algorithms
 * are in {@code crypto}.
 */
public enum Suite {
  /** RSA with SHA-256, OAEP, AES-256-GCM. */
  RSA("SHA256-RSA2048", "SHA256withRSA", "RSA", "AEAD_AES_256_GCM") {
    @Override
    boolean owns(Key key) {
      return key.getAlgorithm().startsWith("RSA");
    }

    @Override
    String problem(Key key) {
      int bits = key instanceof RSAKey ? bits(key) : MIN_BITS;
      return bits >= MIN_BITS
          ? ""
          : "the key has "
              + bits
              + " bits; WeChat Pay uses "
              + MIN_BITS
              + ", since shorter keys can be broken.";
    }

    @Override
    boolean isOwnPair(PrivateKey key, PublicKey other, boolean unknown) {
      return key instanceof RSAKey
          ? other instanceof RSAKey
              && ((RSAKey) key).getModulus().equals(((RSAKey) other).getModulus())
          : unknown;
    }

    @Override
    public int signatureBytes(PublicKey key) {
      return key instanceof RSAKey ? bits(key) / 8 : 1;
    }

    @Override
    public boolean recoversOwnOnly() {
      return true;
    }

    @Override
    public byte[] sign(byte[] message, PrivateKey key) {
      return Rsa.signature(message, key);
    }

    @Override
    public boolean verify(byte[] message, String signature, PublicKey key) {
      return Rsa.verify(message, signature, key);
    }

    @Override
    public Optional<byte[]> recovered(String signature, PublicKey key) {
      // The digest is the last part of the DigestInfo.
      return Rsa.recovered(signature, key)
          .map(info -> Arrays.copyOfRange(info, Math.max(0, info.length - 32), info.length));
    }

    @Override
    public MessageDigest digest(PublicKey key) {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (GeneralSecurityException e) {
        throw new CryptoException("This Java has no SHA-256.", e);
      }
    }

    @Override
    public String encrypt(String plaintext, PublicKey key) {
      return Rsa.encrypt(plaintext, key);
    }

    @Override
    public String decrypt(String ciphertext, PrivateKey key) {
      return Rsa.decrypt(ciphertext, key);
    }

    @Override
    public String decrypt(String ciphertext, String key, String nonce, String aad) {
      return AesGcm.decrypt(ciphertext, key, nonce, aad);
    }
  },

  /** SM2 with SM3, SM4-GCM. */
  SM("SM2-WITH-SM3", "SM3withSM2", "SM2", "AEAD_SM4_GCM") {
    @Override
    boolean owns(Key key) {
      return Sm2.isKey(key);
    }

    @Override
    String problem(Key key) {
      return "";
    }

    @Override
    boolean isOwnPair(PrivateKey key, PublicKey other, boolean unknown) {
      byte[] message = "pair".getBytes(StandardCharsets.UTF_8);
      return owns(other)
          && Sm2.verify(
              message, Base64.getEncoder().encodeToString(Sm2.signature(message, key)), other);
    }

    @Override
    public int signatureBytes(PublicKey key) {
      return 1; // DER of two numbers of any length
    }

    @Override
    public boolean recoversOwnOnly() {
      return false;
    }

    @Override
    public byte[] sign(byte[] message, PrivateKey key) {
      return Sm2.signature(message, key);
    }

    @Override
    public boolean verify(byte[] message, String signature, PublicKey key) {
      return Sm2.verify(message, signature, key);
    }

    @Override
    public Optional<byte[]> recovered(String signature, PublicKey key) {
      return Sm2.recovered(signature, key);
    }

    @Override
    public MessageDigest digest(PublicKey key) {
      return Sm2.digest(key);
    }

    @Override
    public String encrypt(String plaintext, PublicKey key) {
      return Sm2.encrypt(plaintext, key);
    }

    @Override
    public String decrypt(String ciphertext, PrivateKey key) {
      return Sm2.decrypt(ciphertext, key);
    }

    @Override
    public String decrypt(String ciphertext, String key, String nonce, String aad) {
      return Sm4Gcm.decrypt(ciphertext, key, nonce, aad);
    }
  };

  private static final String SCHEME = "WECHATPAY2-";
  private static final int MIN_BITS = 2048;

  /** All suites; {@link #values()} creates a copy at each call. */
  private static final Suite[] ALL = values();

  private final String signing;
  private final String jca;
  private final String signType;
  private final String resourceCipher;

  Suite(String signing, String jca, String signType, String resourceCipher) {
    this.signing = signing;
    this.jca = jca;
    this.signType = signType;
    this.resourceCipher = resourceCipher;
  }

  /** Returns the suite of a key; RSA for a key of neither, whose use then fails. */
  public static Suite of(Key key) {
    for (Suite suite : ALL) {
      if (suite.owns(key)) {
        return suite;
      }
    }
    return RSA;
  }

  /**
   * Returns the suite of the platform's keys, for a merchant without a key: SM if any key is SM2,
   * RSA otherwise.
   */
  public static Suite of(Collection<PlatformKey> keys) {
    return keys.stream()
        .map(key -> of(key.key()))
        .filter(suite -> suite != RSA)
        .findFirst()
        .orElse(RSA);
  }

  /**
   * Returns a key if it belongs to a suite and is strong enough.
   *
   * @param name the name of the setting in messages
   * @throws CryptoException otherwise
   */
  static <K extends Key> K checked(String name, K key) {
    if (Arrays.stream(values()).noneMatch(suite -> suite.owns(key))) {
      throw new CryptoException(
          name + ": the key must be RSA or SM2; got " + key.getAlgorithm() + ".");
    }
    String problem = of(key).problem(key);
    if (!problem.isEmpty()) {
      throw new CryptoException(name + ": " + problem);
    }
    return key;
  }

  /**
   * Returns whether a public key is that of a private one; {@code unknown} if that cannot be
   * determined, as for a private key in a device.
   */
  static boolean isPair(PrivateKey key, PublicKey other, boolean unknown) {
    return of(key).isOwnPair(key, other, unknown);
  }

  private static int bits(Key key) {
    return ((RSAKey) key).getModulus().bitLength();
  }

  /**
   * Returns the suite of a signer. @throws IllegalArgumentException if the signer names an
   * algorithm that is not known
   */
  public static Suite of(RequestSigner signer) {
    String algorithm = String.valueOf(signer.algorithm());
    String name = algorithm.startsWith(SCHEME) ? algorithm.substring(SCHEME.length()) : algorithm;
    for (Suite suite : values()) {
      if (name.equalsIgnoreCase(suite.signing) || algorithm.equalsIgnoreCase(suite.jca)) {
        return suite;
      }
    }
    throw new IllegalArgumentException(
        "The algorithm of the RequestSigner must be "
            + Arrays.stream(values()).map(Suite::signing).collect(Collectors.joining(" or "))
            + "; got '"
            + Printable.name(algorithm)
            + "'. Return one of them from algorithm().");
  }

  /**
   * Requires a provider with RSA signatures, without using it.
   *
   * @throws IllegalArgumentException if it does not
   */
  public static void requireSignatures(Provider provider) {
    if (provider.getService("Signature", RSA.jca) == null) {
      throw new IllegalArgumentException(
          "The provider '"
              + Printable.of(provider.getName(), 64)
              + "' has no Signature "
              + RSA.jca
              + ", with which requests are signed and responses verified. Set one that has it, or"
              + " remove provider(…).");
    }
  }

  /** Returns the last part of the Authorization scheme, such as {@code SHA256-RSA2048}. */
  public String signing() {
    return signing;
  }

  /** Returns the {@code signType} of call-up parameters: {@code RSA}, {@code SM2}. */
  public String signType() {
    return signType;
  }

  /** Returns the name of the cipher with the APIv3 key, such as {@code AEAD_AES_256_GCM}. */
  public String resourceCipher() {
    return resourceCipher;
  }

  /** Returns whether a key belongs to this suite. */
  abstract boolean owns(Key key);

  /** Returns the problem of a key of this suite; empty if there is none. */
  abstract String problem(Key key);

  /** Does the same as {@link #isPair} for a private key of this suite or of neither. */
  abstract boolean isOwnPair(PrivateKey key, PublicKey other, boolean unknown);

  /** Returns the minimum length in bytes of a signature that a key verifies. */
  public abstract int signatureBytes(PublicKey key);

  /** Returns whether {@link #recovered} is empty for the signatures of other keys. */
  public abstract boolean recoversOwnOnly();

  /** Returns the raw signature of a message. */
  public abstract byte[] sign(byte[] message, PrivateKey key);

  /** Verifies a base64 signature of a message. */
  public abstract boolean verify(byte[] message, String signature, PublicKey key);

  /**
   * Returns the digest that a base64 signature signs, for a diagnosis, never instead of {@link
   * #verify}. Empty if the key cannot have created the signature.
   */
  public abstract Optional<byte[]> recovered(String signature, PublicKey key);

  /**
   * Returns a digest that, updated with a message, yields what {@link #recovered} returns for the
   * message's signature.
   */
  public abstract MessageDigest digest(PublicKey key);

  /** Encrypts a text for the owner of the private key. */
  public abstract String encrypt(String plaintext, PublicKey key);

  /** Decrypts a text that was encrypted for this key. */
  public abstract String decrypt(String ciphertext, PrivateKey key);

  /** Decrypts a text that was encrypted with the APIv3 key. */
  public abstract String decrypt(String ciphertext, String key, String nonce, String aad);
}
