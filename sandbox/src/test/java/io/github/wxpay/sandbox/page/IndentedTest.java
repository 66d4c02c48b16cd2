package io.github.wxpay.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndentedTest {
  @Test
  void json_is_indented_and_every_digit_stays() {
    assertThat(Indented.of("{\"a\":{\"b\":[1.10,12345678901234567890123]},\"e\":{},\"l\":[]}"))
        .isEqualTo(
            String.join(
                "\n",
                "{",
                "  \"a\": {",
                "    \"b\": [",
                "      1.10,",
                "      12345678901234567890123",
                "    ]",
                "  },",
                "  \"e\": {},",
                "  \"l\": []",
                "}"));
  }

  @Test
  void a_name_that_stands_there_twice_is_shown_twice() {
    assertThat(Indented.of("{\"a\":1,\"a\":2}")).isEqualTo("{\n  \"a\": 1,\n  \"a\": 2\n}");
  }

  @Test
  void xml_has_a_line_for_each_element() {
    assertThat(
            Indented.of(
                "<xml><a><![CDATA[1<2>]]></a><b>3</b><c></c><d/><e><f>4</f></e><g><![CDATA[]]></g></xml>"))
        .isEqualTo(
            String.join(
                "\n",
                "<xml>",
                "  <a><![CDATA[1<2>]]></a>",
                "  <b>3</b>",
                "  <c></c>",
                "  <d/>",
                "  <e>",
                "    <f>4</f>",
                "  </e>",
                "  <g><![CDATA[]]></g>",
                "</xml>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "{\"a\":", "[1,]", "{\"a\":1}}", "a=1&b=2", "<", "<a", "<![CDATA[x"})
  void what_is_broken_stays_as_it_is(String text) {
    assertThat(Indented.of(text)).isEqualTo(text);
  }

  @Test
  void deep_nesting_does_no_harm() {
    assertThat(Indented.of("[".repeat(100_000))).startsWith("[");
    assertThat(Indented.of("<a>".repeat(1_000))).contains("<a>");
  }
}
