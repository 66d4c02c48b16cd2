package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import org.junit.jupiter.api.Test;

/** Tests stocks of coupons, their states and their limits. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class CouponsTest {
  private static final String ROOT = "v3/marketing/favor/";
  private static final String STOCK_CREATOR = "{'stock_creator_mchid':'1900000109'}";
  private final MerchantClient shop;

  CouponsTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  private static String stock(String number, long max, long amount) {
    return "{'stock_name':'tea','belong_merchant':'1900000109','no_cash':true,"
        + "'stock_type':'NORMAL','available_begin_time':'2026-03-04T00:00:00+08:00',"
        + "'available_end_time':'2026-04-04T00:00:00+08:00','coupon_use_rule':"
        + "{'coupon_available_time':{'available_begin_time':'2026-03-04T00:00:00+08:00'},"
        + "'fixed_normal_coupon':{'coupon_amount':100,'transaction_minimum':200}},"
        + "'stock_use_rule':{'max_coupons_per_user':2,'natural_person_limit':false,"
        + "'prevent_api_abuse':false,'max_coupons':"
        + max
        + ",'max_amount':"
        + amount
        + "},'out_request_no':'"
        + number
        + "'}";
  }

  private String running(String number, long max) throws Exception {
    String id = shop.post(ROOT + "coupon-stocks", stock(number, max, max * 100)).get("/stock_id");
    step(id, "start");
    return id;
  }

  private SandboxResponse step(String id, String verb) throws Exception {
    return shop.post(ROOT + "stocks/" + id + "/" + verb, STOCK_CREATOR);
  }

  private SandboxResponse send(String stock, String user, String number) throws Exception {
    return shop.post(
        ROOT + "users/" + user + "/coupons",
        "{'appid':'wx1','stock_creator_mchid':'1900000109','stock_id':'"
            + stock
            + "','out_request_no':'"
            + number
            + "'}");
  }

  private SandboxResponse found(String id) throws Exception {
    String path = ROOT + "stocks/" + id;
    return complete("GET", path, shop.get(path + "?stock_creator_mchid=1900000109"));
  }

  @Test
  void startsPausesRestartsAndStopsStock() throws Exception {
    SandboxResponse created = shop.post(ROOT + "coupon-stocks", stock("n1", 5, 500));
    complete("POST", ROOT + "coupon-stocks", created);
    String id = created.get("/stock_id");
    assertThat(found(id).get("/status")).isEqualTo("unactivated");
    assertRefused(step(id, "pause"), 400, "INVALID_REQUEST", "stock " + id + " is unactivated");
    String[] steps = {"start", "pause", "restart", "stop"};
    String[] states = {"running", "paused", "running", "stoped"};
    for (int i = 0; i < steps.length; i++) {
      SandboxResponse moved = step(id, steps[i]);
      complete("POST", ROOT + "stocks/" + id + "/" + steps[i], moved);
      assertThat(moved.get("/" + steps[i] + "_time")).isEqualTo("2026-03-04T13:06:07+08:00");
      assertThat(found(id).get("/status")).isEqualTo(states[i]);
    }
    assertRefused(step(id, "start"), 400, "INVALID_REQUEST", "stock " + id + " is stoped");
    assertRefused(send(id, "o1", "c1"), 400, "INVALID_REQUEST", "stock " + id + " is stoped");
  }

  @Test
  void repeatsStockAndRefusesChangedOrInvalidOne() throws Exception {
    String first = shop.post(ROOT + "coupon-stocks", stock("n1", 5, 500)).text();
    assertThat(shop.post(ROOT + "coupon-stocks", stock("n1", 5, 500)).text()).isEqualTo(first);
    assertRefused(
        shop.post(ROOT + "coupon-stocks", stock("n1", 6, 600)),
        400,
        "INVALID_REQUEST",
        "stock n1 was created with other parameters");
    assertRefused(
        shop.post(ROOT + "coupon-stocks", stock("n2", 6, 500)),
        400,
        "PARAM_ERROR",
        "body /stock_use_rule/max_amount must be max_coupons times coupon_amount, 600");
    assertRefused(step("9", "start"), 404, "RESOURCE_NOT_EXISTS", "there is no stock 9");
  }

  @Test
  void sendsCouponsUpToLimitsOfUserAndStock() throws Exception {
    String id = running("n1", 5);
    SandboxResponse sent = send(id, "o1", "c1");
    complete("POST", ROOT + "users/o1/coupons", sent);
    assertThat(send(id, "o1", "c1").text()).isEqualTo(sent.text());
    assertThat(found(id).get("/distributed_coupons")).isEqualTo("1");
    send(id, "o1", "c2");
    assertRefused(send(id, "o1", "c3"), 403, "RULE_LIMIT", "user o1 has 2 coupons of stock " + id);
    send(id, "o2", "c3");
    send(id, "o2", "c4");
    send(id, "o3", "c5");
    assertRefused(
        send(id, "o3", "c6"),
        403,
        "NOT_ENOUGH",
        "all 5 coupons of stock " + id + " are distributed");
    assertThat(found(id).get("/distributed_coupons")).isEqualTo("5");
  }

  @Test
  void listsCouponsOfUser() throws Exception {
    String tea = running("n1", 5);
    String cake = running("n2", 5);
    String coupon = send(tea, "o1", "c1").get("/coupon_id");
    send(cake, "o1", "c2");
    send(cake, "o2", "c3");
    String users = ROOT + "users/o1/coupons";
    SandboxResponse all = complete("GET", users, shop.get(users + "?appid=wx1&limit=1"));
    assertThat(all.get("/total_count")).isEqualTo("2");
    assertThat(all.json().path("data")).hasSize(1);
    SandboxResponse some = shop.get(users + "?appid=wx1&stock_id=" + tea);
    assertThat(some.get("/data/0/coupon_id")).isEqualTo(coupon);
    String path = users + "/" + coupon;
    SandboxResponse one = complete("GET", path, shop.get(path + "?appid=wx1"));
    assertThat(one.get("/status")).isEqualTo("SENDED");
    assertThat(one.get("/normal_coupon_information/coupon_amount")).isEqualTo("100");
    assertRefused(
        shop.get(path.replace("o1", "o2") + "?appid=wx1"),
        404,
        "RESOURCE_NOT_EXISTS",
        "coupon " + coupon + " is not of user o2");
    String list = ROOT + "stocks?offset=0&limit=10&stock_creator_mchid=1900000109";
    assertThat(complete("GET", ROOT + "stocks", shop.get(list)).get("/total_count")).isEqualTo("2");
  }
}
