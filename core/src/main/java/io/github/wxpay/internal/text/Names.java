package io.github.wxpay.internal.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the keys of maps of the caller, which may be any {@link CharSequence}. */
public final class Names {
  private Names() {}

  /**
   * Returns a map with its names as Strings: the map itself if they are Strings. The map is not
   * modified.
   *
   * @throws IllegalArgumentException if a name is not a {@link CharSequence}
   * @throws NullPointerException if a name is {@code null}
   */
  @SuppressWarnings("unchecked") // all keys are Strings
  public static Map<String, @Nullable Object> of(Map<?, ?> map) {
    if (areStrings(map)) {
      return (Map<String, @Nullable Object>) map;
    }
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          Objects.requireNonNull(name, "name == null");
          if (!(name instanceof CharSequence)) {
            throw new IllegalArgumentException(
                "A name is " + Printable.type(name) + ". Use a text.");
          }
          named.put(name.toString(), value);
        });
    return named;
  }

  private static boolean areStrings(Map<?, ?> map) {
    for (Object name : map.keySet()) { // not a stream, since every call runs this for its headers
      if (!(name instanceof String)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the text of a field's name: of any scalar.
   *
   * @throws IllegalArgumentException if it is not a scalar
   * @throws NullPointerException if it is {@code null}
   */
  public static String field(@Nullable Object name) {
    Objects.requireNonNull(name, "field name == null");
    String problem = Scalars.problem(name);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException("The name of a field is " + problem + ". Use a text.");
    }
    return name.toString();
  }
}
