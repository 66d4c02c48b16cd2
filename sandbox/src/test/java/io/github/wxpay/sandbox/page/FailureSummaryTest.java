package io.github.wxpay.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureSummaryTest {
  private static FailureSummary on(String body) {
    return FailureSummary.on(200, body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<xml><return_code><![CDATA[FAIL]]></return_code><return_msg><![CDATA[a]]></return_msg>"
            + "</xml>|true|a",
        "<xml><return_code>FAIL</return_code><return_msg>a</return_msg></xml>|true|a",
        "<xml><result_code>FAIL</result_code><err_code>E</err_code><err_code_des><![CDATA[<b>]]>"
            + "</err_code_des></xml>|true|E: <b>",
        "<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg>OK</return_msg></xml>"
            + "|false|''"
      })
  void summarizesFailureOfXmlResponse(String body, boolean failed, String words) {
    assertThat(on(body).failed()).isEqualTo(failed);
    assertThat(on(body).words()).isEqualTo(words);
  }

  @Test
  void readsManyUnclosedElementsInTime() {
    String hostile =
        "<xml><return_code>FAIL</return_code>"
            + "<err_code>".repeat(4_000)
            + "<return_msg>".repeat(2_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(on(hostile).words()).isEmpty());
  }
}
