package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.v3.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
  /** The fields at the top level of a resource that may name the merchant who is notified. */
  static final List<String> MERCHANT = List.of("mchid", "sp_mchid", "combine_mchid", "mch_id");

  private static final Duration KEY_WAIT = Duration.ofSeconds(2);
  private static final byte[] MARK = "\ufeff".getBytes(StandardCharsets.UTF_8);
  private static final int MAX_JSON = 1 << 20;
  private static final int MAX_XML = 64 << 10;

  private final List<ClientCore> clients;
  private final @Nullable ReplayStore replays;

  Notifications(List<ClientCore> clients, @Nullable ReplayStore replays) {
    this.clients = clients;
    this.replays = replays;
  }

  /** These, for several merchants behind one URL: the keys decide whose a notification is. */
  public Notifications with(Notifications others) {
    List<ClientCore> all = new ArrayList<>(clients);
    all.addAll(others.clients);
    return new Notifications(List.copyOf(all), replays);
  }

  /** These, refusing what a store has seen. */
  public Notifications replays(ReplayStore store) {
    return new Notifications(clients, Objects.requireNonNull(store, "store == null"));
  }

  /**
   * A notification, proved and opened. If its key has to be downloaded first, that is waited for
   * during 2 seconds at most; the platform sends a refused notification again.
   *
   * @param headers the request's headers; values are texts, or lists, arrays or an {@link
   *     java.util.Enumeration} of texts; names are taken without regard to case
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
    if (replays != null) {
      Replays.refuse(notification, replays);
    }
    return notification;
  }

  /** The answer to what could not be proved: 401, with no word on why. */
  public static Reply refusal() {
    return json(401, "not verified");
  }

  static Reply json(int status, String message) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("code", "FAIL").put("message", message);
    byte[] body = Json.compact(fields); // a message that was cut must not fail the reply
    return new Reply(status, "application/json", new String(body, StandardCharsets.UTF_8));
  }

  /** Returns whether XML begins behind white space and a byte order mark. */
  private static boolean isXml(byte[] body) {
    int at = 0;
    while (at < body.length && at <= MAX_JSON) {
      if (Character.isWhitespace(body[at])) {
        at++;
      } else if (Arrays.equals(body, at, Math.min(body.length, at + 3), MARK, 0, MARK.length)) {
        at += MARK.length;
      } else {
        break;
      }
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
    for (ClientCore client : clients) {
      try {
        Duration left = KEY_WAIT.minusNanos(System.nanoTime() - started); // for all merchants
        var unused = client.verifier.verifyNotification(headers, body, left).run();
        JsonNode envelope = Json.read(body);
        String plain =
            Resource.open(client.merchant, envelope.path("resource"), "notification's resource");
        JsonNode data = Json.readOrText(plain.getBytes(StandardCharsets.UTF_8));
        String key = Replays.v3Key(headers);
        requireMerchant(data, client.merchant.mchid());
        return new Notification(envelope, data, false, key, client);
      } catch (VerificationException e) {
        failures.add(e);
      }
    }
    throw furthest(failures, false);
  }

  /**
   * Requires an object that is about the merchant whose keys verified and decrypted it: another
   * merchant behind the same URL could have signed a message that names this one.
   */
  private static void requireMerchant(JsonNode data, String mchid) {
    if (!data.isObject()) {
      throw new MalformedException(
          "The resource of the notification is not a JSON object, but "
              + data.getNodeType().name().toLowerCase(Locale.ROOT)
              + ".");
    }
    List<String> named = new ArrayList<>();
    for (String name : MERCHANT) {
      if (!data.path(name).asText("").isEmpty()) {
        named.add(name + " '" + Printable.of(data.path(name).asText(), 32) + "'");
      }
    }
    if (!mchid.isEmpty() && !named.isEmpty() && !Comparison.namesMerchant(data, mchid)) {
      throw new VerificationException(
          Reason.UNEXPECTED_CONTENT,
          "The notification was verified with the keys of merchant '"
              + mchid
              + "', but is about another one: "
              + String.join(", ", named)
              + ". Do not process it.",
          0,
          "");
    }
  }

  private Notification xml(String text) {
    Map<String, Object> fields = BodyFormat.isHtml(text) ? null : Transformer.toNotification(text);
    if (fields == null) {
      throw new MalformedException(
          "The notification is neither JSON nor XML, but "
              + BodyFormat.of(text)
              + ". Pass the body of the platform's request.");
    }
    List<VerificationException> failures = new ArrayList<>();
    for (ClientCore client : clients) {
      try {
        JsonNode data = client.v2.notification(fields, client.merchant);
        // The fields around req_info are not signed, so they are neither returned nor compared.
        boolean bare = fields.containsKey("req_info");
        String key = bare ? Replays.refundKey(data) : Replays.v2Key("" + fields.get("sign"));
        return new Notification(bare ? data : Json.node(fields), data, true, key, client);
      } catch (VerificationException e) {
        failures.add(e);
      }
    }
    throw furthest(failures, true);
  }

  /** Returns the failure of the merchant for whom the verification got furthest. */
  private static VerificationException furthest(List<VerificationException> failures, boolean xml) {
    VerificationException furthest = failures.get(0);
    for (VerificationException failure : failures) {
      if (step(failure.reason(), xml) > step(furthest.reason(), xml)) {
        furthest = failure;
      }
    }
    return furthest;
  }

  private static int step(Reason reason, boolean xml) {
    switch (reason) {
      case UNKNOWN_SERIAL:
        return 0;
      case UNEXPECTED_CONTENT:
        return xml ? 0 : 3; // APIv2 compares the merchant first, APIv3 last
      case WRONG_API_V3_KEY:
        return 2;
      default:
        return 1;
    }
  }

  /** Whose notifications are read. */
  @Override
  public String toString() {
    return "Notifications" + clients;
  }
}
