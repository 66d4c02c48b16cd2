package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests contracts that a user signs once and that allow repeated deductions. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class ContractsTest {
  private static final String ROOT = "v3/papay/";
  private static final String SIGN = ROOT + "scheduled-deduct-sign/contracts/pre-entrust-sign/";
  private static final String ONE = ROOT + "sign/contracts/plan-id/12/out-contract-code/code-1";
  private static final String APPLY = ROOT + "pay/transactions/apply";
  private final MerchantClient shop;

  ContractsTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  private SandboxResponse request(String way, String account) throws Exception {
    return shop.post(
        SIGN + way,
        "{'appid':'wx1','plan_id':12,'out_contract_code':'code-1','contract_display_account':'"
            + account
            + "','contract_notify_url':'https://e.cn/n','deduct_schedule':{'description':'tea',"
            + "'estimated_deduct_date':'2026-04-01','estimated_deduct_amount':{'total':100}}}");
  }

  private SandboxResponse deduct(String contract, String number, long total) throws Exception {
    return shop.post(
        APPLY,
        "{'appid':'wx1','description':'tea','transaction_notify_url':'https://e.cn/n',"
            + "'contract_id':'"
            + contract
            + "','out_trade_no':'"
            + number
            + "','amount':{'total':"
            + total
            + ",'currency':'CNY'}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "h5", "jsapi", "mini-program"})
  void createsContractWhenPayerSigns(String way) throws Exception {
    complete("POST", SIGN + way, request(way, "me"));
    assertThat(request(way, "me").text()).isEqualTo(request(way, "me").text());
    assertRefused(
        request(way, "you"),
        400,
        "INVALID_REQUEST",
        "contract code-1 was created with other parameters");
    assertRefused(
        shop.get(ONE),
        404,
        "RESOURCE_NOT_EXISTS",
        "there is no contract code-1 of plan 12; the user has not signed it yet");

    String id = shop.payer().signContract("code-1");

    SandboxResponse found = complete("GET", ONE, shop.get(ONE));
    assertThat(found.get("/contract_state")).isEqualTo("SIGNED");
    assertThat(found.get("/contract_id")).isEqualTo(id);
    assertThat(shop.payer().signContract("code-1")).isEqualTo(id);
    assertThatThrownBy(() -> shop.payer().signContract("code-2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no contract code-2");
  }

  @Test
  void deductsUntilContractIsTerminated() throws Exception {
    request("h5", "me");
    String id = shop.payer().signContract("code-1");
    String schedule = ROOT + "pay/schedules/contract-id/" + id;
    String amount = "{'appid':'wx1','schedule_amount':{'total':100,'currency':'CNY'}}";
    SandboxResponse scheduled = shop.post(schedule + "/schedule", amount);
    complete("POST", schedule + "/schedule", scheduled);
    assertThat(complete("GET", schedule, shop.get(schedule)).get("/schedule_state"))
        .isEqualTo("SCHEDULED");

    complete("POST", APPLY, deduct(id, "deduct-1", 100));

    assertThat(shop.transaction("deduct-1")).isNotEmpty();
    String first = shop.transaction("deduct-1");
    assertThat(deduct(id, "deduct-1", 100).status()).isEqualTo(200);
    assertThat(shop.transaction("deduct-1")).isEqualTo(first);
    assertThat(deduct(id, "deduct-1", 101).get("/code")).isEqualTo("ORDERPAID");
    String remark = "{'contract_termination_remark':'moved'}";
    complete("POST", ONE + "/terminate", shop.post(ONE + "/terminate", remark));
    assertThat(shop.get(ONE).get("/contract_terminate_info/contract_termination_mode"))
        .isEqualTo("MCH_API_TERMINATE");
    assertRefused(
        deduct(id, "deduct-2", 100), 400, "INVALID_REQUEST", "contract code-1 is TERMINATED");
    assertRefused(
        shop.post(ONE + "/terminate", remark),
        400,
        "INVALID_REQUEST",
        "contract code-1 is TERMINATED");
    assertThatThrownBy(() -> shop.payer().signContract("code-1"))
        .isInstanceOf(IllegalStateException.class);
    assertRefused(deduct("7", "deduct-2", 1), 404, "RESOURCE_NOT_EXISTS", "there is no contract 7");
  }

  @Test
  void serviceProviderDeductsForSubMerchant() throws Exception {
    String subMerchantFields = "'sp_appid':'wx1','sub_mchid':'1900000110',";
    String path = ROOT + "scheduled-deduct-sign/partner/contracts/pre-entrust-sign/h5";
    SandboxResponse signing =
        shop.post(
            path,
            "{"
                + subMerchantFields
                + "'plan_id':12,'out_contract_code':'code-1','contract_display_account':'me',"
                + "'contract_notify_url':'https://e.cn/n'}");
    complete("POST", path, signing);
    String id = shop.payer().signContract("code-1");
    String one = ONE.replace("sign/", "sign/partner/");
    SandboxResponse found = complete("GET", one, shop.get(one + "?sub_mchid=1900000110"));
    assertThat(found.get("/sp_openid")).isNotEmpty();
    assertThat(shop.get(one + "?sub_mchid=1900000111").status()).isEqualTo(404);
    String apply = APPLY.replace("pay/transactions", "pay/partner/transactions");
    SandboxResponse deducted =
        shop.post(
            apply,
            "{"
                + subMerchantFields
                + "'description':'tea','transaction_notify_url':'https://e.cn/n','contract_id':'"
                + id
                + "','out_trade_no':'deduct-1','amount':{'total':100}}");
    complete("POST", apply, deducted);
    SandboxResponse order =
        shop.get(
            "v3/pay/partner/transactions/out-trade-no/deduct-1"
                + "?sp_mchid=1900000109&sub_mchid=1900000110");
    assertThat(order.get("/trade_state")).isEqualTo("SUCCESS");
    assertThat(order.get("/payer/sp_openid")).isEqualTo(found.get("/sp_openid"));
  }
}
