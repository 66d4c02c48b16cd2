package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests complaints of payers and the merchant's responses. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class ComplaintsTest {
  private static final String ROOT = "v3/merchant-service/complaints-v2";
  private static final String URLS = "v3/merchant-service/complaint-notifications";
  private static final String DAYS = "?begin_date=2026-03-04&end_date=2026-03-05";
  private static final String RESPONSE =
      "{'complainted_mchid':'1900000109','response_content':'sorry'}";
  private MerchantClient shop;

  ComplaintsTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  private String complain(String number) throws Exception {
    shop.paid(number, 100);
    return shop.payer().complain(number);
  }

  private SandboxResponse found(String id) throws Exception {
    return complete("GET", ROOT + "/" + id, shop.get(ROOT + "/" + id));
  }

  private String state(String id) throws Exception {
    return found(id).get("/complaint_state");
  }

  @Test
  void respondsToComplaintAndCompletesIt() throws Exception {
    String id = complain("order-1");
    SandboxResponse found = found(id);
    assertThat(found.get("/complaint_state")).isEqualTo("PENDING");
    assertThat(found.get("/complaint_order_info/0/transaction_id"))
        .isEqualTo(shop.transaction("order-1"));
    assertThat(found.get("/payer_phone")).doesNotContain("138");
    assertThat(shop.decrypted(found.get("/payer_phone"))).isEqualTo("13800138000");

    assertThat(shop.post(ROOT + "/" + id + "/response", RESPONSE).status()).isEqualTo(204);
    assertThat(state(id)).isEqualTo("PROCESSING");
    assertThat(shop.post(ROOT + "/" + id + "/complete", RESPONSE).status()).isEqualTo(204);
    assertThat(state(id)).isEqualTo("PROCESSED");

    assertRefused(
        shop.post(ROOT + "/" + id + "/complete", RESPONSE),
        400,
        "INVALID_REQUEST",
        "complaint " + id + " is PROCESSED already");
    SandboxResponse history = shop.get(ROOT + "/" + id + "/negotiation-historys?limit=2&offset=1");
    complete("GET", ROOT + "/" + id + "/negotiation-historys", history);
    assertThat(history.get("/total_count")).isEqualTo("3");
    assertThat(history.get("/data/0/operate_details")).isEqualTo("sorry");
    assertThat(history.get("/data/1/operate_type")).isEqualTo("MERCHANT_CONFIRM_COMPLETE");
  }

  @Test
  void marksComplaintFullyRefundedAfterRefund() throws Exception {
    String id = complain("order-1");
    String progress = ROOT + "/" + id + "/update-refund-progress";
    assertRefused(
        shop.post(progress, "{'action':'REJECT'}"),
        400,
        "PARAM_ERROR",
        "body /reject_reason is required");
    assertThat(shop.post(progress, "{'action':'APPROVE','launch_refund_day':0}").status())
        .isEqualTo(204);
    assertThat(found(id).get("/complaint_full_refunded")).isEqualTo("false");
    shop.post("v3/refund/domestic/refunds", OrderJson.refund("order-1", "r1", 100, 100).toString());
    assertThat(found(id).get("/complaint_full_refunded")).isEqualTo("true");
  }

  @Test
  void listsComplaintsOfDaysInPages() throws Exception {
    ManualClock clock = new ManualClock(MerchantClient.NOW);
    try (Sandbox own = Sandbox.builder().clock(clock).start()) {
      shop = new MerchantClient(own);
      String first = complain("order-1");
      clock.advance(Duration.ofDays(1));
      String second = complain("order-2");
      clock.advance(Duration.ofDays(1));
      complain("order-3");
      SandboxResponse all = complete("GET", ROOT, shop.get(ROOT + DAYS));
      assertThat(all.get("/total_count")).isEqualTo("2");
      assertThat(all.get("/data/0/complaint_id")).isEqualTo(first);
      assertThat(shop.decrypted(all.get("/data/1/payer_phone"))).isEqualTo("13800138000");
      SandboxResponse page = shop.get(ROOT + DAYS + "&limit=1&offset=1");
      assertThat(page.get("/data/0/complaint_id")).isEqualTo(second);
      assertThat(page.json().path("data")).hasSize(1);
      SandboxResponse ofOtherMerchant = shop.get(ROOT + DAYS + "&complainted_mchid=1");
      assertThat(ofOtherMerchant.json().path("data")).isEmpty();
      assertRefused(
          shop.get(ROOT + DAYS + "&limit=51"),
          400,
          "PARAM_ERROR",
          "query /limit must be 1 to 50, not 51");
      assertRefused(
          shop.get(ROOT + "?begin_date=20260304&end_date=2026-03-05"),
          400,
          "PARAM_ERROR",
          "query /begin_date must be a day such as 2019-06-11");
    }
  }

  @Test
  void refusesComplaintAboutUnpaidOrder() throws Exception {
    shop.order("order-1", 5);
    assertThatThrownBy(() -> shop.payer().complain("order-1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("order order-1 is NOTPAY, not paid");
    assertThatThrownBy(() -> shop.payer().complain("order-2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertRefused(shop.get(ROOT + "/1"), 404, "RESOURCE_NOT_EXISTS", "there is no complaint 1");
    assertRefused(
        shop.post(ROOT + "/1/response", RESPONSE),
        404,
        "RESOURCE_NOT_EXISTS",
        "there is no complaint 1");
  }

  @Test
  void createsChangesAndDeletesNotificationUrl() throws Exception {
    assertRefused(shop.get(URLS), 404, "RESOURCE_NOT_EXISTS", "no address is set");
    assertRefused(
        shop.send("PUT", URLS, "{'url':'https://e.cn/a'}"),
        404,
        "RESOURCE_NOT_EXISTS",
        "no address is set");
    complete("POST", URLS, shop.post(URLS, "{'url':'https://e.cn/a'}"));
    assertRefused(
        shop.post(URLS, "{'url':'https://e.cn/b'}"),
        400,
        "INVALID_REQUEST",
        "an address is already set; use PUT to replace it");
    shop.send("PUT", URLS, "{'url':'https://e.cn/b'}");
    assertThat(complete("GET", URLS, shop.get(URLS)).get("/url")).isEqualTo("https://e.cn/b");
    assertThat(shop.send("DELETE", URLS, "").status()).isEqualTo(204);
    assertThat(shop.get(URLS).status()).isEqualTo(404);
    assertThat(shop.post(URLS, "{'url':'http://e.cn/a'}").get("/code")).isEqualTo("PARAM_ERROR");
  }

  @Test
  @WxpaySandbox(notifying = true, clock = MerchantClient.NOW)
  void notifiesComplaintAtConfiguredUrl() throws Exception {
    // The sandbox itself receives the notification; its reply is not checked.
    String url = shop.sandbox().uri() + "heard";
    shop.post(URLS, "{'url':'" + url + "'}");
    shop.paid("order-1", 100);
    String id = shop.payer().complain("order-1");
    assertThat(shop.sandbox().deliveries()).hasSize(1);
    Delivery delivery = shop.sandbox().deliveries().get(0);
    assertThat(delivery.receiver()).hasToString(url);
    assertThat(delivery.notification().plaintext()).contains(id);
  }
}
