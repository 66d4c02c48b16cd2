package io.github.wxpay;

import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.call.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The total time and the pauses of one call that waits for a final state. Each belongs to one call,
 * whose steps run in order, so no lock is required.
 */
final class Polling {
  /** The total time of a call without a deadline. */
  static final Duration DEFAULT_TIME = Duration.ofSeconds(60);

  /** The longest wait, for a step that is not due. */
  static final Duration NEVER = Duration.ofDays(1);

  /** The pause between two queries of a payment, as the platform advises. */
  private static final List<Duration> STEADY = List.of(Duration.ofSeconds(5));

  private static final List<Duration> GROWING =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8),
          Duration.ofSeconds(10));

  private final Pauses pauses;
  private final Duration total;
  private final List<Duration> steps;
  private final long started;
  private int made;

  /**
   * Creates the time of a call.
   *
   * @param started when the call started, by {@link Pauses#nanoTime}
   * @param isSteady whether the number is queried at steady intervals, and not after growing pauses
   */
  Polling(Pauses pauses, long started, Duration total, boolean isSteady) {
    this.pauses = pauses;
    this.started = started;
    this.total = total;
    this.steps = isSteady ? STEADY : GROWING;
  }

  /** Returns the total time. */
  Duration total() {
    return total;
  }

  /** Returns the time since the start. */
  Duration elapsed() {
    return Duration.ofNanos(pauses.nanoTime() - started);
  }

  /** Returns the deadline of a step that begins now: the end of the total time. */
  Deadline deadline() {
    return Deadline.in(left());
  }

  private Duration left() {
    return total.minus(elapsed());
  }

  /**
   * Returns the next pause; empty if no time is left for a step after it.
   *
   * @param min the time that the platform asks to wait; zero if it does not
   * @param max the time until another step is due, which comes first
   */
  Optional<Duration> next(Duration min, Duration max) {
    Duration step = steps.get(Math.min(made, steps.size() - 1));
    Duration pause = step.compareTo(min) < 0 ? min : step;
    Duration last = left().minus(shorter(Duration.ofSeconds(1), total.dividedBy(10)));
    Duration bounded = shorter(shorter(pause, max), last);
    if (bounded.isNegative() || bounded.isZero()) {
      return Optional.empty();
    }
    made++;
    return Optional.of(bounded);
  }

  /**
   * Returns the task of a pause.
   *
   * @param ended converts an interrupt or a cancellation to the exception to throw
   */
  Task<Duration> pause(Duration time, Function<Throwable, RuntimeException> ended) {
    return pauses.task(time, ended);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
