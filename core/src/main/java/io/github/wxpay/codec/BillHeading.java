package io.github.wxpay.codec;

import io.github.wxpay.internal.text.Printable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of a bill's columns. A repeated name refers to the last column of it, as in the
 * original.
 */
final class BillHeading {
  private static final int SHOWN = 500;

  private final List<String> names;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final boolean ticked;

  /** Reads the line of the names; {@code ticked} if the values are written with back-ticks. */
  BillHeading(String line, boolean ticked) {
    names = List.of(line.replace("`", "").split(",", -1));
    for (int i = 0; i < names.size(); i++) {
      indexes.put(names.get(i), i);
    }
    this.ticked = ticked;
  }

  List<String> names() {
    return names;
  }

  /** Returns whether each value follows a back-tick. */
  boolean ticked() {
    return ticked;
  }

  /** Returns the number of the column, or -1. */
  int index(String name) {
    return indexes.getOrDefault(name, -1);
  }

  /** Returns the names, joined by commas, on one line of limited length. */
  @Override
  public String toString() {
    return Printable.of(String.join(", ", names), SHOWN);
  }
}
