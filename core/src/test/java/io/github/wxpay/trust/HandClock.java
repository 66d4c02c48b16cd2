package io.github.wxpay.trust;

import io.github.wxpay.sandbox.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;

/** The names of {@link ManualClock} that KeyRingTest still uses. */
final class HandClock extends ManualClock {
  HandClock(Instant now) {
    super(now);
  }

  static HandClock at(long seconds) {
    return new HandClock(Instant.ofEpochSecond(seconds));
  }

  void pass(Duration time) {
    advance(time);
  }
}
