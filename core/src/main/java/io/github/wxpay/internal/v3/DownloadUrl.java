package io.github.wxpay.internal.v3;

import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.url.PlatformHosts;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a {@code download_url}, which must lead to the platform over https, or to the client's
 * base URL. Checked before anything is signed, since the recipient of a signed request could send
 * it again.
 */
public final class DownloadUrl {
  private static final int MAX_LENGTH = 4096;

  /** The host whose downloads are not signed, neither the request nor the response. */
  private static final Pattern PLAIN = Pattern.compile("^https?://[^/?#]+/(v3/[a-z/-]+)(?:[?#]|$)");

  private static final String BARE = "pay.wechatpay.cn";

  private DownloadUrl() {}

  /**
   * Returns the URL, if it leads to the platform.
   *
   * @param base the client's base URL
   * @throws IllegalArgumentException if it leads elsewhere
   */
  public static URI check(String url, String base) {
    if (url.isEmpty()
        || url.length() > MAX_LENGTH
        || url.chars().anyMatch(c -> c < '!' || c > '~')) {
      throw refused("contains characters that are not allowed in a URL, or is too long");
    }
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw refused("is not a URL");
    }
    if (uri.getScheme() == null || uri.getHost() == null || uri.getRawPath().isEmpty()) {
      throw refused("is not a complete URL with a host and a path");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw refused("has a user or a fragment, which links of the platform do not have");
    }
    if (leadsElsewhere(uri.getRawPath())) {
      throw refused("has a path with '//', '.' or '..', which leads elsewhere");
    }
    if (!origin(uri).equals(origin(URI.create(base))) && !isPlatform(uri)) {
      throw refused(
          "leads to '"
              + uri.getScheme()
              + "://"
              + Printable.of(uri.getRawAuthority(), 128)
              + "', which is neither the platform over https ("
              + "api.mch.weixin.qq.com and the other hosts of the API) nor the client's base URL");
    }
    return uri;
  }

  /** Returns the path of a URL for observers; empty if it may contain an identifier. */
  public static String path(String url) {
    Matcher path = PLAIN.matcher(url);
    return path.find() ? path.group(1) : "";
  }

  /** Returns whether it is downloaded without a signature. */
  public static boolean isBare(URI uri) {
    return BARE.equals(uri.getHost());
  }

  /**
   * Returns whether a path has an empty segment before its last one, or a segment {@code .} or
   * {@code ..}.
   */
  private static boolean leadsElsewhere(String path) {
    String[] segments = path.split("/", -1); // the first is empty, before the first slash
    for (int i = 1; i < segments.length; i++) {
      String plain = segments[i].replace("%2e", ".").replace("%2E", ".");
      boolean empty = plain.isEmpty() && i < segments.length - 1;
      if (empty || plain.equals(".") || plain.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlatform(URI uri) {
    boolean port = uri.getPort() == -1 || uri.getPort() == 443;
    return "https".equals(uri.getScheme())
        && port
        && (PlatformHosts.isApi(uri.getHost()) || isBare(uri));
  }

  private static String origin(URI uri) {
    return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException refused(String problem) {
    return new IllegalArgumentException(
        "The download_url " + problem + ". Nothing was signed and nothing was sent.");
  }
}
