package io.github.wxpay;

import io.github.wxpay.http.Options;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.url.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A path of the API as it was chained, read once: its protocol and its template. Immutable. */
final class Endpoint {
  private static final String V2_PREFIX = "v2/";

  /** The empty path, at which every chain begins. */
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
            "An empty link was chained to '"
                + Printable.of(out.toString(), 256)
                + "'. For a value of your own chain a placeholder {name} and give its value to the"
                + " verb; for a final slash write it: chain(\"applyment/\").");
      }
      out.append(out.length() == 0 ? "" : "/").append(link);
    }
    return new Endpoint(out.toString());
  }

  /** Returns the path as it was chained. */
  String path() {
    return path;
  }

  /** Returns whether it is one of APIv2. The value of a placeholder cannot change that. */
  boolean isV2() {
    return path.startsWith(V2_PREFIX);
  }

  /** Returns the template that is sent, which is without {@code v2/} for APIv2. */
  Template template() {
    return template;
  }

  /** Requires that every value has its placeholder here. */
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

  /** The path. */
  @Override
  public String toString() {
    return path;
  }
}
