package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import org.junit.jupiter.api.Test;

/** Tests payscore orders from creation to payment. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class ServiceOrdersTest {
  private static final String ROOT = "v3/payscore/serviceorder";
  private static final String COMPLETE =
      "{'appid':'wx1','service_id':'s1','post_payments':[{'name':'rent','amount':150}],"
          + "'total_amount':150,'reason':'less'}";
  private static final String SYNC =
      "{'appid':'wx1','service_id':'s1','type':'Order_Paid','detail':{'paid_time':'20260304130607'}}";
  private final MerchantClient shop;

  ServiceOrdersTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  private static String order(String number, boolean confirmed) {
    return "{'appid':'wx1','service_id':'s1','service_introduction':'bike','out_order_no':'"
        + number
        + "','time_range':{'start_time':'OnAccept'},'risk_fund':{'name':'DEPOSIT','amount':200},"
        + "'notify_url':'https://e.cn/n','openid':'o1','need_user_confirm':"
        + confirmed
        + "}";
  }

  private SandboxResponse step(String number, String verb, String body) throws Exception {
    return shop.post(ROOT + "/" + number + "/" + verb, body);
  }

  private SandboxResponse found(String number) throws Exception {
    SandboxResponse reply = shop.get(ROOT + "?service_id=s1&appid=wx1&out_order_no=" + number);
    return complete("GET", ROOT, reply);
  }

  @Test
  void confirmsCompletesAndPaysOrder() throws Exception {
    SandboxResponse created = complete("POST", ROOT, shop.post(ROOT, order("order-1", true)));
    assertThat(created.get("/state")).isEqualTo("CREATED");
    shop.payer().confirmServiceOrder("order-1");
    assertThat(found("order-1").get("/state_description")).isEqualTo("USER_CONFIRM");
    SandboxResponse done = step("order-1", "complete", COMPLETE);
    complete("POST", ROOT + "/order-1/complete", done);
    assertThat(done.get("/state_description")).isEqualTo("MCH_COMPLETE");
    assertThat(found("order-1").get("/collection/state")).isEqualTo("USER_PAYING");
    complete("POST", ROOT + "/order-1/pay", step("order-1", "pay", COMPLETE));

    shop.payer().payServiceOrder("order-1");

    SandboxResponse paid = found("order-1");
    assertThat(paid.get("/state")).isEqualTo("DONE");
    assertThat(paid.get("/collection/state")).isEqualTo("USER_PAID");
    assertThat(paid.get("/collection/paid_amount")).isEqualTo("150");
    assertThat(paid.get("/collection/details/0/transaction_id"))
        .isEqualTo(shop.transaction("order-1"));
  }

  @Test
  void reducesTotalAndSyncsExternalPayment() throws Exception {
    shop.post(ROOT, order("order-1", false));
    step("order-1", "complete", COMPLETE);
    SandboxResponse less = step("order-1", "modify", COMPLETE.replace("150", "90"));
    complete("POST", ROOT + "/order-1/modify", less);
    assertThat(less.get("/collection/paying_amount")).isEqualTo("90");
    assertRefused(
        step("order-1", "modify", COMPLETE),
        403,
        "NOT_ENOUGH",
        "the total was 90 and can only be reduced; got 150");
    SandboxResponse synced = step("order-1", "sync", SYNC);
    complete("POST", ROOT + "/order-1/sync", synced);
    assertThat(synced.get("/state")).isEqualTo("DONE");
    assertThat(synced.get("/collection/details/0/paid_type")).isEqualTo("MCH");
  }

  @Test
  void refusesStepInWrongState() throws Exception {
    shop.post(ROOT, order("order-1", true));
    assertRefused(
        step("order-1", "complete", COMPLETE),
        400,
        "INVALID_ORDER_STATE",
        "service order order-1 is CREATED, not DOING/USER_CONFIRM");
    assertThatThrownBy(() -> shop.payer().payServiceOrder("order-1"))
        .isInstanceOf(IllegalStateException.class);
    SandboxResponse cancelled = step("order-1", "cancel", COMPLETE);
    complete("POST", ROOT + "/order-1/cancel", cancelled);
    assertThat(found("order-1").get("/state")).isEqualTo("REVOKED");
    for (String verb : new String[] {"complete", "modify", "cancel", "pay"}) {
      assertThat(step("order-1", verb, COMPLETE).get("/code"))
          .as(verb)
          .isEqualTo("INVALID_ORDER_STATE");
    }
    assertThat(step("order-1", "sync", SYNC).get("/code")).isEqualTo("INVALID_ORDER_STATE");
    assertThatThrownBy(() -> shop.payer().confirmServiceOrder("order-1"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> shop.payer().confirmServiceOrder("none"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void repeatsOrderAndRefusesChangedOrUnknownOne() throws Exception {
    String first = shop.post(ROOT, order("order-1", true)).text();
    assertThat(shop.post(ROOT, order("order-1", true)).text()).isEqualTo(first);
    assertRefused(
        shop.post(ROOT, order("order-1", false)),
        400,
        "INVALID_REQUEST",
        "service order order-1 was created with other parameters");
    assertRefused(
        step("order-2", "complete", COMPLETE),
        404,
        "ORDER_NOT_EXIST",
        "there is no service order order-2");
    assertRefused(
        shop.get(ROOT + "?service_id=s2&appid=wx1&out_order_no=order-1"),
        404,
        "ORDER_NOT_EXIST",
        "service order order-1 has another service_id");
  }

  @Test
  void completesFreeOrderImmediatelyAndSupportsDirectComplete() throws Exception {
    shop.post(ROOT, order("order-1", false));
    step("order-1", "complete", COMPLETE.replace("150", "0"));
    assertThat(found("order-1").get("/state")).isEqualTo("DONE");
    String body = order("order-2", false).replace("'openid'", "'total_amount':7,'openid'");
    SandboxResponse created = shop.post(ROOT + "/direct-complete", body);
    complete("POST", ROOT + "/direct-complete", created);
    assertThat(created.get("/state_description")).isEqualTo("MCH_COMPLETE");
  }

  @Test
  void refusesNegativeTotal() throws Exception {
    String negative = order("order-3", false).replace("'openid'", "'total_amount':-7,'openid'");
    assertThat(shop.post(ROOT + "/direct-complete", negative).status()).isEqualTo(400);
    String path = ROOT + "?service_id=s1&appid=wx1&out_order_no=order-3";
    assertThat(shop.get(path).status()).isEqualTo(404);
    shop.post(ROOT, order("order-1", false));
    assertRefused(
        step("order-1", "complete", COMPLETE.replace("150", "-100")),
        400,
        "PARAM_ERROR",
        "body /total_amount must be 0 to 2147483647");
    step("order-1", "complete", COMPLETE);
    assertThat(step("order-1", "modify", COMPLETE.replace("150", "-1")).status()).isEqualTo(400);
    assertThat(found("order-1").get("/total_amount")).isEqualTo("150");
  }
}
