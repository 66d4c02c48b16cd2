package io.github.wxpay.sandbox.ledger;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats instants as the platform does, in Beijing time. */
public final class Times {
  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final DateTimeFormatter RFC_3339 =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT).withZone(BEIJING);
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT).withZone(BEIJING);
  private static final DateTimeFormatter SPACED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(BEIJING);

  private Times() {}

  /** Returns for example {@code 2018-06-08T10:34:56+08:00}. */
  public static String rfc3339(Instant instant) {
    return RFC_3339.format(instant);
  }

  /** Returns for example {@code 20180608103456}. */
  public static String compact(Instant instant) {
    return COMPACT.format(instant);
  }

  /** Returns for example {@code 2018-06-08 10:34:56}. */
  public static String spaced(Instant instant) {
    return SPACED.format(instant);
  }
}
