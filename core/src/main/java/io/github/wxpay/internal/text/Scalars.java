package io.github.wxpay.internal.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.util.Currency;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Converts scalar values to text, by the same rules in bodies, queries, placeholders, fields of
 * APIv2 and texts to sign, so that the signed text equals the sent text.
 *
 * <p>A number is written without an exponent, an integral one without a fraction ({@code 1E+2},
 * {@code 100.00} and {@code 1e2} as {@code 100}), with at most 64 digits; a time in a format of
 * {@link Times}; an enum constant as its name; texts, booleans, UUIDs, URIs, URLs and currencies as
 * their {@code toString()}.
 */
public final class Scalars {
  private static final int MAX_DIGITS = 64;

  /**
   * The maximum size of a number that is converted, since it may have few digits, such as 1.000…0.
   */
  private static final int MAX_BITS = 4096;

  private Scalars() {}

  /**
   * Returns whether values of a type can be written as text, except numbers and times out of range.
   */
  public static boolean isScalar(Class<?> type) {
    return CharSequence.class.isAssignableFrom(type)
        || Number.class.isAssignableFrom(type)
        || Enum.class.isAssignableFrom(type)
        || type == Boolean.class
        || type == AtomicBoolean.class
        || type == Character.class
        || type == UUID.class
        || type == URI.class
        || type == URL.class
        || type == Currency.class
        || Times.isTime(type);
  }

  /**
   * Returns the reason why a value has no text, to follow "is": {@code null}, {@code NaN}, "a
   * number of 65 digits (at most 64)", "of type java.util.ArrayList". Empty if it has one.
   */
  public static String problem(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Number) {
      return problem((Number) value);
    }
    if (!isScalar(value.getClass())) {
      return Printable.type(value);
    }
    return Times.isTime(value.getClass()) ? Times.problem(value) : "";
  }

  /** Returns the text of a value that has no {@link #problem}. */
  public static String text(Object value, Times times) {
    if (value instanceof Number) {
      return isWhole((Number) value) ? value.toString() : number((Number) value).toPlainString();
    }
    if (value instanceof Enum) {
      return ((Enum<?>) value).name();
    }
    return Times.isTime(value.getClass()) ? times.text(value) : value.toString();
  }

  /** Returns a number that has no {@link #problem}, with scale 0 if it is integral. */
  public static BigDecimal number(Number value) {
    BigDecimal number = decimal(value);
    if (number == null) {
      throw new IllegalArgumentException(problem(value));
    }
    return number.scale() < 0 ? number.setScale(0) : number;
  }

  /**
   * Returns the text of a field of APIv2, which is sent and signed.
   *
   * @throws IllegalArgumentException if the value is nested or otherwise not a scalar; the message
   *     names the field
   */
  public static String field(Object name, Object value) {
    String problem = problem(value);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(
          "The field '"
              + Printable.name(name.toString())
              + "' is "
              + problem
              + ", which cannot be signed. Pass a text or a number, and JSON as its text.");
    }
    return text(value, Times.V2);
  }

  /** Returns whether a text contains an unpaired surrogate, which cannot be encoded. */
  public static boolean hasUnpairedSurrogate(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.codePointAt(text, i) < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
          return true;
        }
        i++; // the low surrogate
      }
    }
    return false;
  }

  private static String problem(Number value) {
    if (isWhole(value)) {
      return "";
    }
    BigDecimal number = decimal(value);
    if (number == null) {
      boolean real = value instanceof Double || value instanceof Float; // NaN or an infinity
      return real ? value.toString() : Printable.type(value);
    }
    if (number.unscaledValue().bitLength() > MAX_BITS) {
      return "a number of more than " + MAX_DIGITS + " digits";
    }
    long precision = number.precision();
    long digits =
        number.scale() <= 0
            ? precision - number.scale()
            : Math.max(precision, number.scale() + 1L); // 0.01 has three
    return digits > MAX_DIGITS
        ? "a number of " + digits + " digits (at most " + MAX_DIGITS + ")"
        : "";
  }

  private static boolean isWhole(Number value) {
    return value instanceof Integer || value instanceof Long;
  }

  /**
   * Returns the number without trailing zeros if it is integral; {@code null} if it has no digits.
   */
  private static @Nullable BigDecimal decimal(Number value) {
    BigDecimal number;
    try {
      number =
          value instanceof BigDecimal
              ? (BigDecimal) value
              : value instanceof BigInteger
                  ? new BigDecimal((BigInteger) value)
                  : new BigDecimal(value.toString());
    } catch (NumberFormatException e) {
      return null;
    }
    if (number.scale() <= 0 || number.unscaledValue().bitLength() > MAX_BITS) {
      return number.signum() == 0 ? BigDecimal.ZERO : number;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    boolean decimal =
        value
            instanceof
            BigDecimal; // the scale of 0.10 is intended, that of a double's 1.0E-7 is not
    return stripped.scale() <= 0 || !decimal ? stripped : number;
  }
}
