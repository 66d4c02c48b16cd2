package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that each generated notification verifies, decrypts and has plausible fields. */
@WxpaySandbox(clock = MerchantClient.NOW)
class NotificationsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern FIELD =
      Pattern.compile("<([a-z_]+)>(?:<!\\[CDATA\\[(.*?)]]>|([^<]*))</\\1>");
  private static final List<String> MERCHANT_FIELDS =
      List.of("mchid", "sp_mchid", "combine_mchid", "mch_id", "combine_mch_id");
  private static final MerchantCrypto RSA = new MerchantCrypto(false);
  private final Sandbox sandbox;

  NotificationsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  static List<String> json() {
    return eventTypes(false);
  }

  static List<String> xml() {
    return eventTypes(true);
  }

  private static List<String> eventTypes(boolean xml) {
    return Sandbox.eventTypes().stream()
        .filter(type -> type.startsWith("v2/") == xml)
        .collect(Collectors.toList());
  }

  private String text(String key) {
    return (String) sandbox.config().get(key);
  }

  private String cert(String id) {
    return (String) ((Map<?, ?>) sandbox.config().get("certs")).get(id);
  }

  @Test
  void has102JsonAnd10XmlEventTypes() {
    assertThat(json()).hasSize(102).doesNotHaveDuplicates();
    assertThat(xml()).hasSize(10).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("json")
  void jsonNotificationVerifiesAndDecrypts(String eventType) throws Exception {
    SignedNotification notification = sandbox.notification(eventType);

    Map<String, String> headers = notification.headers();
    assertThat(headers).containsEntry("Content-Type", "application/json");
    assertThat(headers).containsEntry("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    assertThat(headers).containsEntry("Wechatpay-Timestamp", "1772600767");
    assertThat(headers.get("Wechatpay-Nonce")).hasSize(32);
    assertThat(RSA.verifies(headers, notification.body(), cert(headers.get("Wechatpay-Serial"))))
        .isTrue();
    JsonNode envelope = MAPPER.readTree(notification.body());
    assertThat(envelope.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "id", "create_time", "event_type", "resource_type", "summary", "resource");
    assertThat(envelope.path("id").asText()).isEqualTo(notification.id()).hasSize(36);
    assertThat(envelope.path("event_type").asText())
        .isEqualTo(eventType)
        .isEqualTo(notification.eventType());
    assertThat(envelope.path("resource_type").asText()).isEqualTo("encrypt-resource");
    assertThat(envelope.path("create_time").asText()).isEqualTo("2026-03-04T13:06:07+08:00");
    assertThat(envelope.path("summary").asText()).isNotBlank().doesNotContain("通知");
    JsonNode resource = envelope.path("resource");
    assertThat(resource.path("algorithm").asText()).isEqualTo("AEAD_AES_256_GCM");
    assertThat(resource.path("original_type").asText()).matches("[a-z_]+");
    String decrypted =
        RSA.decryptResource(
            resource.path("ciphertext").asText(),
            text("apiV3Key"),
            resource.path("nonce").asText(),
            resource.path("associated_data").asText());
    assertThat(decrypted).isEqualTo(notification.plaintext());
    assertPlausible(MAPPER.readTree(decrypted));
    assertThat(notification.version()).isEqualTo("v3");
  }

  private static void assertPlausible(JsonNode payload) {
    assertThat(payload.isObject()).isTrue();
    assertThat(payload).isNotEmpty();
    for (String name : new String[] {"mchid", "sp_mchid"}) {
      payload.findValuesAsText(name).forEach(id -> assertThat(id).isEqualTo("1900000109"));
    }
    payload
        .findValuesAsText("create_time")
        .forEach(time -> assertThat(time).isEqualTo("2026-03-04T13:06:07+08:00"));
    assertThat(payload.toString()).doesNotContain("=json", "?\"", "\"*\"", "|");
  }

  @ParameterizedTest
  @MethodSource("xml")
  void xmlNotificationVerifiesAndDecrypts(String eventType) throws Exception {
    SignedNotification notification = sandbox.notification(eventType);

    assertThat(notification.headers()).containsOnly(Map.entry("Content-Type", "text/xml"));
    assertThat("v2/" + notification.eventType()).isEqualTo(eventType);
    assertThat(notification.version()).isEqualTo("v2");
    Map<String, String> fields = fields(notification.text());
    assertThat(fields.getOrDefault("mch_id", fields.get("combine_mch_id"))).isEqualTo("1900000109");
    if (fields.containsKey("req_info")) {
      assertThat(fields).doesNotContainKey("sign");
      assertThat(info(fields.get("req_info"))).isEqualTo(notification.plaintext());
      return;
    }
    boolean hmac = fields.get("sign").length() == 64;
    assertThat(fields.get("sign"))
        .isEqualTo(V2SignedRequest.of(sandbox).sign(fields, hmac ? "HMAC-SHA256" : "MD5"));
    if (fields.containsKey("sign_type")) {
      assertThat(fields.get("sign_type")).isEqualTo(hmac ? "HMAC-SHA256" : "MD5");
    }
    if (!fields.containsKey("event_ciphertext")) {
      assertThat(notification.plaintext()).isEqualTo(notification.text());
      return;
    }
    assertThat(hmac).isTrue();
    assertThat(notification.id()).isEqualTo(fields.get("event_id"));
    String decrypted =
        RSA.decryptResource(
            fields.get("event_ciphertext"),
            text("apiV3Key"),
            fields.get("event_nonce"),
            fields.get("event_associated_data"));
    assertThat(decrypted).isEqualTo(notification.plaintext());
    assertThat(MAPPER.readTree(decrypted)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("json")
  void namesMerchantInEachTopLevelMerchantFieldOfJson(String eventType) throws Exception {
    JsonNode payload = MAPPER.readTree(sandbox.notification(eventType).plaintext());

    for (String name : MERCHANT_FIELDS) {
      if (payload.has(name)) {
        assertThat(payload.path(name).asText()).as(name).isEqualTo(text("mchid"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("xml")
  void namesMerchantInEachMerchantFieldOfXml(String eventType) throws Exception {
    SignedNotification notification = sandbox.notification(eventType);
    Map<String, String> outer = fields(notification.text());
    Map<String, String> inner = new LinkedHashMap<>(fields(notification.plaintext()));
    if (notification.plaintext().startsWith("{")) {
      MAPPER
          .readTree(notification.plaintext())
          .properties()
          .forEach(field -> inner.put(field.getKey(), field.getValue().asText()));
    }

    assertThat(outer.keySet()).containsAnyElementsOf(MERCHANT_FIELDS);
    for (String name : MERCHANT_FIELDS) {
      String mchid = text("mchid");
      assertThat(outer.getOrDefault(name, mchid)).as(name).isEqualTo(mchid);
      assertThat(inner.getOrDefault(name, mchid)).as("encrypted %s", name).isEqualTo(mchid);
    }
  }

  private static Map<String, String> fields(String xml) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher field = FIELD.matcher(xml);
    while (field.find()) {
      fields.put(field.group(1), field.group(2) == null ? field.group(3) : field.group(2));
    }
    return fields;
  }

  private String info(String ciphertext) throws Exception {
    String key = V2SignedRequest.md5(text("secret")).toLowerCase(Locale.ROOT);
    Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
    byte[] secret = key.getBytes(StandardCharsets.US_ASCII);
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(secret, "AES"));
    byte[] plain = cipher.doFinal(Base64.getDecoder().decode(ciphertext));
    return new String(plain, StandardCharsets.UTF_8);
  }

  @Test
  void refundInXmlHasRootElementRoot() {
    assertThat(sandbox.notification("refund-processed").plaintext())
        .startsWith("<root><out_refund_no>")
        .contains("<refund_status><![CDATA[SUCCESS]]></refund_status>")
        .endsWith("</root>");
  }

  @Test
  void nameWithoutVersionMeansJsonWhenBothProtocolsHaveIt() {
    assertThat(sandbox.notification("TRANSACTION.SUCCESS").version()).isEqualTo("v3");
    assertThat(sandbox.notification("v3/TRANSACTION.SUCCESS").version()).isEqualTo("v3");
    assertThat(sandbox.notification("v2/TRANSACTION.SUCCESS").version()).isEqualTo("v2");
    assertThat(sandbox.notification("transaction-success").version()).isEqualTo("v2");
  }

  @ParameterizedTest
  @CsvSource({
    "REFUND.SUCESS, REFUND.SUCCESS",
    "refund.success, REFUND.SUCCESS",
    "v2/transaction-sucess, v2/transaction-success",
    "v3/transaction-success, v2/transaction-success"
  })
  void suggestsNearestEventTypeForUnknownName(String wrong, String nearest) {
    assertThatThrownBy(() -> sandbox.notification(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no event type " + wrong + "; the nearest is " + nearest);
  }

  @Test
  void acceptsSignTypeOfXmlWhenTwoAreAllowed() {
    Map<String, String> fields =
        fields(
            sandbox.notification("transaction-success", Map.of("sign_type", "HMAC-SHA256")).text());
    assertThat(fields.get("sign"))
        .isEqualTo(V2SignedRequest.of(sandbox).sign(fields, "HMAC-SHA256"));
    Map<String, String> md5 = Map.of("sign_type", "MD5");
    assertThatThrownBy(() -> sandbox.notification("transactions-risk-occurred", md5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("v2/transactions-risk-occurred is signed with HMAC-SHA256, not MD5");
  }

  @Test
  void returnsCopiesOfBodyAndHeaders() {
    SignedNotification notification = sandbox.notification("REFUND.SUCCESS");
    notification.body()[0] = 'x';
    notification.headers().clear();
    assertThat(notification.text()).startsWith("{");
    assertThat(notification.headers()).isNotEmpty();
    assertThat(notification.toString())
        .isEqualTo("SignedNotification[REFUND.SUCCESS " + notification.id() + "]");
  }
}
