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
 * APIv2's notifications: plain signed fields, {@code req_info} of refunds (AES-256-ECB under the
 * MD5 of the APIv2 key, and no sign), {@code event_ciphertext} (signed, and AES-256-GCM under the
 * APIv3 key).
 */
final class V2Notification {
  private static final String SUCCESS = "SUCCESS";
  private static final List<String> REFUND =
      List.of("return_code", "appid", "mch_id", "nonce_str", "req_info");

  /** One of these is in every documented kind: results, events, contracts, parking. */
  private static final List<String> KINDS =
      List.of("return_code", "event_ciphertext", "change_type", "vehicle_event_type");

  private final String mchid;
  // transient: what writes objects field by field leaves it out
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
   * Requires a documented kind, for this merchant. Parameters that this merchant signed for a payer
   * (pages, call-up parameters) have a valid sign too, but none of the fields of a notification. A
   * field that is empty does not count, since the sign does not cover it.
   */
  void requireOurs() {
    if (KINDS.stream().allMatch(name -> text(name).isEmpty())) {
      throw failure(
          Reason.UNEXPECTED_CONTENT,
          "is not of a documented kind: it has none of the fields "
              + KINDS
              + (fields.containsKey("resource")
                  ? "; it was converted from the JSON of APIv3, so pass the raw bytes"
                  : ""));
    }
    Object code = fields.getOrDefault("return_code", SUCCESS);
    if (!SUCCESS.equals(code)) {
      throw failure(
          Reason.UNEXPECTED_CONTENT,
          "says return_code '"
              + Printable.of("" + code, 32)
              + "' and return_msg '"
              + Printable.of(text("return_msg"), 128)
              + "', unsigned, and reports no payment or refund");
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
              + "', and this client is "
              + mchid
              + "'s");
    }
  }

  /** What a refund's notice holds; only who has the APIv2 key can have written it. */
  JsonNode refund() {
    for (String name : REFUND) {
      if (text(name).isEmpty()) {
        throw failure(Reason.BAD_DIGEST, "has no field '" + name + "', which a refund's has");
      }
    }
    String info = base64("req_info");
    try {
      String key = Hash.md5(secret);
      String plain = AesEcb.decrypt(info, key);
      Map<String, Object> content = Transformer.toMessage(plain);
      boolean whole = plain.indexOf('\ufffd') < 0; // a changed block is hardly ever UTF-8
      if (whole && content != null && isRefund(content)) {
        return Json.node(content);
      }
    } catch (CryptoException | MalformedException e) {
      // Falls through to the one failure that every fault gets.
    }
    throw failure(
        Reason.BAD_DIGEST,
        "has a req_info that was not encrypted under this client's APIv2 key: compare that key with"
            + " the merchant platform, or take it for forged");
  }

  /** Whether it names a refund; without a number no copy of it could be recognised. */
  private static boolean isRefund(Map<String, Object> content) {
    return !content.containsKey("#text")
        && (content.containsKey("out_refund_no") || content.containsKey("refund_id"));
  }

  /** What an event holds. */
  JsonNode event(String apiV3Key) {
    if (!text("event_algorithm").equals("AEAD_AES_256_GCM")) {
      throw failure(
          Reason.WRONG_ALGORITHM,
          "is encrypted by '" + Printable.of(text("event_algorithm"), 32) + "'");
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
          Reason.WRONG_API_V3_KEY, "was not encrypted under this client's APIv3 key; compare it");
    }
  }

  /**
   * The value of a field in base64, without the line breaks that encoders and formatters put in.
   */
  private String base64(String name) {
    String value = text(name).lines().map(String::strip).collect(Collectors.joining());
    if (value.indexOf(' ') >= 0) {
      throw failure(
          Reason.BAD_DIGEST,
          "has blanks in "
              + name
              + ", where base64 has +: it was URL-decoded on its way, so pass the raw bytes");
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
