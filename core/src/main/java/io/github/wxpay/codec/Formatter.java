package io.github.wxpay.codec;

import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.SignedText;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates the texts that are signed, nonces, header values and rows of bills. Corresponds to the
 * original's class of that name. Safe for use by many threads.
 *
 * <pre>{@code
 * String text = Formatter.request("GET", "/v3/certificates", Formatter.timestamp(), nonce);
 * String signature = Rsa.sign(text, privateKey);
 * }</pre>
 */
public final class Formatter {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  private Formatter() {}

  /** Returns a random text of 32 letters and digits. */
  public static String nonce() {
    return nonce(32);
  }

  /** Returns a random text of {@code size} letters and digits, each equally likely. */
  public static String nonce(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("`size` must not be negative; got " + size + ".");
    }
    StringBuilder out = new StringBuilder(size);
    byte[] pool = new byte[Math.max(16, Math.min(size + size / 8, 1024))];
    while (out.length() < size) {
      RANDOM.nextBytes(pool);
      for (int i = 0; i < pool.length && out.length() < size; i++) {
        int index =
            pool[i] & 63; // 62 and 63 are discarded, so that every character is equally likely
        if (index < ALPHABET.length()) {
          out.append(ALPHABET.charAt(index));
        }
      }
    }
    return out.toString();
  }

  /** Returns the current time in Unix seconds. */
  public static long timestamp() {
    return System.currentTimeMillis() / 1000;
  }

  /**
   * Returns the value of APIv3's {@code Authorization} header.
   *
   * @throws IllegalArgumentException if a value contains a control character or a quote
   */
  public static String authorization(
      String mchid, String nonce, String signature, Object timestamp, String serial) {
    return authorization(
        "WECHATPAY2-SHA256-RSA2048", "mchid", mchid, nonce, signature, timestamp, serial);
  }

  /**
   * Returns the value of an {@code Authorization} header with another scheme and name of the
   * caller's ID ({@code brand_id}).
   */
  public static String authorization(
      String scheme,
      String idName,
      String id,
      String nonce,
      String signature,
      Object timestamp,
      String serial) {
    StringBuilder out = new StringBuilder(640); // a signature of 2048 bits has 344 characters
    out.append(scheme)
        .append(' ')
        .append(idName)
        .append("=\"")
        .append(SignedText.quoted(idName, id))
        .append("\",serial_no=\"")
        .append(SignedText.quoted("serial_no", serial))
        .append("\",timestamp=\"")
        .append(SignedText.quoted("timestamp", timestamp))
        .append("\",nonce_str=\"")
        .append(SignedText.quoted("nonce_str", nonce))
        .append("\",signature=\"")
        .append(SignedText.quoted("signature", signature))
        .append('"');
    return out.toString();
  }

  /** Returns the text that a request without a body signs. */
  public static String request(
      @Nullable String method,
      @Nullable String uri,
      @Nullable Object timestamp,
      @Nullable String nonce) {
    return request(method, uri, timestamp, nonce, "");
  }

  /**
   * Returns the text that a request signs: method, target (path and query as sent), Unix seconds,
   * nonce and body, each followed by a line feed. {@code null} is empty.
   *
   * @throws IllegalArgumentException if a part other than the body contains a control character,
   *     since the signature would be valid for another request too
   */
  public static String request(
      @Nullable String method,
      @Nullable String uri,
      @Nullable Object timestamp,
      @Nullable String nonce,
      @Nullable String body) {
    return joinedByLineFeed(
        SignedText.part("method", method),
        SignedText.part("uri", uri),
        SignedText.part("timestamp", timestamp),
        SignedText.part("nonce", nonce),
        body);
  }

  /** Returns the text that a response without a body signs. */
  public static String response(Object timestamp, String nonce) {
    return response(timestamp, nonce, "");
  }

  /**
   * Returns the text that a response or a notification signs: Unix seconds, nonce and body, each
   * followed by a line feed. {@code null} is empty.
   *
   * @throws IllegalArgumentException if the timestamp or the nonce contains a control character
   */
  public static String response(Object timestamp, String nonce, @Nullable String body) {
    return joinedByLineFeed(
        SignedText.part("timestamp", timestamp), SignedText.part("nonce", nonce), body);
  }

  /**
   * Returns the pieces, each followed by a line feed. {@code null} is empty, and a number is
   * written without an exponent.
   */
  public static String joinedByLineFeed(@Nullable Object... pieces) {
    StringBuilder out = new StringBuilder(256);
    for (Object piece : pieces) {
      out.append(piece == null ? "" : plain(piece)).append('\n');
    }
    return out.toString();
  }

  private static String plain(Object piece) {
    return piece instanceof Number ? Scalars.field("timestamp", piece) : piece.toString();
  }

  /** Returns the entries sorted by name, by UTF-16 units as the platform sorts them. */
  public static <V> Map<String, V> ksort(Map<String, V> map) {
    return new LinkedHashMap<>(new TreeMap<>(map));
  }

  /**
   * Returns {@code k=v} joined by {@code &} in the given order, unescaped, without {@code sign} and
   * without values that are {@code null} or empty. Numbers and times are written as calls of APIv2
   * send them.
   *
   * @throws IllegalArgumentException if a value is nested (a Map, a list, an array) or otherwise
   *     not a text, a number or a time; the message names the field
   */
  public static String queryStringLike(Map<String, ?> fields) {
    StringJoiner out = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          String text = value == null || name.equals("sign") ? "" : Scalars.field(name, value);
          if (!text.isEmpty()) {
            out.add(name + "=" + text);
          }
        });
    return out.toString();
  }

  /** Splits a bill row into values by column index: {@code `a,`b} into {@code {0=a, 1=b}}. */
  public static Map<String, String> castCsvLine(@Nullable String row) {
    return castCsvLine(row, List.of());
  }

  /** Splits a bill row into values by column name. */
  public static Map<String, String> castCsvLine(@Nullable String row, List<String> keys) {
    return castCsvLine(row, keys, true, ",`");
  }

  /**
   * Splits a bill row into values.
   *
   * @param keys column names; a column without a name has its index as key
   * @param skipFirstChar whether to drop the first character, the back-tick
   * @param separator the literal text between two columns; an empty one splits into characters
   */
  public static Map<String, String> castCsvLine(
      @Nullable String row, List<String> keys, boolean skipFirstChar, String separator) {
    String text = row == null ? "" : row;
    String line = skipFirstChar && !text.isEmpty() ? text.substring(1) : text;
    String[] cells =
        separator.isEmpty() ? line.split("") : line.split(Pattern.quote(separator), -1);
    Map<String, String> out = new LinkedHashMap<>();
    for (int i = 0; i < cells.length; i++) {
      boolean named = i < keys.size() && !keys.get(i).isEmpty();
      out.put(named ? keys.get(i) : Integer.toString(i), cells[i]);
    }
    return out;
  }

  /**
   * Parses a complete bill in memory into {@code rows}, a list of maps by column name, and {@code
   * summary}, the map of its last line. The byte order mark and the final line break are optional.
   * For large bills use {@link Bill}.
   */
  public static Map<String, Object> castCsvBill(byte[] bill) {
    String text = new String(bill, StandardCharsets.UTF_8);
    List<String> lines =
        new ArrayList<>(
            Arrays.asList(
                (text.startsWith("\uFEFF") ? text.substring(1) : text).split("\r?\n", -1)));
    if (lines.size() > 1 && lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    int last = lines.size() - 1;
    List<String> keys = List.of(lines.get(0).split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 1; i < last - 1; i++) {
      rows.add(castCsvLine(lines.get(i), keys, isTicked(lines.get(i)), ",`"));
    }
    List<String> summaryKeys = List.of(lines.get(Math.max(0, last - 1)).split(",", -1));
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("rows", rows);
    out.put("summary", castCsvLine(lines.get(last), summaryKeys, isTicked(lines.get(last)), ",`"));
    return out;
  }

  /** Returns whether the first value has a back-tick, which bills of the acceptance tests lack. */
  private static boolean isTicked(String line) {
    return line.startsWith("`") || !line.contains(",`");
  }
}
