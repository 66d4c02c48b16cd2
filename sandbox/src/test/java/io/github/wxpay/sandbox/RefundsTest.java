package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests refunds over APIv3. */
@WxpaySandbox(clock = MerchantClient.NOW)
class RefundsTest {
  private static final String ROOT = "/v3/refund/domestic/refunds";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private final Sandbox sandbox;

  RefundsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  private String open() throws Exception {
    String number = "refundable-" + NUMBER.incrementAndGet();
    String draft = OrderJson.of(number, 100).toString();
    assertThat(merchant().post("/v3/pay/transactions/native", draft).status()).isEqualTo(200);
    return number;
  }

  private String paid() throws Exception {
    String number = open();
    sandbox.pay(number);
    return number;
  }

  private static String claim(String order, String number, long amount) {
    return OrderJson.refund(order, number, amount, 100).toString();
  }

  private static void assertRefused(SandboxResponse reply, int status, String code, String message)
      throws Exception {
    assertThat(reply.get("/message")).isEqualTo(message);
    assertThat(reply.get("/code")).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
  }

  @Test
  void refundIsProcessingThenSuccessful() throws Exception {
    String order = paid();

    SandboxResponse created = merchant().post(ROOT, claim(order, "r-" + order, 30));

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.get("/status")).isEqualTo("PROCESSING");
    assertThat(created.get("/refund_id")).matches("50300020260304[0-9]{15}");
    assertThat(created.get("/amount/refund")).isEqualTo("30");
    assertThat(created.get("/amount/total")).isEqualTo("100");
    assertThat(created.get("/create_time")).isEqualTo("2026-03-04T13:06:07+08:00");
    SandboxResponse queried = merchant().get(ROOT + "/r-" + order);
    assertThat(queried.get("/status")).isEqualTo("SUCCESS");
    assertThat(queried.get("/success_time")).isEqualTo("2026-03-04T13:06:07+08:00");
    assertThat(queried.get("/refund_id")).isEqualTo(created.get("/refund_id"));
    SandboxResponse query =
        merchant().get("/v3/pay/transactions/out-trade-no/" + order + "?mchid=1900000109");
    assertThat(query.get("/trade_state")).isEqualTo("REFUND");
    assertThat(query.get("/transaction_id")).isEqualTo(created.get("/transaction_id"));
  }

  @Test
  void repeatsRefundAndRefusesChangedOne() throws Exception {
    String order = paid();
    SandboxResponse first = merchant().post(ROOT, claim(order, "same-" + order, 100));
    SandboxResponse again = merchant().post(ROOT, claim(order, "same-" + order, 100));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
    assertRefused(
        merchant().post(ROOT, claim(order, "same-" + order, 99)),
        400,
        "INVALID_REQUEST",
        "订单金额或退款金额与之前请求不一致: refund same-"
            + order
            + " was created with other parameters; use a new number");
  }

  @Test
  void refundsInPartsUpToTotal() throws Exception {
    String order = paid();
    assertThat(merchant().post(ROOT, claim(order, "p1-" + order, 60)).status()).isEqualTo(200);
    assertRefused(
        merchant().post(ROOT, claim(order, "p2-" + order, 41)),
        400,
        "INVALID_REQUEST",
        "退款金额大于可退金额: of 100 only 40 is left, 41 is too much");
    assertThat(merchant().post(ROOT, claim(order, "p2-" + order, 40)).status()).isEqualTo(200);
  }

  @Test
  void refundsByTransactionId() throws Exception {
    String order = paid();
    String id =
        merchant()
            .get("/v3/pay/transactions/out-trade-no/" + order + "?mchid=1900000109")
            .get("/transaction_id");
    String claim = claim(order, "t-" + order, 1).replace("out_trade_no", "transaction_id");
    SandboxResponse reply =
        merchant().post(ROOT, claim.replace("\"" + order + "\"", "\"" + id + "\""));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.get("/out_trade_no")).isEqualTo(order);
  }

  @Test
  void refusesRefundOfUnpaidOrder() throws Exception {
    String order = open();
    assertRefused(
        merchant().post(ROOT, claim(order, "n-" + order, 1)),
        400,
        "INVALID_REQUEST",
        "订单未支付: order " + order + " is NOTPAY, not paid");
  }

  @Test
  void refusesTotalThatDiffersFromOrder() throws Exception {
    String order = paid();
    assertRefused(
        merchant().post(ROOT, claim(order, "d-" + order, 1).replace("100", "99")),
        400,
        "INVALID_REQUEST",
        "订单金额或退款金额与之前请求不一致: the order's total is 100, not 99");
  }

  @Test
  void respondsNotFoundForUnknownOrderAndRefund() throws Exception {
    assertRefused(
        merchant().post(ROOT, claim("nowhere", "x", 1)),
        404,
        "RESOURCE_NOT_EXISTS",
        "订单不存在: there is no order nowhere");
    assertRefused(
        merchant().get(ROOT + "/nothing"),
        404,
        "RESOURCE_NOT_EXISTS",
        "退款单不存在: there is no refund nothing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/out_refund_no is required",
        "{\"out_trade_no\":\"123456\"}|/out_refund_no is required",
        "{\"out_trade_no\":\"123456\",\"out_refund_no\":\"r\"}|/amount is required",
        "{\"out_trade_no\":\"123456\",\"out_refund_no\":\"r\",\"amount\":{}}|"
            + "/amount/refund is required",
        "{\"out_trade_no\":\"123456\",\"out_refund_no\":\"r\","
            + "\"amount\":{\"refund\":1,\"total\":1,\"currency\":\"USD\"}}|"
            + "/amount/currency must be one of CNY",
        "{\"out_trade_no\":\"123456\",\"out_refund_no\":\"r\","
            + "\"amount\":{\"refund\":1,\"total\":1}}|/amount/currency is required",
        "{\"out_refund_no\":\"r\","
            + "\"amount\":{\"refund\":1,\"total\":1,\"currency\":\"CNY\"}}|"
            + "/transaction_id is required, or out_trade_no is",
        "{\"out_refund_no\":\"r\",\"out_trade_no\":\"\","
            + "\"amount\":{\"refund\":1,\"total\":1,\"currency\":\"CNY\"}}|"
            + "/out_trade_no is required"
      })
  void refusesIncompleteRefund(String body, String issue) throws Exception {
    assertRefused(merchant().post(ROOT, body), 400, "PARAM_ERROR", "参数错误: body " + issue);
  }
}
