package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.codec.Json;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.v3.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the platform's notifications: proves them, opens them, and hands nothing out before.
 * APIv3's JSON and APIv2's XML are told apart. Immutable and safe for many threads.
 *
 * <pre>{@code
 * Notification n = wxpay.notifications().parse(headers, body);
 * n.expect(mchid, order.number(), order.total());
 * return n.success();
 * }</pre>
 *
 * <p>The body must be the bytes as they came: read the request's stream before a framework parses
 * it.
 */
public final class Notifications {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Duration KEY_WAIT = Duration.ofSeconds(2);
  private static final int MAX_JSON = 1 << 20;
  private static final int MAX_XML = 64 << 10;

  private final List<Identity> identities;
  private final @Nullable ReplayStore replays;

  Notifications(List<Identity> identities, @Nullable ReplayStore replays) {
    this.identities = identities;
    this.replays = replays;
  }

  /** These, for several merchants behind one URL: the keys decide whose a notification is. */
  public Notifications with(Notifications others) {
    List<Identity> all = new ArrayList<>(identities);
    all.addAll(others.identities);
    return new Notifications(List.copyOf(all), replays);
  }

  /** These, refusing what a store has seen. */
  public Notifications replays(ReplayStore store) {
    return new Notifications(identities, Objects.requireNonNull(store, "store == null"));
  }

  /**
   * A notification, proved and opened. If its key has to be downloaded first, that is waited for
   * during 2 seconds at most; the platform sends a refused notification again.
   *
   * @param headers the request's headers; values are texts, lists or arrays of texts, names are
   *     taken without regard to case
   * @param body the request's bytes as they came
   * @throws VerificationException when it is not proved: answer with {@link #refusal}
   * @throws MalformedException when it is none, or is larger than 1 MiB (JSON) or 64 KiB (XML)
   */
  public Notification parse(Map<String, ?> headers, byte[] body) {
    Objects.requireNonNull(headers, "headers == null");
    boolean xml = isXml(body);
    requireSize(body.length, xml); // before anything is computed
    Notification notification =
        xml ? xml(new String(body, StandardCharsets.UTF_8)) : json(Headers.received(headers), body);
    Instant until = notification.received().plus(WINDOW);
    if (replays != null && !replays.add(notification.replayKey(), until)) {
      throw new VerificationException(
          Reason.REPLAYED,
          ("The notification " + notification.id()).stripTrailing()
              + " was taken before; this is a copy of it.",
          0,
          "");
    }
    return notification;
  }

  /** The answer to what could not be proved: 401, with no word on why. */
  public static Reply refusal() {
    return json(401, "not verified");
  }

  static Reply json(int status, String message) {
    Map<String, String> fields = new LinkedHashMap<>(); // in this order at every start
    fields.put("code", "FAIL");
    fields.put("message", message);
    byte[] body = Json.write(fields);
    return new Reply(status, "application/json", new String(body, StandardCharsets.UTF_8));
  }

  /** Returns whether the first byte that is not white space begins XML. */
  private static boolean isXml(byte[] body) {
    int at = 0;
    while (at < body.length && at <= MAX_JSON && Character.isWhitespace(body[at])) {
      at++;
    }
    return at < body.length && body[at] == '<';
  }

  private static void requireSize(int bytes, boolean xml) {
    if (bytes > (xml ? MAX_XML : MAX_JSON)) {
      throw new MalformedException(
          "The notification has "
              + bytes
              + " bytes; at most "
              + MAX_JSON
              + " bytes of JSON or "
              + MAX_XML
              + " bytes of XML are accepted.");
    }
  }

  private Notification json(Headers headers, byte[] body) {
    List<VerificationException> failures = new ArrayList<>();
    long started = System.nanoTime();
    for (Identity identity : identities) {
      try {
        Duration left = KEY_WAIT.minusNanos(System.nanoTime() - started); // for all merchants
        Caller.await(identity.verifier.verifyNotification(headers, body, left));
        JsonNode envelope = Json.read(body);
        String plain =
            Resource.open(identity.merchant, envelope.path("resource"), "notification's resource");
        String key =
            headers.first("Wechatpay-Timestamp").orElse("")
                + "/"
                + headers.first("Wechatpay-Nonce").orElse("");
        return new Notification(
            envelope,
            Json.readOrText(plain.getBytes(StandardCharsets.UTF_8)),
            false,
            key,
            identity);
      } catch (VerificationException e) {
        failures.add(e);
      }
    }
    throw nearest(failures);
  }

  private Notification xml(String text) {
    Map<String, Object> fields = Transformer.toMessage(text);
    if (fields == null) {
      throw new MalformedException("The notification is neither JSON nor XML.");
    }
    List<VerificationException> failures = new ArrayList<>();
    for (Identity identity : identities) {
      try {
        JsonNode data = identity.v2.notification(fields, identity.merchant);
        // Around req_info nothing is signed: what stands there is neither handed out nor a key.
        boolean bare = fields.containsKey("req_info");
        String key = Hash.sha256(bare ? data.toString() : "" + fields.get("sign"));
        return new Notification(bare ? data : Json.node(fields), data, true, key, identity);
      } catch (VerificationException e) {
        failures.add(e);
      }
    }
    throw nearest(failures);
  }

  /** Of several merchants' failures the one that got furthest. */
  private static VerificationException nearest(List<VerificationException> failures) {
    return failures.stream()
        .filter(e -> e.reason() != Reason.UNKNOWN_SERIAL)
        .filter(e -> e.reason() != Reason.UNEXPECTED_CONTENT) // to another merchant
        .reduce((a, b) -> b.reason() == Reason.WRONG_API_V3_KEY ? b : a)
        .orElse(failures.get(0));
  }

  /** Whose notifications are read. */
  @Override
  public String toString() {
    return "Notifications" + identities;
  }
}
