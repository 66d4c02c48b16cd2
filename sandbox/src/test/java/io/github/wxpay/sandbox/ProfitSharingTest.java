package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests profit sharing up to the amount paid. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class ProfitSharingTest {
  private static final String ROOT = "v3/profitsharing/";
  private final MerchantClient shop;
  private String transaction = "";

  ProfitSharingTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  @BeforeEach
  void pay() throws Exception {
    transaction = shop.paid("shared-1", 1000);
    for (String account : new String[] {"1900000111", "1900000112"}) {
      SandboxResponse added =
          shop.post(
              ROOT + "receivers/add",
              "{'appid':'wx1','type':'MERCHANT_ID','account':'"
                  + account
                  + "','name':'"
                  + shop.encrypted("某某商户")
                  + "','relation_type':'STORE'}");
      complete("POST", ROOT + "receivers/add", added);
      assertThat(shop.decrypted(added.get("/name"))).isEqualTo("某某商户");
    }
  }

  private String sharing(String number, long amount, String account, boolean last) {
    return "{'appid':'wx1','transaction_id':'"
        + transaction
        + "','out_order_no':'"
        + number
        + "','receivers':[{'type':'MERCHANT_ID','account':'"
        + account
        + "','amount':"
        + amount
        + ",'description':'share'}],'unfreeze_unsplit':"
        + last
        + "}";
  }

  private SandboxResponse share(String number, long amount) throws Exception {
    return shop.post(ROOT + "orders", sharing(number, amount, "1900000111", false));
  }

  private String left() throws Exception {
    String path = ROOT + "transactions/" + transaction + "/amounts";
    return complete("GET", path, shop.get(path)).get("/unsplit_amount");
  }

  private SandboxResponse queried(String number) throws Exception {
    String path = ROOT + "orders/" + number;
    return complete("GET", path, shop.get(path + "?transaction_id=" + transaction));
  }

  @Test
  void sharingIsProcessingThenFinished() throws Exception {
    SandboxResponse created = complete("POST", ROOT + "orders", share("s1", 300));
    assertThat(created.get("/state")).isEqualTo("PROCESSING");
    assertThat(created.get("/receivers/0/result")).isEqualTo("PENDING");
    assertThat(queried("s1").get("/state")).isEqualTo("FINISHED");
    assertThat(queried("s1").get("/receivers/0/result")).isEqualTo("SUCCESS");
    assertThat(queried("s1").get("/order_id")).isEqualTo(created.get("/order_id"));
    assertThat(left()).isEqualTo("700");
    assertThat(share("s1", 300).text()).isEqualTo(created.text());
    assertThat(left()).isEqualTo("700");
    assertRefused(
        share("s1", 301), 400, "INVALID_REQUEST", "sharing s1 was created with other parameters");
  }

  @Test
  void refusesSharingMoreThanRemainder() throws Exception {
    share("s1", 600);
    assertRefused(
        share("s2", 401), 403, "NOT_ENOUGH", "of 1000 only 400 is left to share; got 401");
    assertThat(share("s2", 400).status()).isEqualTo(200);
    assertThat(left()).isEqualTo("0");
  }

  @Test
  void unfreezeReturnsRemainderToMerchant() throws Exception {
    share("s1", 600);
    String body =
        "{'transaction_id':'" + transaction + "','out_order_no':'u1','description':'rest'}";
    complete("POST", ROOT + "orders/unfreeze", shop.post(ROOT + "orders/unfreeze", body));
    assertThat(queried("u1").get("/receivers/0/amount")).isEqualTo("400");
    assertThat(queried("u1").get("/receivers/0/account")).isEqualTo(OrderJson.MCHID);
    assertThat(left()).isEqualTo("0");
    assertRefused(
        shop.post(ROOT + "orders/unfreeze", body.replace("u1", "u2")),
        403,
        "NOT_ENOUGH",
        "nothing of order shared-1 is left to unfreeze");
  }

  @Test
  void sharingUnfreezesRemainderOnRequest() throws Exception {
    shop.post(ROOT + "orders", sharing("s1", 1, "1900000111", true));
    assertThat(left()).isEqualTo("0");
  }

  @Test
  void closesShareOfUnknownReceiver() throws Exception {
    shop.post(ROOT + "orders", sharing("s1", 10, "1900000113", false));
    assertThat(queried("s1").get("/receivers/0/result")).isEqualTo("CLOSED");
    assertThat(queried("s1").get("/receivers/0/fail_reason")).isEqualTo("NO_RELATION");
    assertThat(left()).isEqualTo("1000");
    String gone = "{'appid':'wx1','type':'MERCHANT_ID','account':'1900000111'}";
    SandboxResponse deleted = shop.post(ROOT + "receivers/delete", gone);
    complete("POST", ROOT + "receivers/delete", deleted);
    share("s2", 10);
    assertThat(queried("s2").get("/receivers/0/fail_reason")).isEqualTo("NO_RELATION");
  }

  @Test
  void returnsUpToAmountReceived() throws Exception {
    share("s1", 300);
    String body =
        "{'out_order_no':'s1','out_return_no':'b1','return_mchid':'1900000111','amount':200,"
            + "'description':'back'}";
    SandboxResponse created = shop.post(ROOT + "return-orders", body);
    complete("POST", ROOT + "return-orders", created);
    assertThat(created.get("/result")).isEqualTo("PROCESSING");
    SandboxResponse found = shop.get(ROOT + "return-orders/b1?out_order_no=s1");
    complete("GET", ROOT + "return-orders/b1", found);
    assertThat(found.get("/result")).isEqualTo("SUCCESS");
    assertThat(shop.post(ROOT + "return-orders", body).text()).isEqualTo(created.text());
    assertRefused(
        shop.post(ROOT + "return-orders", body.replace("b1", "b2")),
        403,
        "NOT_ENOUGH",
        "1900000111 got 300 and returned 200; 200 is too much");
    assertRefused(
        shop.post(ROOT + "return-orders", body.replace("b1", "b2").replace("s1", "s9")),
        404,
        "RESOURCE_NOT_EXISTS",
        "there is no sharing s9");
  }

  @Test
  void refusesOrderWithoutProfitSharing() throws Exception {
    shop.post("v3/pay/transactions/native", OrderJson.of("plain-1", 10).toString());
    shop.sandbox().pay("plain-1");
    transaction = shop.transaction("plain-1");
    assertRefused(
        share("s1", 1),
        400,
        "INVALID_REQUEST",
        "order plain-1 was created without settle_info.profit_sharing true");
    transaction = "4200000000000000000000000000";
    assertRefused(
        share("s1", 1),
        404,
        "ORDER_NOT_EXIST",
        "there is no transaction 4200000000000000000000000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v3/ecommerce/profitsharing/", "v3/brand/profitsharing/"})
  void sharesReturnsAndFinishesForEcommerceAndBrands(String root) throws Exception {
    String body =
        "{'brand_mchid':'1900000115','sub_mchid':'1900000110','appid':'wx1','transaction_id':'"
            + transaction
            + "','out_order_no':'s1','finish':false,'receivers':[{'type':'MERCHANT_ID',"
            + "'account':'1900000111','receiver_account':'1900000111','amount':300,"
            + "'description':'d'}]}";
    SandboxResponse created = complete("POST", root + "orders", shop.post(root + "orders", body));
    String query = "?sub_mchid=1900000110&transaction_id=" + transaction + "&out_order_no=s1";
    SandboxResponse found = complete("GET", root + "orders", shop.get(root + "orders" + query));
    assertThat(found.get("/status")).isEqualTo("FINISHED");
    assertThat(found.get("/receivers/0/result")).isEqualTo("SUCCESS");
    assertThat(found.get("/order_id")).isEqualTo(created.get("/order_id"));
    String amounts = root + "orders/" + transaction + "/amounts";
    assertThat(complete("GET", amounts, shop.get(amounts)).get("/unsplit_amount")).isEqualTo("700");

    String back =
        "{'sub_mchid':'1900000110','out_order_no':'s1','out_return_no':'b1','amount':200,"
            + "'return_mchid':'1900000111','description':'back'}";
    complete("POST", root + "returnorders", shop.post(root + "returnorders", back));
    String returnQuery = "?sub_mchid=1900000110&out_return_no=b1&out_order_no=s1";
    SandboxResponse returned =
        complete("GET", root + "returnorders", shop.get(root + "returnorders" + returnQuery));
    assertThat(returned.get("/result")).isEqualTo("SUCCESS");
    String rest =
        "{'sub_mchid':'1900000110','transaction_id':'"
            + transaction
            + "','out_order_no':'u1','description':'rest'}";
    complete("POST", root + "finish-order", shop.post(root + "finish-order", rest));
    assertThat(left()).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "2147483648", "9223372036854775807", "18446744073709551617", "1e400"})
  void refusesAmountOutOfRange(String amount) throws Exception {
    String body =
        sharing("s1", 300, "1900000111", false).replace("'amount':300", "'amount':" + amount);
    SandboxResponse reply = shop.post(ROOT + "orders", body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.get("/message")).contains("/receivers/0/amount must be ");
    assertThat(left()).isEqualTo("1000");
  }
}
