package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A notification passes {@code expect} for the order it pays, and for no other. */
class ExpectTest {
  private static final String MCHID = Fixtures.MCHID;
  private static final String OTHER = "1900000222";

  private final Wxpay wxpay =
      Clients.builder().apiV3Key(Fixtures.API_V3_KEY).secret(Fixtures.SECRET).build();

  // Successful payments only

  @Test
  void acceptsSuccessfulPaymentsOfBothProtocols() {
    for (Notification paid : List.of(v3(Notice.PLAIN), Notice.paidByV2("MD5").to(wxpay))) {
      assertThat(paid.expect(MCHID, "order-1", 100)).isSameAs(paid);
    }
  }

  @Test
  void rejectsRefundNotificationWithTheOrdersTotal() {
    Notification refund =
        v3(
            "{\"mchid\":\"1900000109\",\"out_trade_no\":\"order-1\",\"out_refund_no\":\"refund-1\","
                + "\"refund_id\":\"5\",\"refund_status\":\"SUCCESS\",\"amount\":{\"total\":100,"
                + "\"refund\":30}}",
            "REFUND.SUCCESS");

    assertUnexpected(() -> refund.expect(MCHID, "order-1", 100))
        .hasMessageContaining("REFUND.SUCCESS is not a payment, it has no trade_state to compare")
        .hasMessageContaining("expectRefund(…)");
    assertThat(refund.expectRefund("refund-1", 30)).isSameAs(refund);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAYERROR", "NOTPAY", "CLOSED", "REFUND", "REVOKED", "", "success"})
  void rejectsPaymentThatDidNotSucceed(String state) {
    Notification read = v3(Notice.PLAIN.replace("SUCCESS", state));

    assertUnexpected(() -> read.expect(MCHID, "order-1", 100))
        .hasMessageContaining("TRANSACTION.SUCCESS is not a successful payment: trade_state is '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"result_code", "trade_state"})
  void rejectsPaymentOfV2ThatDidNotSucceed(String field) {
    Map<String, String> fields = Notice.paymentFields();
    fields.put(field, field.equals("result_code") ? "FAIL" : "PAY_FAIL");
    Notification read = Notice.xml(Notice.signedFields(fields, "MD5", Fixtures.SECRET)).to(wxpay);

    assertUnexpected(() -> read.expect(MCHID, "order-1", 100))
        .hasMessageContaining("is not a successful payment: " + field + " is '");
  }

  @Test
  void acceptsDeductionOfV2WithTradeState() {
    Map<String, String> fields = Notice.paymentFields();
    fields.put("trade_state", "SUCCESS");
    Notification read = Notice.xml(Notice.signedFields(fields, "MD5", Fixtures.SECRET)).to(wxpay);

    assertThat(read.expect(MCHID, "order-1", 100)).isSameAs(read);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notPayments")
  void rejectsKindsThatAreNotPayments(String kind, Notice notice) {
    Notification read = notice.to(wxpay);

    assertUnexpected(() -> read.expect(MCHID, "order-1", 100))
        .hasMessageContaining("is not a payment, it has no result_code to compare");
  }

  private static Stream<Arguments> notPayments() {
    Map<String, String> contract = new LinkedHashMap<>();
    contract.put("mch_id", MCHID);
    contract.put("change_type", "ADD");
    contract.put("out_trade_no", "order-1");
    contract.put("total_fee", "100");
    return Stream.of(
        Arguments.of("refund", Notice.refundedByV2()),
        Arguments.of("event", Notice.eventByV2()),
        Arguments.of(
            "contract", Notice.xml(Notice.signedFields(contract, "MD5", Fixtures.SECRET))));
  }

  @Test
  void everyKindPassesOneExpectationAtMost() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay own = Wxpay.of(sandbox.config())) {
      int payments = 0;
      for (String type : Sandbox.eventTypes()) {
        SignedNotification made = sandbox.notification(type);
        Notification read = own.notifications().parse(made.headers(), made.body());
        String number = String.valueOf(read.get("out_trade_no"));
        String total = String.valueOf(read.get(read.isV2() ? "total_fee" : "/amount/total"));
        boolean amount = total.matches("[0-9]+");
        boolean paid =
            amount && passes(() -> read.expect(own.mchid(), number, Long.parseLong(total)));
        boolean succeeded =
            "SUCCESS".equals(read.get("trade_state"))
                || (read.isV2() && "SUCCESS".equals(read.get("result_code")));
        assertThat(paid).as(type).isEqualTo(amount && succeeded);
        assertThat(passes(() -> read.expectRefund("none", 1))).as(type).isFalse();
        assertThat(passes(() -> read.expectTransfer("none", 1))).as(type).isFalse();
        payments += paid ? 1 : 0;
      }
      assertThat(payments).isGreaterThanOrEqualTo(2);
    }
  }

  // Service providers and combined orders

  @Test
  void acceptsPaymentOfServiceProvider() {
    Notification read =
        v3(
            "{\"sp_mchid\":\"1900000109\",\"sub_mchid\":\"1900000222\",\"out_trade_no\":\"order-1\","
                + "\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":100}}");

    assertThat(read.expect(MCHID, "order-1", 100).expect("sub_mchid", OTHER)).isSameAs(read);
    assertUnexpected(() -> read.expect(OTHER, "order-1", 100))
        .hasMessageContaining("is to merchant '1900000109', not '1900000222'")
        .hasMessageContaining("its sub-merchant; compare that by expect(\"sub_mchid\", …)");
  }

  @Test
  void comparesCombinedOrderInTotalAndByPart() {
    Notification read = v3(combined("SUCCESS"));

    assertThat(read.expect(MCHID, "combined-1", 101)).isSameAs(read);
    assertThat(read.expect(MCHID, "part-1", 100)).isSameAs(read);
    assertThat(read.expect(MCHID, "part-2", 1)).isSameAs(read);
    assertUnexpected(() -> read.expect(MCHID, "combined-1", 100))
        .hasMessageContaining("the sum of the sub-orders '101', where '100' fen were expected");
    assertUnexpected(() -> read.expect(MCHID, "part-1", 101));
    assertUnexpected(() -> read.expect(MCHID, "part-3", 1))
        .hasMessageContaining("'combined-1', 'part-1', 'part-2'");
  }

  @Test
  void rejectsCombinedOrderOfWhichOnePartIsNotPaid() {
    Notification read = v3(combined("NOTPAY"));

    assertThat(read.expect(MCHID, "part-1", 100)).isSameAs(read);
    assertUnexpected(() -> read.expect(MCHID, "combined-1", 101))
        .hasMessageContaining("is not a successful payment: trade_state is 'NOTPAY'");
    assertUnexpected(() -> read.expect(MCHID, "part-2", 1));
  }

  private static String combined(String second) {
    return "{\"combine_mchid\":\"1900000109\",\"combine_out_trade_no\":\"combined-1\","
        + "\"sub_orders\":[{\"mchid\":\"1900000222\",\"trade_state\":\"SUCCESS\","
        + "\"out_trade_no\":\"part-1\",\"amount\":{\"total_amount\":100}},"
        + "{\"mchid\":\"1900000333\",\"trade_state\":\""
        + second
        + "\",\"out_trade_no\":\"part-2\",\"amount\":{\"total_amount\":1}}]}";
  }

  @Test
  void comparesCombinedOrderOfV2() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", "SUCCESS");
    fields.put("result_code", "SUCCESS");
    fields.put("combine_mch_id", MCHID);
    fields.put("combine_out_trade_no", "combined-1");
    fields.put(
        "sub_order_list",
        "{\"order_num\":2,\"order_list\":[{\"out_trade_no\":\"part-1\",\"total_fee\":100},"
            + "{\"out_trade_no\":\"part-2\",\"total_fee\":1}]}");
    Notification read = Notice.xml(Notice.signedFields(fields, "MD5", Fixtures.SECRET)).to(wxpay);

    assertThat(read.expect(MCHID, "combined-1", 101)).isSameAs(read);
    assertThat(read.expect(MCHID, "part-2", 1)).isSameAs(read);
    assertUnexpected(() -> read.expect(MCHID, "part-2", 2));
    fields.put("sub_order_list", "{");
    Notification broken = Notice.xml(Notice.signedFields(fields, "MD5", Fixtures.SECRET)).to(wxpay);
    assertUnexpected(() -> broken.expect(MCHID, "combined-1", 101))
        .hasMessageContaining("sub_order_list that is not JSON");
  }

  // Refunds and transfers

  @Test
  void comparesRefunds() {
    String refund =
        "{\"mchid\":\"1900000109\",\"out_refund_no\":\"refund-1\",\"refund_status\":\"SUCCESS\","
            + "\"amount\":{\"total\":100,\"refund\":30}}";
    for (Notification read : List.of(v3(refund, "REFUND.SUCCESS"), refundOfV2("SUCCESS"))) {
      long fen = read.isV2() ? 100 : 30;
      assertThat(read.expectRefund("refund-1", fen)).isSameAs(read);
      assertUnexpected(() -> read.expectRefund("refund-2", fen));
      assertUnexpected(() -> read.expectRefund("refund-1", fen + 1));
    }
    for (String state : List.of("CLOSED", "ABNORMAL", "PROCESSING", "CHANGE", "REFUNDCLOSE")) {
      Notification v3 = v3(refund.replace("\"SUCCESS\"", "\"" + state + "\""), "REFUND.CLOSED");
      assertUnexpected(() -> v3.expectRefund("refund-1", 30))
          .hasMessageContaining("REFUND.CLOSED")
          .hasMessageContaining("is not a successful refund: refund_status is '" + state + "'");
      Notification v2 = refundOfV2(state);
      assertUnexpected(() -> v2.expectRefund("refund-1", 100));
    }
    Notification paid = v3(Notice.PLAIN);
    assertUnexpected(() -> paid.expectRefund("refund-1", 30))
        .hasMessageContaining("TRANSACTION.SUCCESS is not a refund, it has no refund_status");
  }

  private Notification refundOfV2(String state) {
    Map<String, String> fields = Notice.refundFields("refund-1");
    fields.put(
        "req_info",
        Notice.ecb(Notice.refundXml("refund-1").replace("SUCCESS", state), Fixtures.SECRET));
    return Notice.xml(fields).to(wxpay);
  }

  @Test
  void comparesTransfers() {
    String transfer =
        "{\"mch_id\":\"1900000109\",\"out_bill_no\":\"bill-1\",\"state\":\"SUCCESS\","
            + "\"transfer_amount\":2000}";
    Notification read = v3(transfer, "MCHTRANSFER.BILL.FINISHED");

    assertThat(read.expectTransfer("bill-1", 2000)).isSameAs(read);
    assertUnexpected(() -> read.expectTransfer("bill-2", 2000));
    assertUnexpected(() -> read.expectTransfer("bill-1", 1999));
    assertUnexpected(() -> read.expect(MCHID, "bill-1", 2000))
        .hasMessageContaining("MCHTRANSFER.BILL.FINISHED is not a payment")
        .hasMessageContaining("expectTransfer(…)");
    for (String state : List.of("FAIL", "CANCELLED", "PROCESSING", "WAIT_USER_CONFIRM")) {
      Notification failed = v3(transfer.replace("SUCCESS", state), "MCHTRANSFER.BILL.FINISHED");
      assertUnexpected(() -> failed.expectTransfer("bill-1", 2000))
          .hasMessageContaining("is not a successful transfer: state is '" + state + "'");
    }
  }

  @Test
  void refusesEmptyExpectations() {
    Notification read =
        v3(
            "{\"trade_state\":\"SUCCESS\",\"out_trade_no\":\"\",\"amount\":{\"total\":1},"
                + "\"refund_status\":\"SUCCESS\",\"state\":\"SUCCESS\",\"transfer_amount\":1}");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> read.expect(MCHID, "", 1),
            () -> read.expect("", "order-1", 1),
            () -> read.expectRefund("", 1),
            () -> read.expectTransfer("", 1))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is empty");
    }
    assertThatThrownBy(() -> read.expect(null, "order-1", 1))
        .isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e2", "100.0", "\"0x64\"", "null", "[100]", "\" 100\"", "99999999999999999999"})
  void rejectsAmountWithFractionsOfFen(String total) {
    Notification read = v3(Notice.PLAIN.replace("\"total\":100", "\"total\":" + total));

    assertUnexpected(() -> read.expect(MCHID, "order-1", 100));
  }

  // Several merchants behind one URL

  @ParameterizedTest
  @ValueSource(strings = {"mchid", "sp_mchid", "combine_mchid", "mch_id"})
  void rejectsTenantThatNamesAnotherTenant(String field) {
    Wxpay evil =
        Clients.builder()
            .mchid(OTHER)
            .apiV3Key("another_apiv3_secret_of_32_bytes")
            .platformKey(
                Fixtures.PUBLIC_KEY_ID, Fixtures.certificate("other_cert.pem").getPublicKey())
            .build();
    String plain = Notice.PLAIN.replace("\"mchid\"", "\"" + field + "\"");
    byte[] body = Notice.envelope("another_apiv3_secret_of_32_bytes", plain);
    Notice forged =
        Notice.signed(body, Fixtures.otherKey(), Fixtures.NOW)
            .with("Wechatpay-Serial", Fixtures.PUBLIC_KEY_ID);
    for (Notifications all :
        List.of(
            wxpay.notifications().with(evil.notifications()),
            evil.notifications().with(wxpay.notifications()),
            evil.notifications())) {
      assertUnexpected(() -> all.parse(forged.headers(), forged.body()))
          .hasMessageContaining("was verified with the keys of merchant '1900000222'")
          .hasMessageContaining(field + " '1900000109'");
    }
    // Its own message passes, and is not the other tenant's.
    byte[] own = Notice.envelope("another_apiv3_secret_of_32_bytes", plain.replace(MCHID, OTHER));
    Notice genuine =
        Notice.signed(own, Fixtures.otherKey(), Fixtures.NOW)
            .with("Wechatpay-Serial", Fixtures.PUBLIC_KEY_ID);
    Notification read =
        wxpay.notifications().with(evil.notifications()).parse(genuine.headers(), genuine.body());
    assertThat(read.mchid()).isEqualTo(OTHER);
    assertUnexpected(() -> read.expect(MCHID, "order-1", 100));
    assertThat(read.expect(OTHER, "order-1", 100)).isSameAs(read);
  }

  @Test
  void rejectsNotificationWithoutMerchantForAnotherTenant() {
    String plain = Notice.PLAIN.replace("\"mchid\":\"1900000109\",", "");
    Notification read = v3(plain);

    assertThat(read.expect(MCHID, "order-1", 100)).isSameAs(read);
    assertUnexpected(() -> read.expect(OTHER, "order-1", 100));
  }

  @Test
  void acceptsEveryKindForTheMerchantWhoseKeysVerifyIt() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay own = Wxpay.of(sandbox.config())) {
      int v3 = 0;
      for (String type : Sandbox.eventTypes()) {
        SignedNotification made = sandbox.notification(type);
        assertThat(own.notifications().parse(made.headers(), made.body()).mchid())
            .as(type)
            .isEqualTo(own.mchid());
        v3 += type.startsWith("v2/") ? 0 : 1;
      }
      assertThat(v3).isEqualTo(102);
    }
  }

  private Notification v3(String plain) {
    return v3(plain, "TRANSACTION.SUCCESS");
  }

  private Notification v3(String plain, String eventType) {
    String body =
        new String(Notice.envelope(Fixtures.API_V3_KEY, plain), StandardCharsets.UTF_8)
            .replace("TRANSACTION.SUCCESS", eventType);
    return Notice.signed(
            body.getBytes(StandardCharsets.UTF_8), Fixtures.platformKey(), Fixtures.NOW)
        .to(wxpay);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertUnexpected(
      ThrowingCallable expectation) {
    return assertThatThrownBy(expectation)
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT));
  }

  private static boolean passes(Runnable expectation) {
    try {
      expectation.run();
      return true;
    } catch (VerificationException e) {
      return false;
    }
  }
}
