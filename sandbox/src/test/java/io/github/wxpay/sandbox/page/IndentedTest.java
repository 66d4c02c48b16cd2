package io.github.wxpay.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndentedTest {
  @Test
  void indentsJsonAndKeepsAllDigits() {
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
  void keepsDuplicateNames() {
    assertThat(Indented.of("{\"a\":1,\"a\":2}")).isEqualTo("{\n  \"a\": 1,\n  \"a\": 2\n}");
  }

  @Test
  void putsEachXmlElementOnSeparateLine() {
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
  void returnsMalformedTextUnchanged(String text) {
    assertThat(Indented.of(text)).isEqualTo(text);
  }

  @Test
  void acceptsDeepNesting() {
    assertThat(Indented.of("[".repeat(100_000))).startsWith("[");
    assertThat(Indented.of("<a>".repeat(1_000))).contains("<a>");
  }
}
