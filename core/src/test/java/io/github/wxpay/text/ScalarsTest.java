package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.ThaiBuddhistDate;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // what callers may give
class ScalarsTest {
  /** 2018-06-08T10:34:56.789 in Beijing. */
  private static final Instant NOON = Instant.parse("2018-06-08T02:34:56.789Z");

  private static final LocalDateTime LOCAL = LocalDateTime.of(2018, 6, 8, 10, 34, 56, 789_000_000);

  enum Shouting {
    QUIET;

    @Override
    public String toString() {
      return "LOUD!";
    }
  }

  // Numbers

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("numbers")
  void writesNumbersWithoutExponentAndIntegralOnesWithoutFraction(Number number, String text) {
    assertThat(Scalars.problem(number)).isEmpty();
    assertThat(Scalars.text(number, Times.V3)).isEqualTo(text);
    assertThat(Scalars.text(number, Times.V2)).isEqualTo(text);
    assertThat(Scalars.number(number).toPlainString()).isEqualTo(text);
  }

  static Stream<Arguments> numbers() {
    String digits64 = "9".repeat(64);
    return Stream.of(
        arguments(new BigDecimal("1E+2"), "100"),
        arguments(new BigDecimal("100.00"), "100"),
        arguments(new BigDecimal("1.00").multiply(new BigDecimal("100")), "100"),
        arguments(new BigDecimal("1." + "0".repeat(1000)), "1"),
        arguments(new BigDecimal("0.00"), "0"),
        arguments(new BigDecimal("0E+999999999"), "0"),
        arguments(new BigDecimal("0E-999999999"), "0"),
        arguments(new BigDecimal("-1.50"), "-1.50"),
        arguments(new BigDecimal("0.10"), "0.10"),
        arguments(new BigDecimal("1E-7"), "0.0000001"),
        arguments(new BigDecimal("1E+63"), "1" + "0".repeat(63)),
        arguments(new BigDecimal("-" + digits64), "-" + digits64),
        arguments(new BigDecimal("0." + "0".repeat(62) + "1"), "0." + "0".repeat(62) + "1"),
        arguments(new BigInteger(digits64), digits64),
        arguments(1e7, "10000000"),
        arguments(100.0, "100"),
        arguments(-0.0, "0"),
        arguments(0.01, "0.01"),
        arguments(1e-7, "0.0000001"),
        arguments(1.0e10f, "10000000000"),
        arguments(0.1f, "0.1"),
        arguments(123456789012345680000d, "123456789012345680000"),
        arguments(Long.MIN_VALUE, "-9223372036854775808"),
        arguments((byte) -1, "-1"),
        arguments(new AtomicLong(7), "7"));
  }

  @Timeout(10)
  @ParameterizedTest(name = "{0}")
  @MethodSource("unwritableNumbers")
  void refusesNumbersThatNoFieldAccepts(Number number, String problem) {
    assertThat(Scalars.problem(number)).isEqualTo(problem);
    assertThatThrownBy(() -> Scalars.field("total", number))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The field 'total' is "
                + problem
                + ", which cannot be signed. Pass a text or a number, and JSON as its text.");
  }

  static Stream<Arguments> unwritableNumbers() {
    String more = " digits (at most 64)";
    return Stream.of(
        arguments(Double.NaN, "NaN"),
        arguments(Double.NEGATIVE_INFINITY, "-Infinity"),
        arguments(Float.POSITIVE_INFINITY, "Infinity"),
        arguments(BigInteger.TEN.pow(64), "a number of 65" + more),
        arguments(new BigDecimal("1E+64"), "a number of 65" + more),
        arguments(new BigDecimal("1E+2147483647"), "a number of 2147483648" + more),
        arguments(new BigDecimal("1E-2147483647"), "a number of 2147483648" + more),
        arguments(new BigDecimal("0." + "0".repeat(63) + "1"), "a number of 65" + more),
        arguments(new BigDecimal("0." + "1".repeat(64)), "a number of 65" + more),
        arguments(Double.MAX_VALUE, "a number of 309" + more),
        arguments(Double.MIN_VALUE, "a number of 326" + more),
        arguments(BigInteger.TWO.pow(300_000), "a number of more than 64 digits"),
        arguments(
            new Number() {
              private static final long serialVersionUID = 1L;

              @Override
              public int intValue() {
                return 1;
              }

              @Override
              public long longValue() {
                return 1;
              }

              @Override
              public float floatValue() {
                return 1;
              }

              @Override
              public double doubleValue() {
                return 1;
              }

              @Override
              public String toString() {
                return "one";
              }
            },
            "of type io.github.wxpay.text.ScalarsTest$1"));
  }

  @Test
  void keepsTheValueOfAnyNumberWithin64Digits() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      BigDecimal number =
          new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(60) - 30);
      String text = Scalars.text(number, Times.V3);

      assertThat(new BigDecimal(text)).as("seed %d: %s", seed, number).isEqualByComparingTo(number);
      assertThat(text).as("seed %d: %s", seed, number).matches("-?\\d+(\\.\\d*[0-9])?");
      boolean whole = number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
      assertThat(text.indexOf('.') < 0).as("seed %d: %s", seed, number).isEqualTo(whole);
    }
  }

  // Times

  @ParameterizedTest(name = "{0}")
  @MethodSource("times")
  void writesTimesToTheSecondInBeijingTime(Object time, String v3, String v2) {
    assertThat(Scalars.problem(time)).isEmpty();
    assertThat(Scalars.text(time, Times.V3)).isEqualTo(v3);
    assertThat(Scalars.text(time, Times.V2)).isEqualTo(v2);
  }

  static Stream<Arguments> times() {
    String v3 = "2018-06-08T10:34:56+08:00";
    String v2 = "20180608103456";
    Calendar newYork = new GregorianCalendar(TimeZone.getTimeZone("America/New_York"));
    newYork.setTimeInMillis(NOON.toEpochMilli());
    return Stream.of(
        arguments(NOON, v3, v2),
        arguments(OffsetDateTime.ofInstant(NOON, ZoneOffset.ofHours(-5)), v3, v2),
        arguments(OffsetDateTime.ofInstant(NOON, ZoneOffset.ofHours(8)), v3, v2),
        arguments(ZonedDateTime.ofInstant(NOON, ZoneId.of("America/New_York")), v3, v2),
        arguments(LOCAL, v3, v2),
        arguments(Date.from(NOON), v3, v2),
        arguments(java.sql.Timestamp.from(NOON), v3, v2),
        arguments(newYork, v3, v2),
        arguments(
            OffsetDateTime.parse("2018-06-08T10:00:00+08:00"),
            "2018-06-08T10:00:00+08:00",
            "20180608100000"),
        arguments(
            LocalDateTime.of(2018, 6, 8, 0, 0), "2018-06-08T00:00:00+08:00", "20180608000000"),
        arguments(
            Instant.parse("1969-12-31T23:59:59.5Z"), "1970-01-01T07:59:59+08:00", "19700101075959"),
        arguments(
            Instant.parse("1988-07-01T00:00:00Z"), "1988-07-01T08:00:00+08:00", "19880701080000"),
        arguments(LocalDate.of(2018, 6, 8), "2018-06-08", "20180608"),
        arguments(ThaiBuddhistDate.of(2561, 6, 8), "2018-06-08", "20180608"),
        arguments(java.sql.Date.valueOf("2018-06-08"), "2018-06-08", "20180608"),
        arguments(LocalDate.of(1, 1, 1), "0001-01-01", "00010101"),
        arguments(LocalDate.of(9999, 12, 31), "9999-12-31", "99991231"),
        arguments(
            Instant.parse("9999-12-31T15:59:59Z"), "9999-12-31T23:59:59+08:00", "99991231235959"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unwritable")
  void refusesTypesWithoutText(Object value) {
    assertThat(Scalars.problem(value)).isEqualTo(Printable.type(value));
  }

  static Stream<Arguments> unwritable() {
    return Stream.<Object>of(
            LocalTime.NOON,
            OffsetTime.of(LocalTime.NOON, ZoneOffset.UTC),
            Duration.ofDays(1),
            Period.ofDays(1),
            Year.of(2018),
            YearMonth.of(2018, 6),
            MonthDay.of(6, 8),
            ZoneOffset.UTC,
            ZoneId.of("Asia/Shanghai"),
            TimeZone.getTimeZone("UTC"),
            new java.sql.Time(0),
            Locale.CHINA,
            Optional.of(1),
            Path.of("a"),
            Thread.currentThread(),
            String.class,
            new Object(),
            new byte[1],
            new String[] {"a"},
            List.of(1),
            Map.of("a", 1))
        .map(value -> arguments(value));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("farTimes")
  void refusesYearsWithoutFourDigits(Object time) {
    assertThat(Scalars.problem(time))
        .isEqualTo(Printable.type(time) + " outside the years 1 to 9999");
  }

  static Stream<Object> farTimes() {
    return Stream.of(
        Instant.MAX,
        Instant.MIN,
        Instant.parse("9999-12-31T16:00:00Z"),
        OffsetDateTime.MAX,
        LocalDateTime.MIN,
        LocalDate.MAX,
        LocalDate.of(0, 12, 31),
        new Date(Long.MAX_VALUE),
        new Date(Long.MIN_VALUE));
  }

  // Other scalars

  @ParameterizedTest(name = "{1}")
  @MethodSource("others")
  void writesOtherScalarsAsTheyPrint(Object value, String text) {
    assertThat(Scalars.problem(value)).isEmpty();
    assertThat(Scalars.text(value, Times.V2)).isEqualTo(text);
  }

  static Stream<Arguments> others() {
    UUID uuid = UUID.randomUUID();
    return Stream.of(
        arguments("1E+2", "1E+2"),
        arguments("100.00", "100.00"),
        arguments(CharBuffer.wrap("a"), "a"),
        arguments('c', "c"),
        arguments(true, "true"),
        arguments(new AtomicBoolean(), "false"),
        arguments(Shouting.QUIET, "QUIET"),
        arguments(DayOfWeek.MONDAY, "MONDAY"),
        arguments(uuid, uuid.toString()),
        arguments(URI.create("https://a/?b"), "https://a/?b"),
        arguments(Currency.getInstance("CNY"), "CNY"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ude00", "\ude00\ud83d", "😀\ud83d", "\ud83d\ud83d\ude00"})
  void findsUnpairedSurrogate(String text) {
    assertThat(Scalars.hasUnpairedSurrogate(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "😀", "😀😀 微", "\ufffd\uffff"})
  void acceptsSurrogatePairs(String text) {
    assertThat(Scalars.hasUnpairedSurrogate(text)).isFalse();
  }
}
