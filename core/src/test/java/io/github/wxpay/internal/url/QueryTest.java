package io.github.wxpay.internal.url;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QueryTest {
  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("values")
  void encodesAsTheOriginal(Object value, String expected) {
    assertThat(Query.encode(Collections.singletonMap("q", value))).isEqualTo(expected);
  }

  private static Stream<Arguments> values() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put("z", 1);
    ordered.put("a", List.of(2));
    return Stream.of(
        Arguments.of("a", "q=a"),
        Arguments.of("", "q="),
        Arguments.of(null, ""),
        Arguments.of("a b+c", "q=a+b%2Bc"),
        Arguments.of("a%20b", "q=a%2520b"),
        Arguments.of(":$,", "q=:$,"),
        Arguments.of("!'()*~-._", "q=!%27()*~-._"),
        Arguments.of("/?#&=@;[]", "q=%2F%3F%23%26%3D%40%3B%5B%5D"),
        Arguments.of("\u5fae\ud83d\ude00", "q=%E5%BE%AE%F0%9F%98%80"),
        Arguments.of("a\r\nb\0", "q=a%0D%0Ab%00"),
        Arguments.of(12345678901234567L, "q=12345678901234567"),
        Arguments.of(new BigDecimal("0.10"), "q=0.10"),
        Arguments.of(true, "q=true"),
        Arguments.of(Date.from(Instant.EPOCH), "q=1970-01-01T08:00:00%2B08:00"),
        Arguments.of(Instant.ofEpochSecond(1_700_000_000L), "q=2023-11-15T06:13:20%2B08:00"),
        Arguments.of(List.of("x", "y"), "q%5B%5D=x&q%5B%5D=y"),
        Arguments.of(List.of(), ""),
        Arguments.of(Arrays.asList("x", null), "q%5B%5D=x"),
        Arguments.of(Map.of("a", 1), "q%5Ba%5D=1"),
        Arguments.of(ordered, "q%5Bz%5D=1&q%5Ba%5D%5B%5D=2"),
        Arguments.of(List.of(Map.of("a", 1), "y"), "q%5B0%5D%5Ba%5D=1&q%5B1%5D=y"),
        Arguments.of(List.of(List.of(1), List.of(2)), "q%5B0%5D%5B%5D=1&q%5B1%5D%5B%5D=2"));
  }

  @Test
  void keepsTheOrderAndEncodesNames() {
    Map<String, Object> params = new LinkedHashMap<>();
    params.put("z&", 1);
    params.put("none", null);
    params.put("a b", "2");

    assertThat(Query.encode(params)).isEqualTo("z%26=1&a+b=2");
  }

  @Test
  void refusesValuesWithoutText() {
    assertThatThrownBy(() -> Query.encode(Map.of("q", new String[] {"a"})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The query value of 'q' is an array. Pass a List, or a text.");
    assertThatThrownBy(() -> Query.encode(Map.of("q", List.of(new byte[1]))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The query value of 'q[]' is an array. Pass a List, or a text.");
  }

  @Test
  void refusesUnpairedSurrogate() {
    assertThatThrownBy(() -> Query.encode(Map.of("q", "\ud800")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpaired surrogate");
  }
}
