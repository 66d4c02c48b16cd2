package io.github.wxpay.internal.pipeline;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Task;

/** Adds the outcome to the failure of a call, depending on how far the call had proceeded. */
final class Outcomes {
  private Outcomes() {}

  /** Returns the task of a step that runs before anything is sent. */
  static <T> Task<T> notSent(Task<T> step) {
    return step.recover(
        WxpayException.class,
        e -> {
          throw e.withOutcome(Outcome.NOT_SENT, "");
        });
  }

  /**
   * Does the same for a step that may make another call, such as a certificate download, whose
   * outcome is not that of this request.
   */
  static <T> Task<T> notSent(Task<T> step, Outgoing request) {
    return step.recover(
        WxpayException.class,
        e -> {
          boolean ofAnother = e.outcome() == Outcome.UNKNOWN || e.outcome() == Outcome.REFUSED;
          throw e.withOutcome(Outcome.NOT_SENT, ofAnother ? request + " was not sent." : "");
        });
  }

  /** Returns the task of the steps after a request may have been sent. */
  static <T> Task<T> afterSending(Task<T> steps, Outgoing request) {
    return steps.recover(
        WxpayException.class,
        e -> {
          Outcome outcome = e.outcome() == Outcome.NONE ? Outcome.UNKNOWN : e.outcome();
          throw e.withOutcome(outcome, outcome == Outcome.UNKNOWN ? advice(e, request) : "");
        });
  }

  /**
   * Returns the task of all attempts of a call: a failed write is {@link Outcome#UNKNOWN} if any of
   * them may have been executed, whatever the last one showed.
   */
  static <T> Task<T> ofAttempts(Task<T> steps, Outgoing request, Attempts attempts) {
    return steps.recover(
        WxpayException.class,
        e -> {
          boolean open =
              attempts.maybeExecuted()
                  && e.outcome() != Outcome.UNKNOWN
                  && NumberedWrite.isWrite(request);
          throw open
              ? e.withOutcome(
                  Outcome.UNKNOWN,
                  "That is about the last attempt only. " + NumberedWrite.advice(request))
              : e;
        });
  }

  /** Returns the task of a call, whose failure has the attempts of the call. */
  static <T> Task<T> withAttempts(Task<T> call, Attempts attempts) {
    return call.recover(
        WxpayException.class,
        e -> {
          throw e.withAttempts(attempts.list());
        });
  }

  private static String advice(WxpayException e, Outgoing request) {
    if (NumberedWrite.isWrite(request)) {
      return NumberedWrite.advice(request);
    }
    return e instanceof TransportException ? "It may be called again." : "";
  }
}
