package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.Sandbox;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShopTest {
  @Test
  @Timeout(60)
  void settlesEveryPaymentOnceThoughResponsesAreLost() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      Shop.run(sandbox, wxpay, new PrintStream(printed, true, StandardCharsets.UTF_8));

      assertThat(printed.toString(StandardCharsets.UTF_8).lines())
          .containsExactly(
              "order shop-order-1: succeeded",
              "code payment shop-code-1: succeeded, SUCCESS",
              "refund shop-refund-1: succeeded, SUCCESS",
              "transfer shoptransfer1: waits for the user, WAIT_USER_CONFIRM",
              "refund shop-refund-2: still unknown,"
                  + " GET v3/refund/domestic/refunds/shop-refund-2",
              "queried later: SUCCESS (out_refund_no shop-refund-2)");
      assertThat(sandbox.orders())
          .extracting(order -> order.get("out_trade_no") + " " + order.get("refunded"))
          .containsExactly("shop-order-1 50", "shop-code-1 0");
      assertThat(refunds(sandbox)).containsExactly("shop-refund-1 40", "shop-refund-2 10");
    }
  }

  private static List<String> refunds(Sandbox sandbox) {
    return sandbox.orders().stream()
        .flatMap(order -> ((List<?>) order.get("refunds")).stream())
        .map(refund -> (Map<?, ?>) refund)
        .map(refund -> refund.get("out_refund_no") + " " + refund.get("refund"))
        .collect(Collectors.toList());
  }
}
