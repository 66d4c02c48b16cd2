package io.github.wxpay.internal.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  @ParameterizedTest(name = "{0} {1} -> {2}")
  @MethodSource("expansions")
  void expands(String template, Map<String, ?> values, String expected) {
    assertThat(Template.of(template).expand(values)).isEqualTo(expected);
  }

  private static Stream<Arguments> expansions() {
    return Stream.of(
        // RFC 6570 §3.2.2, simple expansion
        Arguments.of("{var}", Map.of("var", "value"), "value"),
        Arguments.of("{hello}", Map.of("hello", "Hello World!"), "Hello%20World%21"),
        Arguments.of("{half}", Map.of("half", "50%"), "50%25"),
        Arguments.of("O{x}X", Map.of("x", "1"), "O1X"),
        Arguments.of("map?{x},{y}", Map.of("x", 1024, "y", 768), "map?1024,768"),
        // one segment, with any content
        Arguments.of("v3/{x}", Map.of("x", "a/b"), "v3/a%2Fb"),
        Arguments.of("v3/{x}", Map.of("x", "../b"), "v3/..%2Fb"),
        Arguments.of("v3/{x}", Map.of("x", "a?b#c&d=e"), "v3/a%3Fb%23c%26d%3De"),
        Arguments.of("v3/{x}", Map.of("x", "%2e%2e"), "v3/%252e%252e"),
        Arguments.of("v3/{x}", Map.of("x", "..."), "v3/..."),
        Arguments.of("v3/{x}", Map.of("x", "a.b_c-d~e"), "v3/a.b_c-d~e"),
        Arguments.of("v3/{x}", Map.of("x", "{y}"), "v3/%7By%7D"),
        Arguments.of("v3/{x}", Map.of("x", "\\"), "v3/%5C"),
        Arguments.of("v3/{x}", Map.of("x", "\u5fae\u4fe1"), "v3/%E5%BE%AE%E4%BF%A1"),
        Arguments.of("v3/{x}", Map.of("x", "\ud83d\ude00"), "v3/%F0%9F%98%80"),
        Arguments.of("v3/{x}", Map.of("x", "\u2028\ufeff"), "v3/%E2%80%A8%EF%BB%BF"),
        Arguments.of("v3/{x}", Map.of("x", " "), "v3/%20"),
        Arguments.of("v3/{x}", Map.of("x", "$1\\1"), "v3/%241%5C1"),
        // kinds of values
        Arguments.of("v3/{x}", Map.of("x", 12345678901234567L), "v3/12345678901234567"),
        Arguments.of("v3/{x}", Map.of("x", new BigDecimal("0.10")), "v3/0.10"),
        Arguments.of("v3/{x}", Map.of("x", true), "v3/true"),
        Arguments.of("v3/{x}", Map.of("x", 'c'), "v3/c"),
        Arguments.of("v3/{x}", Map.of("x", TimeUnit.DAYS), "v3/DAYS"),
        Arguments.of("v3/{x}", Map.of("x", new StringBuilder("sb")), "v3/sb"),
        // both spellings of a placeholder
        Arguments.of("v3/<x>/y", Map.of("x", "a b"), "v3/a%20b/y"),
        Arguments.of("v3/{x}/<x>", Map.of("x", "a"), "v3/a/a"),
        Arguments.of("v3/{out_trade_no}.{ext}", Map.of("out_trade_no", 1, "ext", 2), "v3/1.2"),
        Arguments.of("v3/{a-b}", Map.of("a-b", 1), "v3/1"),
        // already encoded
        Arguments.of("v3/{+x}", Map.of("x", "a%2Fb/c"), "v3/a%2Fb/c"),
        Arguments.of("v3/{+x}", Map.of("x", "a;b=c@d:e!$&'()*+,"), "v3/a;b=c@d:e!$&'()*+,"),
        // the original's final slash
        Arguments.of("v3/applyment/{empty}", Map.of("empty", ""), "v3/applyment/"),
        Arguments.of("v3/applyment/", Map.of(), "v3/applyment/"),
        // literal text
        Arguments.of("v3/a b", Map.of(), "v3/a%20b"),
        Arguments.of("v3/a%20b", Map.of(), "v3/a%20b"),
        Arguments.of("v3/a%2fb", Map.of(), "v3/a%2fb"),
        Arguments.of("v3/\u5fae", Map.of(), "v3/%E5%BE%AE"),
        Arguments.of("v3/a'b", Map.of(), "v3/a'b"),
        Arguments.of("v3/a\"|^`b", Map.of(), "v3/a%22%7C%5E%60b"),
        Arguments.of("v3/x?a=b c&d={x}", Map.of("x", "/?&"), "v3/x?a=b%20c&d=%2F%3F%26"),
        Arguments.of("v3/x?a='b'", Map.of(), "v3/x?a=%27b%27"),
        Arguments.of("v3/x?a=../..", Map.of(), "v3/x?a=../.."),
        Arguments.of("v3/x?", Map.of(), "v3/x?"),
        Arguments.of("/v3/x", Map.of(), "/v3/x"),
        Arguments.of("v3//x", Map.of(), "v3//x"),
        Arguments.of("", Map.of(), ""));
  }

  @Test
  void returnsNamesInOrderAndOnce() {
    assertThat(Template.of("a/{c}/<b>/{+a}/{c}?d={d}").names()).containsExactly("c", "b", "a", "d");
    assertThat(Template.of("a/{}/<>/b").names()).isEmpty();
  }

  @Test
  void printsAsWritten() {
    assertThat(Template.of("v3/{a}/<b>")).hasToString("v3/{a}/<b>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".", "..", "", "a\nb", "a\u007fb", "a\u0000", "\u009f", "\ud800", "a\udc00b"})
  void refusesValueThatWouldNameAnotherEndpoint(String value) {
    assertThatThrownBy(() -> Template.of("v3/{id}/x").expand(Map.of("id", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The value of the placeholder {id} of 'v3/{id}/x' is ")
        .hasMessageEndingWith(". Pass a text or a number.");
  }

  @ParameterizedTest
  @CsvSource({
    "v3/.{+x}, .",
    "v3/{+x}/y, ..",
    "v3/{+x}, a/../b",
    "v3/{+x}, a/./b",
    "v3/{+x}, %2e",
    "v3/{+x}, a/%2E.",
    "v3/%2e{+x}, %2e",
    "v3/{+x}., %2E",
  })
  void refusesPiecesThatFormSegmentOfDots(String template, String value) {
    assertThatThrownBy(() -> Template.of(template).expand(Map.of("x", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leads ");
  }

  @Test
  void refusesValueThatWouldNameHost() {
    assertThatThrownBy(() -> Template.of("{+x}").expand(Map.of("x", "//example.com")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The path '{+x}' begins with //, which would be followed by a host. Begin it with"
                + " v3/.");
  }
}
