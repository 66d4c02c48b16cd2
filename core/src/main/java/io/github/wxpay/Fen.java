package io.github.wxpay;

import io.github.wxpay.internal.text.Printable;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Converts amounts exactly between yuan, as people and databases write them, and fen, as the API
 * takes them: 100 fen are 1 yuan.
 *
 * <pre>{@code
 * long total = Fen.of("9.90");       // 990
 * String shown = Fen.yuan(total);    // "9.90"
 * }</pre>
 *
 * <p>There is no method for {@code double}, which cannot represent most amounts exactly.
 */
public final class Fen {
  private static final Pattern YUAN = Pattern.compile("-?[0-9]+(\\.[0-9]{1,2})?");
  private static final Pattern LEADING_ZEROS = Pattern.compile("^(-?)0+(?=[0-9])");
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE, 2);
  private static final BigDecimal MIN = BigDecimal.valueOf(Long.MIN_VALUE, 2);
  private static final int LONGEST = MIN.toPlainString().length();

  private Fen() {}

  /**
   * Returns an amount in yuan as fen: {@code "9.90"}, {@code "9.9"}, {@code "9"}, {@code "-9.90"}.
   *
   * @throws IllegalArgumentException if the text has more than two decimals, or anything but the
   *     digits 0 to 9, one point between digits and a leading minus, or if the amount does not fit
   *     into a {@code long}
   */
  public static long of(String yuan) {
    if (!YUAN.matcher(Objects.requireNonNull(yuan, "yuan == null")).matches()) {
      throw new IllegalArgumentException(
          "An amount in yuan must be digits with at most two decimals, such as 9.90 or -9.90; got '"
              + Printable.of(yuan, 40)
              + "'.");
    }
    String digits = LEADING_ZEROS.matcher(yuan).replaceFirst("$1");
    if (digits.length() > LONGEST) { // BigDecimal takes quadratic time for many digits
      throw outOfRange(yuan);
    }
    return of(new BigDecimal(digits));
  }

  /**
   * Returns an amount in yuan as fen. Zeros after the second decimal, as databases add them, are
   * accepted.
   *
   * @throws IllegalArgumentException if the amount is not an integral number of fen, or does not
   *     fit into a {@code long}
   */
  public static long of(BigDecimal yuan) {
    if (Objects.requireNonNull(yuan, "yuan == null").signum() == 0) {
      return 0;
    }
    if (yuan.compareTo(MAX) > 0 || yuan.compareTo(MIN) < 0) {
      throw outOfRange(yuan.toString());
    }
    try {
      return yuan.scaleByPowerOfTen(2).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "An amount in yuan must have at most two decimals; got "
              + Printable.of(yuan.toString(), 40)
              + ".",
          e);
    }
  }

  private static IllegalArgumentException outOfRange(String yuan) {
    return new IllegalArgumentException(
        "An amount in yuan must be from "
            + MIN.toPlainString()
            + " to "
            + MAX.toPlainString()
            + "; got "
            + Printable.of(yuan, 40)
            + ".");
  }

  /** Returns an amount in fen as yuan with two decimals: {@code 990} as {@code "9.90"}. */
  public static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
