package io.github.wxpay.http;

import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP headers (RFC 9110) with case-insensitive names, which may have several values. Immutable.
 * {@code toString()} omits the values of credentials.
 *
 * <pre>{@code
 * Headers headers = Headers.none().with("Accept-Language", "zh-CN");
 * String id = response.headers().first("Request-ID").orElse("");
 * }</pre>
 */
public final class Headers {
  private static final Headers NONE = new Headers(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

  private final SortedMap<String, List<String>> fields;

  private Headers(SortedMap<String, List<String>> fields) {
    this.fields = fields;
  }

  /** Returns headers without fields. */
  public static Headers none() {
    return NONE;
  }

  /** Returns the headers of a map; a value is a text, a number, or a list of these. */
  public static Headers of(Map<String, ?> map) {
    return NONE.with(map);
  }

  /** Returns the first value of a name. */
  public Optional<String> first(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  /** Returns all values of a name, in order; empty if there are none. */
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** Returns the names in alphabetical order. */
  public Set<String> names() {
    return Collections.unmodifiableSet(fields.keySet());
  }

  /** Returns these headers with those of another set, which replace the ones of the same name. */
  public Headers with(Headers others) {
    if (others.fields.isEmpty() || fields.isEmpty()) {
      return fields.isEmpty() ? others : this;
    }
    SortedMap<String, List<String>> copy = copy();
    copy.putAll(others.fields);
    return new Headers(copy);
  }

  /**
   * Returns these headers with one more, which replaces any of that name.
   *
   * @throws IllegalArgumentException if the name or a value is not allowed in a header, or the HTTP
   *     client sets the header itself
   */
  public Headers with(String name, @Nullable Object value) {
    SortedMap<String, List<String>> copy = copy();
    copy.put(name, checked(name, value));
    return new Headers(copy);
  }

  /**
   * Returns these headers with more, which replace those of the same names.
   *
   * @param more the values by their names, see {@link #of(Map)}
   * @throws IllegalArgumentException as {@link #with(String, Object)} does
   */
  public Headers with(Map<String, ?> more) {
    SortedMap<String, List<String>> copy = copy();
    Names.of(more).forEach((name, value) -> copy.put(name, checked(name, value)));
    return new Headers(copy);
  }

  private static List<String> checked(String name, @Nullable Object value) {
    FieldSyntax.check(name, value);
    if (value instanceof String) {
      return List.of((String) value);
    }
    List<String> values = new ArrayList<>();
    if (value instanceof Iterable) {
      ((Iterable<?>) value).forEach(v -> values.add(String.valueOf(v)));
    } else {
      values.add(String.valueOf(value));
    }
    return List.copyOf(values);
  }

  /**
   * Returns received headers, without the checks for sent ones; a value is a text, or a list, an
   * array or an {@link Enumeration} of texts. Values of differently spelled names are combined;
   * equal ones are kept once.
   */
  public static Headers received(Map<String, ?> map) {
    TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    map.forEach(
        (name, value) -> {
          if (name != null && value != null) {
            List<String> values = texts(value);
            List<String> before = copy.put(name, values);
            if (before != null) {
              copy.put(name, before.equals(values) ? before : joined(before, values));
            }
          }
        });
    return new Headers(copy);
  }

  private static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static List<String> texts(Object value) {
    if (value instanceof String) {
      return List.of((String) value);
    }
    if (value instanceof List && ((List<?>) value).size() == 1) {
      return List.of(String.valueOf(((List<?>) value).get(0)));
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof Iterable) {
      for (Object v : (Iterable<?>) value) {
        texts.add(String.valueOf(v));
      }
    } else if (value instanceof Object[]) {
      Arrays.asList((Object[]) value).forEach(v -> texts.add(String.valueOf(v)));
    } else if (value instanceof Enumeration) { // HttpServletRequest.getHeaders
      ((Enumeration<?>) value).asIterator().forEachRemaining(v -> texts.add(String.valueOf(v)));
    } else {
      texts.add(value.toString());
    }
    return List.copyOf(texts);
  }

  /** Calls an action with every name and value. */
  public void forEach(BiConsumer<String, String> action) {
    fields.forEach((name, values) -> values.forEach(value -> action.accept(name, value)));
  }

  private SortedMap<String, List<String>> copy() {
    TreeMap<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(fields);
    return copy;
  }

  /** Returns the headers on one line, without the values of credentials. */
  @Override
  public String toString() {
    TreeMap<String, Object> shown = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    fields.forEach(
        (name, values) ->
            shown.put(
                name, CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)) ? "<redacted>" : values));
    return Printable.of(shown.toString());
  }
}
