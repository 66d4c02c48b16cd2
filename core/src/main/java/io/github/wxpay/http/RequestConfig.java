package io.github.wxpay.http;

import io.github.wxpay.internal.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the original's request config, a map of many things, into {@link Options}. */
final class RequestConfig {
  private static final List<String> SETTINGS =
      List.of(
          "params",
          "headers",
          "baseURL",
          "timeout",
          "security",
          "nonceless",
          "meta",
          "pkcs1",
          "maxBytes");

  private RequestConfig() {}

  static Options read(Map<String, ?> config, Set<String> placeholders) {
    Options out = Options.none();
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
        out = set(out, key, Objects.requireNonNull(entry.getValue(), () -> key + " == null"));
      } else {
        throw unknown(key, placeholders);
      }
    }
    return out;
  }

  private static Options set(Options options, String key, Object value) {
    switch (key) {
      case "params":
        return options.query(map(key, value));
      case "headers":
        return options.headers(Headers.of(map(key, value)));
      case "baseURL":
        return options.baseUrl(value.toString());
      case "timeout":
        return options.timeout(Settings.duration(value));
      case "security":
        return options.security(Settings.flag(key, value));
      case "nonceless":
        return options.nonceless(Settings.flag(key, value));
      case "pkcs1":
        return options.pkcs1(Settings.flag(key, value));
      case "maxBytes":
        return options.maxBytes(bytes(key, value));
      default:
        return options.meta(value);
    }
  }

  private static long bytes(String key, Object value) {
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "`"
              + key
              + "` must be a whole number of bytes; got '"
              + Printable.of(value.toString(), 24)
              + "'.");
    }
  }

  private static IllegalArgumentException unknown(String key, Set<String> placeholders) {
    List<String> allowed = new ArrayList<>(placeholders);
    allowed.addAll(SETTINGS);
    return new IllegalArgumentException(
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

  @SuppressWarnings("unchecked") // names are checked here, values may be anything
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
}
