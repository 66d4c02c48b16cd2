package io.github.wxpay.crypto;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.internal.keys.BouncyCastle;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Digests and signs of APIv2, in lower-case hex unless stated otherwise. Texts are digested as
 * UTF-8. Corresponds to the original's class of that name. Safe for use by many threads.
 *
 * <pre>{@code
 * String sign = Hash.sign(Hash.ALGO_HMAC_SHA256, fields, apiV2Key);
 * boolean valid = Hash.equals(sign, received);
 * }</pre>
 */
public final class Hash {
  /** The {@code sign_type} of MD5. */
  public static final String ALGO_MD5 = "MD5";

  /** The {@code sign_type} of HMAC-SHA256. */
  public static final String ALGO_HMAC_SHA256 = "HMAC-SHA256";

  private static final char[] DIGITS = "0123456789abcdef".toCharArray();

  private Hash() {}

  /** Returns the MD5 of a text. */
  public static String md5(String text) {
    return md5(text, "");
  }

  /** Returns the MD5 of {@code text&key=KEY}; of the text alone if the key is empty. */
  public static String md5(String text, String key) {
    return digest("MD5", utf8(key.isEmpty() ? text : text + "&key=" + key));
  }

  /**
   * Returns the MD5 of {@code text&secret=KEY}, WeCom's {@code workwx_sign}, if an agent ID is
   * given; of {@code text&key=KEY} otherwise.
   */
  public static String md5(String text, String key, @Nullable String agentId) {
    boolean agency = agentId != null && !agentId.isEmpty() && !key.isEmpty();
    return agency ? md5(text + "&secret=" + key) : md5(text, key);
  }

  /** Returns the MD5 of bytes. */
  public static String md5(byte[] bytes) {
    return digest("MD5", bytes);
  }

  /** Returns the HMAC-SHA256 of {@code text&key=KEY} with the key. */
  public static String hmac(String text, String key) {
    return hmac(text, key, "sha256");
  }

  /**
   * Returns the HMAC of {@code text&key=KEY} with the key; {@code algorithm} is {@code sha256},
   * {@code md5} or the like.
   */
  public static String hmac(String text, String key, String algorithm) {
    String name = "Hmac" + algorithm.toUpperCase(Locale.ROOT).replace("-", "");
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(utf8(key), name));
      return hex(mac.doFinal(utf8(text + "&key=" + key)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new CryptoException(
          key.isEmpty()
              ? "The HMAC key is empty."
              : "The HMAC algorithm is not known: '"
                  + Printable.of(algorithm, 32)
                  + "'. Use sha256, sha512, sha1 or md5.");
    }
  }

  /** Returns the SHA-1 of a text. */
  public static String sha1(String text) {
    return sha1(utf8(text));
  }

  /** Returns the SHA-1 of bytes. */
  public static String sha1(byte[] bytes) {
    return digest("SHA-1", bytes);
  }

  /** Returns the SHA-256 of a text. */
  public static String sha256(String text) {
    return sha256(utf8(text));
  }

  /** Returns the SHA-256 of bytes. */
  public static String sha256(byte[] bytes) {
    return digest("SHA-256", bytes);
  }

  /**
   * Returns the digest of a file, which is read as a stream.
   *
   * @param algorithm {@code SHA256}, {@code SHA1}, {@code MD5} or {@code SM3}, as the platform
   *     names them
   * @throws FileException if the file cannot be read
   */
  public static String file(String algorithm, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return stream(algorithm, in);
    } catch (IOException e) {
      throw FileException.of("The file cannot be read", file, e);
    }
  }

  /**
   * Returns the digest of the remaining bytes of a stream, which is not closed; algorithms as for
   * {@link #file}.
   */
  public static String stream(String algorithm, InputStream in) throws IOException {
    MessageDigest digest = digester(algorithm);
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      digest.update(buffer, 0, n);
    }
    return hex(digest.digest());
  }

  /** Returns the SM3 of a text. Requires Bouncy Castle. */
  public static String sm3(String text) {
    return sm3(utf8(text));
  }

  /** Returns the SM3 of bytes. Requires Bouncy Castle. */
  public static String sm3(byte[] bytes) {
    return hex(BouncyCastle.sm3(bytes));
  }

  /** Compares two texts in a time that does not depend on where they differ. */
  public static boolean equals(String known, @Nullable String user) {
    return user != null && MessageDigest.isEqual(utf8(known), utf8(user));
  }

  /**
   * Returns the APIv2 {@code sign} of fields, in upper-case hex: names in ASCII order, {@code k=v}
   * joined by {@code &}, without {@code sign} and without values that are {@code null} or empty.
   * Numbers and times are signed as calls of APIv2 send them.
   *
   * @param type {@link #ALGO_MD5} or {@link #ALGO_HMAC_SHA256}; any other is refused
   * @param key the APIv2 key; an empty one is refused, since anyone could compute the sign
   * @throws IllegalArgumentException if a value is nested (a Map, a list, an array) or otherwise
   *     not a text, a number or a time; the message names the field
   */
  public static String sign(String type, Map<String, ?> fields, String key) {
    if (key.isEmpty()) {
      throw new CryptoException(
          "The APIv2 key is empty, and anyone could compute a sign without a key. Set the key of 32"
              + " characters.");
    }
    StringBuilder text = new StringBuilder();
    new TreeMap<String, Object>(fields)
        .forEach(
            (name, value) -> {
              String field = value == null || name.equals("sign") ? "" : Scalars.field(name, value);
              if (!field.isEmpty()) {
                text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(field);
              }
            });
    switch (type) {
      case ALGO_MD5:
        return md5(text.toString(), key).toUpperCase(Locale.ROOT);
      case ALGO_HMAC_SHA256:
        return hmac(text.toString(), key).toUpperCase(Locale.ROOT);
      default:
        throw new IllegalArgumentException(
            "The sign_type '" + Printable.of(type, 32) + "' is not known. Use MD5 or HMAC-SHA256.");
    }
  }

  private static MessageDigest digester(String algorithm) {
    String plain = algorithm.toUpperCase(Locale.ROOT).replace("-", "");
    try {
      return plain.equals("SM3")
          ? BouncyCastle.sm3()
          : MessageDigest.getInstance(plain.replaceFirst("^SHA", "SHA-"));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "The digest algorithm is not known: '"
              + Printable.of(algorithm, 32)
              + "'. Use SHA256, SHA1, MD5 or SM3.");
    }
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return hex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new CryptoException("This Java has no " + algorithm + ".", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hex(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      out.append(DIGITS[(b >> 4) & 0xf]).append(DIGITS[b & 0xf]);
    }
    return out.toString();
  }
}
