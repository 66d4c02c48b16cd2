package io.github.wxpay.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call wants beside its body: values of placeholders, query, headers, and settings for
 * this call alone. Immutable; every method that sets returns another value.
 *
 * <pre>{@code
 * Options.of("transaction_id", id).query("mchid", mchid).timeout(Duration.ofSeconds(5))
 * }</pre>
 */
public final class Options {
  private static final List<String> SETTINGS =
      List.of("params", "headers", "baseURL", "timeout", "security", "nonceless", "meta");
  private static final Options NONE = new Options(Map.of(), Map.of(), Headers.none(), Map.of());

  private final Map<String, @Nullable Object> values;
  private final Map<String, @Nullable Object> query;
  private final Headers headers;
  private final Map<String, Object> settings;

  private Options(
      Map<String, ? extends @Nullable Object> values,
      Map<String, ? extends @Nullable Object> query,
      Headers headers,
      Map<String, Object> settings) {
    this.values = Collections.unmodifiableMap(values);
    this.query = Collections.unmodifiableMap(query);
    this.headers = headers;
    this.settings = settings;
  }

  /** Nothing beside the body. */
  public static Options none() {
    return NONE;
  }

  /** The value of one placeholder. */
  public static Options of(String placeholder, @Nullable Object value) {
    return NONE.value(placeholder, value);
  }

  /**
   * The original's request config: a key that names a placeholder fills it, {@code params} is the
   * query, {@code headers}, {@code baseURL}, {@code timeout} in milliseconds, {@code security},
   * {@code nonceless}, {@code meta}.
   *
   * @throws IllegalArgumentException for any other key, with what is allowed
   */
  public static Options of(Map<String, ?> config, Set<String> placeholders) {
    Options out = NONE;
    for (Map.Entry<String, ?> entry : Objects.requireNonNull(config, "config == null").entrySet()) {
      String key = Objects.requireNonNull(entry.getKey(), "name == null");
      boolean setting = SETTINGS.contains(key);
      if (placeholders.contains(key) && setting) {
        throw new IllegalArgumentException(
            "'"
                + key
                + "' names both a placeholder and an option; use Options.of(\""
                + key
                + "\", …).");
      } else if (placeholders.contains(key)) {
        out = out.value(key, entry.getValue());
      } else if (setting) {
        out = out.set(key, Objects.requireNonNull(entry.getValue(), () -> key + " == null"));
      } else {
        List<String> allowed = new ArrayList<>(placeholders);
        allowed.addAll(SETTINGS);
        throw new IllegalArgumentException(
            "The option '"
                + key
                + "' is not known here."
                + Words.nearest(key, allowed)
                + " Placeholders of this path: "
                + placeholders
                + "; options: "
                + SETTINGS
                + ". A query goes into `params`.");
      }
    }
    return out;
  }

  /** These with the value of one more placeholder. */
  public Options value(String placeholder, @Nullable Object value) {
    return new Options(put(values, placeholder, value), query, headers, settings);
  }

  /** These with one more entry of the query; {@code null} leaves it out. */
  public Options query(String name, @Nullable Object value) {
    return new Options(values, put(query, name, value), headers, settings);
  }

  /** These with more entries of the query. */
  public Options query(Map<String, ?> params) {
    Options out = this;
    for (Map.Entry<String, ?> entry : params.entrySet()) {
      out = out.query(entry.getKey(), entry.getValue());
    }
    return out;
  }

  /** These with one more header, in place of any of that name. */
  public Options header(String name, String value) {
    return new Options(values, query, headers.with(name, value), settings);
  }

  /** These with another base URL, such as {@code https://apihk.mch.weixin.qq.com/}. */
  public Options baseUrl(String url) {
    return with("baseURL", BaseUrl.check(url));
  }

  /** These with the time after which the call gives up, from sending to the answer's last byte. */
  public Options timeout(Duration timeout) {
    return with("timeout", Settings.checked(timeout));
  }

  /** APIv2: whether the call presents the merchant's certificate (mutual TLS). */
  public Options security(boolean security) {
    return with("security", security);
  }

  /** APIv2: whether {@code nonce_str} stays away, for the endpoints that know none. */
  public Options nonceless(boolean nonceless) {
    return with("nonceless", nonceless);
  }

  /** The {@code meta} part of an upload whose body has none: a text, or what becomes JSON. */
  public Options meta(Object meta) {
    return with("meta", meta);
  }

  /** The values of the placeholders. */
  public Map<String, @Nullable Object> values() {
    return values;
  }

  /** The entries of the query. */
  public Map<String, @Nullable Object> query() {
    return query;
  }

  /** The headers of this call. */
  public Headers headers() {
    return headers;
  }

  /** The base URL of this call, if it has one of its own. */
  public Optional<String> baseUrl() {
    return setting("baseURL", String.class);
  }

  /** The timeout of this call, if it has one of its own. */
  public Optional<Duration> timeout() {
    return setting("timeout", Duration.class);
  }

  /** Whether mutual TLS is asked for. */
  public boolean security() {
    return setting("security", Boolean.class).orElse(false);
  }

  /** Whether {@code nonce_str} shall stay away. */
  public boolean nonceless() {
    return setting("nonceless", Boolean.class).orElse(false);
  }

  /** The {@code meta} of an upload, if it was given. */
  public Optional<Object> meta() {
    return setting("meta", Object.class);
  }

  private Options set(String key, Object value) {
    switch (key) {
      case "params":
        return query(map(key, value));
      case "headers":
        return new Options(values, query, headers.with(Headers.of(map(key, value))), settings);
      case "baseURL":
        return baseUrl(value.toString());
      case "timeout":
        return timeout(Settings.duration(value));
      case "security":
        return security(Settings.flag(key, value));
      case "nonceless":
        return nonceless(Settings.flag(key, value));
      default:
        return meta(value);
    }
  }

  @SuppressWarnings("unchecked") // names are checked below, values may be anything
  private static Map<String, ?> map(String key, Object value) {
    if (!(value instanceof Map)
        || !((Map<?, ?>) value).keySet().stream().allMatch(String.class::isInstance)) {
      throw new IllegalArgumentException(
          "`"
              + key
              + "` must be a Map of texts to values; it is a "
              + value.getClass().getName()
              + ".");
    }
    return (Map<String, ?>) value;
  }

  private Options with(String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(settings);
    copy.put(key, value);
    return new Options(values, query, headers, copy);
  }

  private <T> Optional<T> setting(String key, Class<T> type) {
    return Optional.ofNullable(settings.get(key)).map(type::cast);
  }

  private static Map<String, @Nullable Object> put(
      Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(map);
    copy.put(Objects.requireNonNull(key, "name == null"), value);
    return copy;
  }

  /** The names of what is set; no values, which may be secret. */
  @Override
  public String toString() {
    return "Options" + values.keySet() + query.keySet() + headers.names() + settings.keySet();
  }
}
