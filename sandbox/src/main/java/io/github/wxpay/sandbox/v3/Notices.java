package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.sandbox.crypto.Credentials;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Times;
import io.github.wxpay.sandbox.shape.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Creates notifications of APIv3: JSON with an encrypted resource, signed by the platform. */
public final class Notices {
  private final Credentials credentials;
  private final ResponseSigner signer;

  public Notices(Credentials credentials, ResponseSigner signer) {
    this.credentials = credentials;
    this.signer = signer;
  }

  /** Returns a notification of this type with an encrypted payload. */
  public Message make(NotificationType type, ObjectNode payload, Instant now) {
    String plain = payload.toString();
    String nonce = Randoms.alphanumeric(12);
    String associatedData = type.associatedData();
    String id = UUID.randomUUID().toString();
    ObjectNode envelope = Json.object();
    envelope.put("id", id);
    envelope.put("create_time", Times.rfc3339(now));
    envelope.put("resource_type", "encrypt-resource");
    envelope.put("event_type", type.name());
    envelope.put("summary", type.summary());
    ObjectNode resource = envelope.putObject("resource");
    resource.put("original_type", type.originalType());
    resource.put("algorithm", credentials.suite().aead());
    resource.put(
        "ciphertext",
        credentials.suite().seal(plain, credentials.apiV3Key(), nonce, associatedData));
    resource.put("associated_data", associatedData);
    resource.put("nonce", nonce);
    byte[] body = envelope.toString().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.putAll(signer.headers(body));
    return new Message(type, id, headers, body, plain);
  }
}
