package io.github.wxpay.internal.call;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time at which a call ends, by {@link System#nanoTime}. Immutable. */
public final class Deadline {
  /** No deadline. */
  public static final Deadline NONE = new Deadline(0, Duration.ZERO);

  private final long at;
  private final Duration total;

  private Deadline(long at, Duration total) {
    this.at = at;
    this.total = total;
  }

  /** Returns the deadline that is this time from now. */
  public static Deadline in(Duration time) {
    return after(System.nanoTime(), time);
  }

  /** Returns the deadline that is this time after a start, which is a {@link System#nanoTime}. */
  public static Deadline after(long start, Duration time) {
    return new Deadline(start + time.toNanos(), time);
  }

  /** Returns the earlier of this deadline and another. */
  public Deadline earlier(Deadline other) {
    if (isNone() || other.isNone()) {
      return isNone() ? other : this;
    }
    return at - other.at <= 0 ? this : other;
  }

  /** Returns whether this is {@link #NONE}. */
  public boolean isNone() {
    return this == NONE;
  }

  /**
   * Returns the remaining nanoseconds; 0 or less if it has passed, a very large number for {@link
   * #NONE}.
   */
  public long left() {
    return isNone() ? Long.MAX_VALUE : at - System.nanoTime();
  }

  /** Returns the remaining milliseconds, rounded up, and at least 1. */
  public long leftMillis() {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(left() - 1) + 1);
  }

  /** Returns the exception of a wait that this deadline ended; its message is the time in ms. */
  public TimeoutException passed() {
    return new TimeoutException(total.toMillis() + " ms");
  }

  /** Returns the time from the start to the deadline. */
  @Override
  public String toString() {
    return isNone() ? "no deadline" : total.toMillis() + " ms";
  }
}
