package io.github.wxpay.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Wxpay;
import io.github.wxpay.cli.RecordedTerminal;
import io.github.wxpay.sandbox.Sandbox;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private final Values values = new Values(new RecordedTerminal().terminal());

  @Test
  void showsResponseAsStatusLineAndTree() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      String shown = values.shown(wxpay.chain("v3/certificates").get());

      assertThat(shown.lines().limit(4).map(line -> line.replaceAll("\"?[0-9A-F-]{20,}\"?", "ID")))
          .containsExactly(
              "200 [Request-ID ID]",
              "  data:",
              "    - serial_no: ID",
              "      effective_time: 2020-01-01T08:00:00+08:00");
      assertThat(values.shown(wxpay.chain("v3/certificates").getAsync().thenApply(r -> r.status())))
          .matches("a future .*");
    }
  }

  @Test
  void showsListsOneElementPerLine() {
    assertThat(values.shown(List.of("a", "b"))).isEqualTo("  0 \"a\"\n  1 \"b\"");
    assertThat(values.shown(new int[] {7, 8})).isEqualTo("  0 7\n  1 8");
    assertThat(values.shown(List.of(Map.of("x", 1)))).isEqualTo("  0 \n      x: 1");
    assertThat(values.shown(List.of())).isEqualTo("(empty)");
    assertThat(values.shown(IntStream.range(0, 300).boxed().collect(Collectors.toList())).lines())
        .hasSize(201)
        .last()
        .isEqualTo("    … and 100 more");
  }

  @Test
  void showsMapsAndJsonAsTrees() throws Exception {
    assertThat(values.shown(Map.of("amount", Map.of("total", 1L))))
        .isEqualTo("amount:\n  total: 1");
    assertThat(values.shown(Map.of())).isEqualTo("{}");
    assertThat(
            values.shown(
                new ObjectMapper()
                    .readTree("{\"a\":[{\"b\":1,\"c\":\"x\"},{\"b\":2}],\"d\":[1,2]}")))
        .isEqualTo("a:\n  - b: 1\n    c: x\n  - b: 2\nd: [1,2]");
    assertThat(values.shown(Map.of("price", new BigDecimal("1.10")))).isEqualTo("price: 1.10");
    assertThat(values.shown(Collections.singletonMap("none", null))).isEqualTo("none: null");
  }

  @Test
  void neverShowsSecret() {
    Map<String, Object> body =
        Map.of("name", Wxpay.secret("张三"), "all", List.of(Wxpay.secret("李四")));

    assertThat(values.shown(body)).contains("<secret>").doesNotContain("张三", "李四");
    assertThat(values.shown(List.of(body))).contains("<secret>").doesNotContain("张三", "李四");
  }

  @Test
  void showsOtherValuesAsText() {
    assertThat(values.shown(null)).isEqualTo("null");
    assertThat(values.shown("one\ttab")).isEqualTo("\"one\\ttab\"");
    assertThat(values.shown("two\nlines")).isEqualTo("two\nlines");
    assertThat(values.shown(new Text("as it is"))).isEqualTo("as it is");
    assertThat(values.shown(Optional.of(List.of(1)))).isEqualTo("  0 1");
    assertThat(values.shown(Optional.empty())).isEqualTo("Optional.empty");
    assertThat(values.shown(CompletableFuture.completedFuture("v")))
        .isEqualTo("a future of: \"v\"");
    assertThat(values.shown(Arrays.asList("a", null))).isEqualTo("  0 \"a\"\n  1 null");
  }

  @Test
  void quotesTextThatLooksLikeAnotherValue() {
    for (String text :
        List.of("1900000109", "true", "null", "", " x", "[1]", "{", "\u001b[31m", "a\u202eb")) {
      String shown = values.shown(Map.of("v", text));
      assertThat(shown).startsWith("v: \"").doesNotContain("\u001b", "\u202e");
    }
    assertThat(values.shown(Map.of("v", "weixin://x"))).isEqualTo("v: weixin://x");
  }
}
