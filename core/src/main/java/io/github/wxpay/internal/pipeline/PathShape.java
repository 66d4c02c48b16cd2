package io.github.wxpay.internal.pipeline;

import java.util.List;

/**
 * A path with placeholders that matches other paths by whole segments. Immutable.
 *
 * <p>A placeholder matches any segment that is not empty: a value, or a placeholder of any name and
 * form.
 */
final class PathShape {
  private final List<String> segments;

  private PathShape(List<String> segments) {
    this.segments = segments;
  }

  static PathShape of(String path) {
    return new PathShape(segments(path));
  }

  /** Returns the segments of a path, without its query and its first slash. */
  static List<String> segments(String path) {
    int mark = path.indexOf('?');
    String bare = mark < 0 ? path : path.substring(0, mark);
    return List.of((bare.startsWith("/") ? bare.substring(1) : bare).split("/", -1));
  }

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
}
