package io.github.wxpay.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> KNOWN =
      List.of("params", "headers", "baseURL", "timeout", "transaction_id", "out_trade_no");

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "param, params",
    "Params, params",
    "header, headers",
    "headres, headers",
    "baseUrl, baseURL",
    "base_url, baseURL",
    "time-out, timeout",
    "timout, timeout",
    "transactionId, transaction_id",
    "transaction-id, transaction_id",
    "transactoin_id, transaction_id",
    "outTradeNo, out_trade_no",
    "out_trade_number,",
    "query,",
    "x,",
    "mchid,",
    "'',",
  })
  void suggestsMostSimilarWord(String word, String expected) {
    assertThat(DidYouMean.nearest(word, KNOWN))
        .isEqualTo(expected == null ? "" : " Did you mean '" + expected + "'?");
  }
}
