package io.github.wxpay.http;

import java.time.Duration;

/** Settings that come as loose values: out of a map, a JSON file, the environment. */
public final class Settings {
  private Settings() {}

  /** A timeout: a {@link Duration}, or milliseconds as a number or its text. */
  public static Duration duration(Object value) {
    if (value instanceof Duration) {
      return (Duration) value;
    }
    try {
      return Duration.ofMillis(Long.parseLong(value.toString()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "`timeout` must be whole milliseconds or a Duration; it is '" + value + "'.");
    }
  }

  /** A flag: {@code true} or {@code false}. */
  public static boolean flag(String key, Object value) {
    if (value instanceof Boolean) {
      return (Boolean) value;
    }
    throw new IllegalArgumentException(
        "`" + key + "` must be true or false; it is '" + value + "'.");
  }
}
