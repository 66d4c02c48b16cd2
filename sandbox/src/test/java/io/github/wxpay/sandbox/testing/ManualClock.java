package io.github.wxpay.sandbox.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that shows a fixed instant until a test changes it. */
public final class ManualClock extends Clock {
  private volatile Instant now;

  /** Creates a clock that shows an instant such as {@code 2026-03-04T05:06:07Z}. */
  public ManualClock(String now) {
    this(Instant.parse(now));
  }

  /** Creates a clock that shows an instant. */
  public ManualClock(Instant now) {
    this.now = now;
  }

  /** Advances the clock by a duration. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  /** Sets the clock to an instant. */
  public void set(Instant instant) {
    now = instant;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
