package io.github.wxpay.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestUriTest {
  @ParameterizedTest
  @CsvSource({
    "v3.pay.transactions.native, v3/pay/transactions/native",
    "v3..certificates., v3/certificates",
    "v3.pay.transactions.outTradeNo.$out_trade_no$, v3/pay/transactions/out-trade-no/{out_trade_no}",
    "v2.pay.micropay, v2/pay/micropay",
    "/v3/certificates, v3/certificates",
    "v3/pay/transactions/id/<transaction_id>, v3/pay/transactions/id/<transaction_id>",
    "v3/a.b/1.5, v3/a.b/1.5",
    "https://api.mch.weixin.qq.com/v3/a?b=1, v3/a"
  })
  void readsDottedAndSlashedPaths(String text, String path) {
    assertThat(RequestUri.of(text).path()).isEqualTo(path);
  }

  @Test
  void readsTheQuery() {
    assertThat(RequestUri.of("v3/a?b=1&c=x%20y&c=%26&d&").query())
        .isEqualTo(Map.of("b", "1", "c", List.of("x y", "&"), "d", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v3.certificates.get", "v3.chain.x", "", " ", "..", "v3/a?b=%zz"})
  void refusesOthers(String text) {
    assertThatThrownBy(() -> RequestUri.of(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
