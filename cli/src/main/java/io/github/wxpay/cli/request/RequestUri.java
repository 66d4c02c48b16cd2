package io.github.wxpay.cli.request;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The URI of a request as it is typed: dotted names of the original's property chain, such as
 * {@code v3.pay.transactions.native}, or a path with slashes, with placeholders and a query.
 * Immutable.
 */
public final class RequestUri {
  private static final Set<String> VERBS = Set.of("get", "post", "put", "patch");

  private final String path;
  private final Map<String, Object> query;

  private RequestUri(String path, Map<String, Object> query) {
    this.path = path;
    this.query = query;
  }

  /**
   * Reads a URI.
   *
   * @throws IllegalArgumentException if it is empty, or a dotted one ends with a method
   */
  public static RequestUri of(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "`uri` must not be empty. Pass a path such as v3/pay/transactions/native.");
    }
    boolean slashed = text.chars().anyMatch(c -> "/?{<".indexOf(c) >= 0);
    if (!slashed) {
      return new RequestUri(dotted(text), Map.of());
    }
    String path = text.startsWith("/") ? text.substring(1) : text;
    int mark = path.indexOf('?');
    // A query with placeholders is a part of the template.
    return mark < 0 || path.indexOf('{', mark) > 0 || path.indexOf('<', mark) > 0
        ? new RequestUri(path, Map.of())
        : new RequestUri(path.substring(0, mark), query(path.substring(mark + 1)));
  }

  private static String dotted(String text) {
    List<String> names =
        Arrays.stream(text.split("[.]", -1))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toList());
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "`uri` must have a name between its dots; got '" + text + "'.");
    }
    String last = names.get(names.size() - 1);
    if (names.size() > 1 && VERBS.contains(last)) {
      throw new IllegalArgumentException(
          "`uri` must not end with a method; got '"
              + text
              + "'. Pass `"
              + String.join(".", names.subList(0, names.size() - 1))
              + " -m "
              + last
              + "`.");
    }
    if (names.contains("chain")) {
      throw new IllegalArgumentException(
          "`chain` is a method of a property chain, not a name; got '"
              + text
              + "'. Write the path with slashes.");
    }
    return names.stream().map(Wxpay::normalize).collect(Collectors.joining("/"));
  }

  private static Map<String, Object> query(String text) {
    Map<String, Object> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      int mark = pair.indexOf('=');
      if (mark > 0) {
        NamedValues.add(query, decoded(pair.substring(0, mark)), decoded(pair.substring(mark + 1)));
      } else if (!pair.isEmpty()) {
        NamedValues.add(query, decoded(pair), "");
      }
    }
    return query;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The query of `uri` has a % that is not followed by two hexadecimal digits: '"
              + text
              + "'. Write it as %25, or pass the value with `-p`.");
    }
  }

  /** Returns the path without its first slash, host and query, as the catalogue has it. */
  public String path() {
    String bare = path.indexOf('?') < 0 ? path : path.substring(0, path.indexOf('?'));
    return bare.replaceFirst("^https?://[^/]*/?", "");
  }

  /** Returns the path as it was given, without its first slash. */
  public String fullPath() {
    return path;
  }

  /** Returns the parameters of the query in the URI; a repeated name has a list of values. */
  public Map<String, Object> query() {
    return query;
  }

  /** Returns whether it is a path of APIv2. */
  public boolean isV2() {
    return path.startsWith("v2/");
  }

  /** Returns the chain of a client. */
  public Chain chain(Wxpay wxpay) {
    return wxpay.chain(path);
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return path;
  }
}
