package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the payload of notifications, with default and with given fields. */
@WxpaySandbox(clock = MerchantClient.NOW)
class NotificationPayloadTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final Sandbox sandbox;

  NotificationPayloadTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private JsonNode payload(String eventType, Map<String, ?> given) throws Exception {
    return MAPPER.readTree(sandbox.notification(eventType, given).plaintext());
  }

  @Test
  void repeatsPayloadOfEventWithNewIdAndNonce() {
    SignedNotification one = sandbox.notification("REFUND.SUCCESS");
    SignedNotification two = sandbox.notification("REFUND.SUCCESS");
    assertThat(one.plaintext()).isEqualTo(two.plaintext());
    assertThat(one.id()).isNotEqualTo(two.id());
    assertThat(one.headers().get("Wechatpay-Nonce"))
        .isNotEqualTo(two.headers().get("Wechatpay-Nonce"));
  }

  @Test
  void paymentHasFieldsOfOrdinaryMerchant() throws Exception {
    JsonNode paid = payload("TRANSACTION.SUCCESS", Map.of());
    assertThat(paid.path("trade_state").asText()).isEqualTo("SUCCESS");
    assertThat(paid.path("transaction_id").asText()).matches("4200[0-9]{24}");
    assertThat(paid.path("payer").path("openid").asText()).startsWith("o");
    assertThat(paid.path("amount").toString())
        .isEqualTo(
            "{\"total\":100,\"payer_total\":100,\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}");
    assertThat(paid.has("sp_mchid") || paid.has("sub_mchid")).isFalse();
  }

  @Test
  void givenEntriesReplaceDefaultsAndAmountsFollowGivenTotal() throws Exception {
    JsonNode paid =
        payload(
            "TRANSACTION.SUCCESS",
            Map.of("out_trade_no", "order-1", "amount", Map.of("total", 7), "extra", List.of(1)));
    assertThat(paid.path("out_trade_no").asText()).isEqualTo("order-1");
    assertThat(paid.path("amount").path("payer_total").asLong()).isEqualTo(7);
    assertThat(paid.path("amount").path("currency").asText()).isEqualTo("CNY");
    assertThat(paid.path("extra").toString()).isEqualTo("[1]");

    JsonNode refund = payload("REFUND.SUCCESS", Map.of("amount", Map.of("total", 9, "refund", 4)));
    assertThat(refund.path("amount").path("payer_total").asLong()).isEqualTo(9);
    assertThat(refund.path("amount").path("payer_refund").asLong()).isEqualTo(4);

    JsonNode without = payload("REFUND.SUCCESS", Collections.singletonMap("mchid", null));
    assertThat(without.has("mchid")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "REFUND.SUCCESS, SUCCESS",
    "REFUND.CLOSED, CLOSED",
    "REFUND.ABNORMAL, ABNORMAL",
  })
  void refundStatusMatchesEvent(String eventType, String state) throws Exception {
    assertThat(payload(eventType, Map.of()).path("refund_status").asText()).isEqualTo(state);
  }

  @Test
  void encryptsDocumentedFieldsForMerchant() throws Exception {
    JsonNode card = payload("BRAND_MEMBER_CARD_SP.USER_CARD.CREATE", Map.of());
    assertThat(decrypted(card.path("phone_number"))).isEqualTo("13800138000");

    JsonNode echo = payload("SECURITY_ECHO.SUCCESS", Map.of());
    assertThat(decrypted(echo.path("encrypt_echo_message")))
        .isEqualTo(echo.path("echo_message").asText());
  }

  private String decrypted(JsonNode ciphertext) throws Exception {
    String key = (String) sandbox.config().get("privateKey");
    return MerchantCrypto.oaep(ciphertext.asText(), new MerchantCrypto(false).privateKey(key));
  }

  @Test
  void acceptsGivenFieldsOfXml() {
    assertThat(
            sandbox
                .notification(
                    "transaction-success", Map.of("nonce_str", "n", "total_fee", 3, "attach", "a"))
                .text())
        .contains("<nonce_str><![CDATA[n]]></nonce_str>", "<total_fee>3</total_fee>");
  }
}
