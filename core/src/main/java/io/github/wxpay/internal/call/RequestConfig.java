package io.github.wxpay.internal.call;

import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.text.Checks;
import io.github.wxpay.internal.text.DidYouMean;
import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts the original's request config, a map, to {@link Options}. */
public final class RequestConfig {
  private static final List<String> SETTINGS =
      List.of(
          "params",
          "headers",
          "baseURL",
          "host",
          "timeout",
          "deadline",
          "retry",
          "security",
          "nonceless",
          "meta",
          "pkcs1",
          "reversal",
          "maxBytes");

  /** Options of axios that users of the original may pass, with their replacements. */
  private static final Map<String, String> OF_AXIOS =
      Map.of(
          "responseType",
          "read a response with bytes(), text() or data(), or write it to a file with download(…)",
          "transformResponse",
          "replace the response in a Hook, builder.hook(…)",
          "transformRequest",
          "replace the request in a Hook, builder.hook(…)",
          "data",
          "pass the body as the first argument of post, put and patch",
          "httpsAgent",
          "set the builder's merchantCertificate(…) and the option security(true)",
          "validateStatus",
          "catch StatusException, which every status outside 2xx causes",
          "maxContentLength",
          "use maxBytes");

  private RequestConfig() {}

  /**
   * Reads a request config: a key that names a placeholder fills it, {@code params} is the query,
   * {@code headers}, {@code baseURL}, {@code timeout} in milliseconds, {@code security}, {@code
   * nonceless}, {@code meta}; and the options {@code deadline}, {@code retry}, {@code pkcs1},
   * {@code reversal} and {@code maxBytes}, which the original does not have.
   *
   * @throws IllegalArgumentException for any other key; the message lists the known ones
   */
  public static Options read(Map<String, ?> config, Set<String> placeholders) {
    Options out = Options.none();
    for (Map.Entry<String, ?> entry : named(config).entrySet()) {
      String key = Objects.requireNonNull(entry.getKey(), "name == null");
      boolean setting = SETTINGS.contains(key);
      if (placeholders.contains(key) && setting) {
        throw new IllegalArgumentException(
            "'"
                + key
                + "' is the name of both a placeholder and an option. Use Options.of(\""
                + key
                + "\", …).");
      } else if (placeholders.contains(key)) {
        out = out.with(key, entry.getValue());
      } else if (setting) {
        out = set(out, key, Objects.requireNonNull(entry.getValue(), () -> key + " == null"));
      } else {
        throw unknown(key, placeholders);
      }
    }
    return out;
  }

  /**
   * Reads the request config of an upload: as {@link #read} does, but {@code meta} must be a Map,
   * and every other key is an entry of it.
   */
  public static Options readUpload(Map<String, ?> config, Set<String> placeholders) {
    Map<String, @Nullable Object> known = new LinkedHashMap<>();
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    for (Map.Entry<String, ?> entry : named(config).entrySet()) {
      String key = Objects.requireNonNull(entry.getKey(), "name == null");
      if (placeholders.contains(key) || (SETTINGS.contains(key) && !key.equals("meta"))) {
        known.put(key, entry.getValue());
      } else if (key.equals("meta")) {
        meta.putAll(map(key, Objects.requireNonNull(entry.getValue(), "meta == null")));
      } else {
        meta.put(key, entry.getValue());
      }
    }
    return read(known, placeholders).meta(meta);
  }

  private static Options set(Options options, String key, Object value) {
    switch (key) {
      case "params":
        return options.query(map(key, value));
      case "headers":
        return options.headers(Headers.of(map(key, value)));
      case "baseURL":
        return options.baseUrl(value.toString());
      case "host":
        return options.host(value.toString());
      case "timeout":
        return options.timeout(Checks.duration(key, value));
      case "deadline":
        return options.deadline(Checks.duration(key, value));
      case "retry":
        return options.retry(retry(value));
      case "security":
        return options.security(Checks.flag(key, value));
      case "nonceless":
        return options.nonceless(Checks.flag(key, value));
      case "pkcs1":
        return options.pkcs1(Checks.flag(key, value));
      case "reversal":
        return options.reversal(Checks.flag(key, value));
      case "maxBytes":
        return options.maxBytes(Checks.bytes(key, value));
      default:
        return options.meta(value);
    }
  }

  /**
   * Returns a retry from a {@link Retry}, or from the maximum number of attempts as a number or
   * text.
   */
  public static Retry retry(Object value) {
    if (value instanceof Retry) {
      return (Retry) value;
    }
    try {
      return Retry.standard().attempts(Integer.parseInt(value.toString()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "`retry` must be the maximum number of attempts, from 1 to 10, or a Retry; got '"
              + Printable.name(value.toString())
              + "'.");
    }
  }

  private static IllegalArgumentException unknown(String key, Set<String> placeholders) {
    String replacement = OF_AXIOS.get(key);
    if (replacement != null) {
      return new IllegalArgumentException(
          "The option '" + key + "' is not known here: " + replacement + ".");
    }
    List<String> allowed = new ArrayList<>(placeholders);
    allowed.addAll(SETTINGS);
    return new IllegalArgumentException(
        "The option '"
            + Printable.name(key)
            + "' is not known here."
            + DidYouMean.nearest(key, allowed)
            + " Placeholders of this path: "
            + Printable.of(placeholders.toString(), 512)
            + "; options: "
            + SETTINGS
            + ". A query goes into `params`.");
  }

  private static Map<String, ?> named(Map<String, ?> config) {
    return Names.of(Objects.requireNonNull(config, "config == null"));
  }

  private static Map<String, ?> map(String key, Object value) {
    if (!(value instanceof Map)
        || !((Map<?, ?>) value).keySet().stream().allMatch(CharSequence.class::isInstance)) {
      throw new IllegalArgumentException(
          "`" + key + "` must be a Map with String keys; it is " + Printable.type(value) + ".");
    }
    return Names.of((Map<?, ?>) value);
  }
}
