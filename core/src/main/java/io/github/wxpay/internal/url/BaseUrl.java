package io.github.wxpay.internal.url;

import io.github.wxpay.internal.text.Printable;
import java.net.URI;

/** Checks base URLs: a scheme, a host, and optionally a path. */
public final class BaseUrl {
  private BaseUrl() {}

  /**
   * Returns the base URL, encoded and without its final slashes.
   *
   * @throws IllegalArgumentException as {@link #check(String, String)}
   */
  public static String check(String url) {
    return check("base URL", url);
  }

  /**
   * Returns a URL that paths are appended to, encoded and without trailing slashes.
   *
   * @param what the name of the URL in messages
   * @throws IllegalArgumentException if it is not an http(s) URL, is http to a host of the
   *     platform, or has a user, a query or a fragment, which the signature would not cover
   */
  public static String check(String what, String url) {
    int authority = url.indexOf("://");
    int path = authority < 0 ? -1 : url.indexOf('/', authority + 3);
    String origin = path < 0 ? url : url.substring(0, path);
    String shown = shown(url, origin);
    URI uri;
    try {
      uri =
          URI.create(
              origin + (path < 0 ? "" : Percent.encode(url.substring(path), Percent.PATH, true)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The " + what + " '" + shown + "' is not a URL.");
    }
    boolean http =
        "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "The " + what + " '" + shown + "' must begin with https:// (or http://) and a host.");
    }
    if ("http".equalsIgnoreCase(uri.getScheme()) && PlatformHosts.isPlatform(uri.getHost())) {
      throw new IllegalArgumentException(
          "The "
              + what
              + " '"
              + shown
              + "' must begin with https://, since requests to the platform's hosts are only sent"
              + " with TLS.");
    }
    if (uri.getRawUserInfo() != null || url.indexOf('?') >= 0 || url.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "The " + what + " '" + shown + "' must not have a user, a query or a fragment.");
    }
    return withoutFinalSlashes(uri.toString());
  }

  /** Returns whether a checked base URL is that of the platform's API. */
  public static boolean isApi(String base) {
    return PlatformHosts.isApi(URI.create(base).getHost());
  }

  /**
   * Returns the URL for messages, without password, path and query; only its length if it may be a
   * key.
   */
  private static String shown(String url, String origin) {
    int at = url.lastIndexOf('@'); // an unencoded password may contain / ? # and @
    String shown =
        at < 0 ? beforeQuery(origin) : scheme(url) + "<redacted>" + beforeQuery(url.substring(at));
    boolean text = url.contains("://") ? shown.length() > 128 : Printable.looksLikeSecret(shown);
    return text || shown.contains("-----") ? shown.length() + " characters" : Printable.of(shown);
  }

  private static String scheme(String url) {
    String scheme = url.regionMatches(true, 0, "https:", 0, 6) ? "https:" : "http:";
    int end = url.regionMatches(true, 0, scheme, 0, scheme.length()) ? scheme.length() : 0;
    while (end > 0 && url.startsWith("/", end)) {
      end++;
    }
    return url.substring(0, end);
  }

  private static String beforeQuery(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
      end++;
    }
    return text.substring(0, end);
  }

  private static String withoutFinalSlashes(String url) {
    int end = url.length();
    while (end > 0 && url.charAt(end - 1) == '/') {
      end--;
    }
    return url.substring(0, end);
  }
}
