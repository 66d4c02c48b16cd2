package io.github.wxpay.testing;

import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.call.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Pauses that take no time: their clock moves by each pause. */
public final class VirtualPauses implements Pauses {
  private final List<Duration> taken = new CopyOnWriteArrayList<>();
  private final AtomicLong now = new AtomicLong();
  private volatile Consumer<Duration> during = time -> {};
  private volatile CompletionStage<?> start = CompletableFuture.completedFuture(null);
  private volatile boolean interrupted;
  private volatile double jitter = 0.5;

  /** Runs this code in each pause. */
  public void during(Consumer<Duration> code) {
    during = code;
  }

  /** Lets no pause of a future begin before this is complete. */
  public void startAfter(CompletionStage<?> stage) {
    start = stage;
  }

  /** Interrupts every pause from now on. */
  public void interrupt() {
    interrupted = true;
  }

  /** Sets the random number of the next pauses. */
  public void jitter(double number) {
    jitter = number;
  }

  /** Moves the clock without a pause. */
  public void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }

  /** Returns the pauses so far. */
  public List<Duration> taken() {
    return taken;
  }

  @Override
  public long nanoTime() {
    return now.get();
  }

  @Override
  public double jitter() {
    return jitter;
  }

  @Override
  public Wait<Duration> pause(Duration time) {
    return new Wait<>() {
      @Override
      public Duration now(Deadline deadline) throws InterruptedException {
        return pass(time);
      }

      @Override
      public CompletionStage<Duration> later(Deadline deadline) {
        return start.thenCompose(
            started -> {
              try {
                return CompletableFuture.completedFuture(pass(time));
              } catch (InterruptedException e) {
                return CompletableFuture.failedFuture(e);
              }
            });
      }
    };
  }

  private Duration pass(Duration time) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    taken.add(time);
    now.addAndGet(time.toNanos());
    during.accept(time);
    return time;
  }
}
