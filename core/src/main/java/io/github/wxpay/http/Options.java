package io.github.wxpay.http;

import io.github.wxpay.internal.text.Checks;
import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.url.BaseUrl;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private static final long MAX_BYTES = 4L << 30;
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
    return NONE.with(placeholder, value);
  }

  /** Returns these options with the value of one more placeholder. */
  public Options with(String placeholder, @Nullable Object value) {
    return new Options(put(values, placeholder, value), query, headers, settings);
  }

  /** Returns these options with those of another set in place of the ones of the same name. */
  public Options with(Options more) {
    Objects.requireNonNull(more, "options == null");
    if (this == NONE) {
      return more;
    }
    Map<String, @Nullable Object> allValues = new LinkedHashMap<>(values);
    allValues.putAll(more.values);
    Map<String, @Nullable Object> allQuery = new LinkedHashMap<>(query);
    allQuery.putAll(more.query);
    Map<String, Object> allSettings = new LinkedHashMap<>(settings);
    allSettings.putAll(more.settings);
    return new Options(allValues, allQuery, headers.with(more.headers), allSettings);
  }

  /**
   * Returns these options with the value of one more placeholder.
   *
   * @deprecated use {@link #with(String, Object)}, which has the name that a {@code Chain} uses
   */
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // no annotations of Error Prone in the library
  public Options value(String placeholder, @Nullable Object value) {
    return with(placeholder, value);
  }

  /** These with one more entry of the query; {@code null} leaves it out. */
  public Options query(String name, @Nullable Object value) {
    return new Options(values, put(query, name, value), headers, settings);
  }

  /** These with more entries of the query. */
  public Options query(Map<String, ?> params) {
    Options out = this;
    for (Map.Entry<String, ?> entry : Names.of(params).entrySet()) {
      out = out.query(entry.getKey(), entry.getValue());
    }
    return out;
  }

  /** These with one more header, in place of any of that name. */
  public Options header(String name, String value) {
    return headers(Headers.none().with(name, value));
  }

  /** These with more headers, in place of any of their names. */
  public Options headers(Headers more) {
    return new Options(values, query, headers.with(more), settings);
  }

  /** These with another base URL, such as {@code https://apihk.mch.weixin.qq.com/}. */
  public Options baseUrl(String url) {
    return set("baseURL", BaseUrl.check(url));
  }

  /**
   * Returns these options with the time that the call may take, from its start to the last byte of
   * the response; for a download, the time in which no data may arrive.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public Options timeout(Duration timeout) {
    return set("timeout", Checks.timeout("timeout", timeout));
  }

  /**
   * Returns these options with the time after which the call ends however far it has come: keys,
   * signing, connecting, sending and receiving included. It bounds a download in total, whose
   * {@link #timeout(Duration) timeout} is only for the time without data; any other call ends at
   * the earlier of the two.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public Options deadline(Duration deadline) {
    return set("deadline", Checks.timeout("deadline", deadline));
  }

  /** APIv2: whether the call presents the merchant's certificate (mutual TLS). */
  public Options security(boolean security) {
    return set("security", security);
  }

  /** APIv2: whether {@code nonce_str} stays away, for the endpoints that know none. */
  public Options nonceless(boolean nonceless) {
    return set("nonceless", nonceless);
  }

  /**
   * Whether secrets are encrypted, and values of the response decrypted, with the old padding
   * (PKCS#1 v1.5): for the {@code global} APIs and the identity of face recognition.
   */
  public Options pkcs1(boolean pkcs1) {
    return set("pkcs1", pkcs1);
  }

  /** The {@code meta} part of an upload whose body has none: a text, or what becomes JSON. */
  public Options meta(Object meta) {
    return set("meta", meta);
  }

  /** What is told how far an upload or a download has come. */
  public Options progress(Progress progress) {
    return set("progress", progress);
  }

  /**
   * Returns these options with the largest number of bytes that a downloaded file may have, as it
   * is received and as it is when decompressed: 4 GiB if not set. A larger file is not kept, and
   * the call fails with a {@link io.github.wxpay.exception.MalformedException}. Responses that are
   * not downloads have another limit: {@code WxpayBuilder.maxResponseBytes}, 8 MiB by default.
   *
   * @throws IllegalArgumentException if {@code max} is not positive
   */
  public Options maxBytes(long max) {
    if (max <= 0) {
      throw new IllegalArgumentException(
          "`maxBytes` must be positive; got "
              + max
              + ". It is a number of bytes, 4 GiB by default.");
    }
    return set("maxBytes", max);
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

  /** Returns the deadline of this call, counted from its start, if it has one. */
  public Optional<Duration> deadline() {
    return setting("deadline", Duration.class);
  }

  /** Whether mutual TLS is asked for. */
  public boolean security() {
    return setting("security", Boolean.class).orElse(false);
  }

  /** Whether {@code nonce_str} shall stay away. */
  public boolean nonceless() {
    return setting("nonceless", Boolean.class).orElse(false);
  }

  /** Whether secrets take the old padding. */
  public boolean pkcs1() {
    return setting("pkcs1", Boolean.class).orElse(false);
  }

  /** What is told of progress, if anything is. */
  public Optional<Progress> progress() {
    return setting("progress", Progress.class);
  }

  /** Returns the largest number of bytes that a downloaded file may have. */
  public long maxBytes() {
    return setting("maxBytes", Long.class).orElse(MAX_BYTES);
  }

  /** The {@code meta} of an upload, if it was given. */
  public Optional<Object> meta() {
    return setting("meta", Object.class);
  }

  private Options set(String key, Object value) {
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
