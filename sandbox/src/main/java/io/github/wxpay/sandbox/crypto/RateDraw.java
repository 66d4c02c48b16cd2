package io.github.wxpay.sandbox.crypto;

import java.util.Random;

/**
 * A sequence of random decisions with an exact rate: the same number in each 1,000 is {@code true}.
 * The same seed yields the same sequence. Safe for use by several threads.
 */
public final class RateDraw {
  private static final int BLOCK = 1_000;

  private double rate;
  private Random random;
  private int left;
  private int hits;

  public RateDraw(double rate, long seed) {
    this.rate = rate;
    this.random = new Random(seed);
  }

  /** Restarts the sequence with another rate and seed. */
  public synchronized void set(double rate, long seed) {
    this.rate = rate;
    this.random = new Random(seed);
    this.left = 0;
  }

  /** Returns the next decision. */
  public synchronized boolean next() {
    if (left == 0) {
      left = BLOCK;
      hits = (int) Math.floor(rate * BLOCK + random.nextDouble() * 0.999);
    }
    boolean hit = random.nextInt(left) < hits;
    left--;
    hits -= hit ? 1 : 0;
    return hit;
  }
}
