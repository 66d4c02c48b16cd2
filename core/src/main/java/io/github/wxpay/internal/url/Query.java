package io.github.wxpay.internal.url;

import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a map as the query of a URL, like the original: in the given order, without {@code
 * null}s, a list as {@code a[]=x&a[]=y}, a map as {@code a[b]=x}. Numbers and times are written as
 * in bodies of APIv3.
 */
public final class Query {
  private Query() {}

  public static String encode(Map<String, ?> params) {
    StringJoiner out = new StringJoiner("&");
    params.forEach((name, value) -> append(out, name, value));
    return out.toString();
  }

  private static void append(StringJoiner out, String name, @Nullable Object value) {
    if (value instanceof Map) {
      ((Map<?, ?>) value).forEach((key, v) -> append(out, name + "[" + Names.field(key) + "]", v));
    } else if (value instanceof Collection) {
      Collection<?> items = (Collection<?>) value;
      boolean flat = items.stream().noneMatch(i -> i instanceof Map || i instanceof Collection);
      Map<String, @Nullable Object> indexed = new LinkedHashMap<>();
      int index = 0;
      for (Object item : items) {
        if (flat) {
          append(out, name + "[]", item);
        } else {
          indexed.put(Integer.toString(index++), item);
        }
      }
      indexed.forEach((key, v) -> append(out, name + "[" + key + "]", v));
    } else if (value != null && value.getClass().isArray()) {
      throw new IllegalArgumentException(
          "The query value of '" + Printable.name(name) + "' is an array. Pass a List, or a text.");
    } else if (value != null) {
      out.add(component(name) + "=" + component(text(name, value)));
    }
  }

  private static String text(String name, Object value) {
    String problem = Scalars.problem(value);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(
          "The query value of '"
              + Printable.name(name)
              + "' is "
              + problem
              + ". Pass a text, a number, a List or a Map.");
    }
    return Scalars.text(value, Times.V3);
  }

  private static String component(String text) {
    return Percent.encode(text, Percent.QUERY_VALUE, false).replace("%20", "+");
  }
}
