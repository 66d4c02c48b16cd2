package io.github.wxpay.internal.pipeline;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.transport.Transport;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides whether a request is sent again, and after which pause. Thread-safe. */
public final class RetryRule {
  private static final int ACCEPTED = 202;
  private static final Set<String> FAULT_CODES =
      Set.of("SYSTEM_ERROR", "SYSTEMERROR", "BIZERR_NEED_RETRY");
  private static final Set<String> THROTTLED_CODES =
      Set.of("FREQUENCY_LIMITED", "FREQUENCY_LIMIT_EXCEED", "FREQ_LIMIT", "RATELIMIT_EXCEEDED");

  private static final Duration MAX_PAUSE = Duration.ofSeconds(5);
  private static final Duration MAX_THROTTLED_PAUSE = Duration.ofSeconds(20);

  /** The factor of the first pause after a rate limit. */
  private static final int THROTTLED_FACTOR = 5;

  private final Retry standard;
  private final RetryBudget budget;
  private final Pauses pauses;

  /**
   * Creates the rule of a client.
   *
   * @param standard the retry of calls without one
   * @param budget the budget that all calls of the client share
   */
  public RetryRule(Retry standard, RetryBudget budget, Pauses pauses) {
    this.standard = standard;
    this.budget = budget;
    this.pauses = pauses;
  }

  /** Why an attempt did not end the call. */
  enum Cause {
    /** Nothing reached the platform. */
    NOT_SENT,
    /** The request was sent, and no complete response was received. */
    NO_RESPONSE,
    /** The platform reports a fault, or that it has not finished. */
    FAULT,
    /** The platform or a gateway refused the request because of its rate. */
    THROTTLED,
    /** The platform refused the time of the request, which would be another one now. */
    WRONG_TIME,
    /** The response is not authentic or not readable. */
    UNVERIFIED,
    /** Another attempt would not change the result. */
    FINAL;

    static Cause of(WxpayException e, Attempts attempts) {
      boolean refused = e instanceof StatusException && ((StatusException) e).status() == 401;
      return refused && attempts.isTimeCorrectable() ? WRONG_TIME : of(e);
    }

    private static Cause of(WxpayException e) {
      if (e instanceof TransportException) {
        return ((TransportException) e).sent() ? NO_RESPONSE : NOT_SENT;
      }
      if (e instanceof VerificationException || e instanceof MalformedException) {
        return UNVERIFIED;
      }
      if (e instanceof StatusException) {
        int status = ((StatusException) e).status();
        if (status == 407) {
          return NOT_SENT; // sent by a proxy, which forwards nothing without credentials
        }
        if (status == 429) {
          return THROTTLED;
        }
        return status >= 500 || status == 408 ? FAULT : ofCode(e.errorCode());
      }
      return e instanceof ResultException ? ofCode(e.errorCode()) : FINAL;
    }

    private static Cause ofCode(String code) {
      if (THROTTLED_CODES.contains(code)) {
        return THROTTLED;
      }
      return FAULT_CODES.contains(code) ? FAULT : FINAL;
    }
  }

  /**
   * Returns the task that continues a call after a failed attempt: it pauses and makes the next
   * attempt, or throws the failure.
   *
   * @param switched whether the next attempt is sent to another host; if nothing was sent, the
   *     first such attempt of a call has no pause and costs no tokens
   */
  Task<Incoming> afterFailure(
      WxpayException e,
      Outgoing request,
      Attempts attempts,
      boolean switched,
      Deadline deadline,
      Supplier<Task<Incoming>> next) {
    Cause cause = Cause.of(e, attempts);
    if (switched
        && cause == Cause.NOT_SENT
        && Math.max(1, attempts.count()) < retry(request).attempts()
        && deadline.left() > 0
        && attempts.switchHost()) {
      return next.get();
    }
    boolean permitted = !isInterrupted(e) && permits(cause, e, request, attempts);
    Duration pause = permitted ? pause(cause, request, asked(e), attempts, deadline) : null;
    if (pause == null) {
      throw e;
    }
    return after(pause, e, next);
  }

  /** Returns how long the platform asks to wait after a failure; zero if it does not say. */
  public static Duration asked(WxpayException e) {
    return e instanceof StatusException
        ? ((StatusException) e).retryAfter().orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  /**
   * Returns the task that continues a call after a verified response: the response, or the next
   * attempt after a 202, with which the platform asks for the same request again.
   */
  Task<Incoming> afterResponse(
      Incoming response,
      Outgoing request,
      Attempts attempts,
      Deadline deadline,
      Supplier<Task<Incoming>> next) {
    Duration pause =
        response.status() == ACCEPTED && isRepeatable(request)
            ? pause(Cause.FAULT, request, Duration.ZERO, attempts, deadline)
            : null;
    if (pause != null) {
      return after(pause, null, next);
    }
    budget.succeeded(attempts.price());
    return Task.value(response);
  }

  private static boolean permits(
      Cause cause, WxpayException e, Outgoing request, Attempts attempts) {
    switch (cause) {
      case NOT_SENT:
        return !Transport.isCircuitOpen(e);
      case WRONG_TIME: // the response has a valid signature, so nothing was executed
        return true;
      case THROTTLED: // a 429 means that the request was not executed
        return e instanceof StatusException || isRepeatable(request);
      case NO_RESPONSE:
      case FAULT:
        return isRepeatable(request);
      case UNVERIFIED: // once, since the next response probably has the same fault
        return NumberedWrite.isRead(request) && attempts.count() < 2;
      default:
        return false;
    }
  }

  /** Returns whether the platform executes a request once although it receives it twice. */
  static boolean isRepeatable(Outgoing request) {
    return NumberedWrite.isRead(request)
        || NumberedWrite.of(request).flatMap(write -> write.number(request)).isPresent();
  }

  private Retry retry(Outgoing request) {
    return request.options().retry().orElse(standard);
  }

  /** Returns the pause before the next attempt; {@code null} if there is none. */
  private @Nullable Duration pause(
      Cause cause, Outgoing request, Duration asked, Attempts attempts, Deadline deadline) {
    Retry retry = retry(request);
    if (attempts.count() >= retry.attempts()) {
      return null;
    }
    boolean throttled = cause == Cause.THROTTLED;
    Duration own =
        cause == Cause.WRONG_TIME
            ? Duration.ZERO
            : backOff(retry.delay(), throttled, attempts.count(), pauses.jitter());
    Duration pause = asked.compareTo(own) > 0 ? asked : own;
    if (!deadline.isNone() && pause.toNanos() >= deadline.left()) {
      return null;
    }
    boolean refused = throttled || cause == Cause.WRONG_TIME;
    int price = refused ? RetryBudget.REFUSED : RetryBudget.FAULT;
    if (!budget.take(price)) {
      return null;
    }
    attempts.retried(cause != Cause.NOT_SENT && !refused, price);
    return pause;
  }

  /**
   * Returns the pause after a number of failed attempts: doubled for each, at most 5 s (20 s after
   * a rate limit), of which half is random.
   */
  static Duration backOff(Duration delay, boolean throttled, int failed, double jitter) {
    Duration first = throttled ? delay.multipliedBy(THROTTLED_FACTOR) : delay;
    Duration max = throttled ? MAX_THROTTLED_PAUSE : MAX_PAUSE;
    Duration doubled = first.multipliedBy(1L << Math.min(failed - 1, 16));
    Duration limit = max.compareTo(delay) < 0 ? delay : max;
    long nanos = (doubled.compareTo(limit) > 0 ? limit : doubled).toNanos();
    long half = nanos / 2;
    return Duration.ofNanos(half + (long) (half * jitter));
  }

  /** Returns the next attempt after a pause; an interrupt ends the call with the failure. */
  private Task<Incoming> after(
      Duration pause, @Nullable WxpayException failure, Supplier<Task<Incoming>> next) {
    return pauses
        .task(pause, interrupted -> failure != null ? failure : accepted(interrupted))
        .then(paused -> next.get());
  }

  private static TransportException accepted(Throwable interrupted) {
    return new TransportException(
        "The call was interrupted in the pause after a 202.", true, interrupted);
  }

  private static boolean isInterrupted(WxpayException e) {
    return e.getCause() instanceof InterruptedException;
  }
}
