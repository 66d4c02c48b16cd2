package io.github.wxpay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries by number, the states in their responses, and numbers that are not known. */
class StateQueryTest {

  @Test
  void describesAQueryOfEachProtocol() {
    StateQuery refund = query("v3/refund/domestic/refunds");
    StateQuery packet = query("mmpaymkttransfers/sendredpack");

    assertThat(refund.isV2()).isFalse();
    assertThat(refund.method()).isEqualTo("GET");
    assertThat(refund.path()).isEqualTo("v3/refund/domestic/refunds/{out_refund_no}");
    assertThat(refund.number()).isEqualTo("out_refund_no");
    assertThat(refund.copied()).containsExactly("sub_mchid");
    assertThat(refund.constants()).isEmpty();
    assertThat(packet.isV2()).isTrue();
    assertThat(packet.method()).isEqualTo("POST");
    assertThat(packet.path()).isEqualTo("v2/mmpaymkttransfers/gethbinfo");
    assertThat(packet.copied()).containsExactly("mch_id", "wxappid");
    assertThat(packet.sources()).containsEntry("appid", "wxappid");
    assertThat(packet.constants()).isEqualTo(Map.of("bill_type", "MCHT"));
    assertThat(packet).hasToString("POST v2/mmpaymkttransfers/gethbinfo by `mch_billno`");
  }

  @Test
  void readsItsNumberFromPathOrParameters() {
    StateQuery refund = query("v3/refund/domestic/refunds");
    StateQuery score = StateQuery.of("GET", "v3/payscore/serviceorder").orElseThrow();
    Map<String, String> params = Map.of("out_refund_no", "R2", "out_order_no", "O2");

    assertThat(refund.numberIn("v3/refund/domestic/refunds/R%201", Map.of())).isEqualTo("R 1");
    assertThat(refund.numberIn("v3/refund/domestic/refunds/R1", params)).isEqualTo("R1");
    assertThat(refund.numberIn("v3/refund/domestic/refunds/", params)).isEqualTo("R2");
    assertThat(score.numberIn("v3/payscore/serviceorder", params)).isEqualTo("O2");
    assertThat(score.numberIn("v3/payscore/serviceorder", Map.of("appid", "1"))).isEmpty();
  }

  @Test
  void namesItsFields() {
    assertThat(query("v3/refund/domestic/refunds").names())
        .containsExactly("out_refund_no", "sub_mchid");
    assertThat(query("mmpaymkttransfers/sendredpack").names())
        .containsExactlyInAnyOrder("mch_billno", "mch_id", "appid", "bill_type");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "v3/pay/transactions/codepay; {\"trade_state\":\"SUCCESS\"}; SUCCEEDED (SUCCESS)",
        "v3/pay/transactions/codepay; {\"trade_state\":\"REFUND\"}; REFUNDED (REFUND)",
        "v3/pay/transactions/codepay; {\"trade_state\":\"NOTPAY\"}; OPEN (NOTPAY)",
        "v3/pay/transactions/codepay; {\"trade_state\":\"REVOKED\"}; FAILED (REVOKED)",
        "v3/pay/transactions/codepay; {}; OPEN",
        "v3/pay/transactions/codepay; []; OPEN",
        "pay/unifiedorder; {\"trade_state\":\"PAYERROR\"}; OPEN (PAYERROR)",
        "pay/micropay; {\"trade_state\":\"PAYERROR\"}; FAILED (PAYERROR)",
        "secapi/pay/reverse; {\"trade_state\":\"REVOKED\"}; SUCCEEDED (REVOKED)",
        "secapi/pay/reverse; {\"trade_state\":\"SUCCESS\"}; OPEN (SUCCESS)",
        "secapi/pay/refund; {\"refund_status_0\":\"REFUNDCLOSE\"}; FAILED (REFUNDCLOSE)",
        "secapi/pay/refund; {\"refund_status_0\":\"CHANGE\"}; OPEN (CHANGE)",
        "mmpaymkttransfers/sendredpack; {\"status\":\"SENT\"}; OPEN (SENT)",
        "mmpaymkttransfers/sendredpack; {\"status\":\"REFUND\"}; FAILED (REFUND)",
        "mmpaysptrans/pay_bank; {\"status\":\"BANK_FAIL\"}; FAILED (BANK_FAIL)",
        "v3/fund-app/mch-transfer/transfer-bills; {\"state\":\"WAIT_USER_CONFIRM\"};"
            + " OPEN (WAIT_USER_CONFIRM)",
        "v3/fund-app/mch-transfer/transfer-bills; {\"state\":\"CANCELLED\"}; FAILED (CANCELLED)",
      },
      delimiter = ';')
  void readsTheState(String write, String response, String state) {
    assertThat(state(write, response)).hasToString(state);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "SUCCESS,SUCCESS; SUCCEEDED (SUCCESS)",
        "CLOSED,CLOSED; FAILED (CLOSED)",
        "SUCCESS,NOTPAY; OPEN (NOTPAY)",
        "CLOSED,NOTPAY; OPEN (NOTPAY)",
        "CLOSED,SUCCESS; SUCCEEDED (SUCCESS)",
        "REFUND,CLOSED; REFUNDED (REFUND)",
        "REFUND,SUCCESS; SUCCEEDED (SUCCESS)",
      },
      delimiter = ';')
  void readsTheStateOfSeveralSubOrders(String states, String state) {
    String[] both = states.split(",", -1);
    String response =
        String.format(
            "{\"sub_orders\":[{\"trade_state\":\"%s\"},{\"trade_state\":\"%s\"}]}",
            both[0], both[1]);

    assertThat(state("v3/combine-transactions/native", response)).hasToString(state);
    assertThat(state("v3/combine-transactions/native", "{\"sub_orders\":[]}").isFinal()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "FINISHED; SUCCESS; CLOSED; SUCCEEDED (FINISHED)",
        "FINISHED; CLOSED; CLOSED; FAILED (FINISHED)",
        "FINISHED; PENDING; CLOSED; SUCCEEDED (FINISHED)",
        "PROCESSING; CLOSED; CLOSED; OPEN (PROCESSING)",
      },
      delimiter = ';')
  void readsTheResultsOfReceivers(String order, String first, String second, String state) {
    String response =
        String.format(
            "{\"state\":\"%s\",\"receivers\":[{\"result\":\"%s\"},{\"result\":\"%s\"}]}",
            order, first, second);

    assertThat(state("v3/profitsharing/orders", response)).hasToString(state);
    assertThat(state("v3/profitsharing/orders", "{\"state\":\"FINISHED\",\"receivers\":[]}"))
        .hasToString("SUCCEEDED (FINISHED)");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "FINISHED; 2; SUCCEEDED (FINISHED)",
        "FINISHED; 0; FAILED (FINISHED)",
        "PROCESSING; 0; OPEN (PROCESSING)",
        "CLOSED; 0; FAILED (CLOSED)",
      },
      delimiter = ';')
  void readsTheCountOfABatch(String status, String succeeded, String state) {
    String response =
        String.format(
            "{\"transfer_batch\":{\"batch_status\":\"%s\",\"success_num\":%s}}", status, succeeded);

    assertThat(state("v3/transfer/batches", response)).hasToString(state);
  }

  @Test
  void findsAQueryByItsPath() {
    StateQuery order =
        StateQuery.of("GET", "v3/pay/transactions/out-trade-no/1217752501").orElseThrow();
    StateQuery v2 = StateQuery.of("POST", "pay/orderquery").orElseThrow();

    assertThat(order.path()).isEqualTo("v3/pay/transactions/out-trade-no/{out_trade_no}");
    assertThat(v2.state(Json.node(Map.of("trade_state", "PAYERROR"))))
        .hasToString("FAILED (PAYERROR)");
    assertThat(StateQuery.of("POST", "v3/pay/transactions/out-trade-no/7")).isEmpty();
    assertThat(StateQuery.of("GET", "v3/pay/transactions/id/7")).isEmpty();
    assertThat(StateQuery.of("GET", "v3/certificates")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "404, RESOURCE_NOT_EXISTS, true",
    "404, ORDER_NOT_EXIST, true",
    "404, ORDERNOTEXIST, true",
    "404, NOT_FOUND, true",
    "400, ORDER_NOT_EXIST, true",
    "500, RESOURCE_NOT_EXISTS, false",
    "404, MCH_NOT_EXISTS, false",
    "404, '', false",
    "404, USER_NOT_EXISTS, false",
    "429, FREQUENCY_LIMITED, false",
    "200, ORDERNOTEXIST, true",
    "200, REFUNDNOTEXIST, true",
    "200, NOT_FOUND, true",
    "200, ORDERPAID, false",
    "200, SYSTEMERROR, false",
  })
  void tellsNumbersThatAreNotKnown(int status, String code, boolean isUnknown) {
    WxpayException failure =
        status == 200
            ? new ResultException(
                "failed",
                "EV2_RES_STATUS_CODE_NOT_SUCESS",
                true,
                Map.of("return_code", "SUCCESS", "result_code", "FAIL", "err_code", code))
            : new StatusException("failed", status, code, "", "", "", "");

    assertThat(query("v3/refund/domestic/refunds").isNumberUnknown(failure)).isEqualTo(isUnknown);
  }

  private static State state(String write, String response) {
    return query(write).state(Json.read(response.getBytes(StandardCharsets.UTF_8)));
  }

  private static StateQuery query(String write) {
    return NumberedWrite.of("POST", write).flatMap(NumberedWrite::query).orElseThrow();
  }
}
