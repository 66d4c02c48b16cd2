package io.github.wxpay.sandbox;

import static io.github.wxpay.sandbox.MerchantClient.assertRefused;
import static io.github.wxpay.sandbox.MerchantClient.complete;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests transfers to users, from the request to the user's confirmation. */
@WxpaySandbox(perTest = true, clock = MerchantClient.NOW)
class TransfersTest {
  private static final String ROOT = "v3/fund-app/mch-transfer/transfer-bills";
  private MerchantClient shop;

  TransfersTest(Sandbox sandbox) {
    this.shop = new MerchantClient(sandbox);
  }

  private String transfer(String number, long amount, String name) {
    ObjectNode transfer = OrderJson.transfer(number, amount);
    return (name.isEmpty() ? transfer : transfer.put("user_name", name)).toString();
  }

  private SandboxResponse found(String number) throws Exception {
    String path = ROOT + "/out-bill-no/" + number;
    return complete("GET", path, shop.get(path));
  }

  @Test
  void transferWaitsUntilUserConfirms() throws Exception {
    ManualClock clock = new ManualClock(MerchantClient.NOW);
    try (Sandbox own = Sandbox.builder().clock(clock).start()) {
      shop = new MerchantClient(own);
      SandboxResponse created = shop.post(ROOT, transfer("t1", 500, shop.encrypted("张三")));
      complete("POST", ROOT, created);
      assertThat(created.get("/state")).isEqualTo("WAIT_USER_CONFIRM");
      assertThat(created.get("/package_info")).isNotEmpty();
      clock.advance(Duration.ofMinutes(1));

      shop.payer().confirmTransfer("t1");
      shop.payer().confirmTransfer("t1");

      SandboxResponse found = found("t1");
      assertThat(found.get("/state")).isEqualTo("SUCCESS");
      assertThat(found.get("/create_time")).isEqualTo("2026-03-04T13:06:07+08:00");
      assertThat(found.get("/update_time")).isEqualTo("2026-03-04T13:07:07+08:00");
      assertThat(shop.decrypted(found.get("/user_name"))).isEqualTo("张三");
      String other = ROOT + "/transfer-bill-no/" + created.get("/transfer_bill_no");
      assertThat(complete("GET", other, shop.get(other)).get("/out_bill_no")).isEqualTo("t1");
      assertRefused(
          shop.post(ROOT + "/out-bill-no/t1/cancel", "{}"),
          400,
          "INVALID_REQUEST",
          "transfer t1 is SUCCESS, not WAIT_USER_CONFIRM");
    }
  }

  @Test
  void repeatsTransferAndRefusesChangedOne() throws Exception {
    SandboxResponse first = shop.post(ROOT, transfer("t1", 500, shop.encrypted("张三")));
    SandboxResponse again = shop.post(ROOT, transfer("t1", 500, shop.encrypted("张三")));
    assertThat(again.text()).isEqualTo(first.text());
    assertRefused(
        shop.post(ROOT, transfer("t1", 501, shop.encrypted("张三"))),
        400,
        "INVALID_REQUEST",
        "transfer t1 was created with other parameters");
  }

  @Test
  void cancelsTransferBeforeConfirmation() throws Exception {
    shop.post(ROOT, transfer("t1", 500, ""));
    String cancel = ROOT + "/out-bill-no/t1/cancel";
    SandboxResponse cancelled = complete("POST", cancel, shop.post(cancel, ""));
    assertThat(cancelled.get("/state")).isEqualTo("CANCELING");
    assertThat(found("t1").get("/state")).isEqualTo("CANCELLED");
    assertThatThrownBy(() -> shop.payer().confirmTransfer("t1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("transfer t1 is CANCELLED, not WAIT_USER_CONFIRM");
    assertThatThrownBy(() -> shop.payer().confirmTransfer("t2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no transfer t2");
    assertRefused(shop.get(ROOT + "/out-bill-no/t2"), 404, "NOT_FOUND", "there is no transfer t2");
  }

  private String batch(String number, long total, String name) {
    return "{'appid':'wx1','batch_name':'b','batch_remark':'r','transfer_scene_id':'1000',"
        + "'total_num':2,'transfer_detail_list':[{'out_detail_no':'d1','transfer_amount':40,"
        + "'transfer_remark':'r','openid':'o1','user_name':'"
        + name
        + "'},{'out_detail_no':'d2','transfer_amount':60,'transfer_remark':'r','openid':'o2'}],"
        + "'out_batch_no':'"
        + number
        + "','total_amount':"
        + total
        + "}";
  }

  @Test
  void acceptsBatchAndFinishesAllDetails() throws Exception {
    String root = "v3/transfer/batches";
    SandboxResponse created =
        complete("POST", root, shop.post(root, batch("b1", 100, shop.encrypted("张三"))));
    assertThat(created.get("/batch_status")).isEqualTo("ACCEPTED");
    SandboxResponse again = shop.post(root, batch("b1", 100, shop.encrypted("张三")));
    assertThat(again.text()).isEqualTo(created.text());
    String byNumber = root + "/out-batch-no/b1";
    String query = "?need_query_detail=true&limit=20&offset=1&detail_status=ALL";
    SandboxResponse found = complete("GET", byNumber, shop.get(byNumber + query));
    assertThat(found.get("/transfer_batch/batch_status")).isEqualTo("FINISHED");
    assertThat(found.get("/transfer_batch/success_amount")).isEqualTo("100");
    assertThat(found.get("/transfer_detail_list/0/out_detail_no")).isEqualTo("d2");
    assertThat(found.json().path("transfer_detail_list")).hasSize(1);
    String detail = byNumber + "/details/out-detail-no/d1";
    SandboxResponse one = complete("GET", detail, shop.get(detail));
    assertThat(shop.decrypted(one.get("/user_name"))).isEqualTo("张三");
    String byId = root + "/batch-id/" + created.get("/batch_id");
    complete("GET", byId, shop.get(byId + "?need_query_detail=false"));
    String same = byId + "/details/detail-id/" + one.get("/detail_id");
    assertThat(shop.get(same).get("/out_detail_no")).isEqualTo("d1");
    assertRefused(
        shop.post(root, batch("b2", 99, shop.encrypted("张三"))),
        400,
        "PARAM_ERROR",
        "body /total_amount must be the sum of all amounts, 100");
    assertRefused(
        shop.get(root + "/out-batch-no/b9" + query), 404, "NOT_FOUND", "there is no batch b9");
    assertRefused(
        shop.get(byNumber + "/details/out-detail-no/d9"),
        404,
        "NOT_FOUND",
        "there is no detail d9 in the batch");
  }
}
