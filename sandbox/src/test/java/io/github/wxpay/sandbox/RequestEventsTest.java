package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.NotificationReceiver;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests notifications of requests: refunds, sharings, deductions and complaints. */
@WxpaySandbox(perTest = true, notifying = true, clock = MerchantClient.NOW)
class RequestEventsTest {
  private static final String REFUNDS = "v3/refund/domestic/refunds";
  private static final String COMPLAINTS = "v3/merchant-service/complaints-v2/";
  private final NotificationReceiver receiver = new NotificationReceiver();
  private final MerchantClient shop;

  RequestEventsTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private String url() {
    return receiver.uri("/events").toString();
  }

  private List<String> events() {
    return shop.sandbox().awaitDeliveries().stream()
        .map(delivery -> delivery.notification().eventType())
        .collect(Collectors.toList());
  }

  private JsonNode last(String event) throws Exception {
    List<Delivery> deliveries = shop.sandbox().awaitDeliveries();
    Delivery last = deliveries.get(deliveries.size() - 1);
    assertThat(last.notification().eventType()).isEqualTo(event);
    assertThat(last.receiver()).hasToString(url());
    assertThat(last.status()).isEqualTo(204);
    return new ObjectMapper().readTree(last.notification().plaintext());
  }

  private SandboxResponse refund(String path, String order, String url) throws Exception {
    ObjectNode refund = OrderJson.refund(order, "r-" + order, 30, 100).put("notify_url", url);
    SandboxResponse reply = shop.post(path, refund.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply;
  }

  private void post(String path, String body) throws Exception {
    SandboxResponse reply = shop.post(path, body.replace("#", url()));
    assertThat(reply.status() / 100).as(reply.text()).isEqualTo(2);
  }

  @Test
  void notifiesRefundOnce() throws Exception {
    shop.paid("order-1", 100);

    SandboxResponse created = refund(REFUNDS, "order-1", url());
    refund(REFUNDS, "order-1", url());

    JsonNode event = last("REFUND.SUCCESS");
    assertThat(events()).containsExactly("REFUND.SUCCESS");
    assertThat(receiver.bodies()).hasSize(1);
    SandboxResponse queried = shop.get(REFUNDS + "/r-order-1");
    assertThat(queried.get("/status")).isEqualTo("SUCCESS");
    assertThat(event.path("refund_status").asText()).isEqualTo("SUCCESS");
    assertThat(event.path("refund_id").asText()).isEqualTo(created.get("/refund_id"));
    for (String name : new String[] {"out_trade_no", "out_refund_no", "transaction_id"}) {
      assertThat(event.path(name).asText()).as(name).isEqualTo(queried.get("/" + name));
    }
    assertThat(event.path("success_time").asText()).isEqualTo(queried.get("/success_time"));
    assertThat(event.path("amount").toString())
        .isEqualTo("{\"total\":100,\"refund\":30,\"payer_total\":100,\"payer_refund\":30}");
    assertThat(event.path("mchid").asText()).isEqualTo("1900000109");
    assertThat(event.has("sp_mchid")).isFalse();
  }

  @Test
  void notifiesPartnerRefundWithBothMerchants() throws Exception {
    shop.post(
        "v3/pay/partner/transactions/native", OrderJson.ofPartner("partner-1", 100).toString());
    shop.sandbox().pay("partner-1");

    refund(REFUNDS, "partner-1", url());

    JsonNode event = last("REFUND.SUCCESS");
    assertThat(event.has("mchid")).isFalse();
    assertThat(event.path("sp_mchid").asText()).isEqualTo(OrderJson.MCHID);
    assertThat(event.path("sub_mchid").asText()).isEqualTo(OrderJson.SUB_MCHID);
  }

  @Test
  void doesNotNotifyRefusedRefundOrForeignUrl() throws Exception {
    shop.paid("order-1", 100);
    ObjectNode much = OrderJson.refund("order-1", "r1", 101, 100).put("notify_url", url());

    assertThat(shop.post(REFUNDS, much.toString()).status()).isEqualTo(400);
    refund(REFUNDS, "order-1", "https://example.com/events");
    shop.post(REFUNDS, OrderJson.refund("order-1", "r2", 1, 100).toString());

    assertThat(events()).isEmpty();
  }

  @Test
  void sendsNoNotificationByDefault() throws Exception {
    try (Sandbox quiet = Sandbox.start()) {
      MerchantClient other = new MerchantClient(quiet);
      other.paid("order-1", 100);
      ObjectNode refund = OrderJson.refund("order-1", "r1", 100, 100).put("notify_url", url());
      assertThat(other.post(REFUNDS, refund.toString()).status()).isEqualTo(200);
      assertThat(quiet.awaitDeliveries()).isEmpty();
      assertThat(receiver.bodies()).isEmpty();
    }
  }

  @Test
  void refundsWhenReceiverIsDown() throws Exception {
    receiver.close();
    shop.paid("order-1", 100);

    refund(REFUNDS, "order-1", url());

    List<Delivery> deliveries = shop.sandbox().awaitDeliveries();
    assertThat(deliveries).hasSize(1);
    assertThat(deliveries.get(0).status()).isZero();
    assertThat(deliveries.get(0).problem().orElse("")).startsWith("no reply: ");
    assertThat(shop.get(REFUNDS + "/r-order-1").get("/status")).isEqualTo("SUCCESS");
  }

  /** Sends two notifications, since the second would wait until the first one times out. */
  @Test
  void respondsWhileReceiverDoesNotReplyAndEndsWithSandbox() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
      Sandbox own = Sandbox.builder().notifying(true).start();
      try {
        MerchantClient other = new MerchantClient(own);
        other.paid("order-1", 100);
        for (String number : new String[] {"r1", "r2"}) {
          ObjectNode refund = OrderJson.refund("order-1", number, 1, 100).put("notify_url", url);
          assertThat(other.post(REFUNDS, refund.toString()).status()).isEqualTo(200);
        }
        assertThat(other.get(REFUNDS + "/r2").get("/status")).isEqualTo("SUCCESS");
      } finally {
        own.close();
      }

      List<Delivery> deliveries = own.awaitDeliveries();

      assertThat(deliveries.size()).isLessThan(2);
      deliveries.forEach(delivery -> assertThat(delivery.status()).isZero());
    }
  }

  @Test
  void notifiesApiV2RefundInXml() throws Exception {
    try (Sandbox own = Sandbox.builder().https(true).notifying(true).start()) {
      V2SignedRequest.of(own)
          .with("body", "b", "out_trade_no", "order-2", "total_fee", "100", "product_id", "p")
          .with("spbill_create_ip", "127.0.0.1", "trade_type", "NATIVE")
          .with("notify_url", "https://example.com/paid")
          .post("/pay/unifiedorder");
      own.pay("order-2");

      SandboxResponse created =
          V2SignedRequest.of(own)
              .with("out_trade_no", "order-2", "out_refund_no", "r2")
              .with("total_fee", "100", "refund_fee", "30", "notify_url", url())
              .post("/secapi/pay/refund");

      assertThat(created.get("result_code")).as(created.text()).isEqualTo("SUCCESS");
      assertThat(own.awaitDeliveries()).hasSize(1);
      assertThat(own.awaitDeliveries().get(0).notification().plaintext())
          .startsWith("<root><out_refund_no><![CDATA[r2]]></out_refund_no>")
          .contains("<refund_id><![CDATA[" + created.get("refund_id") + "]]></refund_id>")
          .contains("<refund_status><![CDATA[SUCCESS]]></refund_status>")
          .contains("<refund_fee>30</refund_fee>", "<total_fee>100</total_fee>");
      assertThat(receiver.bodies().get(0)).contains("<req_info>").doesNotContain("refund_id");
    }
  }

  @Test
  void notifiesEachReceiverOfSharingThatGotMoney() throws Exception {
    String transaction = shop.paid("order-1", 1000);
    post(
        "v3/profitsharing/receivers/add",
        "{'appid':'wx1','type':'MERCHANT_ID','account':'1900000111','name':'"
            + shop.encrypted("某某商户")
            + "','relation_type':'STORE'}");
    String share =
        "{'appid':'wx1','transaction_id':'"
            + transaction
            + "','out_order_no':'s1','notify_url':'#','unfreeze_unsplit':false,'receivers':["
            + "{'type':'MERCHANT_ID','account':'1900000111','amount':70,'description':'share'},"
            + "{'type':'MERCHANT_ID','account':'1900000112','amount':20,'description':'none'}]}";

    post("v3/profitsharing/orders", share);
    post("v3/profitsharing/orders", share);

    JsonNode event = last("PROFITSHARING.SUCCESS");
    assertThat(events()).containsExactly("PROFITSHARING.SUCCESS");
    assertThat(event.path("transaction_id").asText()).isEqualTo(transaction);
    assertThat(event.path("out_order_no").asText()).isEqualTo("s1");
    assertThat(event.path("receiver").toString())
        .isEqualTo(
            "{\"type\":\"MERCHANT_ID\",\"account\":\"1900000111\",\"amount\":70,"
                + "\"description\":\"share\"}");
  }

  @Test
  void notifiesDeductionAndTerminationOfContract() throws Exception {
    String papay = "v3/papay/";
    post(
        papay + "scheduled-deduct-sign/contracts/pre-entrust-sign/h5",
        "{'appid':'wx1','plan_id':12,'out_contract_code':'code-1','contract_display_account':'me',"
            + "'contract_notify_url':'#'}");
    String id = shop.payer().signContract("code-1");
    String deduct =
        "{'appid':'wx1','description':'tea','transaction_notify_url':'#','contract_id':'"
            + id
            + "','out_trade_no':'deduct-1','amount':{'total':100,'currency':'CNY'}}";
    post(papay + "pay/transactions/apply", deduct);
    post(papay + "pay/transactions/apply", deduct);

    JsonNode paid = last("TRANSACTION.SUCCESS");
    assertThat(paid.path("out_trade_no").asText()).isEqualTo("deduct-1");
    assertThat(paid.path("transaction_id").asText()).isEqualTo(shop.transaction("deduct-1"));

    String one = papay + "sign/contracts/plan-id/12/out-contract-code/code-1";
    post(one + "/terminate", "{'contract_termination_remark':'moved'}");
    JsonNode ended = last("ENTRUST.TERMINATE");
    assertThat(ended.path("contract_state").asText()).isEqualTo("TERMINATED");
    assertThat(ended.path("contract_id").asText()).isEqualTo(id);
    assertThat(ended.at("/contract_terminate_info/contract_termination_mode").asText())
        .isEqualTo("MCH_API_TERMINATE");
    assertThat(events())
        .containsExactly("ENTRUST.SIGN", "TRANSACTION.SUCCESS", "ENTRUST.TERMINATE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"APPROVE", "REJECT"})
  void notifiesStepsOfComplaintAtConfiguredUrl(String action) throws Exception {
    String addresses = "v3/merchant-service/complaint-notifications";
    post(addresses, "{'url':'#'}");
    shop.paid("order-1", 100);
    String id = shop.payer().complain("order-1");
    post(COMPLAINTS + id + "/response", RESPONSE);
    assertThat(last("COMPLAINT.STATE_CHANGE").toString())
        .isEqualTo("{\"complaint_id\":\"" + id + "\",\"action_type\":\"MERCHANT_RESPONSE\"}");
    post(
        COMPLAINTS + id + "/update-refund-progress",
        "{'action':'" + action + "','reject_reason':'late','launch_refund_day':0}");
    assertThat(last("COMPLAINT.STATE_CHANGE").path("action_type").asText())
        .isEqualTo("MERCHANT_" + action + "_REFUND");
    post(COMPLAINTS + id + "/complete", "{'complainted_mchid':'1900000109'}");
    assertThat(last("COMPLAINT.STATE_CHANGE").path("action_type").asText())
        .isEqualTo("MERCHANT_CONFIRM_COMPLETE");
    assertThat(events()).hasSize(4).startsWith("COMPLAINT.CREATE");
    assertThat(shop.post(COMPLAINTS + id + "/response", RESPONSE).status()).isEqualTo(400);
    assertThat(events()).as("none for a step that is refused").hasSize(4);
  }

  @Test
  void doesNotNotifyComplaintWithoutUrl() throws Exception {
    shop.paid("order-1", 100);
    String id = shop.payer().complain("order-1");
    post(COMPLAINTS + id + "/response", RESPONSE);
    assertThat(events()).isEmpty();
  }

  private static final String RESPONSE =
      "{'complainted_mchid':'1900000109','response_content':'sorry'}";
}
