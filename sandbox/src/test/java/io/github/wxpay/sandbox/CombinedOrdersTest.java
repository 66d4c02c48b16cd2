package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests combined orders and orders of service providers, which share one ledger. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class CombinedOrdersTest {
  private static final String ROOT = "v3/combine-transactions/";
  private static final String PARTNER = "v3/pay/partner/transactions/";
  private static final String MCHIDS = "?sp_mchid=1900000109&sub_mchid=1900000110";
  private final MerchantClient shop;

  CombinedOrdersTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  private static String combined(String number, long... totals) {
    ObjectNode order = OrderJson.combined(number, totals);
    order.putObject("combine_payer_info").put("openid", "o1");
    ObjectNode scene = order.putObject("scene_info");
    scene.put("device_id", "d").put("payer_client_ip", "1.2.3.4");
    scene.putObject("h5_info").put("type", "Wap");
    for (JsonNode part : order.path("sub_orders")) {
      ((ObjectNode) part).put("individual_auth_id", "1");
    }
    return order.toString();
  }

  private static String partner(String number) {
    ObjectNode order = OrderJson.ofPartner(number, 300);
    order.putObject("payer").put("sp_openid", "o2");
    ObjectNode scene = order.putObject("scene_info").put("payer_client_ip", "1.2.3.4");
    if (number.endsWith("h5")) {
      scene.putObject("h5_info").put("type", "Wap");
    }
    return order.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "native,/code_url,NATIVE",
    "jsapi,/prepay_id,JSAPI",
    "app,/prepay_id,APP",
    "h5,/h5_url,MWEB",
    "miniprogram,/prepay_id,JSAPI"
  })
  void paysAllPartsOfCombinedOrderTogether(String way, String field, String type) throws Exception {
    String number = "combined-" + way;
    SandboxResponse created =
        complete("POST", ROOT + way, shop.post(ROOT + way, combined(number, 100, 23)));
    assertThat(created.get(field)).isNotEmpty();
    String query = ROOT + "out-trade-no/" + number;
    SandboxResponse open = complete("GET", query, shop.get(query));
    assertThat(open.get("/sub_orders/1/trade_state")).isEqualTo("NOTPAY");
    assertThat(open.get("/sub_orders/1/transaction_id")).isEmpty();

    shop.sandbox().pay(number);

    SandboxResponse paid = complete("GET", query, shop.get(query));
    for (int i = 0; i < 2; i++) {
      assertThat(paid.get("/sub_orders/" + i + "/trade_state")).isEqualTo("SUCCESS");
      assertThat(paid.get("/sub_orders/" + i + "/trade_type")).isEqualTo(type);
      assertThat(shop.transaction(number + "-" + i))
          .isEqualTo(paid.get("/sub_orders/" + i + "/transaction_id"));
    }
    assertThat(paid.get("/sub_orders/1/amount/total_amount")).isEqualTo("23");
    assertThat(paid.get("/combine_payer_info/openid")).isEqualTo("o1");
    String id = ROOT + "id/" + paid.get("/combine_transaction_id");
    assertThat(shop.get(id).get("/combine_out_trade_no")).isEqualTo(number);
  }

  @Test
  void paysByNumberOfPartAndRefundsPartsSeparately() throws Exception {
    shop.post(ROOT + "native", combined("whole-1", 5, 6));
    shop.sandbox().pay("whole-1-1");
    String claim = OrderJson.refund("whole-1-0", "r1", 4, 5).toString();
    assertThat(shop.post("v3/refund/domestic/refunds", claim).status()).isEqualTo(200);
    SandboxResponse after = shop.get(ROOT + "out-trade-no/whole-1");
    assertThat(after.get("/sub_orders/0/trade_state")).isEqualTo("REFUND");
    assertThat(after.get("/sub_orders/1/trade_state")).isEqualTo("SUCCESS");
    assertThatThrownBy(() -> shop.sandbox().pay("whole-1"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void repeatsCombinedOrderAndRefusesChangedOrInvalidOne() throws Exception {
    SandboxResponse first = shop.post(ROOT + "native", combined("same-1", 5, 6));
    assertThat(shop.post(ROOT + "native", combined("same-1", 5, 6)).text()).isEqualTo(first.text());
    assertRefused(
        shop.post(ROOT + "native", combined("same-1", 5, 7)),
        403,
        "OUT_TRADE_NO_USED",
        "order same-1-0 was created with other parameters; use a new number");
    shop.order("used-1-0", 5);
    assertRefused(
        shop.post(ROOT + "native", combined("used-1", 5)),
        403,
        "OUT_TRADE_NO_USED",
        "order used-1-0 exists already");
    assertRefused(
        shop.post(ROOT + "native", combined("none-1", 0)),
        400,
        "PARAM_ERROR",
        "body /sub_orders/0/amount/total_amount must be 1 to 2147483647");
    assertRefused(
        shop.post(ROOT + "native", combined("订单号", 1)),
        400,
        "PARAM_ERROR",
        "body /combine_out_trade_no must match [0-9A-Za-z_|*@-]+");
    assertRefused(
        shop.post(ROOT + "miniprogram", combined("订单号", 1)),
        400,
        "PARAM_ERROR",
        "body /combine_out_trade_no must be 1 to 32 of the characters 0-9 A-Z a-z _ - | * @");
    assertRefused(
        shop.get(ROOT + "out-trade-no/none-1"),
        404,
        "ORDER_NOT_EXIST",
        "there is no combined order none-1");
  }

  @Test
  void acceptsPartWithoutSubMchidAndRequiresAttach() throws Exception {
    String body = combined("owned-1", 5).replace("\"sub_mchid\":\"1900000110\",", "");
    complete("POST", ROOT + "jsapi", shop.post(ROOT + "jsapi", body));
    assertRefused(
        shop.post(ROOT + "jsapi", body.replace("\"attach\":\"a\",", "")),
        400,
        "PARAM_ERROR",
        "/sub_orders/0/attach is required");
  }

  @Test
  void closesAllPartsOrNone() throws Exception {
    shop.post(ROOT + "native", combined("close-1", 5, 6));
    String close = ROOT + "out-trade-no/close-1/close";
    String body =
        "{'combine_appid':'wx1','sub_orders':[{'mchid':'1900000109','out_trade_no':'close-1-0'},"
            + "{'mchid':'1900000109','out_trade_no':'close-1-9'}]}";
    assertRefused(
        shop.post(close, body),
        400,
        "PARAM_ERROR",
        "body /sub_orders must be the orders of the combined order: close-1-0, close-1-1");
    assertThat(shop.post(close, body.replace("-1-9", "-1-1")).status()).isEqualTo(204);
    assertThat(shop.get(ROOT + "out-trade-no/close-1").get("/sub_orders/1/trade_state"))
        .isEqualTo("CLOSED");
    assertThatThrownBy(() -> shop.sandbox().pay("close-1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("order close-1-0 is CLOSED, not NOTPAY");
  }

  @ParameterizedTest
  @CsvSource({"native,/code_url", "jsapi,/prepay_id", "app,/prepay_id", "h5,/h5_url"})
  void placesQueriesAndPaysPartnerOrder(String way, String field) throws Exception {
    String number = "partner-" + way;
    assertThat(shop.post(PARTNER + way, partner(number)).get(field)).isNotEmpty();
    String query = PARTNER + "out-trade-no/" + number;
    complete("GET", query, shop.get(query + MCHIDS));
    shop.sandbox().pay(number);
    SandboxResponse paid = complete("GET", query, shop.get(query + MCHIDS));
    assertThat(paid.get("/trade_state")).isEqualTo("SUCCESS");
    assertThat(paid.get("/sub_mchid")).isEqualTo("1900000110");
    SandboxResponse same = shop.get(PARTNER + "id/" + paid.get("/transaction_id") + MCHIDS);
    assertThat(same.get("/out_trade_no")).isEqualTo(number);
    assertRefused(
        shop.get(query + MCHIDS.replace("110", "111")),
        404,
        "ORDER_NOT_EXIST",
        "order " + number + " does not belong to sub_mchid 1900000111");
  }

  @Test
  void repeatsPartnerOrderRefusesChangedOneAndClosesIt() throws Exception {
    String first = shop.post(PARTNER + "native", partner("once-1")).text();
    assertThat(shop.post(PARTNER + "native", partner("once-1")).text()).isEqualTo(first);
    assertRefused(
        shop.post(PARTNER + "native", partner("once-1").replace("300", "301")),
        403,
        "OUT_TRADE_NO_USED",
        "order once-1 was created with other parameters; use a new number");
    assertRefused(
        shop.post(PARTNER + "native", partner("once-2").replace("00109", "00108")),
        400,
        "PARAM_ERROR",
        "body /sp_mchid must be the number of the merchant that signed, 1900000109");
    String close = "{'sp_mchid':'1900000109','sub_mchid':'1900000110'}";
    assertThat(shop.post(PARTNER + "out-trade-no/once-1/close", close).status()).isEqualTo(204);
    assertThat(shop.get(PARTNER + "out-trade-no/once-1" + MCHIDS).get("/trade_state"))
        .isEqualTo("CLOSED");
  }
}
