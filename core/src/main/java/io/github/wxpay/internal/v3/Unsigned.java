package io.github.wxpay.internal.v3;

import java.util.regex.Pattern;

/**
 * The downloads that the platform does not sign, by the path that is really sent. Nothing else is
 * handed out unverified. From the original's table, anchored and for GET alone.
 */
final class Unsigned {
  private static final Pattern PATHS =
      Pattern.compile(
          "/?v3/(?:"
              + String.join(
                  "|",
                  "billdownload/file",
                  "new-tax-control-fapiao/download",
                  "transferdownload/elecvoucherfile",
                  "transferdownload/signfile",
                  "(?:global/)?merchant-service/images/(?!upload)[^/]{6,}")
              + ")");

  private Unsigned() {}

  /** Whether the answer to this method and path, less its query, comes without a signature. */
  static boolean matches(String method, String path) {
    return isGet(PATHS, method, path);
  }

  /** Whether this is a GET of one of these paths, whatever its query. */
  static boolean isGet(Pattern paths, String method, String path) {
    return method.equals("GET") && paths.matcher(withoutQuery(path)).matches();
  }

  static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}
