package io.github.wxpay.internal.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAccessor;
import java.util.Calendar;
import java.util.Date;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Formats of times, one for each protocol: to the second, in Beijing time. A time without an offset
 * is Beijing time.
 */
public enum Times {
  /** APIv3 (RFC 3339): {@code 2018-06-08T10:34:56+08:00}, and {@code 2018-06-08} for a date. */
  V3("uuuu-MM-dd'T'HH:mm:ss'+08:00'", "uuuu-MM-dd"),

  /** APIv2: {@code 20180608103456}, and {@code 20180608} for a date. */
  V2("uuuuMMddHHmmss", "uuuuMMdd");

  /** The offset of Beijing time, which has no daylight saving time. */
  public static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

  /** A limit beyond the year 9999 and within the range of {@link LocalDateTime}. */
  private static final long MAX_SECONDS = 400_000_000_000L;

  private final String time;
  private final String date;

  Times(String time, String date) {
    this.time = time;
    this.date = date;
  }

  /**
   * Loaded when the first time is written or read: it is slow to create, and most calls have no
   * times.
   */
  private static final class Formatters {
    static final Map<Times, DateTimeFormatter> TIME = new EnumMap<>(Times.class);
    static final Map<Times, DateTimeFormatter> DATE = new EnumMap<>(Times.class);

    static {
      for (Times form : values()) {
        TIME.put(form, DateTimeFormatter.ofPattern(form.time, Locale.ROOT));
        DATE.put(form, DateTimeFormatter.ofPattern(form.date, Locale.ROOT));
      }
    }

    private Formatters() {}
  }

  private DateTimeFormatter formatter(boolean date) {
    return Objects.requireNonNull((date ? Formatters.DATE : Formatters.TIME).get(this));
  }

  /**
   * Returns whether values of a type are times: those of java.time, {@link Date} and {@link
   * Calendar}.
   */
  public static boolean isTime(Class<?> type) {
    return Date.class.isAssignableFrom(type)
        || Calendar.class.isAssignableFrom(type)
        || (TemporalAccessor.class.isAssignableFrom(type) && !Enum.class.isAssignableFrom(type));
  }

  /**
   * Returns the reason why a time cannot be written, such as "of type java.time.Year"; empty if it
   * can.
   */
  static String problem(Object value) {
    String type = Printable.type(value);
    Temporal local;
    try {
      local = local(value);
    } catch (DateTimeException e) {
      return type + " outside the years 1 to 9999";
    }
    if (local == null) {
      return type;
    }
    int year = local.get(ChronoField.YEAR);
    return year < 1 || year > 9999 ? type + " outside the years 1 to 9999" : "";
  }

  /** Returns the text of a time that has no {@link #problem}. */
  String text(Object value) {
    Temporal local = local(value);
    if (local == null) {
      throw new IllegalArgumentException("not a time: " + value.getClass().getName());
    }
    return formatter(local instanceof LocalDate).format(local);
  }

  /**
   * Returns a time to be formatted with the caller's pattern: in Beijing time if it is an instant
   * or a date with a time, otherwise unchanged.
   */
  public static TemporalAccessor forPattern(Object value) {
    if (value instanceof LocalDateTime) {
      return ((LocalDateTime) value).atOffset(BEIJING);
    }
    if (value instanceof TemporalAccessor
        && !((TemporalAccessor) value).isSupported(ChronoField.INSTANT_SECONDS)) {
      return (TemporalAccessor) value;
    }
    Temporal local = local(value);
    return local instanceof LocalDate ? local : instant(value).atOffset(BEIJING);
  }

  /**
   * Reads a text of the platform: {@code 2018-06-08T10:34:56+08:00}, {@code 2018-06-08 10:34:56},
   * {@code 20180608103456} as an {@link OffsetDateTime}, {@code 2018-06-08} and {@code 20180608} as
   * a {@link LocalDate}.
   *
   * @throws DateTimeException if the text has none of these formats
   */
  public static Temporal read(String text) {
    if (text.matches("\\d{14}")) {
      return read(text, V2.formatter(false));
    }
    if (text.matches("\\d{8}")) {
      return read(text, V2.formatter(true));
    }
    if (text.length() <= 10) {
      return LocalDate.parse(text);
    }
    String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + "T" + text.substring(11) : text;
    return read(iso, DateTimeFormatter.ISO_DATE_TIME);
  }

  /** Reads a text with the caller's pattern; the result has the types of {@link #read(String)}. */
  public static Temporal read(String text, DateTimeFormatter pattern) {
    TemporalAccessor read =
        pattern.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    return read instanceof LocalDateTime
        ? ((LocalDateTime) read).atOffset(BEIJING)
        : (Temporal) read;
  }

  /** Returns the date, or date and time, in Beijing; {@code null} if the value has neither. */
  private static @Nullable Temporal local(Object value) {
    if (value instanceof Date) {
      // The module java.sql is optional, so its types that are not instants are recognised by name.
      String sql = sqlType(value.getClass());
      if (sql.equals("java.sql.Time")) {
        return null;
      }
      if (sql.equals("java.sql.Date")) { // a date in the default time zone
        return LocalDateTime.ofInstant(instant(value), ZoneId.systemDefault()).toLocalDate();
      }
    }
    if (value instanceof Date || value instanceof Calendar) {
      return local(instant(value));
    }
    TemporalAccessor temporal = (TemporalAccessor) value;
    if (temporal.isSupported(ChronoField.INSTANT_SECONDS)) {
      long seconds = temporal.getLong(ChronoField.INSTANT_SECONDS);
      if (Math.abs(seconds) > MAX_SECONDS) {
        throw new DateTimeException("out of range");
      }
      return LocalDateTime.ofEpochSecond(seconds, 0, BEIJING);
    }
    if (!temporal.isSupported(ChronoField.EPOCH_DAY)) {
      return null;
    }
    LocalDate day = LocalDate.ofEpochDay(temporal.getLong(ChronoField.EPOCH_DAY));
    return temporal.isSupported(ChronoField.SECOND_OF_DAY)
        ? day.atTime(LocalTime.ofSecondOfDay(temporal.getLong(ChronoField.SECOND_OF_DAY)))
        : day;
  }

  @SuppressWarnings(
      "JavaUtilDate") // the caller's type, of which toInstant() throws in two subclasses
  private static Instant instant(Object value) {
    if (value instanceof TemporalAccessor) {
      return Instant.from((TemporalAccessor) value);
    }
    return Instant.ofEpochMilli(
        value instanceof Calendar
            ? ((Calendar) value).getTimeInMillis()
            : ((Date) value).getTime());
  }

  private static String sqlType(Class<?> type) {
    for (Class<?> c = type; c != null && c != Date.class; c = c.getSuperclass()) {
      if (c.getName().equals("java.sql.Date") || c.getName().equals("java.sql.Time")) {
        return c.getName();
      }
    }
    return "";
  }
}
