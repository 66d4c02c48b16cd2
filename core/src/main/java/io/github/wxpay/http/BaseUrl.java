package io.github.wxpay.http;

import java.net.URI;

/** The base URL that paths are joined to: a scheme, a host, and perhaps a path of its own. */
public final class BaseUrl {
  private BaseUrl() {}

  /**
   * The URL, encoded and without its final slashes.
   *
   * @throws IllegalArgumentException when it is not an http(s) URL, is http to a host of the
   *     platform, or holds a user, a query or a fragment, which the signature would not cover
   */
  public static String check(String url) {
    int authority = url.indexOf("://");
    int path = authority < 0 ? -1 : url.indexOf('/', authority + 3);
    String origin = path < 0 ? url : url.substring(0, path);
    boolean user = url.indexOf('@') >= 0; // a password may hold any of / ? # @ when misspelled
    String shown =
        user
            ? url.replaceAll("(?s)^([A-Za-z]*:?/*).*@", "$1<redacted>@")
            : origin.replaceAll("(?s)[?#].*", "");
    if (shown.length() > 128 || shown.contains("-----")) { // a key perhaps, and no URL
      shown = shown.length() + " characters";
    }
    URI uri;
    try {
      uri =
          URI.create(
              origin + (path < 0 ? "" : Percent.encode(url.substring(path), Percent.PATH, true)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("The base URL '" + shown + "' is no URL.");
    }
    boolean http =
        "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
    if (!http || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "The base URL '" + shown + "' must begin with https:// (or http://) and name a host.");
    }
    if ("http".equalsIgnoreCase(uri.getScheme()) && PlatformHosts.isPlatform(uri.getHost())) {
      throw new IllegalArgumentException(
          "The base URL '"
              + shown
              + "' must begin with https://: requests to the platform's hosts are not sent without"
              + " TLS.");
    }
    if (uri.getRawUserInfo() != null || url.indexOf('?') >= 0 || url.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "The base URL '" + shown + "' must have no user, no query and no fragment.");
    }
    return uri.toString().replaceAll("/+$", "");
  }
}
