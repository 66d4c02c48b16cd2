package io.github.wxpay.reliability;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Result of a call and its duration. Immutable. */
final class Result {
  /** The number of the request, by which a server counts. */
  final String number;

  final @Nullable Throwable thrown;
  final Duration took;

  private Result(String number, @Nullable Throwable thrown, Duration took) {
    this.number = number;
    this.thrown = thrown;
    this.took = took;
  }

  static Result of(String number, Runnable call) {
    long start = System.nanoTime();
    Throwable thrown = null;
    try {
      call.run();
    } catch (RuntimeException | Error e) {
      thrown = e;
    }
    return new Result(number, thrown, Duration.ofNanos(System.nanoTime() - start));
  }

  /** Returns the outcome; null if the call succeeded, or failed without saying one. */
  @Nullable Outcome outcome() {
    return thrown instanceof WxpayException ? ((WxpayException) thrown).outcome() : null;
  }

  /** Returns what contradicts itself in the exception; empty if nothing does. */
  String contradiction() {
    if (thrown == null) {
      return "";
    }
    if (!(thrown instanceof WxpayException) || outcome() == Outcome.NONE) {
      return "has no outcome";
    }
    if (thrown instanceof TransportException
        && ((TransportException) thrown).sent() != (outcome() == Outcome.UNKNOWN)) {
      return "has a sent() that contradicts its outcome";
    }
    return "";
  }

  @Override
  public String toString() {
    return took.toMillis()
        + " ms, "
        + (thrown == null ? "success" : outcome() + " by " + thrown + cause(thrown));
  }

  private static String cause(Throwable thrown) {
    return thrown.getCause() == null ? "" : " caused by " + thrown.getCause();
  }
}
