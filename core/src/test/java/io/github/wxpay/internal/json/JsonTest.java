package io.github.wxpay.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

class JsonTest {
  static class Amount {
    public final long total;
    public final String currency;

    @JsonCreator
    Amount(@JsonProperty("total") long total, @JsonProperty("currency") String currency) {
      this.total = total;
      this.currency = currency;
    }
  }

  // Writing

  @ParameterizedTest(name = "{1}")
  @MethodSource("values")
  void writesAsJavaScriptDoes(Object value, String expected) {
    assertThat(written(value)).isEqualTo(expected);
  }

  private static Stream<Arguments> values() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put("z", 1);
    ordered.put("a", null);
    ordered.put("m", Arrays.asList(1, null));
    return Stream.of(
        Arguments.of(ordered, "{\"z\":1,\"a\":null,\"m\":[1,null]}"),
        Arguments.of(new Amount(1, null), "{\"total\":1}"),
        Arguments.of(List.of(new Amount(1, "CNY")), "[{\"total\":1,\"currency\":\"CNY\"}]"),
        Arguments.of(Map.of("a", "</script>&'\"\\"), "{\"a\":\"</script>&'\\\"\\\\\"}"),
        Arguments.of(Map.of("a", "\u2028\u2029\u007f"), "{\"a\":\"\u2028\u2029\u007f\"}"),
        Arguments.of(Map.of("a", "\b\t\n\f\r"), "{\"a\":\"\\b\\t\\n\\f\\r\"}"),
        Arguments.of(Map.of("a", "\u0000\u001f\u000b"), "{\"a\":\"\\u0000\\u001f\\u000b\"}"),
        Arguments.of(Map.of("\u0001", 1), "{\"\\u0001\":1}"),
        Arguments.of(Map.of("a", "\u5fae\ud83d\ude00"), "{\"a\":\"\u5fae\ud83d\ude00\"}"),
        Arguments.of(9007199254740993L, "9007199254740993"),
        Arguments.of(new BigInteger("12345678901234567890"), "12345678901234567890"),
        Arguments.of(new BigDecimal("0.10"), "0.10"),
        Arguments.of(true, "true"),
        Arguments.of(List.of(), "[]"),
        Arguments.of(Map.of(), "{}"),
        Arguments.of(
            Map.of("a", Date.from(Instant.EPOCH)), "{\"a\":\"1970-01-01T08:00:00+08:00\"}"),
        Arguments.of(
            Map.of("a", Instant.ofEpochSecond(1_700_000_000L)),
            "{\"a\":\"2023-11-15T06:13:20+08:00\"}"),
        Arguments.of(
            Map.of("a", OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(8))),
            "{\"a\":\"2024-01-02T03:04:05+08:00\"}"),
        Arguments.of(
            Map.of("a", ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 0, ZoneId.of("Asia/Shanghai"))),
            "{\"a\":\"2024-01-02T03:04:05+08:00\"}"),
        Arguments.of(Json.read(bytes("{\"b\":0.10,\"a\":1}")), "{\"b\":0.10,\"a\":1}"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("numbers")
  void writesNumbersByOneRuleEverywhere(Object value, String expected) {
    assertThat(written(value)).isEqualTo(expected);
    assertThat(written(Json.node(value))).isEqualTo(expected);
  }

  private static Stream<Arguments> numbers() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    ObjectNode tree = nodes.objectNode();
    tree.put("a", new BigDecimal("1E+2")).put("b", 1e7).put("c", 100.0f);
    tree.putArray("d").add(new BigDecimal("100.00")).add(0.01);
    tree.putPOJO("e", Map.of("f", 1e7));
    return Stream.of(
        Arguments.of(Map.of("a", new BigDecimal("1E+2")), "{\"a\":100}"),
        Arguments.of(
            List.of(new BigDecimal("100.00"), 1e7, 100.0f, 0.01), "[100,10000000,100,0.01]"),
        Arguments.of(new Object[] {1e7, new BigDecimal("1E-7")}, "[10000000,0.0000001]"),
        Arguments.of(new double[] {1e7, 0.5}, "[10000000,0.5]"),
        Arguments.of(new float[] {1e7f, 0.5f}, "[10000000,0.5]"),
        Arguments.of(new Price(), "{\"amount\":100,\"rate\":10000000,\"share\":0.10}"),
        Arguments.of(
            tree, "{\"a\":100,\"b\":10000000,\"c\":100,\"d\":[100,0.01],\"e\":{\"f\":10000000}}"),
        Arguments.of(new AtomicLong(7), "7"),
        Arguments.of(new BigDecimal("1E+63"), "1" + "0".repeat(63)),
        Arguments.of(Map.of(1e7, 1), "{\"10000000\":1}"),
        Arguments.of(Map.of(new BigDecimal("1E+2"), 1), "{\"100\":1}"),
        Arguments.of(Map.of("a", "1E+2"), "{\"a\":\"1E+2\"}"),
        Arguments.of(
            Json.read(bytes("{\"a\":1e2,\"b\":100.00,\"c\":0.10}")),
            "{\"a\":100,\"b\":100,\"c\":0.10}"),
        Arguments.of(
            Json.as(Json.read(bytes("{\"a\":1e2}")), new TypeReference<Map<String, Object>>() {}),
            "{\"a\":100}"));
  }

  static class Price {
    public final BigDecimal amount = new BigDecimal("100.00");
    public final double rate = 1e7;

    public BigDecimal getShare() {
      return new BigDecimal("0.10");
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("times")
  void writesTimesAsThePlatformDoes(Object value, String expected) {
    assertThat(written(value)).isEqualTo(expected);
  }

  private static Stream<Arguments> times() {
    LocalDateTime local = LocalDateTime.of(2018, 6, 8, 10, 0);
    String text = "\"2018-06-08T10:00:00+08:00\"";
    return Stream.of(
        Arguments.of(Map.of("a", local), "{\"a\":" + text + "}"),
        Arguments.of(List.of(local.atOffset(ZoneOffset.ofHours(8))), "[" + text + "]"),
        Arguments.of(
            new Object[] {local.minusHours(8).toInstant(ZoneOffset.UTC)}, "[" + text + "]"),
        Arguments.of(Map.of("a", LocalDate.of(2018, 6, 8)), "{\"a\":\"2018-06-08\"}"),
        Arguments.of(Map.of(LocalDate.of(2018, 6, 8), 1), "{\"2018-06-08\":1}"),
        Arguments.of(Map.of(Date.from(Instant.EPOCH), 1), "{\"1970-01-01T08:00:00+08:00\":1}"),
        Arguments.of(
            new Order(),
            "{\"expires\":"
                + text
                + ",\"day\":\"2018-06-08\",\"month\":\"201806\",\"at\":\"10:00\","
                + PATTERNS));
  }

  private static final String PATTERNS =
      "\"moved\":\"20180608100000+08:00\",\"since\":\"02:00:00.007 Z\",\"birthday\":\"06/08\"}";

  static class Order {
    public final LocalDateTime expires = LocalDateTime.of(2018, 6, 8, 10, 0);
    public final java.sql.Date day = java.sql.Date.valueOf("2018-06-08");

    @JsonFormat(pattern = "uuuuMM")
    public final YearMonth month = YearMonth.of(2018, 6);

    @JsonFormat(pattern = "HH:mm")
    public final Instant at = expires.toInstant(ZoneOffset.ofHours(8));

    @JsonFormat(pattern = "yyyyMMddHHmmssXXX")
    public final OffsetDateTime moved = expires.minusHours(8).atOffset(ZoneOffset.UTC);

    @JsonFormat(pattern = "HH:mm:ss.SSS X", timezone = "UTC")
    public final Date since = Date.from(at.plusMillis(7));

    @JsonFormat(pattern = "MM/dd")
    public final java.sql.Date birthday = day;
  }

  @Test
  void writesFieldsOfApiv2InItsForms() {
    assertThat(Json.fields(new Order()).toString())
        .isEqualTo(
            "{\"expires\":\"20180608100000\",\"day\":\"20180608\",\"month\":\"201806\",\"at\":\"10:00\","
                + PATTERNS);
  }

  @Test
  void makesTextNodeOfUuidAndBytesOfBinaryNode() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("uuid", new UUID(0, 1));
    map.put("bytes", new byte[] {1, 2});

    Map<String, Object> read = Json.map(Json.fields(map));

    assertThat(read).containsEntry("uuid", "00000000-0000-0000-0000-000000000001");
    assertThat(read).containsEntry("bytes", new byte[] {1, 2});
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("otherScalars")
  void writesOtherScalarsAsTexts(Object value, String expected) {
    assertThat(written(value)).isEqualTo(expected);
  }

  private static Stream<Arguments> otherScalars() {
    return Stream.of(
        Arguments.of(Map.of("a", RoundingMode.HALF_UP), "{\"a\":\"HALF_UP\"}"),
        Arguments.of(
            Map.of("a", new UUID(0, 1)), "{\"a\":\"00000000-0000-0000-0000-000000000001\"}"),
        Arguments.of(Map.of("a", URI.create("https://a/?b")), "{\"a\":\"https://a/?b\"}"),
        Arguments.of(Map.of("a", Currency.getInstance("CNY")), "{\"a\":\"CNY\"}"),
        Arguments.of(Map.of("a", new StringBuilder("b")), "{\"a\":\"b\"}"),
        Arguments.of(Map.of("a", CharBuffer.wrap("b")), "{\"a\":\"b\"}"),
        Arguments.of(Map.of("a", 'b'), "{\"a\":\"b\"}"),
        Arguments.of(Map.of("a", new AtomicBoolean(true)), "{\"a\":true}"),
        Arguments.of(Map.of("a", new byte[] {1, 2}), "{\"a\":\"AQI=\"}"),
        Arguments.of(Map.of("a", new String[] {"b"}), "{\"a\":[\"b\"]}"),
        Arguments.of(new AbstractMap.SimpleEntry<>("a", 1.0), "{\"a\":1}"),
        Arguments.of(EnumSet.of(RoundingMode.UP), "[\"UP\"]"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unwritable")
  void namesTheMemberThatCannotBeWritten(Object value, String expected) {
    String message = "A value " + Printable.type(value) + " cannot be written as JSON: " + expected;

    assertThatThrownBy(() -> Json.write(value))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Json.write(value, text -> text))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Json.node(value))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static Stream<Arguments> unwritable() {
    String give = "; pass a text, a number, a time, a List, a Map or an object with getters";
    String surrogate = " contains an unpaired surrogate; do not cut a text within a character";
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("amount").putArray("list").add(1).add(Double.NaN);
    ObjectNode half = JsonNodeFactory.instance.objectNode();
    half.putObject("a").put("b", "\ud83d");
    return Stream.of(
        Arguments.of(
            Map.of("amount", Map.of("expires", Duration.ofDays(1))),
            "/amount/expires is of type java.time.Duration" + give),
        Arguments.of(Map.of("a", Arrays.asList(1, "b", Double.NaN)), "/a/2 is NaN" + give),
        Arguments.of(
            Map.of("a", List.of(List.of(), List.of(Map.of("b", Optional.of(1))))),
            "/a/1/0/b is of type java.util.Optional" + give),
        Arguments.of(new double[] {1, Double.NEGATIVE_INFINITY}, "/1 is -Infinity" + give),
        Arguments.of(
            Map.of("a", BigInteger.TEN.pow(64)), "/a is a number of 65 digits (at most 64)" + give),
        Arguments.of(Map.of("a", Year.of(2018)), "/a is of type java.time.Year" + give),
        Arguments.of(Map.of("a", LocalTime.NOON), "/a is of type java.time.LocalTime" + give),
        Arguments.of(Map.of("a", new java.sql.Time(0)), "/a is of type java.sql.Time" + give),
        Arguments.of(
            Map.of("a", Instant.MAX),
            "/a is of type java.time.Instant outside the years 1 to 9999" + give),
        Arguments.of(Map.of("a", String.class), "/a is of type Class" + give),
        Arguments.of(Map.of("a", new Thread()), "/a is of type Thread" + give),
        Arguments.of(Map.of("a", new File("b")), "/a is of type java.io.File" + give),
        Arguments.of(Map.of("a", Locale.CHINA), "/a is of type java.util.Locale" + give),
        Arguments.of(Map.of("a", new Object()), "/a is of type Object" + give),
        Arguments.of(
            Map.of("a", Map.of(Locale.CHINA, 1)), "a key is of type java.util.Locale; use a text"),
        Arguments.of(Optional.of(1), "it is of type java.util.Optional" + give),
        Arguments.of(Double.NaN, "it is NaN" + give),
        Arguments.of(new Delivery(), "/options/since is of type java.time.Duration" + give),
        Arguments.of(tree, "/amount/list/1 is NaN" + give),
        Arguments.of(Map.of("a/b~c", Double.NaN), "/a~1b~0c is NaN" + give),
        Arguments.of(Map.of("a\nb", Double.NaN), "/a?b is NaN" + give),
        Arguments.of(
            Map.of("a", List.of(new Nothing())),
            "/a/0 is of type io.github.wxpay.internal.json.JsonTest$Nothing, which has neither a"
                + " getter nor a public field"),
        Arguments.of(Map.of("a", new Failing()), "/a/total: out of order"),
        Arguments.of(Map.of("a", Map.of("b", "x\ud83d")), "/a/b" + surrogate),
        Arguments.of(Map.of("a", List.of("\ude00\ud83d")), "/a/0" + surrogate),
        Arguments.of(half, "/a/b" + surrogate),
        Arguments.of(Map.of("a", Map.of("b\ud83d", 1)), "the name /a/b?" + surrogate),
        Arguments.of("\ud83d", "it" + surrogate));
  }

  static class Delivery {
    public final Map<String, Object> options = Map.of("since", Duration.ofDays(1));
  }

  static class Nothing {}

  static class Failing {
    public long getTotal() {
      throw new IllegalStateException("out of order");
    }
  }

  @Test
  void writesSurrogatePairs() {
    assertThat(written(Map.of("😀", List.of("a😀", CharBuffer.wrap("😀")))))
        .isEqualTo("{\"😀\":[\"a😀\",\"😀\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"\\ud800\"}",
        "{\"a\":1E+2,\"b\":100.00}",
        "{\"a\":1E+999999999}",
        "[" + "9007199254740993" + "]"
      })
  void compactWritesReadTextUnchanged(String json) {
    assertThat(new String(Json.compact(Json.read(bytes(json))), StandardCharsets.UTF_8))
        .isEqualToIgnoringCase(json);
  }

  // Reading

  @Test
  void keepsEveryDigitOfNumbers() {
    JsonNode node =
        Json.read(
            bytes(
                "{\"a\":9007199254740993,\"b\":12345678901234567890,\"c\":0.10,"
                    + "\"d\":1.00000000000000000001,\"e\":-0,\"f\":1e2,\"g\":0.0}"));

    assertThat(node.path("a").longValue()).isEqualTo(9007199254740993L);
    assertThat(node.path("b").bigIntegerValue()).isEqualTo(new BigInteger("12345678901234567890"));
    assertThat(node.path("c").decimalValue()).isEqualTo(new BigDecimal("0.10"));
    assertThat(node.path("c").asText()).isEqualTo("0.10");
    assertThat(node.path("d").asText()).isEqualTo("1.00000000000000000001");
    assertThat(node.path("f").decimalValue()).isEqualByComparingTo("100");
    assertThat(node.path("g").asText()).isEqualTo("0.0");
    assertThat(node.toString()).contains("\"c\":0.10").contains("9007199254740993");
  }

  @Test
  void keepsEveryDigitOfNumbersInMaps() {
    Map<String, Object> map =
        Json.as(
            Json.read(bytes("{\"a\":9007199254740993,\"b\":12345678901234567890,\"c\":0.10}")),
            new TypeReference<>() {});

    assertThat(map)
        .containsEntry("a", 9007199254740993L)
        .containsEntry("b", new BigInteger("12345678901234567890"))
        .containsEntry("c", new BigDecimal("0.10"));
  }

  @Test
  void readsTimesOfThePlatformIntoJavaTime() {
    String json =
        "{\"offset\":\"2018-06-08T10:34:56+08:00\",\"instant\":\"2018-06-08T10:34:56+08:00\","
            + "\"zoned\":\"2018-06-08T02:34:56Z\",\"local\":\"2018-06-08T02:34:56Z\","
            + "\"day\":\"2018-06-08\",\"date\":\"2018-06-08T10:34:56+08:00\","
            + "\"calendar\":\"20180608103456\",\"month\":\"01/06/2018\",\"monthly\":\"06/2018\",\"empty\":\"\"}";

    Dated read = Json.as(Json.read(bytes(json)), Dated.class);

    assertThat(read.offset).isEqualTo(OffsetDateTime.parse("2018-06-08T10:34:56+08:00"));
    assertThat(read.instant).isEqualTo(NOON);
    assertThat(read.zoned).isEqualTo(ZonedDateTime.parse("2018-06-08T02:34:56Z"));
    assertThat(read.local).isEqualTo(LocalDateTime.of(2018, 6, 8, 10, 34, 56));
    assertThat(read.day).isEqualTo(LocalDate.of(2018, 6, 8));
    assertThat(read.date).isEqualTo(Date.from(NOON));
    assertThat(read.calendar.toInstant()).isEqualTo(NOON);
    assertThat(read.month).isEqualTo(LocalDate.of(2018, 6, 1));
    assertThat(read.monthly).isEqualTo(Date.from(Instant.parse("2018-06-01T00:00:00Z")));
    assertThat(read.empty).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20180608103456", "2018-06-08 10:34:56", "2018-06-08T10:34:56"})
  void readsTimesOfApiv2IntoJavaTime(String text) {
    JsonNode node = Json.read(bytes("\"" + text + "\""));

    assertThat(Json.as(node, Instant.class)).isEqualTo(NOON);
    assertThat(Json.as(node, OffsetDateTime.class))
        .isEqualTo(OffsetDateTime.parse("2018-06-08T10:34:56+08:00"));
    assertThat(Json.as(node, ZonedDateTime.class).toInstant()).isEqualTo(NOON);
    assertThat(Json.as(node, LocalDateTime.class)).isEqualTo("2018-06-08T10:34:56");
    assertThat(Json.as(node, LocalDate.class)).isEqualTo("2018-06-08");
    assertThat(Json.as(node, Date.class)).isEqualTo(Date.from(NOON));
    assertThat(Json.as(Json.read(bytes("\"20180608\"")), LocalDate.class)).isEqualTo("2018-06-08");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"2018-06-08\"", "\"20180608\"", "\"topsecret\"", "1528425296", "true", "{}"})
  void namesTheMemberThatIsNotATime(String value) {
    JsonNode node = Json.read(bytes("{\"list\":[{\"offset\":" + value + "}]}"));

    assertThatThrownBy(() -> Json.as(node, new TypeReference<Map<String, List<Dated>>>() {}))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageContaining(
            "/list/0/offset is not in a format of the platform's times, such as"
                + " 2018-06-08T10:34:56+08:00")
        .hasMessageNotContaining("topsecret");
  }

  private static final Instant NOON = Instant.parse("2018-06-08T02:34:56Z");

  static class Dated {
    public OffsetDateTime offset;
    public Instant instant;
    public ZonedDateTime zoned;
    public LocalDateTime local;
    public LocalDate day;
    public Date date;
    public Calendar calendar;
    public Instant empty = NOON;

    @JsonFormat(pattern = "MM/yyyy")
    public Date monthly;

    @JsonFormat(pattern = "[dd/]MM/uuuu")
    public LocalDate month;
  }

  @Test
  void convertsToClassesOfTheCaller() {
    JsonNode node = Json.read(bytes("{\"total\":1,\"currency\":\"CNY\",\"unknown\":[]}"));

    Amount amount = Json.as(node, Amount.class);

    assertThat(amount.total).isEqualTo(1);
    assertThat(amount.currency).isEqualTo("CNY");
    assertThat(Json.as(Json.read(bytes("[1,2]")), new TypeReference<List<Long>>() {}))
        .containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"total\":\"many\"}", "{\"total\":9223372036854775808}", "[1]", "\"a\""})
  void refusesJsonThatDoesNotFitClass(String json) {
    assertThatThrownBy(() -> Json.as(Json.read(bytes(json)), Amount.class))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith(
            "The JSON does not fit io.github.wxpay.internal.json.JsonTest$Amount: ");
  }

  @Test
  void refusesEmptyJsonAsObject() {
    assertThatThrownBy(() -> Json.as(Json.read(new byte[0]), Amount.class))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The JSON is empty, so it has no io.github.wxpay.internal.json.JsonTest$Amount.");
    assertThatThrownBy(() -> Json.as(Json.read(bytes("null")), Amount.class))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage(
            "The JSON is null, so it has no io.github.wxpay.internal.json.JsonTest$Amount.");
  }

  @Timeout(10)
  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "[1e2147483647]"})
  void readsLargeExponentInLittleMemory(String json) {
    JsonNode node = Json.readOrText(bytes(json));

    assertThat(node.toString()).hasSizeLessThan(100);
    assertThat(Json.pretty(node)).hasSizeLessThan(100);
    assertThatThrownBy(() -> Json.as(node, BigInteger.class))
        .isExactlyInstanceOf(MalformedException.class);
  }

  @Timeout(20)
  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void refusesExceededLimitInBothWaysOfReading(String name, String json, String reason) {
    assertThatThrownBy(() -> Json.read(bytes(json)))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith("The text cannot be read as JSON: ")
        .hasMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    assertThatThrownBy(() -> Json.readOrText(bytes(json)))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageContaining(reason);
  }

  private static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of("65 lists deep", "[".repeat(65) + "]".repeat(65), "nesting depth (65)"),
        Arguments.of(
            "65 objects deep", "{\"a\":".repeat(65) + "1" + "}".repeat(65), "nesting depth (65)"),
        Arguments.of("never closed", "[".repeat(100_000), "nesting depth (65)"),
        Arguments.of("a name twice", "{\"a\":1,\"b\":2,\"a\":1}", "Duplicate field 'a'"),
        Arguments.of("a name twice, deep", "[{\"x\":{\"a\":1,\"a\":2}}]", "Duplicate field 'a'"),
        Arguments.of("a name twice, escaped", "{\"a\":1,\"\\u0061\":2}", "Duplicate field 'a'"),
        Arguments.of("two documents", "{\"a\":1}{\"a\":2}", "Trailing token"),
        Arguments.of("a value behind", "{\"a\":1} 2", "Trailing token"),
        Arguments.of("integer of 65 digits", "1" + "0".repeat(64), "Number value length"),
        Arguments.of("fraction of 65 digits", "0." + "1".repeat(65), "Number value length"),
        Arguments.of("number of a megabyte", "1".repeat(1 << 20), "Number value length"),
        Arguments.of(
            "string of more than 4 MiB",
            "\"" + "a".repeat((4 << 20) + 1) + "\"",
            "String value length"),
        Arguments.of(
            "document of more than 8 MiB", "[" + " ".repeat(9 << 20) + "]", "Document length"),
        Arguments.of(
            "more than half a million tokens", "[" + "1,".repeat(500_001) + "1]", "Token count"),
        Arguments.of("name of a megabyte", "{\"" + "a".repeat(1 << 20) + "\":1}", "Name length"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}", "tru", "nul", "NaN",
            "Infinity",
        "+1", "01", "1.", ".5", "0x10", "\"a", "\"\\x\"", "\"a\tb\"", "\"\\ud8\"", "// c\n1",
            "/**/1",
        "<html></html>", "a,b\n1,2", "}", "]", "{\"a\":1,}", "\u5fae", "[1 2]"
      })
  void readsOtherTextAsTextOrRefusesIt(String text) {
    assertThat(Json.readOrText(bytes(text)).textValue()).isEqualTo(text);
    assertThatThrownBy(() -> Json.read(bytes(text)))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith("The text cannot be read as JSON: ");
  }

  @Test
  void messageDoesNotQuoteText() {
    String secret = "{\"a\":\"topsecret\" oops}";

    assertThatThrownBy(() -> Json.read(bytes(secret)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("topsecret"))
        .satisfies(e -> assertThat(e.getCause().getMessage()).doesNotContain("topsecret"));
  }

  @Test
  void readsEmptyTextAsMissingNode() {
    assertThat(Json.read(new byte[0]).isMissingNode()).isTrue();
    assertThat(Json.readOrText(new byte[0]).isMissingNode()).isTrue();
    assertThat(Json.readOrText(bytes("  \n")).isMissingNode()).isTrue();
    assertThat(Json.read(bytes("null")).isNull()).isTrue();
  }

  @Test
  void acceptsExactLimits() {
    assertThat(Json.read(bytes("[".repeat(64) + "]".repeat(64))).isArray()).isTrue();
    assertThat(Json.read(bytes("1" + "0".repeat(63))).bigIntegerValue())
        .isEqualTo(BigInteger.TEN.pow(63));
    assertThat(Json.read(bytes("\"" + "a".repeat(4 << 20) + "\"")).textValue()).hasSize(4 << 20);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] latin = {'"', (byte) 0xe9, '"'};

    assertThatThrownBy(() -> Json.read(latin)).isExactlyInstanceOf(MalformedException.class);
  }

  private static String written(Object value) {
    return new String(Json.write(value), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
