package io.github.wxpay.internal.url;

import io.github.wxpay.internal.text.Printable;
import java.net.URI;
import java.util.Map;

/** The target of a request: a base URL and an expanded path below it. Immutable. */
public final class Target {
  private final String base;
  private final String path;

  private Target(String base, String path) {
    this.base = base;
    this.path = path;
  }

  /**
   * Expands a template below a base URL. An absolute URL as the template must have the origin of
   * the base.
   *
   * @param base a checked base URL, without a trailing slash
   */
  public static Target of(String base, Template template, Map<String, ?> values) {
    String text = template.toString();
    if (!isAbsolute(text)) {
      return new Target(base, template.expand(values));
    }
    String origin = origin(base);
    if (!text.startsWith(origin + "/")) {
      throw new IllegalArgumentException(
          "The URL is not at "
              + Printable.of(origin + "/", 256)
              + ", and requests are not signed for other hosts."
              + " Pass the path only, or set `baseURL`.");
    }
    return new Target(origin, Template.of(text.substring(origin.length())).expand(values));
  }

  /** Returns the encoded path and query of a URL, as in the request line. */
  public static String requestTarget(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  /** Returns the base URL, without a trailing slash. */
  public String base() {
    return base;
  }

  /** Returns the path and the query of the template, encoded as they are sent. */
  public String path() {
    return path;
  }

  /** Returns whether a template begins with a scheme (RFC 3986 §3.1) and {@code ://}. */
  private static boolean isAbsolute(String template) {
    int end = template.indexOf("://");
    return end > 0
        && isLetter(template.charAt(0))
        && template.chars().limit(end).allMatch(Target::isScheme);
  }

  private static boolean isScheme(int c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-';
  }

  private static boolean isLetter(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static String origin(String base) {
    return base.substring(0, base.length() - URI.create(base).getRawPath().length());
  }
}
