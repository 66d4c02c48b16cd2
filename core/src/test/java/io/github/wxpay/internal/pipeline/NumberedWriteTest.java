package io.github.wxpay.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are numbered writes, by which number, and what their responses say. */
class NumberedWriteTest {
  private static final String BASE = "https://api.mch.weixin.qq.com";
  private static final String REFUNDS = "v3/refund/domestic/refunds";
  private static final String NATIVE = "v3/pay/transactions/native";

  // Paths

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3/marketing/favor/users/{openid}/coupons",
        "v3/marketing/favor/users/{+openid}/coupons",
        "v3/marketing/favor/users/<openid>/coupons",
        "v3/marketing/favor/users/{user}/coupons",
        "v3/marketing/favor/users/oUpF8uMuAJO_M2pxb1Q9zNjWeS6o/coupons",
        "v3/marketing/favor/users/%2Fa/coupons",
        "/v3/marketing/favor/users/{openid}/coupons",
        "v3/marketing/favor/users/{openid}/coupons?a=b",
      })
  void matchesAnySegmentAtAPlaceholder(String path) {
    assertThat(NumberedWrite.of("POST", path).map(NumberedWrite::field)).contains("out_request_no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3/marketing/favor/users//coupons",
        "v3/marketing/favor/users/a/b/coupons",
        "v3/marketing/favor/users/{openid}/coupons/",
        "v3/marketing/favor/users/{openid}/couponsX",
        "v3/marketing/favor/users/{openid}",
        "x/v3/marketing/favor/users/{openid}/coupons",
      })
  void doesNotMatchOtherPathsAroundAPlaceholder(String path) {
    assertThat(NumberedWrite.of("POST", path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3/refund/domestic/refunds2",
        "v3/refund/domestic/refunds/7",
        "v3/refund/domestic/refunds/7/apply-abnormal-refund",
        "v3/refund/domestic/Refunds",
        "v3/refund/domestic/refunds//",
        "v3/refund/domestic",
        "refund/domestic/refunds",
        "v3/profitsharing/orders/unfreeze/x",
        "v3/payscore/serviceorder/7/complete",
        "v3/pay/transactions/out-trade-no/7/close",
        "v3/pay/transactions/native.do",
        "secapi/pay/refundv3",
        "mmpaymkttransfers/sendredpack2",
      })
  void doesNotMatchPathsThatOnlyBeginLikeARow(String path) {
    assertThat(NumberedWrite.of("POST", path)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE"})
  void doesNotMatchOtherMethods(String method) {
    assertThat(NumberedWrite.of("POST", REFUNDS)).isPresent();
    assertThat(NumberedWrite.of(method, REFUNDS)).isEmpty();
  }

  @Test
  void matchesTheExpandedPathOfARequest() {
    Outgoing filled =
        Outgoing.of(
            "POST",
            BASE,
            "v3/pay/transactions/{kind}",
            Headers.of(Map.of()),
            Map.of("out_trade_no", "7"),
            Options.of("kind", "native"));
    Outgoing other =
        Outgoing.of(
            "POST",
            BASE,
            "v3/pay/{native}",
            Headers.of(Map.of()),
            Map.of("out_trade_no", "7"),
            Options.of("native", "transactions/native"));

    assertThat(NumberedWrite.of(filled).flatMap(write -> write.number(filled))).contains("7");
    assertThat(NumberedWrite.of(other)).isEmpty();
  }

  // The number

  static final class Order {
    public String out_trade_no = "7";
  }

  @Test
  void readsTheNumberOfEveryBody() {
    byte[] json =
        "{\"a\":{\"out_trade_no\":\"0\"},\"out_trade_no\":\"7\"}".getBytes(StandardCharsets.UTF_8);
    List<Object> bodies =
        List.of(
            json,
            new String(json, StandardCharsets.UTF_8),
            Json.read(json),
            Map.of("out_trade_no", "7"),
            Map.of("out_trade_no", 7),
            Map.of("out_trade_no", Json.read("\"7\"".getBytes(StandardCharsets.UTF_8))),
            Body.of(json),
            new Order());

    for (Object body : bodies) {
      assertThat(number(NATIVE, body)).as(body.toString()).contains("7");
    }
    assertThat(number("pay/micropay", Map.of("out_trade_no", "7"))).contains("7");
  }

  @Test
  void hasNoNumberWhenItIsMissingEmptyOrElsewhere() {
    assertThat(number(NATIVE, null)).isEmpty();
    assertThat(number(NATIVE, Map.of())).isEmpty();
    assertThat(number(NATIVE, Map.of("out_trade_no", ""))).isEmpty();
    assertThat(number(NATIVE, Map.of("out_trade_no", "  "))).isEmpty();
    assertThat(number(NATIVE, Map.of("order", Map.of("out_trade_no", "7")))).isEmpty();
    assertThat(number(NATIVE, Map.of("out_trade_no", List.of("7")))).isEmpty();
    assertThat(number(NATIVE, Map.of("out_trade_no", Secret.of("7")))).isEmpty();
    assertThat(number(NATIVE, Map.of("out_refund_no", "7"))).isEmpty();
    assertThat(number(NATIVE, "out_trade_no=7")).isEmpty();
    assertThat(number(NATIVE, "{\"out_trade_no\":null}")).isEmpty();
    assertThat(number(NATIVE, "[{\"out_trade_no\":\"7\"}]")).isEmpty();
    assertThat(number(NATIVE, new Multipart().append("out_trade_no", "7"))).isEmpty();
  }

  // Reads, uploads, writes

  @ParameterizedTest
  @CsvSource({
    "GET, v3/refund/domestic/refunds/7, true",
    "HEAD, v3/certificates, true",
    "POST, pay/orderquery, true",
    "POST, mmpaymkttransfers/gethbinfo, true",
    "POST, pay/downloadbill, true",
    "POST, v3/gov/subsidy/transactions/summary/query-day, true",
    "POST, v3/new-tax-control-fapiao/merchant/1900000109/check, true",
    "POST, pay/closeorder, false",
    "POST, v3/refund/domestic/refunds, false",
    "POST, v3/industry-rebate/transactions/query, false",
    "POST, v3/pay/transactions/out-trade-no/query/close, false",
    "DELETE, v3/security/echo, false",
  })
  void tellsReadsFromWrites(String method, String path, boolean isRead) {
    Outgoing request = request(method, path, Map.of());

    assertThat(NumberedWrite.isRead(request)).isEqualTo(isRead);
    assertThat(NumberedWrite.isWrite(request)).isEqualTo(!isRead);
  }

  @Test
  void uploadNeitherReadsNorWrites() {
    Outgoing form = request("POST", "v3/merchant/media/upload", new Multipart());
    Outgoing map =
        request("POST", "v3/merchant/media/upload", Map.of())
            .withHeader("Content-Type", "multipart/form-data");

    Outgoing frozen = form.withData(Body.of(new Multipart().append("meta", "{}"), null));

    for (Outgoing request : List.of(form, map, frozen)) {
      assertThat(NumberedWrite.isRead(request)).isFalse();
      assertThat(NumberedWrite.isWrite(request)).isFalse();
    }
  }

  @Test
  void jsonToAPathLikeAnUploadIsAWrite() {
    Outgoing json = request("POST", "v3/gov/subsidy/goods/upload", Map.of());

    assertThat(NumberedWrite.isWrite(json)).isTrue();
    assertThat(NumberedWrite.isWrite(json.withData(Body.of(new byte[] {'{', '}'})))).isTrue();
    assertThat(
            NumberedWrite.isWrite(
                request("POST", "v3/pay/transactions/out-trade-no/upload7/close", Map.of())))
        .isTrue();
  }

  // The query of a request

  @Test
  void copiesTheFieldsOfTheQuery() {
    assertThat(
            values(
                "v3/pay/partner/transactions/codepay",
                Map.of("out_trade_no", "7", "sp_mchid", "1", "sub_mchid", "2", "attach", "x")))
        .isEqualTo(Map.of("out_trade_no", "7", "sp_mchid", "1", "sub_mchid", "2"));
    assertThat(
            values(
                "v3/profitsharing/orders",
                Map.of("out_order_no", "7", "transaction_id", "42", "receivers", List.of())))
        .isEqualTo(Map.of("out_order_no", "7", "transaction_id", "42"));
    assertThat(values("v3/transfer/batches", Map.of("out_batch_no", "7")))
        .isEqualTo(Map.of("out_batch_no", "7", "need_query_detail", "false"));
    assertThat(
            values(
                "mmpaymkttransfers/promotion/transfers",
                Map.of("partner_trade_no", "7", "mchid", "1", "mch_appid", "wx1")))
        .isEqualTo(Map.of("partner_trade_no", "7", "mch_id", "1", "appid", "wx1"));
    assertThat(
            values(
                "mmpaymkttransfers/sendredpack",
                Map.of("mch_billno", "7", "mch_id", "1", "wxappid", "wx1")))
        .isEqualTo(Map.of("mch_billno", "7", "mch_id", "1", "appid", "wx1", "bill_type", "MCHT"));
    assertThat(
            values(
                "v3/abnormal-fund-processing/receipts/r%201/transfer-instructions",
                Map.of("out_instruction_no", "7")))
        .isEqualTo(Map.of("out_instruction_no", "7", "receipt_id", "r 1"));
  }

  @Test
  void hasNoValuesWithoutAQuery() {
    assertThat(values("v3/papay/pay/transactions/apply", Map.of("out_trade_no", "7"))).isEmpty();
  }

  // Responses

  @ParameterizedTest
  @CsvSource(
      value = {
        "v3/pay/transactions/native; {\"code_url\":\"weixin://\"}; SUCCEEDED",
        "v3/pay/transactions/codepay; {\"trade_state\":\"SUCCESS\"}; SUCCEEDED (SUCCESS)",
        "v3/pay/transactions/codepay; {\"trade_state\":\"USERPAYING\"}; OPEN (USERPAYING)",
        "v3/pay/transactions/codepay; {\"trade_state\":\"PAYERROR\"}; FAILED (PAYERROR)",
        "v3/pay/transactions/codepay; {}; OPEN",
        "v3/refund/domestic/refunds; {\"status\":\"SUCCESS\"}; SUCCEEDED (SUCCESS)",
        "v3/refund/domestic/refunds; {\"status\":\"CLOSED\"}; FAILED (CLOSED)",
        "v3/refund/domestic/refunds; {\"status\":\"ABNORMAL\"}; OPEN (ABNORMAL)",
        "v3/refund/domestic/refunds; {\"status\":\"NEW_STATE\"}; OPEN (NEW_STATE)",
        "v3/refund/domestic/refunds; {\"status\":null}; OPEN",
        "v3/ecommerce/refunds/apply; {\"refund_id\":\"1\"}; OPEN",
        "v3/fund-app/mch-transfer/transfer-bills; {\"state\":\"WAIT_USER_CONFIRM\"};"
            + " SUCCEEDED (WAIT_USER_CONFIRM)",
        "v3/fund-app/mch-transfer/transfer-bills; {\"state\":\"ACCEPTED\"}; OPEN (ACCEPTED)",
        "v3/fund-app/mch-transfer/transfer-bills; {\"state\":\"FAIL\"}; FAILED (FAIL)",
        "v3/transfer/batches; {\"batch_status\":\"FINISHED\"}; OPEN (FINISHED)",
        "pay/micropay; {\"result_code\":\"SUCCESS\"}; SUCCEEDED",
        "pay/micropay; {\"trade_state\":\"USERPAYING\"}; OPEN (USERPAYING)",
        "secapi/pay/refund; {\"result_code\":\"SUCCESS\"}; OPEN",
        "secapi/pay/reverse; {\"recall\":\"N\"}; SUCCEEDED (N)",
        "secapi/pay/reverse; {\"recall\":\"Y\"}; OPEN (Y)",
      },
      delimiter = ';')
  void readsTheStateOfAResponse(String path, String body, String state) {
    NumberedWrite write = NumberedWrite.of("POST", path).orElseThrow();

    assertThat(write.ofResponse(json(body))).hasToString(state);
  }

  @Test
  void tellsCreationsFromExecutions() {
    assertThat(write(NATIVE).isCreation()).isTrue();
    assertThat(write("v3/fund-app/mch-transfer/transfer-bills").isCreation()).isTrue();
    assertThat(write("v3/pay/transactions/codepay").isCreation()).isFalse();
    assertThat(write(REFUNDS).isCreation()).isFalse();
  }

  // Advice

  @ParameterizedTest
  @CsvSource(
      value = {
        "v3/refund/domestic/refunds; GET v3/refund/domestic/refunds/{out_refund_no}",
        "v3/pay/transactions/out-trade-no/7/close;"
            + " GET v3/pay/transactions/out-trade-no/{out_trade_no}",
        "v3/payscore/serviceorder/7/complete; GET v3/payscore/serviceorder",
        "pay/closeorder; POST v2/pay/orderquery",
        "secapi/pay/profitsharing; POST v2/pay/profitsharingquery",
        "v3/made/up; the state by your own number",
      },
      delimiter = ';')
  void namesTheQueryInTheAdvice(String path, String query) {
    assertThat(NumberedWrite.advice(request("POST", path, Map.of())))
        .contains("query " + query)
        .contains("money may have moved");
  }

  private static NumberedWrite write(String path) {
    return NumberedWrite.of("POST", path).orElseThrow();
  }

  private static Optional<String> number(String path, @Nullable Object body) {
    return write(path).number(request("POST", path, body));
  }

  private static Map<String, String> values(String path, Object body) {
    return write(path).queryValues(request("POST", path, body));
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Outgoing request(String method, String path, @Nullable Object body) {
    return Outgoing.of(method, BASE, path, Headers.of(Map.of()), body, Options.none());
  }

  @Test
  void showsMethodPathAndNumber() {
    assertThat(NumberedWrite.of("POST", "v3/refund/domestic/refunds").orElseThrow())
        .hasToString("POST v3/refund/domestic/refunds by `out_refund_no`");
  }
}
