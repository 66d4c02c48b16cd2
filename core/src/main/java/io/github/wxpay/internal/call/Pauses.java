package io.github.wxpay.internal.call;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The pauses of a call between two attempts or two queries: their time, their waits and their
 * jitter. Tests replace them by pauses that take no time.
 */
public interface Pauses {
  /** Pauses by the time of this JVM. */
  Pauses REAL = new RealPauses();

  /** Returns the current time in nanoseconds, which only differences are made of. */
  long nanoTime();

  /** Returns the wait for a pause, which must end before the deadline. */
  Wait<Duration> pause(Duration time);

  /**
   * Returns the task of a pause.
   *
   * @param ended converts an interrupt or a cancellation in the pause to the exception to throw
   */
  default Task<Duration> task(Duration time, Function<Throwable, RuntimeException> ended) {
    return Task.waiting(
        pause(time),
        (paused, interrupted) -> {
          if (interrupted != null) {
            throw ended.apply(interrupted);
          }
          return time;
        });
  }

  /** Returns a random number from 0 (inclusive) to 1 (exclusive). */
  double jitter();

  /** Pauses of the JVM: a sleep of the calling thread, or the JDK's delay timer. */
  final class RealPauses implements Pauses {
    private RealPauses() {}

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public double jitter() {
      return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public Wait<Duration> pause(Duration time) {
      return new Wait<>() {
        @Override
        public Duration now(Deadline deadline) throws InterruptedException {
          TimeUnit.NANOSECONDS.sleep(time.toNanos());
          return time;
        }

        @Override
        public CompletionStage<Duration> later(Deadline deadline) {
          CompletableFuture<Duration> timer = new CompletableFuture<>();
          // The steps that follow sign and send, which must not occupy the timer's thread.
          CompletableFuture<Duration> pause =
              timer
                  .completeOnTimeout(time, time.toNanos(), TimeUnit.NANOSECONDS)
                  .thenApplyAsync(value -> value);
          var unused = pause.whenComplete((value, e) -> timer.cancel(false));
          return pause;
        }
      };
    }
  }
}
