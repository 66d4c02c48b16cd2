package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One value is the same text wherever it is sent, and wherever it is signed. */
class WireTextTest {
  private final FakeHttpClient http = FakeHttpClient.succeeding();
  private final Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void sendsAValueAsTheSameTextInEveryPlaceOfApiv3(Object value, String v3, String v2) {
    String json = value instanceof Number ? v3 : '"' + v3 + '"';
    String encoded = URLEncoder.encode(v3, StandardCharsets.UTF_8);

    wxpay
        .chain("v3/a/{id}")
        .post(Map.of("a", Map.of("b", value)), Options.of("id", value).query("q", value));
    wxpay
        .chain("v3/upload")
        .post(new Multipart("B").append("meta", Map.of("b", value)).append("c", value));

    assertThat(http.sent().get(0).text()).isEqualTo("{\"a\":{\"b\":" + json + "}}");
    assertThat(http.sent().get(0).target())
        .isEqualTo("/v3/a/" + encoded + "?q=" + encoded.replace("%3A", ":"));
    assertThat(http.sent().get(0).isSigned()).isTrue();
    assertThat(http.sent().get(1).text())
        .contains("name=\"meta\"\r\n\r\n{\"b\":" + json + "}\r\n")
        .contains("name=\"c\"\r\n\r\n" + v3 + "\r\n");
    String meta = "{\"b\":" + json + "}";
    assertThat(http.sent().get(1).isSignedOver(meta.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("values")
  void signsAndSendsAValueOfApiv2AsTheSameText(Object value, String v3, String v2) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "n");
    fields.put("v", value);

    wxpay.v2().chain("pay/orderquery").post(fields, Options.none());
    wxpay.v2().chain("pay/orderquery").post(new Fields(value));
    String url = wxpay.v2().chain("papay/entrustweb").url(fields);

    String sign = Hash.sign(Hash.ALGO_MD5, fields, Fixtures.SECRET);
    assertThat(http.sent().get(0).text())
        .isEqualTo(
            "<xml><mch_id>1900000109</mch_id><nonce_str>n</nonce_str><v>"
                + v2
                + "</v><sign>"
                + sign
                + "</sign></xml>");
    assertThat(http.sent().get(1).text()).isEqualTo(http.sent().get(0).text());
    assertThat(url)
        .contains(
            "?mch_id=1900000109&nonce_str=n&v="
                + URLEncoder.encode(v2, StandardCharsets.UTF_8)
                + "&sign="
                + sign
                + "#");
    assertThat(Formatter.queryStringLike(Map.of("v", value))).isEqualTo("v=" + v2);
    assertThat(Transformer.toXml(Map.of("v", List.of(value, Map.of("w", value)))))
        .isEqualTo("<xml><v>" + v2 + "</v><v><w>" + v2 + "</w></v></xml>");
  }

  static Stream<Arguments> values() {
    Instant noon = Instant.parse("2018-06-08T02:34:00.5Z");
    String v3 = "2018-06-08T10:34:00+08:00";
    String v2 = "20180608103400";
    return Stream.of(
        arguments(new BigDecimal("1E+2"), "100", "100"),
        arguments(new BigDecimal("100.00"), "100", "100"),
        arguments(new BigDecimal("0.10"), "0.10", "0.10"),
        arguments(1e7, "10000000", "10000000"),
        arguments(100.0, "100", "100"),
        arguments(100.0f, "100", "100"),
        arguments(0.01, "0.01", "0.01"),
        arguments(1e-7, "0.0000001", "0.0000001"),
        arguments(12345678901234567L, "12345678901234567", "12345678901234567"),
        arguments(BigInteger.TEN.pow(63), "1" + "0".repeat(63), "1" + "0".repeat(63)),
        arguments("1E+2", "1E+2", "1E+2"),
        arguments("100.00", "100.00", "100.00"),
        arguments(RoundingMode.HALF_UP, "HALF_UP", "HALF_UP"),
        arguments(noon, v3, v2),
        arguments(Date.from(noon), v3, v2),
        arguments(LocalDateTime.of(2018, 6, 8, 10, 34), v3, v2),
        arguments(LocalDate.of(2018, 6, 8), "2018-06-08", "20180608"));
  }

  /** An object with getters, which is sent as a map is. */
  @JsonPropertyOrder({"mch_id", "nonce_str", "v"})
  public static final class Fields {
    private final Object value;

    Fields(Object value) {
      this.value = value;
    }

    public String getMch_id() {
      return Fixtures.MCHID;
    }

    public String getNonce_str() {
      return "n";
    }

    public Object getV() {
      return value;
    }
  }

  @Test
  void hookCanSignTextsThatAreSent() {
    Wxpay hooked =
        wxpay
            .newBuilder()
            .hook(
                request -> {
                  Map<String, Object> more = new LinkedHashMap<>();
                  ((Map<?, ?>) request.data()).forEach((k, v) -> more.put(k.toString(), v));
                  more.put("paySign", Hash.sign(Hash.ALGO_MD5, more, Fixtures.SECRET));
                  return request.withData(more);
                })
            .build();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "n");
    fields.put("total_fee", new BigDecimal("100.00"));
    fields.put("time_expire", Instant.parse("2018-06-08T02:34:00Z"));

    hooked.v2().chain("pay/unifiedorder").post(fields);

    Map<String, Object> sent = new LinkedHashMap<>(Transformer.toObject(http.only().text()));
    sent.remove("sign");
    Object sign = sent.remove("paySign");
    assertThat(sent)
        .containsEntry("total_fee", "100")
        .containsEntry("time_expire", "20180608103400");
    assertThat(sign).isEqualTo(Hash.sign(Hash.ALGO_MD5, sent, Fixtures.SECRET));
  }

  @Test
  void writesValuesOfResponseByTheSameRules() {
    FakeHttpClient echo =
        FakeHttpClient.answering(Reply.signed("{\"total\":1e2,\"rate\":100.00,\"share\":0.10}"));
    Wxpay client = Clients.over(echo);
    Response read = client.chain("v3/a").get();

    client.chain("v3/a").post(read.data());
    client.chain("v3/a").post(read.as(Map.class));

    assertThat(read.get("share")).isEqualTo("0.10");
    assertThat(echo.sent().get(1).text())
        .isEqualTo("{\"total\":100,\"rate\":100,\"share\":0.10}")
        .isEqualTo(echo.sent().get(2).text());
  }

  @Test
  void sendsTextsBytesAndMetaUnchanged() {
    String json = "{\"a\":1E+2,\"b\":100.00,\"c\":\"\\ud83d\"}";

    wxpay.chain("v3/a").post(json);
    wxpay.chain("v3/a").post(json.getBytes(StandardCharsets.UTF_8));
    wxpay.chain("v3/a").post(new Multipart("B").append("meta", json));

    assertThat(http.sent().get(0).text()).isEqualTo(json);
    assertThat(http.sent().get(1).text()).isEqualTo(json);
    assertThat(http.sent().get(2).text()).contains("\r\n\r\n" + json + "\r\n");
  }

  // Refused before anything is sent

  @ParameterizedTest(name = "{0}")
  @MethodSource("unwritable")
  void namesTheFieldOfAValueThatCannotBeSent(Object value, String problem) {
    assertRefused(
        () -> wxpay.chain("v3/a").post(Map.of("amount", Map.of("v", value))),
        "A value of type java.util.ImmutableCollections$Map1 cannot be written as JSON: /amount/v"
            + " is "
            + problem);
    assertRefused(
        () -> wxpay.chain("v3/a").post(new Fields(value)),
        "A value of type io.github.wxpay.WireTextTest$Fields cannot be written as JSON: /v is "
            + problem);
    assertRefused(
        () -> wxpay.chain("v3/a").get(Options.none().query("v", value)),
        "The query value of 'v' is " + problem);
    assertRefused(
        () -> wxpay.chain("v3/{v}").get(Options.of("v", value)),
        "The value of the placeholder {v} of 'v3/{v}' is " + problem);
    assertRefused(
        () -> wxpay.v2().chain("pay/x").post(Map.of("mch_id", Fixtures.MCHID, "v", value)),
        "The field 'v' is " + problem);
    assertRefused(
        () -> Hash.sign(Hash.ALGO_MD5, Map.of("v", value), Fixtures.SECRET),
        "The field 'v' is " + problem);
    assertRefused(
        () -> Formatter.queryStringLike(Map.of("v", value)), "The field 'v' is " + problem);
    assertRefused(
        () -> Transformer.toXml(Map.of("a", Map.of("v", value))), "The value of 'v' is " + problem);
    assertRefused(
        () -> new Multipart().append("v", value),
        "The part 'v': A value " + Printable.type(value) + " cannot be written as JSON: it is ");
    assertRefused(
        () -> new Multipart().append("meta", Map.of("v", value)),
        "The part 'meta': A value of type java.util.ImmutableCollections$Map1 cannot be written as"
            + " JSON: /v is "
            + problem);
    assertThat(http.sent()).isEmpty();
  }

  static Stream<Arguments> unwritable() {
    return Stream.of(
        arguments(Double.NaN, "NaN"),
        arguments(Double.POSITIVE_INFINITY, "Infinity"),
        arguments(new BigDecimal("1E+64"), "a number of 65 digits (at most 64)"),
        arguments(Duration.ofDays(1), "of type java.time.Duration"),
        arguments(YearMonth.of(2018, 6), "of type java.time.YearMonth"),
        arguments(Instant.MAX, "of type java.time.Instant outside the years 1 to 9999"),
        arguments(Optional.of(1), "of type java.util.Optional"),
        arguments(Thread.currentThread(), "of type Thread"));
  }

  @Test
  void namesMemberOfMapWithUnpairedSurrogate() {
    assertRefused(
        () -> wxpay.chain("v3/a").post(Map.of("a", Map.of("name", "x\ud83d"))),
        "/a/name contains an unpaired surrogate; do not cut a text within a character");
    assertRefused(
        () -> wxpay.chain("v3/a").post(Map.of("a", Map.of("x\ude00", 1))),
        "the name /a/x? contains an unpaired surrogate; do not cut a text within a character");
    assertRefused(
        () ->
            wxpay
                .v2()
                .chain("papay/entrustweb")
                .url(Map.of("mch_id", Fixtures.MCHID, "v", "\ud83d")),
        "The field 'v' contains an unpaired surrogate. Do not cut a text between the two halves of"
            + " a character.");
    assertRefused(
        () -> new Multipart().append("v", "\ud83d"),
        "The part 'v' contains an unpaired surrogate. Do not cut a text between the two halves of a"
            + " character.");
    assertRefused(
        () -> new Multipart().append("\ud83d", "v"),
        "The part '?' contains an unpaired surrogate. Do not cut a text between the two halves of a"
            + " character.");
    assertRefused(
        () -> new Multipart().append("v", new byte[1], "\ud83d.gif"),
        "The part 'v' contains an unpaired surrogate. Do not cut a text between the two halves of a"
            + " character.");
    assertThat(http.sent()).isEmpty();

    wxpay.chain("v3/a").post(Map.of("😀", "x😀"));
    assertThat(http.only().text()).isEqualTo("{\"😀\":\"x😀\"}");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
