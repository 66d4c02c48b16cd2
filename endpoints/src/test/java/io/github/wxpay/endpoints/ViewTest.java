package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.endpoints.v3.PayTransactionsOutTradeNoByOutTradeNoGetView;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views of responses. */
class ViewTest {
  @TempDir Path folder;

  private final TypedClient client = new TypedClient();
  private final V3 v3 = V3.of(client.wxpay);

  @Test
  void readsPaidOrder() {
    PayTransactionsOutTradeNoByOutTradeNoGetView order =
        order(
            "{'trade_state':'SUCCESS','success_time':'2018-06-08T10:34:56+08:00',"
                + "'amount':{'total':9007199254740993,'payer_total':1},'attach':'',"
                + "'promotion_detail':[{'coupon_id':'1','goods_detail':[{'goods_id':'g'}]}],"
                + "'a_new_field':[1,2]}");

    assertThat(order.tradeState()).isEqualTo("SUCCESS");
    assertThat(order.amount().total()).isEqualTo(9007199254740993L);
    assertThat(order.amount().payerTotal()).isEqualTo(1);
    assertThat(order.attach()).isEmpty();
    assertThat(order.promotionDetail()).hasSize(1);
    assertThat(order.promotionDetail().get(0).goodsDetail().get(0).goodsId()).isEqualTo("g");
    assertThat(order.time("success_time"))
        .isEqualTo(OffsetDateTime.parse("2018-06-08T10:34:56+08:00"));
    assertThat(order.require("/promotion_detail/0/coupon_id")).isEqualTo("1");
    assertThat(order.require("a_new_field")).isEqualTo("[1,2]");
    assertThat(order.json().path("trade_state").asText()).isEqualTo("SUCCESS");
    assertThat(order.response().status()).isEqualTo(200);
    assertThat(order).hasToString(order.response().toString());
    assertThat(order.amount().toString()).contains("\"payer_total\" : 1");
  }

  /** The platform leaves out fields that are documented as required. */
  @Test
  void readsUnpaidOrderAsThePlatformWasRecordedToSendIt() {
    PayTransactionsOutTradeNoByOutTradeNoGetView order =
        order(
            "{'amount':{'payer_currency':'CNY','total':1},'appid':'wxd678efh567hg6787',"
                + "'mchid':'1900000109','out_trade_no':'o-1','promotion_detail':[],"
                + "'scene_info':{'device_id':''},'trade_state':'NOTPAY',"
                + "'trade_state_desc':'订单未支付'}");

    assertThat(order.tradeState()).isEqualTo("NOTPAY");
    assertThat(order.amount().payerCurrency()).isEqualTo("CNY");
    assertThat(order.amount().payerTotal()).isNull();
    assertThat(order.amount().currency()).isNull();
    assertThat(order.sceneInfo().deviceId()).isEmpty();
    assertThat(order.promotionDetail()).isEmpty();
    assertThat(order.payer()).isNull();
    assertThat(order.transactionId()).isNull();
    assertThat(order.time("success_time")).isNull();
  }

  @Test
  void readsAbsentAndNullFieldsAsNothing() {
    PayTransactionsOutTradeNoByOutTradeNoGetView order =
        order("{'amount':null,'promotion_detail':null,'bank_type':null}");

    assertThat(order.amount()).isNull();
    assertThat(order.promotionDetail()).isEmpty();
    assertThat(order.bankType()).isNull();
    assertThatThrownBy(() -> order.require("bank_type"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("the response (200) has no '/bank_type'. Look at json().");
  }

  @Test
  void refusesWhatIsNotWhatItShouldBe() {
    PayTransactionsOutTradeNoByOutTradeNoGetView order =
        order("{'amount':{'total':1.5,'payer_total':'7','currency':8},'success_time':'soon'}");

    assertThatThrownBy(() -> order.amount().total())
        .isInstanceOf(MalformedException.class)
        .hasMessage(
            "'/amount/total' of the response (200) is not a whole number. Read it by"
                + " require(\"total\").");
    assertThat(order.amount().payerTotal()).isEqualTo(7);
    assertThat(order.amount().currency()).isEqualTo("8");
    assertThat(order.amount().require("total")).isEqualTo("1.5");
    assertThatThrownBy(() -> order.time("success_time"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("is not a time");
  }

  @Test
  void refusesTextInsteadOfObjectsAndLists() {
    PayTransactionsOutTradeNoByOutTradeNoGetView order =
        order("{'amount':'x','promotion_detail':'x','payer':{'openid':{'a':1}}}");

    assertThatThrownBy(order::amount)
        .hasMessageContaining("'/amount' of the response (200) is not an object");
    assertThatThrownBy(order::promotionDetail).hasMessageContaining("is not a list");
    assertThat(order.payer().openid()).isEqualTo("{\"a\":1}");
    assertThatThrownBy(() -> order("{'amount':{'total':{}}}").amount().total())
        .hasMessageContaining("is not a whole number");
    assertThat(order("{'amount':'','promotion_detail':''}").amount()).isNull();
    assertThat(order("{'amount':'','promotion_detail':''}").promotionDetail()).isEmpty();
  }

  @Test
  void decryptsWhenItIsRead() {
    String sealed = Rsa.encrypt("13800138000", Fixtures.merchantPublicKey());
    client.json(200, "{'data':[{'complaint_id':'c','payer_phone':'" + sealed + "'}]}");

    var complaints =
        v3.unchecked()
            .merchantService()
            .complaintsV2()
            .get(query -> query.beginDate("2026-11-01").endDate("2026-11-30"));

    assertThat(complaints.data().get(0).payerPhone()).isEqualTo("13800138000");
    assertThat(complaints.toString()).doesNotContain("13800138000");
  }

  @Test
  void readsFieldsOfApiV2WithIndexes() {
    client.then(
        Reply.bare(
            200,
            xml(
                "coupon_id_0",
                "c0",
                "coupon_fee_0",
                "5",
                "time_end",
                "20141030133525",
                "total_fee",
                "888")));

    var order = V2.of(client.wxpay).pay().orderquery().post(body -> body.outTradeNo("o-1"));

    assertThat(order.couponId(0)).isEqualTo("c0");
    assertThat(order.couponFee(0)).isEqualTo(5);
    assertThat(order.couponId(1)).isNull();
    assertThat(order.totalFee()).isEqualTo(888);
    assertThat(order.time("time_end")).isEqualTo(OffsetDateTime.parse("2014-10-30T13:35:25+08:00"));
  }

  @Test
  void downloadsTheFileOfALink() {
    for (String url :
        new String[] {
          "https://api.mch.weixin.qq.com/v3/billdownload/file?token=t",
          "https://api.mch.weixin.qq.com/v3/transferdownload/elecvoucherfile?token=t",
          "https://api.mch.weixin.qq.com/v3/transferdownload/signfile?token=t"
        }) {
      client.json(200, "{'download_url':'" + url + "'}").then(Reply.bare(200, "file"));

      var bill = v3.bill().tradebill().get(query -> query.billDate("2026-11-29"));
      bill.download(folder.resolve("bill"));

      assertThat(client.last().uri()).hasToString(url);
      assertThat(folder.resolve("bill")).hasContent("file");
    }
  }

  @Test
  void downloadsOneOfSeveralFilesWithoutWaiting() {
    client
        .json(
            200,
            "{'fapiao_download_info_list':[{'fapiao_id':'f','download_url':"
                + "'https://pay.wechatpay.cn/v3/new-tax-control-fapiao/download?token=t'}]}")
        .then(Reply.bare(200, "pdf"));

    var files =
        v3.newTaxControlFapiao()
            .fapiaoApplications()
            ._fapiao_apply_id_("1")
            .fapiaoFiles()
            .get(query -> {});
    CompletableFuture<?> done =
        files.fapiaoDownloadInfoList().get(0).downloadAsync(folder.resolve("f.pdf"));

    assertThat(done.join()).isNotNull();
    assertThat(folder.resolve("f.pdf")).hasContent("pdf");
  }

  private PayTransactionsOutTradeNoByOutTradeNoGetView order(String json) {
    client.json(200, json);
    return v3.pay().transactions().outTradeNo()._out_trade_no_("o-1").get();
  }

  private static String xml(String... fields) {
    java.util.Map<String, String> all = new java.util.LinkedHashMap<>();
    all.put("return_code", "SUCCESS");
    all.put("result_code", "SUCCESS");
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    all.put("sign", io.github.wxpay.crypto.Hash.sign("MD5", all, Fixtures.SECRET));
    return io.github.wxpay.codec.Transformer.toXml(all);
  }
}
