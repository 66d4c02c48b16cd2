package io.github.wxpay.http;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.internal.text.Printable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a call that a {@link CallListener} observes: success or failure, attempts and
 * duration. Of the request and the response it contains codes and the request ID only. Immutable.
 *
 * <pre>{@code
 * public void end(Call call, CallEnd end) {
 *   timer(call.template(), end.code()).record(end.duration());
 * }
 * }</pre>
 */
public final class CallEnd {
  private final int status;
  private final String requestId;
  private final String eventType;
  private final List<Attempt> attempts;
  private final Duration duration;
  private final @Nullable Throwable failure;

  /**
   * Creates the description of an end; tests of listeners may need it.
   *
   * @param status the status of the response; 0 without one
   * @param requestId the {@code Request-ID} of the response, or empty
   * @param eventType the event type of a verified notification, or empty
   * @param failure the exception that the caller receives; {@code null} if the call succeeded
   */
  public CallEnd(
      int status,
      String requestId,
      String eventType,
      List<Attempt> attempts,
      Duration duration,
      @Nullable Throwable failure) {
    this.status = status;
    this.requestId = requestId;
    this.eventType = eventType;
    this.attempts = List.copyOf(attempts);
    this.duration = duration;
    this.failure = failure;
  }

  /** Returns whether the call succeeded: its response or notification was verified. */
  public boolean succeeded() {
    return failure == null;
  }

  /** Returns the status of the response; 0 if there is none. */
  public int status() {
    return failure instanceof StatusException ? ((StatusException) failure).status() : status;
  }

  /**
   * Returns the platform's error code, such as {@code PARAM_ERROR}, or the reason why a response or
   * notification was not accepted, such as {@code BAD_SIGNATURE}; empty otherwise.
   */
  public String code() {
    if (failure instanceof VerificationException) {
      return ((VerificationException) failure).reason().name();
    }
    return failure instanceof WxpayException ? ((WxpayException) failure).errorCode() : "";
  }

  /**
   * Returns the known effect of a failed call; {@link Outcome#NONE} for a successful one and for a
   * notification.
   */
  public Outcome outcome() {
    if (failure == null) {
      return Outcome.NONE;
    }
    if (failure instanceof WxpayException) {
      return ((WxpayException) failure).outcome();
    }
    return attempts.isEmpty() ? Outcome.NOT_SENT : Outcome.UNKNOWN;
  }

  /** Returns the simple name of the exception that the caller receives; empty without one. */
  public String failure() {
    return failure == null ? "" : failure.getClass().getSimpleName();
  }

  /** Returns the host that the request was last sent to; empty if it was not sent. */
  public String host() {
    return attempts.isEmpty() ? "" : attempts.get(attempts.size() - 1).host();
  }

  /** Returns the attempts in their order; empty if there was none. */
  public List<Attempt> attempts() {
    return attempts;
  }

  /** Returns the time from the start to the end, including key downloads, signing and verifying. */
  public Duration duration() {
    return duration;
  }

  /** Returns the {@code Request-ID} of the response; empty without one. As received. */
  public String requestId() {
    return requestId;
  }

  /** Returns the event type of a notification that was verified; empty otherwise. */
  public String eventType() {
    return eventType;
  }

  /** Returns the status or the failure, and the duration. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (failure != null) {
      text.append(failure()).append(' ').append(outcome()).append(' ');
    }
    if (!code().isEmpty()) {
      text.append(Printable.of(code(), 64)).append(' ');
    }
    if (status() != 0) {
      text.append(status()).append(' ');
    }
    return text.append("in ").append(duration.toMillis()).append(" ms").toString();
  }
}
