package io.github.wxpay.codec;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One row of a {@link Bill}. Immutable; a value becomes text when it is asked for. */
public final class BillRow {
  private final BillHeading heading;
  private final byte[] line;
  private final boolean ticked;
  private final long number;
  private int[] starts = new int[0];

  BillRow(BillHeading heading, byte[] line, boolean ticked, long number) {
    this.heading = heading;
    this.line = line;
    this.ticked = ticked;
    this.number = number;
  }

  /** Whether the row has a column of this name. */
  public boolean has(String name) {
    return heading.index(name) >= 0 && heading.index(name) < size();
  }

  /**
   * A value, without its back-tick and with its escapes decoded (see {@link Bill}).
   *
   * @throws IllegalArgumentException when the bill has no such column
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

  /** The value of a column by its number, from 0; empty when the row is shorter. */
  public String get(int index) {
    if (index >= size()) {
      return "";
    }
    int[] from = starts();
    int end = index + 1 < from.length ? from[index + 1] - (ticked ? 2 : 1) : line.length;
    String value = new String(line, from[index], end - from[index], StandardCharsets.UTF_8);
    return value.indexOf('\\') < 0 ? value : decoded(value);
  }

  /** A doubled backslash stays as it is: whether the platform escapes it is not documented. */
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

  /** A value as the number that it is. */
  public BigDecimal number(String name) {
    return number(name, get(name));
  }

  /** A value in yuan as fen; refused when that would lose something. */
  public long fen(String name) {
    try {
      return number(name).movePointRight(2).longValueExact();
    } catch (ArithmeticException e) {
      throw new MalformedException(
          "'" + Printable.of(name, 64) + "' of the bill is no whole number of fen.", e);
    }
  }

  /** The number of values. */
  public int size() {
    return starts().length;
  }

  /** All values by name; what has no name is named by its number. */
  public Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    List<String> names = heading.names();
    for (int i = 0; i < size(); i++) {
      map.put(i < names.size() && !names.get(i).isEmpty() ? names.get(i) : "" + i, get(i));
    }
    return map;
  }

  static BigDecimal number(String name, String text) {
    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    if (!digits.matches("[+-]?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
      throw new MalformedException("'" + Printable.of(name, 64) + "' of the bill is no number.");
    }
    return new BigDecimal(digits);
  }

  /** Where the values begin: behind each comma with a back-tick, so that values may hold commas. */
  private int[] starts() {
    if (starts.length == 0) {
      int[] found = new int[Math.min(heading.names().size(), line.length + 1)];
      int count = 1;
      found[0] = ticked && line.length > 0 && line[0] == '`' ? 1 : 0;
      for (int i = found[0]; i < line.length; i++) {
        if (line[i] == ',' && (!ticked || (i + 1 < line.length && line[i + 1] == '`'))) {
          if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
          }
          found[count++] = i + (ticked ? 2 : 1);
        }
      }
      starts = count == found.length ? found : Arrays.copyOf(found, count);
    }
    return starts;
  }

  /** Returns the number of the row and the names of its values, without the values. */
  @Override
  public String toString() {
    return "BillRow[row " + number + ", " + size() + " values: " + heading + "]";
  }
}
