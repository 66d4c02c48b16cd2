package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.ManualClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests orders, refunds, bills and customs over APIv2, with the client certificate. */
@WxpaySandbox(https = true, clock = MerchantClient.NOW)
class V2OrdersTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private final Sandbox sandbox;

  V2OrdersTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private V2SignedRequest merchant() {
    return V2SignedRequest.of(sandbox);
  }

  private V2SignedRequest order(String number) {
    return merchant()
        .with("body", "一杯茶", "out_trade_no", number, "total_fee", "100")
        .with("spbill_create_ip", "127.0.0.1", "attach", "]a>&b");
  }

  private V2SignedRequest order(String number, String type) {
    return order(number)
        .with("notify_url", "https://example.com/n", "trade_type", type)
        .with("product_id", "p1", "openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
  }

  private static String next() {
    return "old" + NUMBER.incrementAndGet();
  }

  private String placed() throws Exception {
    String number = next();
    SandboxResponse reply = order(number, "NATIVE").post("/pay/unifiedorder");
    assertThat(reply.get("result_code")).isEqualTo("SUCCESS");
    return number;
  }

  private String paid() throws Exception {
    String number = placed();
    sandbox.pay(number);
    return number;
  }

  private V2SignedRequest refund(String order, String number, String amount) {
    return merchant()
        .with("out_trade_no", order, "out_refund_no", number)
        .with("total_fee", "100", "refund_fee", amount);
  }

  private SandboxResponse query(String number) throws Exception {
    return merchant().with("out_trade_no", number).post("/pay/orderquery");
  }

  private void assertFailed(SandboxResponse reply, String code, String message) throws IOException {
    assertThat(reply.get("err_code_des")).isEqualTo(message);
    assertThat(reply.get("err_code")).isEqualTo(code);
    assertThat(reply.get("return_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("result_code")).isEqualTo("FAIL");
    assertThat(merchant().signed(reply, "MD5")).isTrue();
  }

  private static void assertRefused(SandboxResponse reply, String message) throws IOException {
    assertThat(reply.get("return_code")).isEqualTo("FAIL");
    assertThat(reply.get("return_msg")).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "NATIVE, code_url, weixin://wxpay/bizpayurl\\?pr=[0-9A-Za-z]{9}",
    "JSAPI, prepay_id, wx20260304130607[0-9a-f]{20}",
    "APP, prepay_id, wx20260304130607[0-9a-f]{20}",
    "MWEB, mweb_url, https://wx.tenpay.com/.*prepay_id=wx.*"
  })
  void createsOrderWithPaymentAddress(String type, String name, String form) throws Exception {
    V2SignedRequest merchant = order(next(), type);
    SandboxResponse reply = merchant.post("/pay/unifiedorder");
    assertThat(reply.get(name)).matches(form);
    assertThat(reply.get("trade_type")).isEqualTo(type);
    assertThat(merchant.signed(reply, "MD5")).isTrue();
  }

  @Test
  void bothProtocolsReturnOrder() throws Exception {
    String number = next() + "-both";
    order(number, "NATIVE").post("/pay/unifiedorder");
    assertThat(query(number).get("trade_state")).isEqualTo("NOTPAY");
    sandbox.pay(number);

    SandboxResponse old = query(number);
    SandboxResponse fresh =
        SignedRequest.of(sandbox)
            .through(HttpClient.newBuilder().sslContext(sandbox.sslContext()).build())
            .get("/v3/pay/transactions/out-trade-no/" + number + "?mchid=1900000109");

    assertThat(old.get("trade_state")).isEqualTo("SUCCESS");
    assertThat(old.get("time_end")).isEqualTo("20260304130607");
    assertThat(old.get("total_fee")).isEqualTo("100");
    assertThat(old.get("attach")).isEqualTo("]a>&b");
    assertThat(fresh.get("/transaction_id")).isEqualTo(old.get("transaction_id"));
    assertThat(fresh.get("/attach")).isEqualTo("]a>&b");
    assertThat(
            merchant()
                .with("transaction_id", old.get("transaction_id"))
                .post("/pay/orderquery")
                .get("out_trade_no"))
        .isEqualTo(number);
  }

  @Test
  void paysWithAuthCodeImmediately() throws Exception {
    String number = next();
    V2SignedRequest merchant = order(number).with("auth_code", "134567890123456789");
    SandboxResponse reply = merchant.post("/pay/micropay");
    assertThat(reply.get("result_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("trade_type")).isEqualTo("MICROPAY");
    assertThat(reply.get("transaction_id")).matches("4200[0-9]{24}");
    assertThat(reply.get("cash_fee")).isEqualTo("100");
    assertThat(reply.fields()).doesNotContainKey("trade_state");
    assertThat(merchant.signed(reply, "MD5")).isTrue();
    assertFailed(
        order(number).with("auth_code", "134567890123456789").post("/pay/micropay"),
        "ORDERPAID",
        "该订单已支付: order " + number + " is paid");
    assertFailed(
        order(next()).with("auth_code", "99").post("/pay/micropay"),
        "AUTH_CODE_INVALID",
        "授权码检验错误: auth_code must be 18 digits that begin with 10 to 15");
  }

  @Test
  void repeatsOrderAndRefusesChangedOne() throws Exception {
    String number = next();
    SandboxResponse first = order(number, "NATIVE").post("/pay/unifiedorder");
    SandboxResponse again = order(number, "NATIVE").post("/pay/unifiedorder");
    assertThat(again.get("code_url")).isEqualTo(first.get("code_url"));
    assertFailed(
        order(number, "NATIVE").with("total_fee", "101").post("/pay/unifiedorder"),
        "OUT_TRADE_NO_USED",
        "商户订单号重复: order " + number + " was created with other parameters; use a new number");
  }

  @Test
  void closesOrderOnce() throws Exception {
    String number = placed();
    assertThat(merchant().with("out_trade_no", number).post("/pay/closeorder").get("result_msg"))
        .isEqualTo("OK");
    assertThat(query(number).get("trade_state")).isEqualTo("CLOSED");
    assertFailed(
        merchant().with("out_trade_no", number).post("/pay/closeorder"),
        "ORDERCLOSED",
        "订单已关闭: order " + number + " is closed already");
    assertFailed(
        merchant().with("out_trade_no", paid()).post("/pay/closeorder"),
        "ORDERPAID",
        "该订单已支付: order old" + NUMBER.get() + " is paid, refund it instead");
    assertFailed(query("none"), "ORDERNOTEXIST", "此交易订单号不存在: there is no order none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trade_type|''|缺少参数: trade_type is required",
        "trade_type|NONE|参数错误: trade_type must be one of JSAPI, NATIVE, APP, MWEB",
        "notify_url|x|参数错误: notify_url must be an http or https URL without a query",
        "product_id|''|缺少参数: product_id is required",
        "body|''|缺少参数: body is required",
        "total_fee|0|参数错误: total_fee must be 1 to 2147483647",
        "total_fee|1.5|参数错误: total_fee must be an integer, not 1.5",
        "fee_type|USD|参数错误: fee_type must be one of CNY",
        "spbill_create_ip|''|缺少参数: spbill_create_ip is required",
        "out_trade_no|a b|'参数错误: out_trade_no must be 1 to 32 of the characters"
            + " 0-9 A-Z a-z _ - | *'"
      })
  void namesInvalidField(String name, String value, String message) throws Exception {
    assertRefused(order(next(), "NATIVE").with(name, value).post("/pay/unifiedorder"), message);
  }

  @Test
  void refundsWithClientCertificate() throws Exception {
    String order = paid();
    SandboxResponse reply = refund(order, "r-" + order, "30").post("/secapi/pay/refund");
    assertThat(reply.get("result_code")).isEqualTo("SUCCESS");
    assertThat(reply.get("refund_fee")).isEqualTo("30");
    assertThat(reply.get("refund_id")).matches("50300020260304[0-9]{15}");
    assertThat(merchant().signed(reply, "MD5")).isTrue();
    assertThat(refund(order, "r-" + order, "30").post("/secapi/pay/refund").get("refund_id"))
        .isEqualTo(reply.get("refund_id"));
    assertFailed(
        refund(order, "r2-" + order, "71").post("/secapi/pay/refund"),
        "ERROR",
        "退款金额大于可退金额: of 100 only 70 is left, 71 is too much");
    assertFailed(
        refund(order, "r-" + order, "31").post("/secapi/pay/refund"),
        "ERROR",
        "订单金额或退款金额与之前请求不一致: refund r-"
            + order
            + " was created with other parameters; use a new number");
    assertThat(query(order).get("trade_state")).isEqualTo("REFUND");
    String open = placed();
    assertFailed(
        refund(open, "r-" + open, "1").post("/secapi/pay/refund"),
        "TRADE_STATE_ERROR",
        "订单状态错误: order " + open + " is NOTPAY, not paid");
  }

  @Test
  void findsRefundsByAnyOfFourNumbers() throws Exception {
    String order = paid();
    refund(order, "a-" + order, "10").post("/secapi/pay/refund");
    SandboxResponse second = refund(order, "b-" + order, "20").post("/secapi/pay/refund");

    SandboxResponse all = merchant().with("out_trade_no", order).post("/pay/refundquery");

    assertThat(all.get("refund_count")).isEqualTo("2");
    assertThat(all.get("refund_fee_0")).isEqualTo("10");
    assertThat(all.get("refund_fee_1")).isEqualTo("20");
    assertThat(all.get("refund_status_1")).isEqualTo("SUCCESS");
    assertThat(all.get("refund_success_time_1")).isEqualTo("2026-03-04 13:06:07");
    assertThat(merchant().signed(all, "MD5")).isTrue();
    for (String name : new String[] {"refund_id", "out_refund_no"}) {
      SandboxResponse one = merchant().with(name, second.get(name)).post("/pay/refundquery");
      assertThat(one.get("refund_count")).isEqualTo("1");
      assertThat(one.get("out_refund_no_0")).isEqualTo("b-" + order);
    }
    SandboxResponse byTransaction =
        merchant().with("transaction_id", all.get("transaction_id")).post("/pay/refundquery");
    assertThat(byTransaction.get("refund_count")).isEqualTo("2");
    assertFailed(
        merchant().with("out_refund_no", "none").post("/pay/refundquery"),
        "REFUNDNOTEXIST",
        "退款订单查询失败: there is no refund out_refund_no none");
    assertRefused(merchant().post("/pay/refundquery"), "缺少参数: out_trade_no is required");
  }

  @Test
  void respondsWithDocumentedFieldsOfOrdersAndRefunds() throws Exception {
    String open = placed();
    String order = paid();
    SandboxResponse refund = refund(order, "d-" + order, "10").post("/secapi/pay/refund");
    SandboxResponse refunds = merchant().with("out_trade_no", order).post("/pay/refundquery");

    assertThat(query(open).fields()).doesNotContainKeys("cash_fee", "openid", "transaction_id");
    assertDocumented("pay/orderquery", query(open));
    assertThat(query(order).fields()).containsKeys("cash_fee", "openid", "transaction_id");
    assertDocumented("pay/orderquery", query(order));
    assertThat(refund.fields()).containsKeys("cash_refund_fee", "cash_fee");
    assertDocumented("secapi/pay/refund", refund);
    assertThat(refunds.fields()).containsKeys("refund_status_0", "cash_fee");
    assertDocumented("pay/refundquery", refunds);
  }

  private static void assertDocumented(String path, SandboxResponse reply) throws Exception {
    List<String> documented = new ArrayList<>();
    for (Field field : Catalogue.load().endpoint("POST", path).orElseThrow().response()) {
      documented.add(field.name());
    }
    for (String name : reply.fields().keySet()) {
      assertThat(documented).contains(name.replaceFirst("_[0-9]+$", "_\\$n"));
    }
  }

  @Test
  void billHasByteOrderMarkRowsAndSummary() throws Exception {
    try (Sandbox own =
        Sandbox.builder().https(true).clock(new ManualClock(MerchantClient.NOW)).start()) {
      V2SignedRequest.of(own)
          .with("body", "茶, 热", "out_trade_no", "bill-1", "total_fee", "1234")
          .with("spbill_create_ip", "::1", "auth_code", "101234567890123456")
          .post("/pay/micropay");
      V2SignedRequest.of(own)
          .with("out_trade_no", "bill-1", "out_refund_no", "back-1")
          .with("total_fee", "1234", "refund_fee", "34")
          .post("/secapi/pay/refund");

      SandboxResponse bill =
          V2SignedRequest.of(own).with("bill_date", "20260304").post("/pay/downloadbill");

      assertThat(bill.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
      String[] lines = bill.text().split("\r\n", -1);
      assertThat(lines).hasSize(6);
      assertThat(lines[0]).startsWith("\ufeff交易时间,公众账号ID,商户号,");
      assertThat(lines[1]).startsWith("`2026-03-04 13:06:07,`wxd678efh567hg6787,`1900000109,`0,`,");
      assertThat(lines[1].split(",`", -1)).hasSameSizeAs(lines[0].split(",", -1));
      assertThat(lines[1]).contains(",`12.34,`0.00,").contains(",`茶, 热,`");
      assertThat(lines[2]).contains(",`REFUND,").contains(",`back-1,`0.34,");
      assertThat(lines[4]).isEqualTo("`2,`12.34,`0.34,`0.00,`0.00000,`12.34,`0.34");
      assertThat(lines[5]).isEmpty();

      SandboxResponse compressed =
          V2SignedRequest.of(own)
              .with("bill_date", "20260304", "tar_type", "GZIP")
              .post("/pay/downloadbill");
      try (GZIPInputStream gzip =
          new GZIPInputStream(new ByteArrayInputStream(compressed.bytes()))) {
        assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(bill.text());
      }
      SandboxResponse refunds =
          V2SignedRequest.of(own)
              .with("bill_date", "20260304", "bill_type", "REFUND")
              .post("/pay/downloadbill");
      assertThat(refunds.text().split("\r\n", -1)).hasSize(5);

      SandboxResponse flow =
          V2SignedRequest.of(own)
              .with("bill_date", "20260304", "account_type", "Basic")
              .with("sign_type", "HMAC-SHA256")
              .post("/pay/downloadfundflow");
      assertThat(flow.text()).endsWith("\r\n`2,`1,`12.34,`1,`0.34\r\n");
    }
  }

  @Test
  void respondsWithErrorForDayWithoutEntries() throws Exception {
    SandboxResponse none = merchant().with("bill_date", "20250101").post("/pay/downloadbill");
    assertRefused(none, "No Bill Exist");
    assertThat(none.get("error_code")).isEqualTo("20002");
    assertThat(none.fields()).doesNotContainKey("sign");
    SandboxResponse day = merchant().with("bill_date", "today").post("/pay/downloadbill");
    assertRefused(day, "invalid bill_date");
    assertThat(day.get("error_code")).isEqualTo("20001");
    assertRefused(
        merchant().with("bill_date", "20250101", "bill_type", "X").post("/pay/downloadbill"),
        "invalid bill_type");
    SandboxResponse flow =
        merchant()
            .with("bill_date", "20250101", "account_type", "Fees", "sign_type", "HMAC-SHA256")
            .post("/pay/downloadfundflow");
    assertThat(flow.get("err_code")).isEqualTo("NO_BILL_EXIST");
    assertThat(flow.fields()).doesNotContainKey("sign");
    assertRefused(
        merchant().with("bill_date", "20250101").post("/pay/downloadfundflow"),
        "参数错误: sign_type must be HMAC-SHA256");
  }

  @Test
  void declaresOrderToCustomsWithoutNonce() throws Exception {
    String order = paid();
    String id = query(order).get("transaction_id");
    V2SignedRequest merchant =
        merchant()
            .without("nonce_str")
            .with("out_trade_no", order, "transaction_id", id)
            .with("customs", "NINGBO", "mch_customs_no", "1");
    SandboxResponse reply = merchant.post("/cgi-bin/mch/customs/customdeclareorder");
    assertThat(reply.get("state")).isEqualTo("PROCESSING");
    assertThat(reply.get("modify_time")).isEqualTo("20260304130607");
    assertThat(reply.fields()).doesNotContainKey("nonce_str");
    assertThat(merchant.signed(reply, "MD5")).isTrue();
    assertFailed(
        merchant()
            .without("nonce_str")
            .with("out_trade_no", "other", "transaction_id", id)
            .with("customs", "NINGBO", "mch_customs_no", "1")
            .post("/cgi-bin/mch/customs/customdeclareorder"),
        "PARAM_ERROR",
        "参数错误: transaction_id and out_trade_no belong to different orders");
  }
}
