package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the orders of the ledger that {@link Sandbox#orders} returns. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class SandboxOrdersTest {
  private final Sandbox sandbox;

  SandboxOrdersTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private void place(String type, String number, long total) throws Exception {
    SandboxResponse reply =
        SignedRequest.of(sandbox)
            .post("/v3/pay/transactions/" + type, OrderJson.of(number, total).toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  private SandboxResponse refund(String order, String number, long amount) throws Exception {
    return SignedRequest.of(sandbox)
        .post(
            "/v3/refund/domestic/refunds", OrderJson.refund(order, number, amount, 100).toString());
  }

  @Test
  void listsOrdersOfBothProtocolsNewestLast() throws Exception {
    assertThat(sandbox.orders()).isEmpty();
    place("native", "order-300001", 100);
    place("app", "order-300002", 7);
    V2SignedRequest.of(sandbox)
        .with("body", "tea", "out_trade_no", "order-300003", "total_fee", "5")
        .with("spbill_create_ip", "127.0.0.1", "auth_code", "101234567890123456")
        .post("/pay/micropay");

    List<Map<String, Object>> orders = sandbox.orders();

    assertThat(orders)
        .extracting(
            order -> order.get("out_trade_no"),
            order -> order.get("version"),
            order -> order.get("trade_type"),
            order -> order.get("state"),
            order -> order.get("total"))
        .containsExactly(
            tuple("order-300001", "v3", "NATIVE", "NOTPAY", 100L),
            tuple("order-300002", "v3", "APP", "NOTPAY", 7L),
            tuple("order-300003", "v2", "MICROPAY", "SUCCESS", 5L));
    assertThat(orders.get(0))
        .containsOnlyKeys(
            "out_trade_no",
            "version",
            "trade_type",
            "state",
            "total",
            "refunded",
            "description",
            "notify_url",
            "code_url",
            "create_time",
            "refunds")
        .containsEntry("notify_url", "https://example.com/n")
        .containsEntry("description", "tea")
        .containsEntry("create_time", Instant.parse(MerchantClient.NOW));
    assertThat(orders.get(1)).doesNotContainKeys("code_url", "transaction_id", "success_time");
  }

  @Test
  void showsPaymentAndEachRefundOnce() throws Exception {
    place("native", "order-300004", 100);
    place("native", "order-300005", 100);
    List<Map<String, Object>> before = sandbox.orders();
    sandbox.pay("order-300004");
    SandboxResponse first = refund("order-300004", "refund-1", 30);
    assertThat(refund("order-300004", "refund-1", 30).get("/refund_id"))
        .isEqualTo(first.get("/refund_id"));
    refund("order-300004", "refund-2", 20);
    assertThat(refund("order-300004", "refund-3", 51).status()).isNotEqualTo(200);

    Map<String, Object> order = sandbox.orders().get(0);

    assertThat(order)
        .containsEntry("state", "REFUND")
        .containsEntry("total", 100L)
        .containsEntry("refunded", 50L)
        .containsEntry("success_time", Instant.parse(MerchantClient.NOW));
    assertThat((String) order.get("transaction_id")).startsWith("420000");
    assertThat((List<?>) order.get("refunds"))
        .hasSize(2)
        .first()
        .isEqualTo(
            Map.of(
                "out_refund_no",
                "refund-1",
                "refund_id",
                first.get("/refund_id"),
                "refund",
                30L,
                "create_time",
                Instant.parse(MerchantClient.NOW)));
    assertThat(sandbox.orders().get(1))
        .containsEntry("state", "NOTPAY")
        .containsEntry("refunded", 0L)
        .containsEntry("refunds", List.of());
    assertThat(before.get(0)).containsEntry("state", "NOTPAY");
  }

  @Test
  void returnsUnmodifiableOrders() throws Exception {
    place("native", "order-300006", 100);
    List<Map<String, Object>> orders = sandbox.orders();
    assertThatThrownBy(() -> orders.clear()).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> orders.get(0).put("state", "SUCCESS"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<?>) orders.get(0).get("refunds")).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void reportsWhetherSandboxNotifies() {
    assertThat(sandbox.isNotifying()).isFalse();
    try (Sandbox other = Sandbox.builder().notifying(true).start()) {
      assertThat(other.isNotifying()).isTrue();
    }
  }
}
