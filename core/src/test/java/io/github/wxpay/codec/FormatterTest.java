package io.github.wxpay.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class FormatterTest {
  @Test
  void treatsNullAsEmptyInARequest() {
    assertThat(Formatter.request(null, null, null, null)).isEqualTo("\n\n\n\n\n");
    assertThat(Formatter.request(null, null, null, null, null)).isEqualTo("\n\n\n\n\n");
    assertThat(Formatter.request("GET", "/v3/certificates", 1554208460, "n", null))
        .isEqualTo(Formatter.request("GET", "/v3/certificates", 1554208460, "n"))
        .isEqualTo("GET\n/v3/certificates\n1554208460\nn\n\n");
  }

  @Test
  void keepsTextThatReadsNull() {
    assertThat(Formatter.request("POST", "/x", 1, "null", "null"))
        .isEqualTo("POST\n/x\n1\nnull\nnull\n");
  }

  @Test
  void writesNumbersWithoutExponent() {
    assertThat(Formatter.joinedByLineFeed(1.55420846e9, new BigDecimal("1E+2"), 7L, "1E+2", null))
        .isEqualTo("1554208460\n100\n7\n1E+2\n\n");
  }
}
