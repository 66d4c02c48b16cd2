package io.github.wxpay;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.internal.text.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Creates numbers for orders ({@code out_trade_no}), refunds ({@code out_refund_no}), transfers and
 * the like: 32 characters, unique across processes without coordination.
 *
 * <pre>{@code
 * String number = OrderNumbers.next();         // 20260731153000123 and 15 random characters
 * String refund = OrderNumbers.next("R");      // R20260731153000123 and 14 random characters
 * }</pre>
 *
 * <p>A number is the prefix, the time in Beijing to the millisecond, and random letters and digits
 * from {@link java.security.SecureRandom}. Numbers with the same prefix are in the order of their
 * milliseconds as text. They contain upper and lower case, which the platform distinguishes.
 *
 * <p>Only numbers of the same millisecond can collide. At {@code r} numbers per second, of all
 * processes together, the expected number of collisions per second is {@code r² / (2000 · 62^k)}
 * with {@code k} random characters: at 10,000 per second without a prefix ({@code k} = 15) one in
 * more than 10 trillion years, with a prefix of 8 characters ({@code k} = 7) one in about 2 years.
 *
 * <p>Store the number before you send the request, and send a repeated request with the same one.
 */
public final class OrderNumbers {
  private static final int LENGTH = 32;
  private static final int MAX_PREFIX = 8;
  private static final Pattern PREFIX = Pattern.compile("[0-9A-Za-z_|*-]{0," + MAX_PREFIX + "}");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS", Locale.ROOT).withZone(ZoneOffset.ofHours(8));

  private OrderNumbers() {}

  /** Returns a new number of letters and digits. */
  public static String next() {
    return next("");
  }

  /**
   * Returns a new number that begins with a prefix, such as that of a shop. Numbers of transfers
   * ({@code out_bill_no}) must be letters and digits only.
   *
   * @param prefix at most 8 letters, digits or characters of {@code _-|*}
   * @throws IllegalArgumentException if the prefix is longer or has other characters
   */
  public static String next(String prefix) {
    return at(Instant.now(), prefix);
  }

  /** Returns a number of a given time. */
  static String at(Instant time, String prefix) {
    if (!PREFIX.matcher(Objects.requireNonNull(prefix, "prefix == null")).matches()) {
      throw new IllegalArgumentException(
          "`prefix` must be at most "
              + MAX_PREFIX
              + " letters, digits or characters of _-|*; got '"
              + Printable.of(prefix, 40)
              + "'.");
    }
    String start = prefix + TIME.format(time);
    return start + Formatter.nonce(LENGTH - start.length());
  }
}
