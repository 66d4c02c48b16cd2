package io.github.wxpay.http;

import java.time.Duration;
import java.util.Objects;

/**
 * The maximum number of attempts of a call and the pauses between them. Immutable.
 *
 * <pre>{@code
 * builder.retry(Retry.none());                                          // of a client
 * chain.post(body, Options.none().retry(Retry.standard().attempts(5))); // of one call
 * }</pre>
 *
 * <p>Which failures are retried is not a setting. A request that was not sent, or that was refused
 * with 429, is sent again. A request without a response, and one that ended with a fault of the
 * platform such as {@code SYSTEM_ERROR}, is sent again if it only reads, or if the merchant's own
 * number ({@code out_trade_no}, {@code out_refund_no} and the like) makes the platform execute it
 * once. A response that cannot be verified is requested once more if the request only reads.
 *
 * <p>Every attempt has the identical body and a new nonce, timestamp and signature. An attempt is
 * not made if its pause would end after the deadline of the call, or if the client has retried too
 * many calls lately without success.
 */
public final class Retry {
  private static final int MAX_ATTEMPTS = 10;
  private static final Duration MAX_DELAY = Duration.ofMinutes(1);
  private static final Retry STANDARD = new Retry(3, Duration.ofMillis(200));
  private static final Retry NONE = new Retry(1, Duration.ofMillis(200));

  private final int attempts;
  private final Duration delay;

  private Retry(int attempts, Duration delay) {
    this.attempts = attempts;
    this.delay = delay;
  }

  /** Returns the default: at most three attempts, with a delay of 200 ms. */
  public static Retry standard() {
    return STANDARD;
  }

  /** Returns a retry of one attempt: every call is sent once. */
  public static Retry none() {
    return NONE;
  }

  /**
   * Returns this retry with another maximum number of attempts, the first one included.
   *
   * @throws IllegalArgumentException if it is not from 1 to 10
   */
  public Retry attempts(int max) {
    if (max < 1 || max > MAX_ATTEMPTS) {
      throw new IllegalArgumentException(
          "The number of attempts must be from 1 to "
              + MAX_ATTEMPTS
              + "; got "
              + max
              + ". 1 sends every call once.");
    }
    return new Retry(max, delay);
  }

  /**
   * Returns this retry with another delay: the longest pause before the second attempt. It doubles
   * for each further attempt, up to 5 s or the delay itself, and half of it is random. After 429 it
   * is five times as long, up to 20 s, and at least the time of {@code Retry-After}.
   *
   * @throws IllegalArgumentException if it is not from 1 ms to 1 minute
   */
  public Retry delay(Duration first) {
    Objects.requireNonNull(first, "delay == null");
    if (first.compareTo(Duration.ofMillis(1)) < 0 || first.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "The delay must be from 1 ms to 1 minute; got " + first + ".");
    }
    return new Retry(attempts, first);
  }

  /** Returns the maximum number of attempts, the first one included. */
  public int attempts() {
    return attempts;
  }

  /** Returns the longest pause before the second attempt. */
  public Duration delay() {
    return delay;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Retry
        && ((Retry) other).attempts == attempts
        && ((Retry) other).delay.equals(delay);
  }

  @Override
  public int hashCode() {
    return Objects.hash(attempts, delay);
  }

  /** Returns the number of attempts and the delay. */
  @Override
  public String toString() {
    return attempts == 1
        ? "Retry[none]"
        : "Retry[" + attempts + " attempts, " + delay.toMillis() + " ms]";
  }
}
