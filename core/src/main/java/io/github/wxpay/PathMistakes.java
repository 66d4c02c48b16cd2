package io.github.wxpay;

import io.github.wxpay.internal.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Rejects paths that are likely mistakes and suggests the call that was probably meant; the
 * platform would respond to most of them with an unspecific 404. No documented path is rejected,
 * and any other can be written: a dot as {@code %2E}, a colon as {@code %3A}.
 */
final class PathMistakes {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

  /**
   * Verbs of a chain with which no documented path ends (delete, upload and download are excluded).
   */
  private static final Set<String> VERBS = Set.of("get", "post", "put", "patch");

  /** The first segments of APIv2's documented paths; no path of APIv3 begins with one of them. */
  private static final Set<String> V2 =
      Set.of(
          "appauth",
          "applyment",
          "billcommentsp",
          "cgi-bin",
          "deposit",
          "face",
          "fund",
          "mchrisk",
          "mmpaymkttransfers",
          "mmpaysptrans",
          "papay",
          "pay",
          "payitil",
          "risk",
          "sandboxnew",
          "secapi",
          "secsvc",
          "tools",
          "transit",
          "vehicle",
          "wxv",
          "xdc");

  private PathMistakes() {}

  /** Checks the names of a property chain before they are appended to a path. */
  static void checkNames(String path, String names) {
    if (path.isEmpty() && (names.startsWith("wxpay.v2") || names.startsWith("wxpay.v3"))) {
      throw mistake(names, "begins with the client's own name", "prop", names.substring(6));
    }
    int last = names.lastIndexOf('.');
    if (VERBS.contains(names.substring(last + 1)) && (last > 0 || !path.isEmpty())) {
      String verb = names.substring(last + 1);
      throw new IllegalArgumentException(
          "The chain '"
              + shown(names)
              + "' ends in the verb '"
              + verb
              + "'. End the chain before it and call it: prop(\""
              + shown(names.substring(0, Math.max(0, last)))
              + "\")."
              + verb
              + "(…).");
    }
  }

  /** Checks a path with its placeholders, before anything is sent. */
  static void check(String path) {
    if (path.contains("://")) { // an absolute URL: Target compares it with the base URL
      return;
    }
    String plain = path.startsWith("/") ? path.substring(1) : path;
    String version =
        plain.startsWith("v2/") || plain.startsWith("v3/") ? plain.substring(0, 2) : "";
    String rest = version.isEmpty() ? plain : plain.substring(3);
    String chained = version.isEmpty() ? "chain" : version + "().chain";
    if (!version.isEmpty() && rest.startsWith(version + "/")) {
      throw mistake(path, "has '" + version + "' twice", chained, rest.substring(3));
    }
    int blank = rest.indexOf(' ');
    if (blank > 0 && METHODS.contains(rest.substring(0, blank).toUpperCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "The path '"
              + shown(path)
              + "' begins with an HTTP method. Call the verb: chain(\""
              + shown(rest.substring(blank + 1).strip())
              + "\")."
              + rest.substring(0, blank).toLowerCase(Locale.ROOT)
              + "(…).");
    }
    if (rest.indexOf('/') < 0 && isPropertyChain(rest, version.isEmpty() ? 2 : 3)) {
      String names = version.isEmpty() ? rest : version + "." + rest;
      throw mistake(path, "is one segment with dots", "prop", names);
    }
    for (String segment : rest.indexOf(':') < 0 ? new String[0] : rest.split("/", -1)) {
      if (segment.startsWith(":") && isName(segment.substring(1))) {
        throw mistake(
            path,
            "has ':" + segment.substring(1) + "' where a placeholder is written {name}",
            chained,
            rest.replace(segment, "{" + segment.substring(1) + "}"));
      }
    }
    String first = rest.contains("/") ? rest.substring(0, rest.indexOf('/')) : rest;
    if (version.isEmpty() && rest.contains("/") && V2.contains(first)) {
      throw new IllegalArgumentException(
          "The path '"
              + shown(path)
              + "' has no version. Call v2().chain(\""
              + shown(rest)
              + "\") for APIv2, or v3().chain(\""
              + shown(rest)
              + "\") for APIv3.");
    }
  }

  /**
   * Returns whether a segment is a chain of at min {@code min} names, such as {@code
   * v3.pay.transactions}.
   */
  private static boolean isPropertyChain(String segment, int min) {
    List<String> names = List.of(segment.split("\\.", -1));
    return names.size() >= min && names.stream().allMatch(PathMistakes::isName);
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    (c >= '0' && c <= '9')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= 'a' && c <= 'z')
                        || c == '_'
                        || c == '$');
  }

  private static IllegalArgumentException mistake(
      String path, String problem, String method, String right) {
    return new IllegalArgumentException(
        "The path '"
            + shown(path)
            + "' "
            + problem
            + ". Write "
            + method
            + "(\""
            + shown(right)
            + "\").");
  }

  private static String shown(String text) {
    return Printable.of(text, 200);
  }
}
