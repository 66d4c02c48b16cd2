package io.github.wxpay.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.MalformedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Arguments.of(Map.of("a", Date.from(Instant.EPOCH)), "{\"a\":\"1970-01-01T00:00:00.000Z\"}"),
        Arguments.of(
            Map.of("a", Instant.ofEpochSecond(1_700_000_000L)), "{\"a\":\"2023-11-14T22:13:20Z\"}"),
        Arguments.of(
            Map.of("a", OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(8))),
            "{\"a\":\"2024-01-02T03:04:05+08:00\"}"),
        Arguments.of(
            Map.of("a", ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 0, ZoneId.of("Asia/Shanghai"))),
            "{\"a\":\"2024-01-02T03:04:05+08:00\"}"),
        Arguments.of(Json.read(bytes("{\"b\":0.10,\"a\":1}")), "{\"b\":0.10,\"a\":1}"));
  }

  @Test
  void halfASurrogatePairIsEscapedAndNotReplaced() {
    assertThat(written(Map.of("a", "\ud800"))).isEqualToIgnoringCase("{\"a\":\"\\ud800\"}");
    assertThat(Json.read(Json.write(Map.of("a", "\ud800x"))).path("a").asText())
        .isEqualTo("\ud800x");
  }

  @Test
  void whatCannotBeWrittenIsNamed() {
    assertThatThrownBy(() -> Json.write(Optional.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A java.util.Optional cannot be written as JSON: ");
  }

  // Reading

  @Test
  void numbersKeepEveryDigit() {
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
  void mapsKeepEveryDigitToo() {
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
  void objectsOfTheCallerAreMade() {
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
  void whatDoesNotFitIsMalformed(String json) {
    assertThatThrownBy(() -> Json.as(Json.read(bytes(json)), Amount.class))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith("The JSON does not fit io.github.wxpay.codec.JsonTest$Amount: ");
  }

  @Test
  void nothingIsMadeOfNothing() {
    assertThatThrownBy(() -> Json.as(Json.read(new byte[0]), Amount.class))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage("There is no io.github.wxpay.codec.JsonTest$Amount in it: the JSON is empty.");
    assertThatThrownBy(() -> Json.as(Json.read(bytes("null")), Amount.class))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessage("There is no io.github.wxpay.codec.JsonTest$Amount in it: the JSON is null.");
  }

  @Timeout(10)
  @ParameterizedTest
  @ValueSource(strings = {"1e999999999", "1e-999999999", "[1e2147483647]"})
  void anExponentDoesNotFillTheMemory(String json) {
    JsonNode node = Json.readOrText(bytes(json));

    assertThat(node.toString()).hasSizeLessThan(100);
    assertThat(Json.pretty(node)).hasSizeLessThan(100);
    assertThatThrownBy(() -> Json.as(node, BigInteger.class))
        .isExactlyInstanceOf(MalformedException.class);
  }

  @Timeout(20)
  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void whatBreaksALimitIsMalformedInBothWaysOfReading(String name, String json, String reason) {
    assertThatThrownBy(() -> Json.read(bytes(json)))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith("The text is no JSON that can be read: ")
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
  void whatIsNoJsonIsTextOrMalformed(String text) {
    assertThat(Json.readOrText(bytes(text)).textValue()).isEqualTo(text);
    assertThatThrownBy(() -> Json.read(bytes(text)))
        .isExactlyInstanceOf(MalformedException.class)
        .hasMessageStartingWith("The text is no JSON that can be read: ");
  }

  @Test
  void theMessageDoesNotQuoteTheText() {
    String secret = "{\"a\":\"topsecret\" oops}";

    assertThatThrownBy(() -> Json.read(bytes(secret)))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("topsecret"))
        .satisfies(e -> assertThat(e.getCause().getMessage()).doesNotContain("topsecret"));
  }

  @Test
  void nothingIsTheMissingNode() {
    assertThat(Json.read(new byte[0]).isMissingNode()).isTrue();
    assertThat(Json.readOrText(new byte[0]).isMissingNode()).isTrue();
    assertThat(Json.readOrText(bytes("  \n")).isMissingNode()).isTrue();
    assertThat(Json.read(bytes("null")).isNull()).isTrue();
  }

  @Test
  void theLimitsThemselvesAreTaken() {
    assertThat(Json.read(bytes("[".repeat(64) + "]".repeat(64))).isArray()).isTrue();
    assertThat(Json.read(bytes("1" + "0".repeat(63))).bigIntegerValue())
        .isEqualTo(BigInteger.TEN.pow(63));
    assertThat(Json.read(bytes("\"" + "a".repeat(4 << 20) + "\"")).textValue()).hasSize(4 << 20);
  }

  @Test
  void bytesThatAreNoUtf8AreNoJson() {
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
