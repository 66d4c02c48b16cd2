package io.github.wxpay.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The documented limits of a value. In the resource they are separated by spaces: {@code 6-32} for
 * characters, {@code b-128} for bytes, {@code r1-100} for a number, and {@code p} with a regular
 * expression, which comes last. Immutable.
 */
final class Limits {
  static final Limits NONE = new Limits("");

  private static final Pattern RANGE = Pattern.compile("([br]?)([0-9]*)-([0-9]*)");

  final String text;
  final @Nullable Integer minLength;
  final @Nullable Integer maxLength;
  final boolean inBytes;
  final @Nullable Long minimum;
  final @Nullable Long maximum;
  final @Nullable Pattern pattern;

  private Limits(String text) {
    Integer minChars = null;
    Integer maxChars = null;
    boolean bytes = false;
    Long min = null;
    Long max = null;
    Pattern regex = null;
    for (String part : Reader.texts(text, ' ')) {
      Matcher range = RANGE.matcher(part);
      if (part.startsWith("p")) {
        regex = Pattern.compile(part.substring(1));
      } else if (!range.matches()) {
        throw new IllegalArgumentException(
            "Unknown limits '" + text + "'; expected 6-32, b-128, r1-100 or pREGEX.");
      } else if (range.group(1).equals("r")) {
        min = number(range.group(2));
        max = number(range.group(3));
      } else {
        bytes = range.group(1).equals("b");
        minChars = length(range.group(2));
        maxChars = length(range.group(3));
      }
    }
    this.text = text;
    this.minLength = minChars;
    this.maxLength = maxChars;
    this.inBytes = bytes;
    this.minimum = min;
    this.maximum = max;
    this.pattern = regex;
  }

  static Limits of(String text) {
    return text.isEmpty() ? NONE : new Limits(text);
  }

  private static @Nullable Long number(String digits) {
    return digits.isEmpty() ? null : Long.valueOf(digits);
  }

  private static @Nullable Integer length(String digits) {
    return digits.isEmpty() ? null : Integer.valueOf(digits);
  }

  /** Returns the length of a string in the unit of the limits: code points or bytes of UTF-8. */
  int lengthOf(String value) {
    int characters = value.codePointCount(0, value.length());
    return inBytes ? value.getBytes(StandardCharsets.UTF_8).length : characters;
  }

  /** Returns whether a string has an allowed length and matches the pattern. */
  boolean allow(String value) {
    int length = lengthOf(value);
    return (minLength == null || length >= minLength)
        && (maxLength == null || length <= maxLength)
        && (pattern == null || pattern.matcher(value).matches());
  }

  /** Returns the start of a string that has at most the maximum length. */
  String cut(String value) {
    String rest = value;
    while (maxLength != null && lengthOf(rest) > maxLength) {
      rest = rest.substring(0, rest.offsetByCodePoints(rest.length(), -1));
    }
    return rest.strip();
  }

  int shortest() {
    return minLength == null ? 0 : minLength;
  }

  /** Returns the allowed lengths as text, such as {@code 6 to 32 characters}. */
  String lengths() {
    String unit = inBytes ? "byte" : "character";
    int last = maxLength == null ? (minLength == null ? 0 : minLength) : maxLength;
    return between(minLength, maxLength) + " " + unit + (last == 1 ? "" : "s");
  }

  /** Returns the allowed numbers as text, such as {@code 20 to 100} or {@code at least 1}. */
  String numbers() {
    return between(minimum, maximum);
  }

  private static String between(@Nullable Number min, @Nullable Number max) {
    if (min == null) {
      return "at most " + max;
    }
    if (max == null) {
      return "at least " + min;
    }
    return min.equals(max) ? "exactly " + min : min + " to " + max;
  }

  @Override
  public String toString() {
    return text;
  }
}
