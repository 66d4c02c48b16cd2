package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.shape.Message;
import io.github.wxpay.sandbox.shape.NotificationShapes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A notification as the platform sends it: headers and body, signed, and encrypted where the
 * platform encrypts. Immutable.
 *
 * <pre>{@code
 * SignedNotification paid = sandbox.notification("TRANSACTION.SUCCESS");
 * wxpay.notifications().parse(paid.headers(), paid.body());
 * }</pre>
 */
public final class SignedNotification {
  private final Message message;

  SignedNotification(Message message) {
    this.message = message;
  }

  Message message() {
    return message;
  }

  /** Returns the HTTP headers, in a map of the caller's own. */
  public Map<String, String> headers() {
    return new LinkedHashMap<>(message.headers());
  }

  /** Returns a copy of the body's bytes. */
  public byte[] body() {
    return message.body().clone();
  }

  /** Returns the body as text. */
  public String text() {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  /** Returns the name of the event, for example {@code REFUND.SUCCESS}; never with {@code v2/}. */
  public String eventType() {
    return message.type().name();
  }

  /** Returns {@code v2} for XML, {@code v3} for JSON. */
  public String version() {
    return "v" + message.type().version();
  }

  /** Returns the id of the notification; empty where APIv2 has none. */
  public String id() {
    return message.id();
  }

  /** Returns the JSON or XML before it was encrypted; the body where nothing is encrypted. */
  public String plaintext() {
    return message.plaintext();
  }

  /** Returns the event and, where there is one, the id. */
  @Override
  public String toString() {
    String event = NotificationShapes.name(message.type());
    return "SignedNotification[" + (id().isEmpty() ? event : event + " " + id()) + "]";
  }
}
