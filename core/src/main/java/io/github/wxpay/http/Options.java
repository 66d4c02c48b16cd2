package io.github.wxpay.http;

import io.github.wxpay.internal.text.Checks;
import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.url.BaseUrl;
import io.github.wxpay.internal.url.PlatformHosts;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options of one call: values of placeholders, query, headers and settings. Immutable; every method
 * that sets an option returns another object.
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

  /** Returns no options. */
  public static Options none() {
    return NONE;
  }

  /** Returns options with the value of one placeholder. */
  public static Options of(String placeholder, @Nullable Object value) {
    return NONE.with(placeholder, value);
  }

  /** Returns these options with the value of one more placeholder. */
  public Options with(String placeholder, @Nullable Object value) {
    return new Options(put(values, placeholder, value), query, headers, settings);
  }

  /** Returns these options with others, which replace those of the same name. */
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
  @SuppressWarnings("InlineMeSuggester") // the library has no annotations of Error Prone
  public Options value(String placeholder, @Nullable Object value) {
    return with(placeholder, value);
  }

  /** Returns these options with one more query parameter; {@code null} leaves it out. */
  public Options query(String name, @Nullable Object value) {
    return new Options(values, put(query, name, value), headers, settings);
  }

  /** Returns these options with more query parameters. */
  public Options query(Map<String, ?> params) {
    Options out = this;
    for (Map.Entry<String, ?> entry : Names.of(params).entrySet()) {
      out = out.query(entry.getKey(), entry.getValue());
    }
    return out;
  }

  /** Returns these options with one more header, which replaces any of that name. */
  public Options header(String name, String value) {
    return headers(Headers.none().with(name, value));
  }

  /** Returns these options with more headers, which replace those of the same names. */
  public Options headers(Headers more) {
    return new Options(values, query, headers.with(more), settings);
  }

  /**
   * Returns these options with another base URL, such as {@code https://apihk.mch.weixin.qq.com/}.
   */
  public Options baseUrl(String url) {
    return set("baseURL", BaseUrl.check(url));
  }

  /**
   * Returns these options for an endpoint of another documented host than the API's, such as {@code
   * fraud.mch.weixin.qq.com}. If the base URL is the API's, the request is sent to that host;
   * otherwise (a sandbox, a proxy of your own) to the base URL, with the header {@code
   * X-Forwarded-Host}.
   *
   * @throws IllegalArgumentException if it is not a host of the platform
   */
  public Options host(String host) {
    return set("host", PlatformHosts.check(host));
  }

  /**
   * Returns these options with a timeout of the call, from its start to the last byte of the
   * response; for a download it is the idle timeout, the longest time without data.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public Options timeout(Duration timeout) {
    return set("timeout", Checks.timeout("timeout", timeout));
  }

  /**
   * Returns these options with a deadline: the time after which the call ends in any case,
   * including key downloads, signing, connecting, sending and receiving. It limits the total time
   * of a download, whose {@link #timeout(Duration) timeout} is an idle timeout; any other call ends
   * at the earlier of the two.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public Options deadline(Duration deadline) {
    return set("deadline", Checks.timeout("deadline", deadline));
  }

  /** Returns these options with another retry than that of the client. */
  public Options retry(Retry retry) {
    return set("retry", Objects.requireNonNull(retry, "retry == null"));
  }

  /**
   * Returns these options for an APIv2 call with or without the merchant's certificate (mutual
   * TLS).
   */
  public Options security(boolean security) {
    return set("security", security);
  }

  /**
   * Returns these options for an APIv2 call without {@code nonce_str}, for the endpoints that do
   * not accept it.
   */
  public Options nonceless(boolean nonceless) {
    return set("nonceless", nonceless);
  }

  /**
   * Returns these options with or without the reversal of a code payment that {@code
   * Chain.postUntilFinal} has found unpaid; {@code true} by default. Without it such a payment
   * stays open until the platform revokes it.
   */
  public Options reversal(boolean reversal) {
    return set("reversal", reversal);
  }

  /**
   * Returns these options with the padding PKCS#1 v1.5 (instead of OAEP) for secrets and for
   * encrypted values of the response: for the {@code global} APIs and the identity of face
   * recognition.
   */
  public Options pkcs1(boolean pkcs1) {
    return set("pkcs1", pkcs1);
  }

  /**
   * Returns these options with the {@code meta} part of an upload: a text, or an object that
   * becomes JSON.
   */
  public Options meta(Object meta) {
    return set("meta", meta);
  }

  /** Returns these options with a progress listener for an upload or a download. */
  public Options progress(Progress progress) {
    return set("progress", progress);
  }

  /**
   * Returns these options with the maximum size of a downloaded file in bytes, as received and when
   * decompressed: 4 GiB by default. A larger file is deleted and the call fails with a {@link
   * io.github.wxpay.exception.MalformedException}. Responses that are not downloads have another
   * limit: {@code WxpayBuilder.maxResponseBytes}, 8 MiB by default.
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

  /** Returns the values of the placeholders. */
  public Map<String, @Nullable Object> values() {
    return values;
  }

  /** Returns the query parameters. */
  public Map<String, @Nullable Object> query() {
    return query;
  }

  /** Returns the headers. */
  public Headers headers() {
    return headers;
  }

  /** Returns the base URL; empty for that of the client. */
  public Optional<String> baseUrl() {
    return setting("baseURL", String.class);
  }

  /** Returns the documented host of the endpoint; empty for that of the API. */
  public Optional<String> host() {
    return setting("host", String.class);
  }

  /** Returns the timeout; empty for that of the client. */
  public Optional<Duration> timeout() {
    return setting("timeout", Duration.class);
  }

  /** Returns the deadline, counted from the start of the call; empty for none. */
  public Optional<Duration> deadline() {
    return setting("deadline", Duration.class);
  }

  /** Returns the retry of the call; empty for that of the client. */
  public Optional<Retry> retry() {
    return setting("retry", Retry.class);
  }

  /** Returns whether the call presents the merchant's certificate. */
  public boolean security() {
    return setting("security", Boolean.class).orElse(false);
  }

  /** Returns whether the call is sent without {@code nonce_str}. */
  public boolean nonceless() {
    return setting("nonceless", Boolean.class).orElse(false);
  }

  /** Returns whether secrets have the padding PKCS#1 v1.5. */
  public boolean pkcs1() {
    return setting("pkcs1", Boolean.class).orElse(false);
  }

  /** Returns whether an unpaid code payment is reversed. */
  public boolean reversal() {
    return setting("reversal", Boolean.class).orElse(true);
  }

  /** Returns the progress listener. */
  public Optional<Progress> progress() {
    return setting("progress", Progress.class);
  }

  /** Returns the maximum size of a downloaded file in bytes. */
  public long maxBytes() {
    return setting("maxBytes", Long.class).orElse(MAX_BYTES);
  }

  /** Returns the {@code meta} part of an upload. */
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

  /** Returns the names of the options, without their values, which may be secret. */
  @Override
  public String toString() {
    return "Options" + values.keySet() + query.keySet() + headers.names() + settings.keySet();
  }
}
