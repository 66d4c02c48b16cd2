package io.github.wxpay.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A notification that was sent, with the receiver's reply. Immutable.
 *
 * <pre>{@code
 * URI receiver = URI.create("http://127.0.0.1:8080/notify");
 * Delivery delivery = sandbox.deliver(receiver, sandbox.notification("TRANSACTION.SUCCESS"));
 * assertEquals(204, delivery.status());
 * }</pre>
 */
public final class Delivery {
  private final long number;
  private final Instant time;
  private final URI receiver;
  private final SignedNotification notification;
  private final int status;
  private final byte[] body;
  private final @Nullable String problem;

  Delivery(
      long number,
      Instant time,
      URI receiver,
      SignedNotification notification,
      int status,
      byte[] body,
      @Nullable String problem) {
    this.number = number;
    this.time = time;
    this.receiver = receiver;
    this.notification = notification;
    this.status = status;
    this.body = body;
    this.problem = problem;
  }

  /** Returns the number of this delivery among all deliveries of the sandbox, from 1. */
  public long number() {
    return number;
  }

  /** Returns the time of sending, by the sandbox's clock. */
  public Instant time() {
    return time;
  }

  /** Returns the address to which the notification was sent. */
  public URI receiver() {
    return receiver;
  }

  /** Returns the notification. */
  public SignedNotification notification() {
    return notification;
  }

  /** Returns the HTTP status of the reply, 0 if there was no reply. */
  public int status() {
    return status;
  }

  /** Returns a copy of the reply's body; empty if there was no reply. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns the reply's body, decoded as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Returns a description of the problem: there was no reply, or the event requires a signed reply
   * ({@code CROSS_BORDER_PAY.*}) and its signature is missing or wrong. Empty if there was no
   * problem; a status, such as 500, is not a problem here.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Returns one line with event, receiver, status, and the problem if there is one. */
  @Override
  public String toString() {
    String line = notification.eventType() + " " + OneLine.of(receiver.toString()) + " " + status;
    return problem == null ? line : line + " (" + OneLine.of(problem) + ")";
  }
}
