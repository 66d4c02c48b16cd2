package io.github.wxpay.internal.pipeline;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A path with placeholders that matches other paths segment by segment. Immutable.
 *
 * <p>A placeholder matches any segment that is not empty: a value, or a placeholder of any name and
 * form.
 */
final class PathShape {
  private final List<String> segments;

  private PathShape(List<String> segments) {
    this.segments = segments;
  }

  /** Returns the shape of a documented path, with placeholders in braces. */
  static PathShape of(String path) {
    return new PathShape(segments(path));
  }

  /** Returns the segments of a path, without its query and its first slash. */
  static List<String> segments(String path) {
    int mark = path.indexOf('?');
    String bare = mark < 0 ? path : path.substring(0, mark);
    return List.of((bare.startsWith("/") ? bare.substring(1) : bare).split("/", -1));
  }

  /** Returns whether a path has this shape. */
  boolean matches(List<String> path) {
    if (path.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      String own = segments.get(i);
      boolean isSame = own.startsWith("{") ? !path.get(i).isEmpty() : own.equals(path.get(i));
      if (!isSame) {
        return false;
      }
    }
    return true;
  }

  /** Returns the values of the placeholders in a path of this shape, decoded. */
  Map<String, String> values(List<String> path) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String own = segments.get(i);
      if (own.startsWith("{")) {
        values.put(own.substring(1, own.length() - 1), decoded(path.get(i)));
      }
    }
    return values;
  }

  /** Returns the text of a part of an expanded path, whose percent-encoding was checked. */
  static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
