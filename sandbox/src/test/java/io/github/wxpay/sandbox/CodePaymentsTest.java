package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests payments with the payer's code, reversals, and refunds of e-commerce platforms. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class CodePaymentsTest {
  private static final String REFUNDS = "v3/ecommerce/refunds/";
  private final MerchantClient shop;

  CodePaymentsTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  private SandboxResponse pay(String owner, String number, String code) throws Exception {
    String path = "v3/pay/" + owner + "transactions/codepay";
    return shop.post(
        path,
        "{'appid':'wx1','mchid':'1900000109','sp_appid':'wx1','sp_mchid':'1900000109',"
            + "'sub_mchid':'1900000110','description':'tea','amount':{'total':90},"
            + "'scene_info':{'store_info':{'id':'1'}},'payer':{'auth_code':'"
            + code
            + "'},'out_trade_no':'"
            + number
            + "'}");
  }

  private SandboxResponse reverse(String number) throws Exception {
    String path = "v3/pay/transactions/out-trade-no/" + number + "/reverse";
    return shop.post(path, "{'appid':'wx1','mchid':'1900000109'}");
  }

  private String state(String number) throws Exception {
    return shop.get("v3/pay/transactions/out-trade-no/" + number + "?mchid=1900000109")
        .get("/trade_state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "partner/"})
  void paysWithAuthCodeImmediatelyAndOnce(String owner) throws Exception {
    String path = "v3/pay/" + owner + "transactions/codepay";
    SandboxResponse paid = complete("POST", path, pay(owner, "code-1", "130000000000000001"));
    assertThat(paid.get("/trade_state")).isEqualTo("SUCCESS");
    assertThat(paid.get("/trade_type")).isEqualTo("MICROPAY");
    assertThat(paid.get("/amount/payer_total")).isEqualTo("90");
    assertThat(shop.transaction("code-1")).isEqualTo(paid.get("/transaction_id"));
    assertThat(pay(owner, "code-1", "130000000000000001").text()).isEqualTo(paid.text());
    assertThat(pay(owner, "code-1", "130000000000000002").get("/code")).isEqualTo("ORDERPAID");
    assertRefused(
        pay(owner, "code-2", "99"),
        400,
        "PARAM_ERROR",
        "body /payer/auth_code must be 18 digits that begin with 10 to 15");
  }

  @Test
  void reversalClosesOpenOrderAndRefundsPaidOne() throws Exception {
    pay("", "code-1", "130000000000000001");
    assertThat(reverse("code-1").get("/out_trade_no")).isEqualTo("code-1");
    assertThat(reverse("code-1").status()).isEqualTo(200);
    assertThat(state("code-1")).isEqualTo("REFUND");
    shop.order("open-1", 5);
    assertThat(reverse("open-1").status()).isEqualTo(200);
    assertThat(reverse("open-1").status()).isEqualTo(200);
    assertThat(state("open-1")).isEqualTo("CLOSED");
    assertRefused(reverse("none-1"), 404, "ORDER_NOT_EXIST", "there is no order none-1");
  }

  @Test
  void ecommercePlatformRefundsOrder() throws Exception {
    String transaction = pay("partner/", "code-1", "130000000000000001").get("/transaction_id");
    String body =
        "{'sub_mchid':'1900000110','sp_appid':'wx1','combine_transaction_id':'1','transaction_id':'"
            + transaction
            + "','out_refund_no':'r1','funds_account':'AVAILABLE',"
            + "'amount':{'refund':30,'total':90,'currency':'CNY'}}";
    SandboxResponse created =
        complete("POST", REFUNDS + "apply", shop.post(REFUNDS + "apply", body));
    assertThat(shop.post(REFUNDS + "apply", body).text()).isEqualTo(created.text());
    String number = REFUNDS + "out-refund-no/r1";
    SandboxResponse found = complete("GET", number, shop.get(number + "?sub_mchid=1900000110"));
    assertThat(found.get("/status")).isEqualTo("SUCCESS");
    String id = created.get("/refund_id");
    assertThat(shop.get(REFUNDS + "id/" + id).text()).isEqualTo(found.text());
    assertRefused(
        shop.post(
            REFUNDS + "apply", body.replace("'refund':30", "'refund':61").replace("r1", "r2")),
        400,
        "INVALID_REQUEST",
        "of 90 only 60 is left, 61 is too much");
    assertRefused(
        shop.post(REFUNDS + "apply", body.replace("0110", "0111").replace("r1", "r2")),
        404,
        "ORDER_NOT_EXIST",
        "order code-1 does not belong to sub_mchid 1900000111");
    String again = "v3/refund/domestic/refunds/" + id + "/apply-abnormal-refund";
    String card = "{'out_refund_no':'r1','type':'MERCHANT_BANK_CARD'}";
    assertThat(complete("POST", again, shop.post(again, card)).get("/status"))
        .isEqualTo("PROCESSING");
    assertRefused(
        shop.post(again, card.replace("r1", "r2")),
        400,
        "PARAM_ERROR",
        "body /out_refund_no must be the number of the refund, r1");
  }

  @Test
  void reversalRefundsRemainderAfterPartialRefund() throws Exception {
    pay("", "code-1", "130000000000000001");
    SandboxResponse part =
        shop.post(
            "v3/refund/domestic/refunds", OrderJson.refund("code-1", "r1", 30, 90).toString());
    assertThat(part.status()).isEqualTo(200);

    assertThat(reverse("code-1").status()).isEqualTo(200);
    assertThat(reverse("code-1").status()).isEqualTo(200);

    SandboxResponse rest = shop.get("v3/refund/domestic/refunds/reverse-code-1");
    assertThat(rest.get("/amount/refund")).isEqualTo("60");
  }
}
