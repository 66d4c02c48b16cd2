package io.github.wxpay.internal.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends waits whose time is over, with one timer for all of them, which is set for the earliest. A
 * wait that ends by itself does not change the timer. With one timer for each wait the JDK's timer
 * thread would wake up once or twice in every call.
 */
public final class Timeouts {
  /** A wait that ends by itself or when its time is over. */
  public interface Timed {
    /** Returns the nanoseconds until its time is over, which may have been extended meanwhile. */
    long left();

    /** Ends the wait. Runs on the JDK's timer thread, so it must not block or throw. */
    void late();
  }

  /** The longest timer, so that it does not retain the classes of an application that has ended. */
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Set<Timed> RUNNING = new HashSet<>();
  private static boolean isSet;
  private static long setFor; // by System.nanoTime

  private Timeouts() {}

  /** Ends a wait when its time is over, unless it is removed before. */
  public static void add(Timed wait) {
    synchronized (RUNNING) {
      RUNNING.add(wait);
      set(System.nanoTime() + Math.min(wait.left(), MAX_NANOS));
    }
  }

  /** Removes a wait that has ended; does nothing if it was not added. */
  public static void remove(Timed wait) {
    synchronized (RUNNING) {
      RUNNING.remove(wait);
    }
  }

  /** Sets the timer for a time, unless it is set for an earlier one. */
  private static void set(long time) {
    if (isSet && setFor - time <= 0) {
      return;
    }
    isSet = true;
    setFor = time;
    var unused =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, Math.max(0, time - System.nanoTime()), TimeUnit.NANOSECONDS)
            .thenRun(() -> expired(time));
  }

  private static void expired(long time) {
    List<Timed> late = new ArrayList<>();
    synchronized (RUNNING) {
      if (!isSet || setFor != time) { // replaced by an earlier timer
        return;
      }
      isSet = false;
      long least = MAX_NANOS;
      for (Timed wait : RUNNING) {
        long left = wait.left();
        if (left <= 0) {
          late.add(wait);
        } else {
          least = Math.min(least, left);
        }
      }
      late.forEach(RUNNING::remove);
      if (!RUNNING.isEmpty()) {
        set(System.nanoTime() + least);
      }
    }
    late.forEach(Timed::late);
  }
}
