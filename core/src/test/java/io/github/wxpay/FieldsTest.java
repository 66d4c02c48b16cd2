package io.github.wxpay;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.testing.BadInput;
import io.github.wxpay.testing.BadInput.Use;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.JsonCalls;
import io.github.wxpay.testing.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FieldsTest {
  /** Takes the arguments of {@link Wxpay#fields}. */
  interface Call {
    Map<String, Object> of(Object... namesAndValues);
  }

  private static final Map<String, Use<Call>> CODE =
      Map.ofEntries(
          entry("array null", fields -> fields.of((Object[]) null)),
          entry("name a Secret", fields -> fields.of(Wxpay.secret("x"), "name")));

  @Test
  void keepsOrderOfAnyNumberOfPairs() {
    List<Object> pairs = new ArrayList<>();
    for (int i = 30; i > 0; i--) {
      pairs.add("name" + i);
      pairs.add(i);
    }

    Map<String, Object> fields = Wxpay.fields(pairs.toArray());

    assertThat(fields).hasSize(30);
    assertThat(fields.keySet()).startsWith("name30", "name29", "name28").endsWith("name1");
    assertThat(Wxpay.fields()).isEmpty();
  }

  @Test
  void leavesOutNullsAndKeepsEmptyValues() {
    Map<String, Object> fields = Wxpay.fields("a", null, "b", "", "c", List.of(), "d", null);

    assertThat(fields).containsExactly(entry("b", ""), entry("c", List.of()));
  }

  @Test
  void returnsUnmodifiableCopy() {
    Object[] pairs = {"a", 1};
    Map<String, Object> fields = Wxpay.fields(pairs);
    pairs[1] = 2;

    assertThat(fields).containsExactly(entry("a", 1));
    assertThatThrownBy(() -> fields.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> fields.remove("a")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void isSentInOrderAsBodyAndQuery() {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
    Map<String, Object> body =
        Wxpay.fields("z", 1, "attach", null, "a", Wxpay.fields("total", 1, "currency", "CNY"));

    Clients.over(http).chain("v3/a").post(body, Map.of("params", Wxpay.fields("q", 1, "p", 2)));

    assertThat(http.only().target()).isEqualTo("/v3/a?q=1&p=2");
    assertThat(http.only().text()).isEqualTo("{\"z\":1,\"a\":{\"total\":1,\"currency\":\"CNY\"}}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void refusesWhatIsNotPairs(BadInput<Call> row) {
    row.assertRefusedBy(Wxpay::fields);
  }

  private static Stream<BadInput<Call>> rows() {
    return BadInput.rows("fields.json", FieldsTest::use, CODE, Map.of());
  }

  /** Input: the arguments as a list. */
  private static void use(Call fields, JsonNode input) {
    fields.of(((List<?>) JsonCalls.value(input)).toArray());
  }
}
