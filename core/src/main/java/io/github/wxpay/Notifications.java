package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.v3.EncryptedResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and decrypts the platform's notifications: APIv3's JSON and APIv2's XML. Nothing of a
 * notification is returned before it is verified. Immutable and safe for use by many threads.
 *
 * <pre>{@code
 * Notification n = wxpay.notifications().parse(headers, body);
 * n.expect(mchid, order.number(), order.total());
 * return n.success();
 * }</pre>
 *
 * <p>Pass the body as the bytes that were received: read the request's stream before a framework
 * parses it.
 */
public final class Notifications {
  /** The fields at the top level of a resource that may name the notified merchant. */
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

  /**
   * Returns a reader for the merchants of both, behind one URL; the keys that verify a notification
   * decide which merchant it is for.
   */
  public Notifications with(Notifications others) {
    List<ClientCore> all = new ArrayList<>(clients);
    all.addAll(others.clients);
    return new Notifications(List.copyOf(all), replays);
  }

  /** Returns a reader that refuses copies of notifications which a store has. */
  public Notifications replays(ReplayStore store) {
    return new Notifications(clients, Objects.requireNonNull(store, "store == null"));
  }

  /**
   * Verifies and decrypts a notification. Waits for at most 2 seconds if its platform certificate
   * has to be downloaded; the platform sends a refused notification again.
   *
   * @param headers the request's headers; values are texts, or lists, arrays or an {@link
   *     java.util.Enumeration} of texts; names are case-insensitive
   * @param body the request's bytes as received
   * @throws VerificationException if the verification fails; reply with {@link #refusal}
   * @throws MalformedException if it is not a notification, or is larger than 1 MiB (JSON) or 64
   *     KiB (XML)
   */
  public Notification parse(Map<String, ?> headers, byte[] body) {
    return read(headers, body).run();
  }

  /**
   * Verifies and decrypts a notification by the rules and limits of {@link #parse}, without
   * blocking the calling thread while its key is downloaded, for 2 seconds at most, or while a
   * {@link ReplayStore} that overrides {@link ReplayStore#addAsync} looks for a copy. Copies the
   * body, so the array may be reused.
   *
   * <p>Completes on the calling thread, or on the thread that ended the wait: one of the HTTP
   * client, the replay store or the JDK's timer. Use the future's {@code …Async} methods with an
   * executor for work that blocks.
   *
   * @return a future that fails with what {@code parse} throws, or with what the store failed with.
   *     If it is cancelled or times out, the notification is not recorded as received
   */
  public CompletableFuture<Notification> parseAsync(Map<String, ?> headers, byte[] body) {
    ReplayStore store = replays;
    return read(headers, body)
        .start(
            unclaimed -> {
              if (store != null) {
                Replays.forget(unclaimed.replayKey(), store);
              }
            });
  }

  private Task<Notification> read(Map<String, ?> headers, byte[] body) {
    return clients
        .get(0)
        .observers()
        .observed(
            Call.Kind.NOTIFICATION,
            "",
            () -> "",
            observation ->
                received(headers, body)
                    .map(
                        notification -> {
                          observation.verified(notification.eventType());
                          return notification;
                        }));
  }

  private Task<Notification> received(Map<String, ?> headers, byte[] body) {
    ReplayStore store = replays;
    Task<Notification> verified =
        Task.of(() -> attempts(headers, body)).then(attempts -> attempts.from(clients));
    return store == null
        ? verified
        : verified.then(notification -> Replays.once(notification, store));
  }

  private static Attempts attempts(Map<String, ?> headers, byte[] body) {
    Objects.requireNonNull(headers, "headers == null");
    boolean xml = isXml(body);
    requireSize(body.length, xml); // before anything is computed
    if (xml) {
      Map<String, Object> fields = fields(new String(body, StandardCharsets.UTF_8));
      return new Attempts(client -> Task.of(() -> xml(fields, client)), xml);
    }
    Headers received = Headers.received(headers);
    byte[] bytes = body.clone();
    long started = System.nanoTime();
    return new Attempts(
        client -> {
          Duration left = KEY_WAIT.minusNanos(System.nanoTime() - started); // for all merchants
          return client
              .verifier
              .verifyNotification(received, bytes, left)
              .map(key -> json(received, bytes, client));
        },
        xml);
  }

  /** Returns the reply to a request that could not be verified: 401, without the reason. */
  public static Reply refusal() {
    return json(401, "not verified");
  }

  static Reply json(int status, String message) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("code", "FAIL").put("message", message);
    byte[] body =
        Json.compact(fields); // accepts an unpaired surrogate, in which a truncated message may end
    return new Reply(status, "application/json", new String(body, StandardCharsets.UTF_8));
  }

  /** Returns whether the body is XML, after a byte order mark and white space. */
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

  /** Reads a verified notification. */
  private static Notification json(Headers headers, byte[] body, ClientCore client) {
    JsonNode envelope = Json.read(body);
    String plain =
        EncryptedResource.decrypt(
            client.merchant, envelope.path("resource"), "notification's resource");
    JsonNode data = Json.readOrText(plain.getBytes(StandardCharsets.UTF_8));
    requireMerchant(data, client.merchant.mchid());
    return new Notification(envelope, data, false, Replays.v3Key(headers), client);
  }

  /**
   * Requires an object that names the merchant whose keys verified and decrypted it: another
   * merchant behind the same URL could have sent a message that names this one.
   */
  private static void requireMerchant(JsonNode data, String mchid) {
    if (!data.isObject()) {
      throw new MalformedException(
          "The resource of the notification must be a JSON object; got "
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
              + "', but names another one: "
              + String.join(", ", named)
              + ". Do not process it.",
          0,
          "");
    }
  }

  private static Map<String, Object> fields(String text) {
    Map<String, Object> fields = BodyFormat.isHtml(text) ? null : Transformer.toNotification(text);
    if (fields == null) {
      throw new MalformedException(
          "The notification must be JSON or XML; got "
              + BodyFormat.of(text)
              + ". Pass the body of the platform's request.");
    }
    return fields;
  }

  private static Notification xml(Map<String, Object> fields, ClientCore client) {
    JsonNode data = client.v2.notification(fields, client.merchant);
    // The fields around req_info are not signed, so they are neither returned nor compared.
    boolean bare = fields.containsKey("req_info");
    String key = bare ? Replays.refundKey(data) : Replays.v2Key("" + fields.get("sign"));
    return new Notification(bare ? data : Json.node(fields), data, true, key, client);
  }

  /** Returns the merchants whose notifications are read. */
  @Override
  public String toString() {
    return "Notifications" + clients;
  }

  /** Tries the keys of one merchant after the other for one notification. */
  private static final class Attempts {
    private final Function<ClientCore, Task<Notification>> attempt;
    private final boolean xml;
    private final List<VerificationException> failures = new ArrayList<>();

    Attempts(Function<ClientCore, Task<Notification>> attempt, boolean xml) {
      this.attempt = attempt;
      this.xml = xml;
    }

    /** Tries the keys of the first of these merchants, and those of the others if it fails. */
    Task<Notification> from(List<ClientCore> clients) {
      return attempt
          .apply(clients.get(0))
          .recover(
              VerificationException.class,
              failure -> {
                failures.add(failure);
                if (clients.size() == 1) {
                  throw furthest();
                }
                return from(clients.subList(1, clients.size()));
              });
    }

    /** Returns the failure of the merchant for whom the verification got furthest. */
    private VerificationException furthest() {
      VerificationException furthest = failures.get(0);
      for (VerificationException failure : failures) {
        if (step(failure.reason()) > step(furthest.reason())) {
          furthest = failure;
        }
      }
      return furthest;
    }

    private int step(Reason reason) {
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
  }
}
