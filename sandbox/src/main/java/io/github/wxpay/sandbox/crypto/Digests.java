package io.github.wxpay.sandbox.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest algorithms of files. */
public enum Digests {
  MD5("MD5", "MD5"),
  SHA1("SHA-1", "SHA1"),
  SHA256("SHA-256", "SHA256"),
  SM3("SM3", "SM3");

  private final String algorithm;
  private final String wireName;

  Digests(String algorithm, String wireName) {
    this.algorithm = algorithm;
    this.wireName = wireName;
  }

  /** Returns the name of the algorithm in {@code hash_type}. */
  public String wireName() {
    return wireName;
  }

  /** Returns a new digest, to be updated step by step. */
  public MessageDigest start() {
    try {
      return this == SM3
          ? MessageDigest.getInstance(algorithm, Sm.PROVIDER)
          : MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot digest", e);
    }
  }

  /** Returns the digest in lower-case hexadecimal. */
  public String of(byte[] bytes) {
    return hex(start().digest(bytes));
  }

  /** Returns the bytes in lower-case hexadecimal. */
  public static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte b : bytes) {
      text.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }
}
