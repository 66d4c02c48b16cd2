package io.github.wxpay;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A verified notification of the platform, with its resource decrypted. Immutable.
 *
 * <pre>{@code
 * Notification n = wxpay.notifications().parse(headers, body);
 * n.expect(mchid, order.number(), order.total());
 * String id = n.require("transaction_id");
 * return n.success();  // reply with failure(…) if it could not be processed
 * }</pre>
 */
public final class Notification {
  private static final int SHOWN = 100;

  private final JsonNode envelope;
  private final JsonNode data;
  private final boolean xml;
  private final String replayKey;
  private final ClientCore core;
  private final Instant received;

  Notification(JsonNode envelope, JsonNode data, boolean xml, String replayKey, ClientCore core) {
    this.envelope = envelope;
    this.data = data;
    this.xml = xml;
    this.replayKey = replayKey;
    this.core = core;
    this.received = core.verifier.now();
  }

  /**
   * Returns the ID, which is the same for each delivery of one event; {@code event_id} in APIv2.
   */
  public String id() {
    return envelope.path(xml ? "event_id" : "id").asText("");
  }

  /** Returns the event type, such as {@code TRANSACTION.SUCCESS}; empty if APIv2 sends none. */
  public String eventType() {
    return envelope.path("event_type").asText("");
  }

  /** Returns the time of creation as the platform sends it: RFC 3339 in APIv3. */
  public String createTime() {
    return envelope.path(xml ? "event_create_time" : "create_time").asText("");
  }

  /** Returns the platform's summary of the event; empty in APIv2. */
  public String summary() {
    return envelope.path("summary").asText("");
  }

  /** Returns whether this is a notification of APIv2, in XML. */
  public boolean isV2() {
    return xml;
  }

  /** Returns the number of the merchant whose keys verified it; empty for a brand alone. */
  public String mchid() {
    return core.merchant.mchid();
  }

  /** Returns the decrypted resource; in APIv2 the fields. */
  public JsonNode data() {
    return data.deepCopy();
  }

  /**
   * Returns one value of the data as text, by name or JSON Pointer; {@code null} if there is none.
   */
  public @Nullable String get(String nameOrPointer) {
    return Response.text(data, nameOrPointer);
  }

  /** Returns one value of the data as {@link #get} does; empty if there is none. */
  public Optional<String> find(String nameOrPointer) {
    return Optional.ofNullable(get(nameOrPointer));
  }

  /**
   * Returns one value of the data as {@link #get} does. An empty string is a value.
   *
   * @throws MalformedException if there is none; the message names the value and the event
   */
  public String require(String nameOrPointer) {
    String value = get(nameOrPointer);
    if (value == null) {
      throw Response.missing("The notification " + label(), nameOrPointer);
    }
    return value;
  }

  /** Returns the data as an object of a class; unknown members are ignored. */
  public <T> T as(Class<T> type) {
    return Json.as(data, type);
  }

  /** Returns the data as an object of a generic type. */
  public <T> T as(TypeReference<T> type) {
    return Json.as(data, type);
  }

  /** Returns the data as an object that a mapper creates, with its modules and naming. */
  public <T> T as(Class<T> type, ObjectMapper mapper) {
    return Json.as(data, type, mapper);
  }

  /** Returns the data as an object of a generic type that a mapper creates. */
  public <T> T as(TypeReference<T> type, ObjectMapper mapper) {
    return Json.as(data, type, mapper);
  }

  /** Does the same as {@link #as(Class)}; for Kotlin, where {@code as} is a keyword. */
  public <T> T to(Class<T> type) {
    return as(type);
  }

  /** Does the same as {@link #as(TypeReference)}. */
  public <T> T to(TypeReference<T> type) {
    return as(type);
  }

  /** Does the same as {@link #as(Class, ObjectMapper)}. */
  public <T> T to(Class<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /** Does the same as {@link #as(TypeReference, ObjectMapper)}. */
  public <T> T to(TypeReference<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /**
   * Decrypts one value that the platform encrypted for the merchant.
   *
   * @return the plaintext; {@code null} if there is no such value, empty if the value is empty
   */
  public @Nullable String decrypt(String nameOrPointer) {
    return decryption(nameOrPointer).run();
  }

  /**
   * Decrypts one value as {@link #decrypt} does, without waiting for an asynchronous {@link
   * io.github.wxpay.crypto.Decrypter}.
   *
   * @return a future of the plaintext, or of {@code null} if the value is missing; it fails with
   *     what {@code decrypt} throws
   */
  public CompletableFuture<@Nullable String> decryptAsync(String nameOrPointer) {
    return decryption(nameOrPointer).start();
  }

  private Task<@Nullable String> decryption(String nameOrPointer) {
    return Task.of(() -> get(nameOrPointer)).then(value -> core.decrypt(value, false));
  }

  /** Returns when it was received, by the client's clock. */
  public Instant received() {
    return received;
  }

  /** Returns the key under which a {@link ReplayStore} stores it. */
  public String replayKey() {
    return replayKey;
  }

  /**
   * Requires that this notification reports the successful payment of an order: in APIv3 {@code
   * trade_state} SUCCESS, in APIv2 {@code return_code} and {@code result_code} SUCCESS.
   *
   * @param mchid the merchant whose keys verified the notification, a service provider's own number
   *     included; compare a sub-merchant by {@code expect("sub_mchid", …)}
   * @param outTradeNo {@code out_trade_no}; of a combined payment {@code combine_out_trade_no}, or
   *     the number of one sub-order
   * @param total the order's amount in fen; for {@code combine_out_trade_no} the sum of the
   *     sub-orders
   * @return this
   * @throws VerificationException with UNEXPECTED_CONTENT if the merchant, the number or the amount
   *     differs, or if it does not report a successful payment; the message names the event
   */
  public Notification expect(String mchid, String outTradeNo, long total) {
    new Comparison(this, data).payment(mchid, outTradeNo, total);
    return this;
  }

  /**
   * Requires that this notification reports a refund with {@code refund_status} SUCCESS.
   *
   * @param outRefundNo {@code out_refund_no}
   * @param refund the refunded amount in fen: {@code amount.refund}, in APIv2 {@code refund_fee}
   * @return this
   * @throws VerificationException with UNEXPECTED_CONTENT if the number or the amount differs, or
   *     if it does not report a successful refund; the message names the event
   */
  public Notification expectRefund(String outRefundNo, long refund) {
    new Comparison(this, data).refund(outRefundNo, refund);
    return this;
  }

  /**
   * Requires that this notification reports a transfer with {@code state} SUCCESS.
   *
   * @param outBillNo {@code out_bill_no}
   * @param amount {@code transfer_amount} in fen
   * @return this
   * @throws VerificationException with UNEXPECTED_CONTENT if the number or the amount differs, or
   *     if it does not report a successful transfer; the message names the event
   */
  public Notification expectTransfer(String outBillNo, long amount) {
    new Comparison(this, data).transfer(outBillNo, amount);
    return this;
  }

  /**
   * Requires one value of the data to be as expected.
   *
   * @return this
   * @throws VerificationException if the value differs or is missing
   */
  public Notification expect(String nameOrPointer, Object value) {
    String actual = get(nameOrPointer);
    if (!value.toString().equals(actual)) {
      throw Comparison.failure(
          this,
          "has "
              + Printable.of(nameOrPointer, 64)
              + " '"
              + Printable.of(String.valueOf(actual), 64)
              + "', where '"
              + Printable.of(value.toString(), 128)
              + "' was expected");
    }
    return this;
  }

  /** Returns its ID and event type, for messages. */
  String label() {
    String label = (id() + " " + eventType()).strip();
    return label.isEmpty() ? "of APIv2" : Printable.of(label, 128);
  }

  /**
   * Returns the reply that the notification was processed: 204 without a body, or SUCCESS in XML.
   */
  public Reply success() {
    return xml ? xml("SUCCESS", "OK") : new Reply(204, "", "");
  }

  /**
   * Returns the reply with data that some events require ({@code PARKING_FEE.QUERY_TRANS_INFO}). It
   * is signed in its {@code Authorization} header, as {@code CROSS_BORDER_PAY.*} require.
   */
  public Reply success(Map<String, ?> data) {
    return signedSuccess(data).run();
  }

  /**
   * Creates the reply of {@link #success(Map)} without waiting for an asynchronous {@link
   * io.github.wxpay.crypto.RequestSigner}. The future fails with what {@code success} throws.
   */
  public CompletableFuture<Reply> successAsync(Map<String, ?> data) {
    return signedSuccess(data).start();
  }

  private Task<Reply> signedSuccess(Map<String, ?> data) {
    return Task.of(
            () -> {
              Map<String, Object> body = new LinkedHashMap<>();
              body.put("code", "SUCCESS");
              body.putAll(data);
              return Json.write(body);
            })
        .then(
            json -> {
              String text = new String(json, StandardCharsets.UTF_8);
              Reply reply = new Reply(200, "application/json", text);
              return core.timed(core.signer.replyAuthorization(json))
                  .map(authorization -> reply.with("Authorization", authorization));
            });
  }

  /**
   * Returns the reply that the notification could not be processed; the platform sends it again.
   */
  public Reply failure(String message) {
    return xml ? xml("FAIL", message) : Notifications.json(500, message);
  }

  private static Reply xml(String code, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", code);
    fields.put("return_msg", message);
    return new Reply(200, "text/xml", Transformer.toXml(fields));
  }

  /** Returns protocol, ID, event type, time and merchant, without the data. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ", "Notification[", "]");
    for (String part : List.of(xml ? "APIv2" : "APIv3", id(), eventType(), createTime())) {
      if (!part.isEmpty()) {
        text.add(Printable.of(part, SHOWN));
      }
    }
    return text.add("for " + mchid()).toString();
  }
}
