package io.github.wxpay.sandbox.crypto;

import java.util.Random;

/**
 * Says yes to a share of the questions: of each 1,000 to exactly so many, drawn by a seed, so the
 * same seed gives the same sequence.
 */
public final class RateDraw {
  private static final int BLOCK = 1_000;

  private double rate;
  private Random random;
  private int left;
  private int wanted;

  public RateDraw(double rate, long seed) {
    this.rate = rate;
    this.random = new Random(seed);
  }

  /** Begins anew. */
  public synchronized void set(double rate, long seed) {
    this.rate = rate;
    this.random = new Random(seed);
    this.left = 0;
  }

  public synchronized boolean next() {
    if (left == 0) {
      left = BLOCK;
      wanted = (int) Math.floor(rate * BLOCK + random.nextDouble() * 0.999);
    }
    boolean yes = random.nextInt(left) < wanted;
    left--;
    wanted -= yes ? 1 : 0;
    return yes;
  }
}
