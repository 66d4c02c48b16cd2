package io.github.wxpay.codec;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of a {@link Bill}. Values are decoded when they are read.
 *
 * <pre>{@code
 * bill.rows().forEach(row -> System.out.println(row.get("商户订单号") + row.fen("订单金额")));
 * }</pre>
 *
 * <p>A row of {@link Bill#rows()} and a {@link #copy()} are immutable. A row of {@link
 * Bill#forEach} is valid until the visitor returns: after that, each method that reads a value
 * throws an {@link IllegalStateException}.
 */
public final class BillRow {
  /** The result of {@link #units} for a value that it cannot convert. */
  static final long NOT_PLAIN = Long.MIN_VALUE;

  private static final int LONG_DIGITS = 18;
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?");

  private final BillHeading heading;
  private final byte[] bytes;
  private final int[] starts;
  private final int size;
  private final long number;
  private final @Nullable BillReader visiting;

  /**
   * Creates a row.
   *
   * @param starts the positions of the values in {@code bytes}, and the one at which a further
   *     value would begin
   * @param visiting the reader that owns and overwrites {@code bytes} and {@code starts}; {@code
   *     null} for an immutable row
   */
  BillRow(
      BillHeading heading,
      byte[] bytes,
      int[] starts,
      int size,
      long number,
      @Nullable BillReader visiting) {
    this.heading = heading;
    this.bytes = bytes;
    this.starts = starts;
    this.size = size;
    this.number = number;
    this.visiting = visiting;
  }

  /** Returns whether the row has a column of this name. */
  public boolean has(String name) {
    int index = heading.index(name);
    return index >= 0 && index < size;
  }

  /**
   * Returns a value without its back-tick and with its escapes decoded (see {@link Bill}).
   *
   * @throws IllegalArgumentException if the bill has no such column
   * @throws IllegalStateException if the row is no longer valid
   */
  public String get(String name) {
    int index = heading.index(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "The bill has no column '"
              + Printable.of(name, 64)
              + "'; it has "
              + Printable.of(heading.names().toString(), 512)
              + ".");
    }
    return get(index);
  }

  /**
   * Returns the value of a column by its index, from 0; empty if the row is shorter.
   *
   * @throws IllegalStateException if the row is no longer valid
   */
  public String get(int index) {
    checkValid();
    if (index >= size || starts[index] == end(index)) {
      return "";
    }
    String value =
        new String(bytes, starts[index], end(index) - starts[index], StandardCharsets.UTF_8);
    checkValid(); // another thread may have ended the visit meanwhile
    return value.indexOf('\\') < 0 ? value : decoded(value);
  }

  /**
   * Decodes the escapes, except a doubled backslash: whether the platform escapes it is not
   * documented.
   */
  private static String decoded(String value) {
    StringBuilder out = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\' || i + 1 == value.length()) {
        out.append(c);
        continue;
      }
      char escaped = value.charAt(++i);
      switch (escaped) {
        case 'n':
          out.append('\n');
          break;
        case 'r':
          out.append('\r');
          break;
        case ' ':
          out.append(' ');
          break;
        default:
          out.append(c).append(escaped);
          break;
      }
    }
    return out.toString();
  }

  /** Returns a value as a number. A percent sign after it is ignored. */
  public BigDecimal number(String name) {
    return number(name, get(name));
  }

  /**
   * Returns a value in yuan as fen.
   *
   * @throws MalformedException if the value is not a number, has more than two decimals, or does
   *     not fit into a {@code long}
   */
  public long fen(String name) {
    int index = heading.index(name);
    long fen = index < 0 || index >= size ? NOT_PLAIN : units(index, 2);
    if (fen != NOT_PLAIN) {
      return fen;
    }
    try {
      return number(name).movePointRight(2).longValueExact();
    } catch (ArithmeticException e) {
      throw new MalformedException(
          "'"
              + Printable.of(name, 64)
              + "' of the bill cannot be converted to fen: it has more than two decimals or is too"
              + " large.",
          e);
    }
  }

  /** Returns the number of values. */
  public int size() {
    return size;
  }

  /** Returns all values by name; a value without a name has its index as key. */
  public Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    List<String> names = heading.names();
    for (int i = 0; i < size; i++) {
      map.put(i < names.size() && !names.get(i).isEmpty() ? names.get(i) : "" + i, get(i));
    }
    return map;
  }

  /**
   * Returns a row that remains valid: this one, or a copy if this one is valid during a visit only.
   *
   * @throws IllegalStateException if the row is no longer valid
   */
  public BillRow copy() {
    if (visiting == null) {
      return this;
    }
    checkValid();
    BillRow copy = detached();
    checkValid();
    return copy;
  }

  /** Returns an immutable copy, without checking whether the row is valid. */
  BillRow detached() {
    int from = starts[0];
    int[] copied = Arrays.copyOf(starts, size + 1);
    for (int i = 0; i <= size; i++) {
      copied[i] -= from;
    }
    byte[] values = Arrays.copyOfRange(bytes, from, end(size - 1));
    return new BillRow(heading, values, copied, size, number, null);
  }

  /** Returns whether the row has no value at this column, or an empty one. */
  boolean isEmpty(int index) {
    return index >= size || starts[index] == end(index);
  }

  /**
   * Reads a value as a decimal number in units of 10<sup>-digits</sup>, without creating a String
   * and a BigDecimal.
   *
   * @return {@link #NOT_PLAIN} if the value is not a number, is long, or is not an integral number
   *     of units
   */
  long units(int index, int digits) {
    checkValid();
    int at = starts[index];
    int end = end(index);
    boolean negative = at < end && bytes[at] == '-';
    if (negative || (at < end && bytes[at] == '+')) {
      at++;
    }
    if (end - at > LONG_DIGITS - digits) {
      return NOT_PLAIN;
    }
    long value = 0;
    int point = at;
    while (point < end && isDigit(bytes[point])) {
      value = value * 10 + bytes[point++] - '0';
    }
    boolean whole = point == end;
    if (point == at || (!whole && (bytes[point] != '.' || point + 1 == end))) {
      return NOT_PLAIN;
    }
    int places = 0;
    for (int i = point + 1; i < end; i++) {
      byte digit = bytes[i];
      if (!isDigit(digit) || (places == digits && digit != '0')) {
        return NOT_PLAIN;
      }
      if (places < digits) {
        value = value * 10 + digit - '0';
        places++;
      }
    }
    for (; places < digits; places++) {
      value *= 10;
    }
    checkValid();
    return negative ? -value : value;
  }

  /** Returns the number of characters after the point of a value. */
  int scale(int index) {
    int end = end(index);
    int at = end - 1;
    while (at >= starts[index] && bytes[at] != '.') {
      at--;
    }
    return at < starts[index] ? 0 : end - 1 - at;
  }

  static BigDecimal number(String name, String text) {
    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    if (!NUMBER.matcher(digits).matches()) {
      throw new MalformedException("'" + Printable.of(name, 64) + "' of the bill is not a number.");
    }
    return new BigDecimal(digits);
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Returns where a value ends: before the separator of the next one. */
  private int end(int index) {
    return starts[index + 1] - (heading.ticked() ? 2 : 1);
  }

  private void checkValid() {
    BillReader reader = visiting;
    if (reader != null && reader.visited() != number) {
      throw new IllegalStateException(
          "Row "
              + number
              + " of the bill was valid only until its visitor returned. Keep a copy() of the row,"
              + " or read the bill by rows().");
    }
  }

  /** Returns the number of the row and the names of its values, without the values. */
  @Override
  public String toString() {
    return "BillRow[row " + number + ", " + size + " values: " + heading + "]";
  }
}
