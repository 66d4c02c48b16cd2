package io.github.wxpay.internal.v2;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A notification of APIv2 in one of three forms: signed fields; {@code req_info} of refunds
 * (AES-256-ECB with the MD5 of the APIv2 key, without a sign); {@code event_ciphertext} (signed,
 * and AES-256-GCM with the APIv3 key).
 */
final class V2Notification {
  private static final String SUCCESS = "SUCCESS";
  private static final List<String> REFUND =
      List.of("return_code", "appid", "mch_id", "nonce_str", "req_info");

  /** The fields of which every documented kind has one: results, events, contracts, parking. */
  private static final List<String> KINDS =
      List.of("return_code", "event_ciphertext", "change_type", "vehicle_event_type");

  private final String mchid;
  // transient, because serializers that read fields must not write keys
  private final transient String secret;
  private final Map<String, Object> fields;

  V2Notification(String mchid, String secret, Map<String, Object> fields) {
    this.mchid = mchid;
    this.secret = secret;
    this.fields = fields;
  }

  boolean isRefund() {
    return fields.containsKey("req_info");
  }

  boolean isEvent() {
    return fields.containsKey("event_ciphertext");
  }

  /**
   * Requires a documented kind of notification to this merchant. Parameters that the merchant
   * signed for a payer (pages, call-up parameters) have a valid sign too, but none of the fields of
   * a notification. Empty fields are ignored, since the sign does not cover them.
   */
  void requireOurs() {
    if (KINDS.stream().allMatch(name -> text(name).isEmpty())) {
      throw failure(
          Reason.UNEXPECTED_CONTENT,
          "is not of a documented kind: it has none of the fields "
              + KINDS
              + (fields.containsKey("resource")
                  ? ". It was converted from the JSON of APIv3; pass the raw bytes"
                  : ""));
    }
    Object code = fields.getOrDefault("return_code", SUCCESS);
    if (!SUCCESS.equals(code)) {
      throw failure(
          Reason.UNEXPECTED_CONTENT,
          "has return_code '"
              + Printable.of("" + code, 32)
              + "' and return_msg '"
              + Printable.of(text("return_msg"), 128)
              + "' without a sign, so it does not report a payment or refund");
    }
    String merchant =
        V2Signer.MERCHANT.stream()
            .map(this::text)
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse("");
    if (!merchant.equals(mchid)) {
      throw failure(
          Reason.UNEXPECTED_CONTENT,
          "is to the merchant '"
              + Printable.of(merchant, 32)
              + "', but this client is that of "
              + mchid);
    }
  }

  /**
   * Decrypts the notification of a refund, which only an owner of the APIv2 key can have encrypted.
   */
  JsonNode refund() {
    for (String name : REFUND) {
      if (text(name).isEmpty()) {
        throw failure(
            Reason.BAD_DIGEST,
            "has no field '" + name + "', which the notification of a refund has");
      }
    }
    String info = base64("req_info");
    try {
      String key = Hash.md5(secret);
      String plain = AesEcb.decrypt(info, key);
      Map<String, Object> content = Transformer.toMessage(plain);
      boolean complete = plain.indexOf('\ufffd') < 0; // a changed block is almost never UTF-8
      if (complete && content != null && isRefund(content)) {
        return Json.node(content);
      }
    } catch (CryptoException | MalformedException e) {
      // Falls through to the failure that is the same for every error.
    }
    throw failure(
        Reason.BAD_DIGEST,
        "has a req_info that was not encrypted with this client's APIv2 key. Compare the key with"
            + " the merchant platform; if it is the same, the notification is forged");
  }

  /**
   * Returns whether the content has the number of a refund, without which copies could not be
   * recognised.
   */
  private static boolean isRefund(Map<String, Object> content) {
    return !content.containsKey("#text")
        && (content.containsKey("out_refund_no") || content.containsKey("refund_id"));
  }

  /** Decrypts the resource of an event. */
  JsonNode event(String apiV3Key) {
    if (!text("event_algorithm").equals("AEAD_AES_256_GCM")) {
      throw failure(
          Reason.WRONG_ALGORITHM,
          "is encrypted with '" + Printable.of(text("event_algorithm"), 32) + "'");
    }
    try {
      String plain =
          AesGcm.decrypt(
              base64("event_ciphertext"),
              apiV3Key,
              text("event_nonce"),
              text("event_associated_data"));
      return BodyFormat.isXml(plain)
          ? Json.node(Transformer.toMessage(plain))
          : Json.readOrText(plain.getBytes(StandardCharsets.UTF_8));
    } catch (CryptoException e) {
      throw failure(
          Reason.WRONG_API_V3_KEY,
          "was not encrypted with this client's APIv3 key. Compare the key with the merchant"
              + " platform");
    }
  }

  /**
   * Returns the base64 value of a field, without the line breaks that encoders and formatters
   * insert.
   */
  private String base64(String name) {
    String value = text(name).lines().map(String::strip).collect(Collectors.joining());
    if (value.indexOf(' ') >= 0) {
      throw failure(
          Reason.BAD_DIGEST,
          "has spaces in "
              + name
              + " instead of the + of base64, since it was URL-decoded. Pass the raw bytes");
    }
    return value;
  }

  private String text(String name) {
    Object value = fields.get(name);
    return value instanceof String ? (String) value : "";
  }

  static VerificationException failure(Reason reason, String problem) {
    return new VerificationException(reason, "The notification " + problem + ".", 0, "");
  }
}
