package io.github.wxpay.trust;

import static io.github.wxpay.testing.Bytes.hex;

import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A notification as it is sent, genuine or forged. Created without the library, so that errors of
 * the library are found. Immutable.
 */
final class Notice {
  static final List<String> SIGNED_HEADERS =
      List.of("Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature", "Wechatpay-Timestamp");

  /** The resource of the notifications of APIv3. */
  static final String PLAIN =
      "{\"mchid\":\"1900000109\",\"out_trade_no\":\"order-1\",\"transaction_id\":\"4200001\","
          + "\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":100,\"currency\":\"CNY\"}}";

  private static final String ALGORITHM = "AEAD_AES_256_GCM";

  private final Map<String, List<String>> headers;
  private final byte[] body;

  private Notice(Map<String, List<String>> headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  /** Returns a notification of the sandbox. */
  static Notice of(SignedNotification made) {
    Notice notice = new Notice(Map.of(), made.body());
    for (Map.Entry<String, String> header : made.headers().entrySet()) {
      notice = notice.with(header.getKey(), header.getValue());
    }
    return notice;
  }

  /** Returns a payment of APIv3, signed now with the platform key of the fixtures. */
  static Notice paid() {
    return signed(envelope(Fixtures.API_V3_KEY), Fixtures.platformKey(), Fixtures.NOW);
  }

  /** Returns a body signed at a time with a key, under the serial of the platform's certificate. */
  static Notice signed(byte[] body, PrivateKey key, long time) {
    return new Notice(Map.of(), body)
        .with("Content-Type", "application/json")
        .with("Wechatpay-Nonce", Fixtures.NONCE)
        .with("Wechatpay-Serial", Fixtures.PLATFORM_SERIAL)
        .with("Wechatpay-Timestamp", Long.toString(time))
        .with("Wechatpay-Signature", signature(time, body, key));
  }

  /** Returns the JSON of a payment, encrypted with an APIv3 key, as the platform writes it. */
  static byte[] envelope(String apiV3Key) {
    return envelope(apiV3Key, PLAIN);
  }

  static byte[] envelope(String apiV3Key, String plain) {
    String json =
        "{\"id\":\"b8f1e5b2-0001-5d4a-a2c9-000000000001\","
            + "\"create_time\":\"2023-11-15T06:13:20+08:00\","
            + "\"resource_type\":\"encrypt-resource\",\"event_type\":\"TRANSACTION.SUCCESS\","
            + "\"summary\":\"\u652f\u4ed8\u6210\u529f\",\"resource\":{"
            + "\"original_type\":\"transaction\",\"algorithm\":\""
            + ALGORITHM
            + "\",\"ciphertext\":\""
            + gcm(plain, apiV3Key, "0123456789ab", "transaction")
            + "\",\"associated_data\":\"transaction\",\"nonce\":\"0123456789ab\"}}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns a signed payment of APIv2. */
  static Notice paidByV2(String type) {
    return xml(signedFields(paymentFields(), type, Fixtures.SECRET));
  }

  static Map<String, String> paymentFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("appid", "wx8888888888888888");
    fields.put("attach", "shop-7");
    fields.put("bank_type", "CMC");
    fields.put("cash_fee", "90");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS");
    fields.put("openid", "oUpF8uMEb4qRXf22hE3X68TekukE");
    fields.put("out_trade_no", "order-1");
    fields.put("result_code", "SUCCESS");
    fields.put("return_code", "SUCCESS");
    fields.put("time_end", "20231115061320");
    fields.put("total_fee", "100");
    fields.put("trade_type", "JSAPI");
    fields.put("transaction_id", "4200001");
    return fields;
  }

  /** Returns a refund of APIv2: fields in {@code req_info}, and unsigned ones around it. */
  static Notice refundedByV2() {
    return xml(refundFields("refund-1"));
  }

  static Map<String, String> refundFields(String number) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", "SUCCESS");
    fields.put("appid", "wx8888888888888888");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS");
    fields.put("req_info", ecb(refundXml(number), Fixtures.SECRET));
    return fields;
  }

  static String refundXml(String number) {
    return "<root><out_refund_no><![CDATA["
        + number
        + "]]></out_refund_no><out_trade_no><![CDATA[order-1]]></out_trade_no>"
        + "<refund_fee><![CDATA[100]]></refund_fee>"
        // long enough for complete blocks of the cipher
        + "<refund_recv_accout><![CDATA["
        + "savings card 0403 of a bank with a name that takes up a few blocks of 16 bytes"
        + "]]></refund_recv_accout>"
        + "<refund_status><![CDATA[SUCCESS]]></refund_status></root>";
  }

  /** Returns a signed event of APIv2 with an encrypted field. */
  static Notice eventByV2() {
    return xml(signedFields(eventFields(), "HMAC-SHA256", Fixtures.SECRET));
  }

  static Map<String, String> eventFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("algorithm", "HMAC-SHA256");
    fields.put("event_algorithm", ALGORITHM);
    fields.put("event_associated_data", "check");
    fields.put(
        "event_ciphertext",
        gcm("{\"state\":\"USER_ACCEPTED\"}", Fixtures.API_V3_KEY, "0123456789ab", "check"));
    fields.put("event_create_time", "20231115061320");
    fields.put("event_id", "event-1");
    fields.put("event_nonce", "0123456789ab");
    fields.put("event_type", "CHECK.SUCCESS");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS");
    return fields;
  }

  /** XML of fields as they are. */
  static Notice xml(Map<String, String> fields) {
    StringBuilder xml = new StringBuilder("<xml>");
    fields.forEach((name, value) -> xml.append(element(name, value)));
    return xml(xml.append("</xml>").toString());
  }

  static Notice xml(String text) {
    return new Notice(Map.of(), text.getBytes(StandardCharsets.UTF_8))
        .with("Content-Type", "text/xml");
  }

  static String element(String name, String value) {
    return "<" + name + "><![CDATA[" + value + "]]></" + name + ">";
  }

  static Map<String, String> signedFields(Map<String, String> fields, String type, String secret) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("sign", sign(fields, type, secret));
    return all;
  }

  /** Returns the sign of APIv2. */
  static String sign(Map<String, String> fields, String type, String secret) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(fields).forEach((k, v) -> text.append(v.isEmpty() ? "" : k + "=" + v + "&"));
    byte[] message = text.append("key=").append(secret).toString().getBytes(StandardCharsets.UTF_8);
    return hex(type.equals("MD5") ? md5(message) : hmac(message, secret)).toUpperCase(Locale.ROOT);
  }

  /** Returns the base64 signature of APIv3 over time, nonce and body. */
  static String signature(long time, byte[] body, PrivateKey key) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes((time + "\n" + Fixtures.NONCE + "\n").getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    message.write('\n');
    return Fixtures.sign("SHA256", message.toByteArray(), key);
  }

  static String gcm(String plain, String key, String nonce, String aad) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES"),
          new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(aad.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String ecb(String plain, String secret) {
    try {
      byte[] key =
          hex(md5(secret.getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8);
      Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
      return Base64.getEncoder()
          .encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] md5(byte[] message) {
    try {
      return MessageDigest.getInstance("MD5").digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] hmac(byte[] message, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Map<String, List<String>> headers() {
    return headers;
  }

  byte[] body() {
    return body.clone();
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  String header(String name) {
    return headers.get(name).get(0);
  }

  /** Returns this notification with a header set to some values, or removed. */
  Notice with(String name, String... values) {
    Map<String, List<String>> copy = new LinkedHashMap<>(headers);
    copy.put(name, new ArrayList<>(List.of(values)));
    if (values.length == 0) {
      copy.remove(name);
    }
    return new Notice(copy, body);
  }

  /** Returns this notification with another body and the same headers. */
  Notice withBody(byte[] other) {
    return new Notice(headers, other.clone());
  }

  /** Returns this notification with another body and the same headers. */
  Notice withBody(String other) {
    return withBody(other.getBytes(StandardCharsets.UTF_8));
  }

  /** Parses this notification with a client. */
  Notification to(Wxpay wxpay) {
    return wxpay.notifications().parse(headers, body);
  }
}
