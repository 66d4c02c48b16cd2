package io.github.wxpay.internal.pipeline;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The retries that a client can afford, as tokens: while most calls fail, retries soon cease, and
 * an outage of the platform is not made worse. Thread-safe. The figures are those of the standard
 * retry of the AWS SDK, version 2.1.
 */
public final class RetryBudget {
  /** The tokens of a client that has not retried lately. */
  static final int FULL = 500;

  /** The price of a retry after a fault. */
  static final int FAULT = 14;

  /** The price of a retry after a refusal: because of the rate, or of the time of the request. */
  static final int REFUSED = 5;

  private final AtomicInteger tokens = new AtomicInteger(FULL);

  /** Creates a full budget. */
  public RetryBudget() {}

  /** Takes the price of a retry and returns whether there were enough tokens. */
  boolean take(int price) {
    int before = tokens.getAndUpdate(left -> left >= price ? left - price : left);
    return before >= price;
  }

  /**
   * Records a call that succeeded.
   *
   * @param price the price of its last retry, which it gives back; 0 if it had none, which earns
   *     one token
   */
  void succeeded(int price) {
    if (price > 0 || tokens.get() < FULL) {
      tokens.updateAndGet(left -> Math.min(FULL, left + Math.max(price, 1)));
    }
  }

  /** Returns the number of tokens. */
  @Override
  public String toString() {
    return tokens + " of " + FULL + " tokens";
  }
}
