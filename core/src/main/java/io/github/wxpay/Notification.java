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
 * A notification that was proved to come from the platform, with what it is about in plaintext. It
 * knows its own answers: {@link #success()}, {@link #failure}.
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

  /** Its number: the platform sends one event again under the same; {@code event_id} in APIv2. */
  public String id() {
    return envelope.path(xml ? "event_id" : "id").asText("");
  }

  /** What happened, such as {@code TRANSACTION.SUCCESS}; empty where APIv2 does not say. */
  public String eventType() {
    return envelope.path("event_type").asText("");
  }

  /** When, as the platform wrote it: RFC 3339 in APIv3. */
  public String createTime() {
    return envelope.path(xml ? "event_create_time" : "create_time").asText("");
  }

  /** A sentence on it; empty in APIv2. */
  public String summary() {
    return envelope.path("summary").asText("");
  }

  /** Whether it is one of APIv2, in XML. */
  public boolean isV2() {
    return xml;
  }

  /** Returns the number of the merchant whose keys verified it; empty for a brand alone. */
  public String mchid() {
    return core.merchant.mchid();
  }

  /** What it is about, decrypted; in APIv2 the fields. */
  public JsonNode data() {
    return data.deepCopy();
  }

  /** One value of the data as text, by name or JSON Pointer; {@code null} when there is none. */
  public @Nullable String get(String nameOrPointer) {
    return Response.text(data, nameOrPointer);
  }

  /** Returns one value of the data as {@link #get} does, or nothing when there is none. */
  public Optional<String> find(String nameOrPointer) {
    return Optional.ofNullable(get(nameOrPointer));
  }

  /**
   * Returns one value of the data as {@link #get} does. An empty text is a value.
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

  /** The data as an object of the caller's class; unknown members are left aside. */
  public <T> T as(Class<T> type) {
    return Json.as(data, type);
  }

  /** Returns the data as an object of a generic type. */
  public <T> T as(TypeReference<T> type) {
    return Json.as(data, type);
  }

  /** Returns the data as an object that the caller's mapper creates, with its modules and names. */
  public <T> T as(Class<T> type, ObjectMapper mapper) {
    return Json.as(data, type, mapper);
  }

  /** Returns the data as an object of a generic type that the caller's mapper creates. */
  public <T> T as(TypeReference<T> type, ObjectMapper mapper) {
    return Json.as(data, type, mapper);
  }

  /** Returns the same as {@link #as(Class)}; {@code as} is a keyword in Kotlin. */
  public <T> T to(Class<T> type) {
    return as(type);
  }

  /** Returns the same as {@link #as(TypeReference)}. */
  public <T> T to(TypeReference<T> type) {
    return as(type);
  }

  /** Returns the same as {@link #as(Class, ObjectMapper)}. */
  public <T> T to(Class<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /** Returns the same as {@link #as(TypeReference, ObjectMapper)}. */
  public <T> T to(TypeReference<T> type, ObjectMapper mapper) {
    return as(type, mapper);
  }

  /**
   * Returns one value that the platform encrypted for the merchant, in plaintext.
   *
   * @return {@code null} when there is none, the empty text when the value is empty
   */
  public @Nullable String decrypt(String nameOrPointer) {
    return decryption(nameOrPointer).run();
  }

  /**
   * Decrypts one value as {@link #decrypt} does, without waiting where a {@link
   * io.github.wxpay.crypto.Decrypter} answers later.
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

  /** When it was received, by the client's clock. */
  public Instant received() {
    return received;
  }

  /** What a {@link ReplayStore} remembers it by. */
  public String replayKey() {
    return replayKey;
  }

  /**
   * Requires that it reports the successful payment of this order: in APIv3 {@code trade_state}
   * SUCCESS, in APIv2 {@code return_code} and {@code result_code} SUCCESS.
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
   * Requires that it reports this refund with {@code refund_status} SUCCESS.
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
   * Requires that it reports this transfer with {@code state} SUCCESS.
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
   * Compares one value of the data.
   *
   * @return this
   * @throws VerificationException when it is another, or missing
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

  /** The answer that it was taken: 204 without a body, or SUCCESS in XML. */
  public Reply success() {
    return xml ? xml("SUCCESS", "OK") : new Reply(204, "", "");
  }

  /**
   * The answer with data that some events ask for ({@code PARKING_FEE.QUERY_TRANS_INFO}); signed in
   * its {@code Authorization}, as {@code CROSS_BORDER_PAY.*} want it.
   */
  public Reply success(Map<String, ?> data) {
    return signedSuccess(data).run();
  }

  /**
   * Creates the reply of {@link #success(Map)} without waiting where a {@link
   * io.github.wxpay.crypto.RequestSigner} answers later. The future fails with what {@code success}
   * throws.
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

  /** The answer that it could not be taken now: the platform sends it again. */
  public Reply failure(String message) {
    return xml ? xml("FAIL", message) : Notifications.json(500, message);
  }

  private static Reply xml(String code, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("return_code", code);
    fields.put("return_msg", message);
    return new Reply(200, "text/xml", Transformer.toXml(fields));
  }

  /** Returns what it is and which merchant received it, without its data. */
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
