package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.documented;
import static io.github.wxpay.fuzz.Property.require;
import static io.github.wxpay.fuzz.Property.requireEqual;

import io.github.wxpay.internal.url.Query;
import io.github.wxpay.internal.url.Template;
import io.github.wxpay.sandbox.testing.FuzzTarget;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Path templates and queries: a value stays one segment, without a query, and decodes to itself;
 * any template gives a path of the same host with the same number of segments.
 */
public final class TemplateTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(TemplateTarget.class, "template");

  private static final String HOST = "https://api.mch.weixin.qq.com/";
  private static final Template TYPICAL = Template.of("v3/refunds/{number}/items/{item}");

  private static final Set<String> DOTS = Set.of(".", "..");

  private TemplateTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = Property.text(input);
    int middle = text.length() / 2;
    requireSegments(text, "1");
    requireSegments(text.substring(0, middle), text.substring(middle));
    requirePath(text);
    requireQuery(text);
  }

  private static void requireSegments(String number, String item) {
    Optional<String> path =
        documented(
            () -> TYPICAL.expand(Map.of("number", number, "item", item)),
            IllegalArgumentException.class);
    path.ifPresent(
        expanded -> {
          String[] segments = URI.create(HOST + expanded).getRawPath().split("/", -1);
          requireEqual(URI.create(HOST + expanded).getRawPath(), "/" + expanded, "the path");
          require(segments.length == 6, "5 segments in " + expanded);
          requireEqual(decoded(segments[3]), number, "the number");
          requireEqual(decoded(segments[5]), item, "the item");
        });
  }

  private static void requirePath(String text) {
    Template template = Template.of(text);
    Map<String, String> values = new HashMap<>();
    template.names().forEach(name -> values.put(name, "a%2Fb".substring(0, 1 + name.length() % 5)));
    Optional<String> result =
        documented(() -> template.expand(values), IllegalArgumentException.class);
    result.ifPresent(
        expanded -> {
          String path = expanded.startsWith("/") ? expanded.substring(1) : expanded;
          URI uri = URI.create(HOST + path);
          requireEqual(uri.getHost(), "api.mch.weixin.qq.com", "the host");
          require(uri.getRawFragment() == null, "no fragment in " + expanded);
          for (String segment : uri.getRawPath().split("/", -1)) {
            require(!DOTS.contains(decoded(segment)), "no dots in " + expanded);
          }
          String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
          requireEqual(uri.getRawPath() + query, "/" + path, "the target");
          require(query.isEmpty() || text.indexOf('?') >= 0, "no query in " + expanded);
        });
  }

  private static void requireQuery(String text) {
    Optional<String> query =
        documented(() -> Query.encode(Map.of("name", text)), IllegalArgumentException.class);
    query.ifPresent(
        encoded -> {
          require(encoded.indexOf('&') < 0 && encoded.indexOf('#') < 0, "one pair in " + encoded);
          requireEqual(
              URLDecoder.decode(encoded, StandardCharsets.UTF_8), "name=" + text, "the query");
          requireEqual(URI.create(HOST + "?" + encoded).getRawQuery(), encoded, "the raw query");
        });
  }

  /** Decodes a segment, in which a plus is a plus. */
  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
