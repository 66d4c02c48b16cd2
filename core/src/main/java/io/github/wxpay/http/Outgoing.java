package io.github.wxpay.http;

import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.url.Query;
import io.github.wxpay.internal.url.Target;
import io.github.wxpay.internal.url.Template;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request before it is sealed: what a {@link Hook} sees and may replace. Immutable; every {@code
 * with…} returns another value.
 */
public final class Outgoing {
  private final String method;
  private final String template;
  private final String base;
  private final String path;
  private final Options options;
  private final Headers headers;
  private final Map<String, @Nullable Object> query;
  private final @Nullable Object data;

  /** Parsed when it is first needed; each thread that does so gets an equal one. */
  private volatile @Nullable URI endpoint;

  private Outgoing(
      String method,
      String template,
      String base,
      String path,
      Options options,
      Headers headers,
      Map<String, @Nullable Object> query,
      @Nullable Object data) {
    this.method = method;
    this.template = template;
    this.base = base;
    this.path = path;
    this.options = options;
    this.headers = headers;
    this.query = query;
    this.data = data;
  }

  /**
   * A request of a template and what was given for it.
   *
   * @param base the checked base URL, without a final slash
   * @param template the path as it was chained, without {@code v2/} for APIv2
   * @param headers the client's own headers, below those of the options
   */
  public static Outgoing of(
      String method,
      String base,
      String template,
      Headers headers,
      @Nullable Object data,
      Options options) {
    Target target =
        Target.of(options.baseUrl().orElse(base), Template.of(template), options.values());
    return of(method, target.base(), template, target.path(), headers, data, options);
  }

  /**
   * Creates a request whose path was expanded before.
   *
   * @param base the checked base URL that the path is below
   * @param template the path as it was chained, without {@code v2/} for APIv2
   * @param path the path and the query of the template, encoded
   */
  public static Outgoing of(
      String method,
      String base,
      String template,
      String path,
      Headers headers,
      @Nullable Object data,
      Options options) {
    return new Outgoing(
        method(method),
        template,
        base,
        path,
        options,
        headers.with(options.headers()),
        options.query(),
        data);
  }

  /** A GET of a URL that the platform handed out; messages name it less its query. */
  public static Outgoing of(URI url, Headers headers, Options options) {
    return new Outgoing(
        "GET",
        url.getRawPath().substring(1),
        url.getScheme() + "://" + url.getRawAuthority(),
        Target.requestTarget(url),
        options,
        headers.with(options.headers()),
        options.query(),
        null);
  }

  /** The method, in capitals. */
  public String method() {
    return method;
  }

  /** The path as it was chained, its placeholders not filled: fit for messages and metrics. */
  public String template() {
    return template;
  }

  /** The path and the query that was chained with it, encoded as they will be sent. */
  public String path() {
    return path;
  }

  /** What the call was given beside its body. */
  public Options options() {
    return options;
  }

  /** The headers so far, without those that sealing adds. */
  public Headers headers() {
    return headers;
  }

  /** The entries of the query. */
  public Map<String, @Nullable Object> query() {
    return query;
  }

  /** The body as it was given: a Map, an object, a text, bytes, a form, or {@code null}. */
  public @Nullable Object data() {
    return data;
  }

  /** This request with another body. */
  public Outgoing withData(@Nullable Object other) {
    return new Outgoing(method, template, base, path, options, headers, query, other);
  }

  /** This request with one more header, in place of any of that name. */
  public Outgoing withHeader(String name, String value) {
    return new Outgoing(
        method, template, base, path, options, headers.with(name, value), query, data);
  }

  /** This request with one more entry of the query; {@code null} leaves it out. */
  public Outgoing withQuery(String name, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(query);
    copy.put(name, value);
    return new Outgoing(
        method, template, base, path, options, headers, Collections.unmodifiableMap(copy), data);
  }

  /** The URL without the entries of the query. */
  public URI endpoint() {
    URI parsed = endpoint;
    if (parsed == null) {
      parsed = URI.create(joined());
      endpoint = parsed;
    }
    return parsed;
  }

  private String joined() {
    return path.startsWith("/") ? base + path : base + "/" + path;
  }

  /** The URL that will be sent, and whose target will be signed. */
  public URI uri() {
    String params = Query.encode(query);
    if (params.isEmpty()) {
      return endpoint();
    }
    String mark = path.indexOf('?') < 0 ? "?" : path.endsWith("?") ? "" : "&";
    return URI.create(joined() + mark + params);
  }

  /** The method and the template, as messages name a call. */
  @Override
  public String toString() {
    return method + " " + Printable.of(template, 256);
  }

  private static String method(String method) {
    String upper = Objects.requireNonNull(method, "method == null").toUpperCase(Locale.ROOT);
    boolean letters = !upper.isEmpty();
    for (int i = 0; i < upper.length(); i++) {
      letters &= upper.charAt(i) >= 'A' && upper.charAt(i) <= 'Z';
    }
    if (!letters) {
      throw new IllegalArgumentException(
          "The method '" + Printable.of(method, 32) + "' is no HTTP method.");
    }
    return upper;
  }
}
