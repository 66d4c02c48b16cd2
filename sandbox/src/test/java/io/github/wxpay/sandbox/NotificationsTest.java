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

/** Notifications as they are generated: every one verifies, decrypts, and makes sense. */
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
  void thereAre102InJsonAnd10InXml() {
    assertThat(json()).hasSize(102).doesNotHaveDuplicates();
    assertThat(xml()).hasSize(10).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("json")
  void aJsonNotificationVerifiesAndDecrypts(String eventType) throws Exception {
    SignedNotification made = sandbox.notification(eventType);

    Map<String, String> headers = made.headers();
    assertThat(headers).containsEntry("Content-Type", "application/json");
    assertThat(headers).containsEntry("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    assertThat(headers).containsEntry("Wechatpay-Timestamp", "1772600767");
    assertThat(headers.get("Wechatpay-Nonce")).hasSize(32);
    assertThat(RSA.verifies(headers, made.body(), cert(headers.get("Wechatpay-Serial")))).isTrue();
    JsonNode envelope = MAPPER.readTree(made.body());
    assertThat(envelope.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "id", "create_time", "event_type", "resource_type", "summary", "resource");
    assertThat(envelope.path("id").asText()).isEqualTo(made.id()).hasSize(36);
    assertThat(envelope.path("event_type").asText())
        .isEqualTo(eventType)
        .isEqualTo(made.eventType());
    assertThat(envelope.path("resource_type").asText()).isEqualTo("encrypt-resource");
    assertThat(envelope.path("create_time").asText()).isEqualTo("2026-03-04T13:06:07+08:00");
    assertThat(envelope.path("summary").asText()).isNotBlank().doesNotContain("通知");
    JsonNode resource = envelope.path("resource");
    assertThat(resource.path("algorithm").asText()).isEqualTo("AEAD_AES_256_GCM");
    assertThat(resource.path("original_type").asText()).matches("[a-z_]+");
    String opened =
        RSA.open(
            resource.path("ciphertext").asText(),
            text("apiV3Key"),
            resource.path("nonce").asText(),
            resource.path("associated_data").asText());
    assertThat(opened).isEqualTo(made.plaintext());
    assertSensible(MAPPER.readTree(opened));
    assertThat(made.version()).isEqualTo("v3");
  }

  private static void assertSensible(JsonNode payload) {
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
  void anXmlNotificationVerifiesAndDecrypts(String eventType) throws Exception {
    SignedNotification made = sandbox.notification(eventType);

    assertThat(made.headers()).containsOnly(Map.entry("Content-Type", "text/xml"));
    assertThat("v2/" + made.eventType()).isEqualTo(eventType);
    assertThat(made.version()).isEqualTo("v2");
    Map<String, String> fields = fields(made.text());
    assertThat(fields.getOrDefault("mch_id", fields.get("combine_mch_id"))).isEqualTo("1900000109");
    if (fields.containsKey("req_info")) {
      assertThat(fields).doesNotContainKey("sign");
      assertThat(info(fields.get("req_info"))).isEqualTo(made.plaintext());
      return;
    }
    boolean hmac = fields.get("sign").length() == 64;
    assertThat(fields.get("sign"))
        .isEqualTo(V2SignedRequest.of(sandbox).sign(fields, hmac ? "HMAC-SHA256" : "MD5"));
    if (fields.containsKey("sign_type")) {
      assertThat(fields.get("sign_type")).isEqualTo(hmac ? "HMAC-SHA256" : "MD5");
    }
    if (!fields.containsKey("event_ciphertext")) {
      assertThat(made.plaintext()).isEqualTo(made.text());
      return;
    }
    assertThat(hmac).isTrue();
    assertThat(made.id()).isEqualTo(fields.get("event_id"));
    String opened =
        RSA.open(
            fields.get("event_ciphertext"),
            text("apiV3Key"),
            fields.get("event_nonce"),
            fields.get("event_associated_data"));
    assertThat(opened).isEqualTo(made.plaintext());
    assertThat(MAPPER.readTree(opened)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("json")
  void namesTheMerchantInEachTopLevelMerchantFieldOfJson(String eventType) throws Exception {
    JsonNode payload = MAPPER.readTree(sandbox.notification(eventType).plaintext());

    for (String name : MERCHANT_FIELDS) {
      if (payload.has(name)) {
        assertThat(payload.path(name).asText()).as(name).isEqualTo(text("mchid"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("xml")
  void namesTheMerchantInEachMerchantFieldOfXml(String eventType) throws Exception {
    SignedNotification made = sandbox.notification(eventType);
    Map<String, String> outer = fields(made.text());
    Map<String, String> inner = new LinkedHashMap<>(fields(made.plaintext()));
    if (made.plaintext().startsWith("{")) {
      MAPPER
          .readTree(made.plaintext())
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

  private String info(String sealed) throws Exception {
    String key = V2SignedRequest.md5(text("secret")).toLowerCase(Locale.ROOT);
    Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
    byte[] secret = key.getBytes(StandardCharsets.US_ASCII);
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(secret, "AES"));
    byte[] plain = cipher.doFinal(Base64.getDecoder().decode(sealed));
    return new String(plain, StandardCharsets.UTF_8);
  }

  @Test
  void aRefundInXmlHasARootOfItsOwn() {
    assertThat(sandbox.notification("refund-processed").plaintext())
        .startsWith("<root><out_refund_no>")
        .contains("<refund_status><![CDATA[SUCCESS]]></refund_status>")
        .endsWith("</root>");
  }

  @Test
  void aBareNameMeansJsonWhereBothProtocolsKnowIt() {
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
  void anUnknownNameIsToldTheNearest(String wrong, String nearest) {
    assertThatThrownBy(() -> sandbox.notification(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no event type " + wrong + "; the nearest is " + nearest);
  }

  @Test
  void theSignTypeOfXmlMayBeChosenWhereTwoAreAllowed() {
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
  void whatIsHandedOutIsACopy() {
    SignedNotification made = sandbox.notification("REFUND.SUCCESS");
    made.body()[0] = 'x';
    made.headers().clear();
    assertThat(made.text()).startsWith("{");
    assertThat(made.headers()).isNotEmpty();
    assertThat(made.toString()).isEqualTo("SignedNotification[REFUND.SUCCESS " + made.id() + "]");
  }
}
