package io.github.wxpay.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The documented limits of a value, as the resource writes them: {@code 6-32} for characters,
 * {@code b-128} for bytes, {@code r1-100} for a number, {@code p} and a regular expression, with
 * blanks between; the expression is the last one. Immutable.
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
    Integer shortest = null;
    Integer longest = null;
    boolean bytes = false;
    Long least = null;
    Long most = null;
    Pattern form = null;
    for (String part : Reader.texts(text, ' ')) {
      Matcher range = RANGE.matcher(part);
      if (part.startsWith("p")) {
        form = Pattern.compile(part.substring(1));
      } else if (!range.matches()) {
        throw new IllegalArgumentException("unknown limits: " + text);
      } else if (range.group(1).equals("r")) {
        least = number(range.group(2));
        most = number(range.group(3));
      } else {
        bytes = range.group(1).equals("b");
        shortest = length(range.group(2));
        longest = length(range.group(3));
      }
    }
    this.text = text;
    this.minLength = shortest;
    this.maxLength = longest;
    this.inBytes = bytes;
    this.minimum = least;
    this.maximum = most;
    this.pattern = form;
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

  /** Returns the length of a text in what it is limited in, characters or bytes of UTF-8. */
  int lengthOf(String value) {
    int characters = value.codePointCount(0, value.length());
    return inBytes ? value.getBytes(StandardCharsets.UTF_8).length : characters;
  }

  /** Returns whether a text is of an allowed length and matches the pattern. */
  boolean allow(String value) {
    int length = lengthOf(value);
    return (minLength == null || length >= minLength)
        && (maxLength == null || length <= maxLength)
        && (pattern == null || pattern.matcher(value).matches());
  }

  /** Returns the beginning of a text that is not too long. */
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

  /** Returns the allowed lengths in words: {@code 6 to 32 characters}. */
  String lengths() {
    String unit = inBytes ? "byte" : "character";
    int last = maxLength == null ? (minLength == null ? 0 : minLength) : maxLength;
    return between(minLength, maxLength) + " " + unit + (last == 1 ? "" : "s");
  }

  /** Returns the allowed numbers in words: {@code 20 to 100}, {@code at least 1}. */
  String numbers() {
    return between(minimum, maximum);
  }

  private static String between(@Nullable Number least, @Nullable Number most) {
    if (least == null) {
      return "at most " + most;
    }
    if (most == null) {
      return "at least " + least;
    }
    return least.equals(most) ? "exactly " + least : least + " to " + most;
  }

  @Override
  public String toString() {
    return text;
  }
}
