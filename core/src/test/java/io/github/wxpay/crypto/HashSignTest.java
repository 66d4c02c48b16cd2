package io.github.wxpay.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.codec.Formatter;
import io.github.wxpay.internal.text.Printable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HashSignTest {
  private static final String KEY = "exposed_your_key_here_have_risks";
  private static final String TYPE = Hash.ALGO_HMAC_SHA256;

  @Test
  void signsTheTextsThatAreSent() {
    Map<String, Object> fields = new HashMap<>();
    fields.put("total_fee", new BigDecimal("1E+2"));
    fields.put("rate", 1e7);
    fields.put("bill_date", LocalDate.of(2018, 6, 8));
    fields.put("empty", "");
    fields.put("absent", null);
    Map<String, String> sent =
        Map.of("total_fee", "100", "rate", "10000000", "bill_date", "20180608");

    assertThat(Hash.sign(TYPE, fields, KEY)).isEqualTo(Hash.sign(TYPE, sent, KEY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nested")
  void refusesNestedValuesAsCallsDo(Object nested) {
    String message =
        "The field 'detail' is "
            + Printable.type(nested)
            + ", which cannot be signed. Pass a text or a number, and JSON as its text.";

    assertThatThrownBy(() -> Hash.sign(TYPE, Map.of("a", 1, "detail", nested), KEY))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Formatter.queryStringLike(Map.of("a", 1, "detail", nested)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  static Stream<Arguments> nested() {
    return Stream.<Object>of(
            Map.of("b", 1),
            List.of(),
            List.of(1, 2),
            new String[] {"a"},
            new int[0],
            new byte[] {1},
            Optional.of(1),
            Secret.of("s"))
        .map(value -> Arguments.of(value));
  }

  @Test
  void ignoresSignInFields() {
    Map<String, Object> fields = Map.of("a", 1, "sign", List.of());

    assertThat(Hash.sign(TYPE, fields, KEY)).isEqualTo(Hash.sign(TYPE, Map.of("a", "1"), KEY));
    assertThat(Formatter.queryStringLike(fields)).isEqualTo("a=1");
  }

  @Test
  void signsJsonAsText() {
    Map<String, String> fields = Map.of("detail", "{\"goods_detail\":[{\"price\":100.00}]}");

    assertThat(Formatter.queryStringLike(fields))
        .isEqualTo("detail={\"goods_detail\":[{\"price\":100.00}]}");
  }
}
