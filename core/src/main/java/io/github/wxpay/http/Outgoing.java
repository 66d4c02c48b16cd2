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
 * A request before it is signed, which a {@link Hook} receives and may replace. Immutable; every
 * {@code with…} returns another object.
 *
 * <pre>{@code
 * builder.hook(request -> request.withHeader("Accept-Language", "zh-CN"));
 * }</pre>
 */
public final class Outgoing {
  /** The header for the documented host of a request that is sent to another one. */
  public static final String FORWARDED_HOST = "X-Forwarded-Host";

  private final String method;
  private final String template;
  private final String base;
  private final String path;
  private final Options options;
  private final Headers headers;
  private final Map<String, @Nullable Object> query;
  private final @Nullable Object data;

  /** Parsed when it is first needed; threads that parse it concurrently get equal objects. */
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
   * Creates a request from a template and options.
   *
   * @param base the checked base URL, without a trailing slash
   * @param template the path as it was chained, without {@code v2/} for APIv2
   * @param headers the client's headers, which those of the options replace
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
   * Creates a request with an expanded path.
   *
   * @param base the checked base URL of the path
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

  /**
   * Creates a GET request for a URL that the platform returned; messages show it without its query.
   */
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

  /** Returns the HTTP method in upper case. */
  public String method() {
    return method;
  }

  /** Returns the path as it was chained, with unfilled placeholders, for messages and metrics. */
  public String template() {
    return template;
  }

  /** Returns the path with the query that was chained with it, encoded as they are sent. */
  public String path() {
    return path;
  }

  /** Returns the options of the call. */
  public Options options() {
    return options;
  }

  /** Returns the headers, without those that signing adds. */
  public Headers headers() {
    return headers;
  }

  /** Returns the query parameters. */
  public Map<String, @Nullable Object> query() {
    return query;
  }

  /**
   * Returns the body as the caller passed it: a Map, an object, a text, bytes, a form, or {@code
   * null}.
   */
  public @Nullable Object data() {
    return data;
  }

  /** Returns this request with another body. */
  public Outgoing withData(@Nullable Object other) {
    return new Outgoing(method, template, base, path, options, headers, query, other);
  }

  /** Returns this request with one more header, which replaces any of that name. */
  public Outgoing withHeader(String name, String value) {
    return new Outgoing(
        method, template, base, path, options, headers.with(name, value), query, data);
  }

  /** Returns this request with one more query parameter; {@code null} leaves it out. */
  public Outgoing withQuery(String name, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(query);
    copy.put(name, value);
    return new Outgoing(
        method, template, base, path, options, headers, Collections.unmodifiableMap(copy), data);
  }

  /** Returns this request with other query parameters. */
  public Outgoing withQuery(Map<String, ? extends @Nullable Object> other) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(other);
    return new Outgoing(
        method, template, base, path, options, headers, Collections.unmodifiableMap(copy), data);
  }

  /** Returns the URL without the query parameters. */
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

  /** Returns the complete URL; its path and query are the signed target. */
  public URI uri() {
    String params = Query.encode(query);
    if (params.isEmpty()) {
      return endpoint();
    }
    String mark = path.indexOf('?') < 0 ? "?" : path.endsWith("?") ? "" : "&";
    return URI.create(joined() + mark + params);
  }

  /** Returns the method and the template, as in messages. */
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
          "The method '"
              + Printable.of(method, 32)
              + "' is not an HTTP method. Use GET, POST, PUT, PATCH or DELETE.");
    }
    return upper;
  }
}
