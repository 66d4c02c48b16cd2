package io.github.wxpay.internal.text;

import java.time.Duration;
import java.util.Objects;

/** Settings that come as loose values: out of a map, a JSON file, the environment. */
public final class Checks {
  private Checks() {}

  /** A timeout: a {@link Duration}, or milliseconds as a number or its text. */
  public static Duration duration(Object value) {
    if (value instanceof Duration) {
      return (Duration) value;
    }
    try {
      return Duration.ofMillis(Long.parseLong(value.toString()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "`timeout` must be whole milliseconds or a Duration; it is '"
              + (value.toString().length() > 24
                  ? value.toString().length() + " characters"
                  : Printable.of(value.toString()))
              + "'.");
    }
  }

  /** Returns a timeout if it is between 1 ms and 1 day, and throws otherwise. */
  public static Duration timeout(Duration timeout) {
    Objects.requireNonNull(timeout, "timeout == null");
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "The timeout must be 1 ms to 1 day; it is " + timeout + ".");
    }
    return timeout;
  }

  /** A flag: {@code true} or {@code false}. */
  public static boolean flag(String key, Object value) {
    if (value instanceof Boolean) {
      return (Boolean) value;
    }
    throw new IllegalArgumentException(
        "`" + key + "` must be true or false; it is '" + Printable.name("" + value) + "'.");
  }

  /** An identity: 1 to 64 letters, digits, _ or -. */
  public static String token(String name, String value) {
    if (!Objects.requireNonNull(value, name + " == null").matches("[0-9A-Za-z_-]{1,64}")) {
      throw new IllegalArgumentException(
          "`"
              + name
              + "` must be 1 to 64 letters, digits, _ or -; it is '"
              + Printable.name(value)
              + "'.");
    }
    return value;
  }
}
