package io.github.wxpay.sandbox.v2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.sandbox.crypto.Aead;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.shape.Message;
import io.github.wxpay.sandbox.shape.NotificationShapes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Creates XML notifications: signed, or with an encrypted field. */
public final class Notices {
  private static final String APPID = "wx8888888888888888";

  private final Credentials credentials;

  public Notices(Credentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Creates a notification of a type.
   *
   * @throws IllegalArgumentException if the type does not allow the {@code sign_type} of the
   *     payload
   */
  public Message make(NotificationType type, ObjectNode payload, Instant now) {
    Map<String, String> fields = new LinkedHashMap<>();
    payload
        .fieldNames()
        .forEachRemaining(
            name -> {
              JsonNode value = payload.get(name);
              fields.put(name, value.isValueNode() ? value.asText() : value.toString());
            });
    switch (type.encryptedField()) {
      case "req_info":
        return withInfo(type, fields);
      case "event_ciphertext":
        return withCipherText(type, payload, now);
      default:
        return plain(type, fields);
    }
  }

  private Message plain(NotificationType type, Map<String, String> fields) {
    String signType = fields.getOrDefault("sign_type", type.signTypes().get(0));
    if (!type.signTypes().contains(signType)) {
      throw new IllegalArgumentException(
          NotificationShapes.name(type)
              + " is signed with "
              + String.join(" or ", type.signTypes())
              + ", not "
              + signType);
    }
    fields.computeIfPresent(
        "nonce_str", (name, given) -> given.isEmpty() ? Randoms.alphanumeric(32) : given);
    sign(fields, signType);
    return message(type, "", fields, null);
  }

  private Message withInfo(NotificationType type, Map<String, String> fields) {
    String inner = Xml.write(fields);
    String plain = "<root>" + inner.substring(5, inner.length() - 6) + "</root>";
    String key = SignType.MD5.digest(credentials.secret(), "").toLowerCase(Locale.ROOT);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("return_code", "SUCCESS");
    all.put("appid", APPID);
    all.put("mch_id", credentials.mchid());
    all.put("nonce_str", Randoms.alphanumeric(32));
    all.put("req_info", ecb(plain, key));
    return message(type, "", all, plain);
  }

  // Encrypted as in APIv3, with the APIv3 key.
  private Message withCipherText(NotificationType type, ObjectNode payload, Instant now) {
    String id = UUID.randomUUID().toString();
    String nonce = Randoms.alphanumeric(12);
    String associatedData = type.associatedData();
    String plain = payload.toString();
    String signType = type.signTypes().get(0);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("mch_id", credentials.mchid());
    all.put("appid", APPID);
    all.put("algorithm", signType);
    all.put("nonce_str", Randoms.alphanumeric(32));
    all.put("event_id", id);
    all.put("event_create_time", Times.compact(now));
    all.put("event_type", type.name());
    all.put("event_algorithm", Aead.NAME);
    all.put("event_nonce", nonce);
    all.put("event_associated_data", associatedData);
    all.put("event_ciphertext", Aead.seal(plain, credentials.apiV3Key(), nonce, associatedData));
    sign(all, signType);
    return message(type, id, all, plain);
  }

  private void sign(Map<String, String> fields, String type) {
    SignType signType = Objects.requireNonNull(SignType.of(type), type);
    fields.remove("sign");
    fields.put("sign", signType.sign(fields, credentials.secret()));
  }

  private static Message message(
      NotificationType type, String id, Map<String, String> fields, @Nullable String plain) {
    String xml = Xml.write(fields);
    byte[] body = xml.getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = Map.of("Content-Type", "text/xml");
    return new Message(type, id, headers, body, plain == null ? xml : plain);
  }

  private static String ecb(String plain, String key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
      byte[] secret = key.getBytes(StandardCharsets.US_ASCII);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"));
      byte[] sealed = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }
}
