package io.github.wxpay;

import io.github.wxpay.http.Options;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.url.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A path of the API as it was chained, with its protocol and its template. Immutable. */
final class Endpoint {
  private static final String V2_PREFIX = "v2/";

  /** The empty path, with which every chain begins. */
  static final Endpoint ROOT = new Endpoint("");

  private final String path;
  private final Template template;

  private Endpoint(String path) {
    this.path = path;
    this.template = Template.of(isV2() ? path.substring(V2_PREFIX.length()) : path);
  }

  /** Returns the path with more links. */
  Endpoint with(String... links) {
    StringBuilder out = new StringBuilder(path);
    for (String link : links) {
      if (link.isEmpty() && out.length() > 0) {
        throw new IllegalArgumentException(
            "An empty segment was chained to '"
                + Printable.of(out.toString(), 256)
                + "'. For a variable value chain a placeholder {name} and pass its value to the"
                + " verb; for a trailing slash write chain(\"applyment/\").");
      }
      out.append(out.length() == 0 ? "" : "/").append(link);
    }
    return new Endpoint(out.toString());
  }

  /** Returns the path as it was chained. */
  String path() {
    return path;
  }

  /** Returns whether this is a path of APIv2. The value of a placeholder cannot change that. */
  boolean isV2() {
    return path.startsWith(V2_PREFIX);
  }

  /** Returns the template of the request's path, which is without {@code v2/} for APIv2. */
  Template template() {
    return template;
  }

  /** Requires that the path has a placeholder for every value. */
  Options requireUsed(Options options) {
    Set<String> names = template.names();
    if (names.containsAll(options.values().keySet())) {
      return options;
    }
    Set<String> unused = new TreeSet<>(options.values().keySet());
    unused.removeAll(names);
    List<String> shown = new ArrayList<>();
    unused.forEach(name -> shown.add(Printable.name(name)));
    throw new IllegalArgumentException(
        "'"
            + Printable.of(path, 256)
            + "' has no placeholder "
            + Printable.of(shown.toString(), 512)
            + "; it has "
            + Printable.of(names.toString(), 512)
            + ". For the query write query(\""
            + shown.get(0)
            + "\", …).");
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return path;
  }
}
