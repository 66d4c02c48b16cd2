package io.github.wxpay.testing;

import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.call.Wait;
import java.time.Duration;

/** Pauses of the JVM that take a fraction of their time, and a clock that runs faster to match. */
public final class FastPauses implements Pauses {
  private final int factor;

  /** Creates pauses that are shorter by this factor. */
  public FastPauses(int factor) {
    this.factor = factor;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() * factor;
  }

  @Override
  public Wait<Duration> pause(Duration time) {
    return REAL.pause(time.dividedBy(factor));
  }

  @Override
  public double jitter() {
    return REAL.jitter();
  }
}
