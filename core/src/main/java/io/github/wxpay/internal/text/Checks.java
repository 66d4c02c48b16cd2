package io.github.wxpay.internal.text;

import java.time.Duration;
import java.util.Objects;

/** Checks and converts settings from a map, a JSON file or the environment. */
public final class Checks {
  private Checks() {}

  /** Returns a duration from a {@link Duration}, or from milliseconds as a number or text. */
  public static Duration duration(String name, Object value) {
    if (value instanceof Duration) {
      return (Duration) value;
    }
    try {
      return Duration.ofMillis(Long.parseLong(value.toString()));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "`"
              + name
              + "` must be an integral number of milliseconds or a Duration; got '"
              + (value.toString().length() > 24
                  ? value.toString().length() + " characters"
                  : Printable.of(value.toString()))
              + "'.");
    }
  }

  /** Returns a duration if it is between 1 ms and 1 day, and throws otherwise. */
  public static Duration timeout(String name, Duration timeout) {
    Objects.requireNonNull(timeout, name + " == null");
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "`" + name + "` must be from 1 ms to 1 day; got " + timeout + ".");
    }
    return timeout;
  }

  /** Returns a size in bytes from a number or text. */
  public static long bytes(String name, Object value) {
    try {
      return Long.parseLong(value.toString());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "`"
              + name
              + "` must be an integral number of bytes; got '"
              + Printable.of(value.toString(), 24)
              + "'.");
    }
  }

  /** Returns a flag from a boolean. */
  public static boolean flag(String key, Object value) {
    if (value instanceof Boolean) {
      return (Boolean) value;
    }
    throw new IllegalArgumentException(
        "`" + key + "` must be true or false; got '" + Printable.name("" + value) + "'.");
  }

  /** Returns a flag from a boolean, or from its text, since the environment has texts only. */
  public static boolean flagOrText(String key, Object value) {
    return value.equals("true") || (!value.equals("false") && flag(key, value));
  }

  /** Returns an identifier, which must be 1 to 64 letters, digits, _ or -. */
  public static String token(String name, String value) {
    if (!Objects.requireNonNull(value, name + " == null").matches("[0-9A-Za-z_-]{1,64}")) {
      throw new IllegalArgumentException(
          "`"
              + name
              + "` must be 1 to 64 letters, digits, _ or -; got '"
              + Printable.name(value)
              + "'.");
    }
    return value;
  }
}
