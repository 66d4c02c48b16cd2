package io.github.wxpay.internal.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends waits whose time has come, with one timer for all that are running: it is set for the
 * earliest of them, and waits that end by themselves leave it as it is. A timer for each would wake
 * the JDK's timer thread once or twice in every call.
 */
public final class Timeouts {
  /** A wait that ends by itself or when its time has come. */
  public interface Timed {
    /** Returns the nanoseconds until its time comes, which may be put off meanwhile. */
    long left();

    /** Ends the wait. Runs on the JDK's timer thread, so it must not block or throw. */
    void late();
  }

  /** So that a timer does not keep the classes of an application that has ended. */
  private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Set<Timed> RUNNING = new HashSet<>();
  private static boolean isSet;
  private static long setFor; // by System.nanoTime

  private Timeouts() {}

  /** Ends a wait when its time has come, unless {@link #remove} comes first. */
  public static void add(Timed wait) {
    synchronized (RUNNING) {
      RUNNING.add(wait);
      set(System.nanoTime() + Math.min(wait.left(), MAX_NANOS));
    }
  }

  /** Forgets a wait that has ended; does nothing if it was not added. */
  public static void remove(Timed wait) {
    synchronized (RUNNING) {
      RUNNING.remove(wait);
    }
  }

  /** Sets the timer for a time, unless it rings before. */
  private static void set(long time) {
    if (isSet && setFor - time <= 0) {
      return;
    }
    isSet = true;
    setFor = time;
    var unused =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, Math.max(0, time - System.nanoTime()), TimeUnit.NANOSECONDS)
            .thenRun(() -> rings(time));
  }

  private static void rings(long time) {
    List<Timed> late = new ArrayList<>();
    synchronized (RUNNING) {
      if (!isSet || setFor != time) { // an earlier one was set in its place
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
