package io.github.wxpay.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
  private static final String SECRET = "0123456789abcdefghijABCDEFGHIJxy";

  private final Redactor redactor = new Redactor(() -> List.of(SECRET));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",signature=\"abcdefgh12345/+=\",serial_no=\"7F\""
            + "|WECHATPAY2-SHA256-RSA2048 mchid=\"1\",signature=\"abcdefgh…\",serial_no=\"7F\"",
        "WECHATPAY2-X Signature = 'abcdefgh12345'|WECHATPAY2-X Signature = 'abcdefgh…'",
        "WECHATPAY2-X signature=abcdefgh12345,a=b|WECHATPAY2-X signature=abcdefgh…,a=b",
        "WECHATPAY2-X abcdefgh0123456789012345678901234567890123456789==|WECHATPAY2-X abcdefgh…",
        "Bearer abcdefgh12345|Bearer abcdefgh…",
        "abcdefgh12345|abcdefgh…",
      })
  void showsOnlyBeginningOfAuthorization(String value, String shown) {
    assertThat(redactor.header("Authorization", value)).isEqualTo(shown);
    assertThat(redactor.header("aUTHORIZATION", value)).isEqualTo(shown);
  }

  @Test
  void showsOtherHeadersCompletelyExceptCookies() {
    String value = "signature=\"abcdefgh12345\"";
    assertThat(redactor.header("X-Test", value)).isEqualTo(value);
    assertThat(redactor.header("Cookie", "session=abcdefgh12345")).isEqualTo("session=…");
  }

  @Test
  void redactsSecretsAndPrivateKeysAnywhere() throws Exception {
    String pem = "-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----";
    ObjectNode tree =
        (ObjectNode)
            new ObjectMapper()
                .readTree("{\"a\":[\"x" + SECRET + "y\",{\"b\":\"" + pem + " and on\"}],\"n\":1}");

    redactor.cover(tree);

    assertThat(tree)
        .hasToString("{\"a\":[\"x<redacted>y\",{\"b\":\"<redacted> and on\"}],\"n\":1}");
    assertThat(redactor.text("1 -----BEGIN RSA PRIVATE KEY-----\nMIIE and no end"))
        .isEqualTo("1 <redacted>");
  }

  @Test
  void doesNotTruncateInsideSecret() {
    String text = "a".repeat(90) + SECRET + "b".repeat(90);
    for (int max = 80; max < 140; max++) {
      assertThat(redactor.text(text, max)).doesNotContain(SECRET.substring(0, 4)).endsWith("…");
    }
  }

  @Test
  void truncatesOnlyLongText() {
    assertThat(redactor.text("short", 5)).isEqualTo("short");
    assertThat(redactor.text("longer", 5)).isEqualTo("longe…");
  }
}
