package io.github.wxpay.fuzz;

import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The properties that the fuzz targets require of any input. */
final class Property {
  private static final int LONGEST_MESSAGE = 2000;

  private Property() {}

  static void require(boolean holds, String property) {
    if (!holds) {
      throw new AssertionError(property);
    }
  }

  static void requireEqual(Object actual, Object expected, String property) {
    require(expected.equals(actual), property + ": got " + actual + ", expected " + expected);
  }

  /**
   * Returns the result of code that may fail only with an exception of these classes, whose message
   * fits on one line of a log; empty if it fails or returns {@code null}.
   */
  @SafeVarargs
  static <T> Optional<T> documented(
      Supplier<T> code, Class<? extends RuntimeException>... documented) {
    try {
      return Optional.ofNullable(code.get());
    } catch (RuntimeException e) {
      for (Class<?> type : documented) {
        if (type == e.getClass()) {
          requireMessage(e);
          return Optional.empty();
        }
      }
      throw e;
    }
  }

  private static void requireMessage(Throwable e) {
    String message = String.valueOf(e.getMessage());
    require(
        !message.isEmpty() && message.length() <= LONGEST_MESSAGE,
        "the message has " + message.length() + " characters");
    require(Printable.isPrintable(message), "the message is not one line of text: " + message);
  }

  /** Returns the text of an input, with an unpaired surrogate for each malformed byte. */
  static String text(byte[] input) {
    return new String(input, StandardCharsets.UTF_8).replace('\ufffd', '\ud800');
  }

  /** Returns the parts of an input between zero bytes, at most {@code max}. */
  static List<byte[]> parts(byte[] input, int max) {
    List<byte[]> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= input.length; i++) {
      boolean last = parts.size() == max - 1;
      if (i == input.length || (input[i] == 0 && !last)) {
        parts.add(Arrays.copyOfRange(input, from, i));
        from = i + 1;
      }
    }
    return parts;
  }
}
