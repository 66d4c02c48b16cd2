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

  /** Returns a copy of the HTTP headers, which the caller may change. */
  public Map<String, String> headers() {
    return new LinkedHashMap<>(message.headers());
  }

  /** Returns a copy of the body's bytes. */
  public byte[] body() {
    return message.body().clone();
  }

  /** Returns the body, decoded as UTF-8. */
  public String text() {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  /** Returns the event type, for example {@code REFUND.SUCCESS}, without the prefix {@code v2/}. */
  public String eventType() {
    return message.type().name();
  }

  /** Returns the protocol: {@code v2} for XML, {@code v3} for JSON. */
  public String version() {
    return "v" + message.type().version();
  }

  /** Returns the ID of the notification; empty in APIv2, where notifications have none. */
  public String id() {
    return message.id();
  }

  /** Returns the JSON or XML before its encryption, or the body if no part of it is encrypted. */
  public String plaintext() {
    return message.plaintext();
  }

  /** Returns the event type and the ID if there is one. */
  @Override
  public String toString() {
    String event = NotificationShapes.name(message.type());
    return "SignedNotification[" + (id().isEmpty() ? event : event + " " + id()) + "]";
  }
}
