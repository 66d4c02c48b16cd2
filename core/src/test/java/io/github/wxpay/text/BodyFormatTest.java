package io.github.wxpay.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.internal.text.BodyFormat;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyFormatTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "``|empty",
        "` \n\ufeff`|empty",
        "1|the text '1'",
        "success|the text 'success'",
        "a b=c|the text 'a b=c'",
        "YWJjZA==|the text 'YWJjZA=='",
        "&lt;xml&gt;|the text '&lt;xml&gt;'",
        "a=b|form-encoded (name=value&…)",
        "return_code=SUCCESS&sign=A%2B|form-encoded (name=value&…)",
        "%3Cxml%3E%3Ca%3E1%3C%2Fa%3E%3C%2Fxml%3E=|form-encoded (name=value&…)",
        "{\"a\":1}|JSON",
        "`\ufeff [1]`|JSON",
        "\"{\\\"a\\\":1}\"|a JSON string that contains JSON",
        "\"<xml><a>1</a></xml>\"|a JSON string that contains XML",
        "\"\\n\\ufeff<xml/>\"|a JSON string that contains XML",
        "<xml><a>1</a></xml>|XML",
        "<?xml version='1.0'?><xml/>|XML",
        "<!DOCTYPE xml><xml/>|XML",
        "<headline/>|XML",
        "<html/>|an HTML page",
        "<!doctype HTML><p>|an HTML page",
        "`\ufeff\n<!-- a --><html><title> 502\tBad </title>`|an HTML page titled '502?Bad'",
        "`<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'>`|an HTML page"
      },
      delimiter = '|')
  void namesFormat(String body, String expected) {
    assertThat(BodyFormat.of(body)).isEqualTo(expected);
  }

  @Test
  void namesGzip() {
    byte[] gzip = {0x1f, (byte) 0x8b, 8, 0};

    assertThat(BodyFormat.of(new String(gzip, StandardCharsets.UTF_8)))
        .isEqualTo("compressed as gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<xml/>", "\ufeff<xml/>", " \r\n\t\ufeff <xml/>", "\u3000<?xml?>"})
  void findsXmlAfterWhiteSpaceAndByteOrderMark(String body) {
    assertThat(BodyFormat.isXml(body)).isTrue();
    assertThat(BodyFormat.isHtml(body)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\ufeff", "{}", "a<xml/>", "\"<xml/>\"", "\u001f<xml/>"})
  void recognisesNoOtherTextAsXml(String body) {
    assertThat(BodyFormat.isXml(body)).isFalse();
  }

  @Test
  void showsOnlyStartOfLongText() {
    assertThat(BodyFormat.of("x".repeat(1 << 20))).isEqualTo("text of 1048576 characters");
    assertThat(BodyFormat.withStart("x".repeat(1 << 20)))
        .isEqualTo("text of 1048576 characters, which begins: " + "x".repeat(200) + "…");
    assertThat(BodyFormat.withStart("{}")).isEqualTo("JSON, which begins: {}");
    assertThat(BodyFormat.withStart("1")).isEqualTo("the text '1'");
    assertThat(BodyFormat.withStart(" ")).isEqualTo("empty");
    assertThat(BodyFormat.withStart("<html>a</html>")).isEqualTo("an HTML page");
    assertThat(BodyFormat.of("a=" + "&b=c".repeat(1 << 18))).startsWith("form-encoded");
  }
}
