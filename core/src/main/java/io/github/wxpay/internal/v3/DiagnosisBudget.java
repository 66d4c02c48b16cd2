package io.github.wxpay.internal.v3;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits how many failed signatures of one client are diagnosed, since a diagnosis costs more than
 * a verification: 32 at first, then 4 per second. Safe for use by many threads.
 */
final class DiagnosisBudget {
  private static final int MAX = 32;
  private static final long NANOS_PER_TOKEN = TimeUnit.SECONDS.toNanos(1) / 4;

  private final LongSupplier nanoTime;
  private int tokens = MAX;
  private long refilled;

  /** Creates a full budget with a monotonic time such as {@link System#nanoTime}. */
  DiagnosisBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.refilled = nanoTime.getAsLong();
  }

  /** Takes the cost of one diagnosis; returns {@code false} if the budget is exhausted. */
  synchronized boolean take() {
    long earned = (nanoTime.getAsLong() - refilled) / NANOS_PER_TOKEN;
    if (earned > 0) {
      tokens = (int) Math.min(MAX, tokens + earned);
      refilled += earned * NANOS_PER_TOKEN;
    }
    if (tokens == 0) {
      return false;
    }
    tokens--;
    return true;
  }
}
