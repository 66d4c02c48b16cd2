package io.github.wxpay.internal.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.testing.Fixtures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class V2NotificationTest {
  private static final String REFUND =
      "<root><out_refund_no>R1</out_refund_no><refund_fee>1</refund_fee></root>";
  private static final String IV = "0123456789ab";
  private static final String KINDS =
      "[return_code, event_ciphertext, change_type, vehicle_event_type]";

  // The recipient

  @ParameterizedTest
  @ValueSource(strings = {"return_code", "event_ciphertext", "change_type", "vehicle_event_type"})
  void isOursIfItHasAKindAndTheMerchant(String kind) {
    String value = kind.equals("return_code") ? "SUCCESS" : "X";

    for (String merchant : List.of("mch_id", "mchid", "combine_mch_id")) {
      notice(kind, value, merchant, Fixtures.MCHID).requireOurs();
    }
  }

  @Test
  void isRefusedWithoutDocumentedKind() {
    assertRefused(
        notice("mch_id", Fixtures.MCHID, "appid", "wx1", "return_code", "")::requireOurs,
        Reason.UNEXPECTED_CONTENT,
        "The notification is not of a documented kind: it has none of the fields " + KINDS + ".");
    assertRefused(
        notice("resource", "X")::requireOurs,
        Reason.UNEXPECTED_CONTENT,
        "The notification is not of a documented kind: it has none of the fields "
            + KINDS
            + ". It was converted from the JSON of APIv3; pass the raw bytes.");
  }

  @Test
  void isRefusedIfReturnCodeIsNotSuccess() {
    assertRefused(
        notice("return_code", "FAIL", "return_msg", "no", "mch_id", Fixtures.MCHID)::requireOurs,
        Reason.UNEXPECTED_CONTENT,
        "The notification has return_code 'FAIL' and return_msg 'no' without a sign, so it does not"
            + " report a payment or refund.");
    assertRefused(
        notice("change_type", "X", "return_code", "", "mch_id", Fixtures.MCHID)::requireOurs,
        Reason.UNEXPECTED_CONTENT,
        "The notification has return_code '' and return_msg '' without a sign, so it does not"
            + " report a payment or refund.");
  }

  @Test
  void isRefusedIfItIsToAnotherMerchant() {
    assertRefused(
        notice("return_code", "SUCCESS", "mch_id", "1\u202e2")::requireOurs,
        Reason.UNEXPECTED_CONTENT,
        "The notification is to the merchant '1?2', but this client is that of "
            + Fixtures.MCHID
            + ".");
    assertRefused(
        notice("return_code", "SUCCESS")::requireOurs,
        Reason.UNEXPECTED_CONTENT,
        "The notification is to the merchant '', but this client is that of "
            + Fixtures.MCHID
            + ".");
    assertRefused(
        notice("return_code", "SUCCESS", "mch_id", "other", "mchid", Fixtures.MCHID)::requireOurs,
        Reason.UNEXPECTED_CONTENT,
        "The notification is to the merchant 'other'");
    notice("return_code", "SUCCESS", "mch_id", "", "mchid", Fixtures.MCHID).requireOurs();
  }

  @Test
  void isRefundOrEventByItsField() {
    assertThat(notice("req_info", "").isRefund()).isTrue();
    assertThat(notice("req_info", "").isEvent()).isFalse();
    assertThat(notice("event_ciphertext", "").isEvent()).isTrue();
    assertThat(notice("event_ciphertext", "").isRefund()).isFalse();
  }

  // Refunds

  @Test
  void decryptsRefund() {
    assertThat(refund(encrypted(REFUND)).refund().toString())
        .isEqualTo("{\"out_refund_no\":\"R1\",\"refund_fee\":\"1\"}");
    assertThat(refund(encrypted("<root><refund_id>5</refund_id></root>")).refund().toString())
        .isEqualTo("{\"refund_id\":\"5\"}");
  }

  @Test
  void decryptsRefundWithLineBreaksInBase64() {
    String text = encrypted(REFUND);
    String broken = " " + text.substring(0, 20) + "\n \t" + text.substring(20) + "\r\n";

    assertThat(refund(broken).refund().path("out_refund_no").asText()).isEqualTo("R1");
    assertRefused(
        refund(text.substring(0, 20) + " " + text.substring(20))::refund,
        Reason.BAD_DIGEST,
        "The notification has spaces in req_info instead of the + of base64, since it was"
            + " URL-decoded. Pass the raw bytes.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"return_code", "appid", "mch_id", "nonce_str", "req_info"})
  void refusesRefundWithoutRequiredField(String name) {
    Map<String, Object> fields = refundFields(encrypted(REFUND));
    fields.put(name, "");

    assertRefused(
        notice(fields)::refund,
        Reason.BAD_DIGEST,
        "The notification has no field '" + name + "', which the notification of a refund has.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<root><fee>1</fee></root>",
        "<root>out_refund_no</root>",
        "out_refund_no",
        "<root><out_refund_no>\ufffd</out_refund_no></root>",
        "<root><out_refund_no>R1</out_refund_no>"
      })
  void refusesContentThatIsNotARefund(String content) {
    assertRefused(
        refund(encrypted(content))::refund,
        Reason.BAD_DIGEST,
        "The notification has a req_info that was not encrypted with this client's APIv2 key.");
  }

  @Test
  void refusesRefundOfAnotherKey() {
    assertRefused(
        refund(AesEcb.encrypt(REFUND, Hash.md5("x".repeat(32))))::refund,
        Reason.BAD_DIGEST,
        "The notification has a req_info that was not encrypted with this client's APIv2 key."
            + " Compare the key with the merchant platform; if it is the same, the notification is"
            + " forged.");
    assertRefused(refund("?")::refund, Reason.BAD_DIGEST, "The notification has a req_info that");
  }

  // Events

  @Test
  void decryptsEventOfXmlOrJson() {
    assertThat(event("<xml><a>1</a></xml>").event(Fixtures.API_V3_KEY).toString())
        .isEqualTo("{\"a\":\"1\"}");
    assertThat(event("{\"a\":\"\u5f20\"}").event(Fixtures.API_V3_KEY).toString())
        .isEqualTo("{\"a\":\"\u5f20\"}");
    assertThat(event("text").event(Fixtures.API_V3_KEY).asText()).isEqualTo("text");
  }

  @Test
  void refusesEventOfAnotherKeyOrCipher() {
    V2Notification event = event("{}");

    assertRefused(
        () -> event.event("x".repeat(32)),
        Reason.WRONG_API_V3_KEY,
        "The notification was not encrypted with this client's APIv3 key. Compare the key with the"
            + " merchant platform.");
    assertRefused(
        () -> notice("event_algorithm", "A\nB").event(Fixtures.API_V3_KEY),
        Reason.WRONG_ALGORITHM,
        "The notification is encrypted with 'A?B'.");
  }

  @Test
  void authenticatesAssociatedDataAndNonceOfEvent() {
    for (String name : List.of("event_associated_data", "event_nonce", "event_ciphertext")) {
      Map<String, Object> fields = eventFields("{}");
      fields.put(name, "AAAAAAAAAAAA");

      assertRefused(
          () -> notice(fields).event(Fixtures.API_V3_KEY),
          Reason.WRONG_API_V3_KEY,
          "The notification was not encrypted");
    }
  }

  private static void assertRefused(ThrowingCallable call, Reason reason, String start) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.status()).isZero();
              assertThat(e.requestId()).isEmpty();
            })
        .hasMessageStartingWith(start)
        .hasMessageEndingWith(".")
        .hasNoCause();
  }

  private static String encrypted(String content) {
    return AesEcb.encrypt(content, Hash.md5(Fixtures.SECRET));
  }

  private static V2Notification refund(String info) {
    return notice(refundFields(info));
  }

  private static Map<String, Object> refundFields(String info) {
    return fields(
        "return_code",
        "SUCCESS",
        "appid",
        "wx1",
        "mch_id",
        Fixtures.MCHID,
        "nonce_str",
        "n",
        "req_info",
        info);
  }

  private static V2Notification event(String content) {
    return notice(eventFields(content));
  }

  private static Map<String, Object> eventFields(String content) {
    return fields(
        "event_algorithm",
        "AEAD_AES_256_GCM",
        "event_nonce",
        IV,
        "event_associated_data",
        "aad",
        "event_ciphertext",
        AesGcm.encrypt(content, Fixtures.API_V3_KEY, IV, "aad"));
  }

  private static V2Notification notice(String... namesAndValues) {
    return notice(fields(namesAndValues));
  }

  private static V2Notification notice(Map<String, Object> fields) {
    return new V2Notification(Fixtures.MCHID, Fixtures.SECRET, fields);
  }

  private static Map<String, Object> fields(String... namesAndValues) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }
}
