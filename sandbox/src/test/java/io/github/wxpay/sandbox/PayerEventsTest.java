package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests notifications of the payer's actions at the requested address. */
@WxpaySandbox(perTest = true, notifying = true, clock = MerchantClient.NOW)
class PayerEventsTest {
  private final MerchantClient shop;
  // The sandbox itself receives the notifications; its reply is not checked.
  private final String url;

  PayerEventsTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
    this.url = sandbox.uri() + "heard";
  }

  private JsonNode lastEvent(String event) throws Exception {
    List<Delivery> deliveries = shop.sandbox().deliveries();
    Delivery last = deliveries.get(deliveries.size() - 1);
    assertThat(last.receiver()).hasToString(url);
    assertThat(last.notification().eventType()).isEqualTo(event);
    return new ObjectMapper().readTree(last.notification().plaintext());
  }

  private void post(String path, String body) throws Exception {
    SandboxResponse reply = shop.post(path, body.replace("#", url));
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  @Test
  void notifiesCombinedOrderOnceWithAllParts() throws Exception {
    ObjectNode order = OrderJson.combined("whole-1", 203, 307).put("notify_url", url);
    post("v3/combine-transactions/native", order.toString());
    shop.sandbox().pay("whole-1");
    JsonNode event = lastEvent("TRANSACTION.SUCCESS");
    assertThat(shop.sandbox().deliveries()).hasSize(1);
    assertThat(event.path("combine_out_trade_no").asText()).isEqualTo("whole-1");
    assertThat(event.has("out_trade_no") || event.has("amount") || event.has("payer")).isFalse();
    assertThat(event.at("/sub_orders/1/amount/total_amount").asInt()).isEqualTo(307);
    assertThat(event.at("/sub_orders/1/transaction_id").asText())
        .isEqualTo(shop.transaction("whole-1-1"));
  }

  @Test
  void notifiesPartnerOrderWithBothMerchants() throws Exception {
    ObjectNode order =
        OrderJson.ofPartner("partner-1", 409).put("sub_appid", "wx2").put("notify_url", url);
    post("v3/pay/partner/transactions/native", order.toString());
    shop.sandbox().pay("partner-1");
    JsonNode event = lastEvent("TRANSACTION.SUCCESS");
    assertThat(event.path("sp_mchid").asText()).isEqualTo("1900000109");
    assertThat(event.path("sub_mchid").asText()).isEqualTo("1900000110");
    assertThat(event.path("sp_appid").asText()).isEqualTo("wx1");
    assertThat(event.path("sub_appid").asText()).isEqualTo("wx2");
    assertThat(event.at("/payer/sp_openid").asText()).isNotEmpty();
    assertThat(event.has("mchid") || event.has("appid") || event.at("/payer").has("openid"))
        .isFalse();
    assertThat(event.at("/amount/payer_total").asInt()).isEqualTo(409);
  }

  @Test
  void notifiesTransferWhenConfirmed() throws Exception {
    post(
        "v3/fund-app/mch-transfer/transfer-bills",
        OrderJson.transfer("t1", 50).put("notify_url", url).toString());
    shop.payer().confirmTransfer("t1");
    JsonNode event = lastEvent("MCHTRANSFER.BILL.FINISHED");
    assertThat(event.path("state").asText()).isEqualTo("SUCCESS");
    assertThat(event.path("out_bill_no").asText()).isEqualTo("t1");
    assertThat(event.path("transfer_amount").asInt()).isEqualTo(50);
    assertThat(event.has("sub_mchid")).isFalse();
  }

  @Test
  void notifiesServiceOrderWhenConfirmedAndWhenPaid() throws Exception {
    String root = "v3/payscore/serviceorder";
    post(
        root,
        "{'appid':'wx1','service_id':'s1','service_introduction':'bike','out_order_no':'order-1',"
            + "'time_range':{'start_time':'OnAccept'},'risk_fund':{'name':'DEPOSIT','amount':200},"
            + "'notify_url':'#'}");
    shop.payer().confirmServiceOrder("order-1");
    JsonNode confirmed = lastEvent("PAYSCORE.USER_CONFIRM");
    assertThat(confirmed.path("state").asText()).isEqualTo("DOING");
    assertThat(confirmed.at("/risk_fund/amount").asInt()).isEqualTo(200);
    assertThat(confirmed.has("collection") || confirmed.has("sub_mchid")).isFalse();
    post(
        root + "/order-1/complete",
        "{'appid':'wx1','service_id':'s1','post_payments':[{'name':'rent','amount':150}],"
            + "'total_amount':150}");
    shop.payer().payServiceOrder("order-1");
    JsonNode paid = lastEvent("PAYSCORE.USER_PAID");
    assertThat(paid.at("/collection/paid_amount").asInt()).isEqualTo(150);
  }

  @Test
  void notifiesContractWhenSigned() throws Exception {
    post(
        "v3/papay/scheduled-deduct-sign/contracts/pre-entrust-sign/h5",
        "{'appid':'wx1','plan_id':12,'out_contract_code':'code-1','contract_display_account':'me',"
            + "'contract_notify_url':'#'}");
    String id = shop.payer().signContract("code-1");
    JsonNode event = lastEvent("ENTRUST.SIGN");
    assertThat(event.path("contract_id").asText()).isEqualTo(id);
    assertThat(event.path("contract_state").asText()).isEqualTo("SIGNED");
    assertThat(event.has("contract_terminate_info")).isFalse();
  }
}
