package io.github.wxpay.internal.v3;

import java.util.regex.Pattern;

/**
 * The downloads that the platform does not sign, by the path that is sent. All other responses are
 * verified. From the original's table, restricted to complete paths and GET.
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

  /** Returns whether the response to this method and path, without its query, has no signature. */
  static boolean matches(String method, String path) {
    return isGet(PATHS, method, path);
  }

  /** Returns whether this is a GET of one of these paths, with any query. */
  static boolean isGet(Pattern paths, String method, String path) {
    return method.equals("GET") && paths.matcher(withoutQuery(path)).matches();
  }

  static String withoutQuery(String path) {
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }
}
