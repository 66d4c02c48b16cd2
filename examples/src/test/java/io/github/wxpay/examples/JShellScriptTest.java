package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Runs {@code quickstart.jsh} line by line, as the tool does. */
@ResourceLock(Resources.SYSTEM_OUT)
class JShellScriptTest {
  @Test
  void acceptsEveryLineAndPrintsResults() throws IOException {
    List<String> printed;
    try (JShellSession shell = new JShellSession()) {
      shell.play(JShellSession.script());
      shell.play(List.of("wxpay.close()", "sandbox.close()"));
      printed = shell.printed();
    }

    assertThat(masked(printed))
        .startsWith("ended: 204 [Request-ID ID]", "placed: weixin://wxpay/bizpayurl?pr=TOKEN")
        .containsSubsequence(
            "paid: 200 [Request-ID ID]",
            "{",
            "  \"trade_state\" : \"SUCCESS\",",
            "  \"description\" : \"Wxpay 示例订单\",",
            "    \"total\" : 1,",
            "}")
        .endsWith(
            "later: SUCCESS",
            "refunded: PROCESSING, 1 fen",
            "closed: 204 by v3/pay/transactions/out-trade-no/{out_trade_no}/close",
            "POST /v3/payscore/permissions/authorization-code/1234567890/terminate 204",
            "POST /v3/pay/transactions/native 200",
            "GET /v3/pay/transactions/out-trade-no/jshell-0001?mchid=1900000109 200",
            "GET /v3/pay/transactions/out-trade-no/jshell-0001?mchid=1900000109 200",
            "POST /v3/refund/domestic/refunds 200",
            "POST /v3/pay/transactions/native 200",
            "POST /v3/pay/transactions/out-trade-no/jshell-0002/close 204");
  }

  @Test
  void suggestsEveryVerbOfChain() throws IOException {
    try (JShellSession shell = new JShellSession()) {
      shell.play(List.of("io.github.wxpay.Chain chain = null"));

      assertThat(shell.suggestions("chain."))
          .contains("get(", "post(", "request(", "getAsync(", "url(", "path()")
          .contains("upload(", "uploadAsync(", "download(", "downloadAsync(")
          .contains("bill(", "billAsync(", "bills(");
    }
  }

  private static List<String> masked(List<String> lines) {
    return lines.stream()
        .map(line -> line.replaceAll("Request-ID [^]]+", "Request-ID ID"))
        .map(line -> line.replaceAll("pr=\\w+", "pr=TOKEN"))
        .collect(Collectors.toList());
  }
}
