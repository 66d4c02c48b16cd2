package io.github.wxpay.sandbox.crypto;

import java.util.Random;

/** Says yes for a share of the questions; the same seed gives the same sequence. */
public final class Share {
  private double rate;
  private Random random;

  public Share(double rate, long seed) {
    this.rate = rate;
    this.random = new Random(seed);
  }

  /** Begins anew. */
  public synchronized void set(double rate, long seed) {
    this.rate = rate;
    this.random = new Random(seed);
  }

  public synchronized boolean next() {
    return random.nextDouble() < rate;
  }
}
