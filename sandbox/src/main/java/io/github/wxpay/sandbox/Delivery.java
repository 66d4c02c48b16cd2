package io.github.wxpay.sandbox;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A notification that was sent, and what the receiver answered. Immutable. */
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

  /** Returns the place of this delivery among all of this sandbox; the first is 1. */
  public long number() {
    return number;
  }

  /** Returns when it was sent, by the sandbox's clock. */
  public Instant time() {
    return time;
  }

  /** Returns where it was sent. */
  public URI receiver() {
    return receiver;
  }

  /** Returns what was sent. */
  public SignedNotification notification() {
    return notification;
  }

  /** Returns the HTTP status of the answer, 0 if none came. */
  public int status() {
    return status;
  }

  /** Returns a copy of the answer's bytes; none if no answer came. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns the answer as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Returns what is wrong, in words: no answer came, or the event asks for a signed answer ({@code
   * CROSS_BORDER_PAY.*}) and the signature is missing or does not fit. Empty if nothing is wrong; a
   * status is never a problem here.
   */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Returns one line: event, receiver, status, and the problem if there was one. */
  @Override
  public String toString() {
    String line = notification.eventType() + " " + OneLine.of(receiver.toString()) + " " + status;
    return problem == null ? line : line + " (" + OneLine.of(problem) + ")";
  }
}
