package io.github.wxpay;

import io.github.wxpay.internal.text.Printable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts an array of names and values to a Map, in the given order. */
final class Fields {
  private Fields() {}

  /** Returns the pairs as an unmodifiable Map, without those whose value is {@code null}. */
  static Map<String, Object> of(@Nullable Object[] pairs) {
    Objects.requireNonNull(pairs, "namesAndValues == null");
    if (pairs.length % 2 != 0) {
      throw new IllegalArgumentException(
          "`fields` takes pairs of a name and a value; got "
              + pairs.length
              + (pairs.length == 1 ? " argument" : " arguments")
              + ". Add the missing name or value.");
    }
    Map<String, Integer> positions = new LinkedHashMap<>();
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      String name = name(pairs[i], i + 1);
      Integer earlier = positions.put(name, i + 1);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "`fields` got the name '"
                + Printable.name(name)
                + "' twice, as arguments "
                + earlier
                + " and "
                + (i + 1)
                + ". Give each name once.");
      }
      Object value = pairs[i + 1];
      if (value != null) {
        fields.put(name, value);
      }
    }
    return Collections.unmodifiableMap(fields);
  }

  /**
   * Returns a name. The message does not show the argument, which may be a misplaced secret value.
   */
  private static String name(@Nullable Object name, int position) {
    if (name instanceof CharSequence && ((CharSequence) name).length() > 0) {
      return name.toString();
    }
    throw new IllegalArgumentException(
        "Argument "
            + position
            + " of `fields` must be a name, which is a String that is not empty; got "
            + (name == null
                ? "null"
                : name instanceof CharSequence ? "''" : "a value " + Printable.type(name))
            + ". Give pairs of a name and a value.");
  }
}
