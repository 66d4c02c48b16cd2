package io.github.wxpay.sandbox;

import java.time.Duration;

/** The kinds of {@link Fault}, and which of its settings each has. */
enum FaultKind {
  NONE,
  DISCONNECTED(false, true, 0),
  STALLED_AT_START(false, false, 60),
  FAILED_HANDSHAKE,
  REQUEST_CUT(true, true, 0),
  NO_ANSWER(false, true, 0),
  STALLED(false, false, 60),
  BAD_GATEWAY,
  SYSTEM_ERROR,
  FREQUENCY_LIMITED,
  SLOW(false, false, 5),
  LATE(false, false, 5),
  ANSWER_LOST(false, true, 0),
  HANG_UP(true, true, 0),
  TRUNCATED(true, false, 0),
  DRIPPING,
  WRONG_SIGNATURE,
  WITHOUT_HEADER,
  UNSIGNED,
  CLOCK_OFF,
  UNKNOWN_SERIAL,
  PROBE;

  /** Whether it happens at some byte. */
  final boolean hasByte;

  /** Whether it closes the connection, so that a reset can do it. */
  final boolean closes;

  /** How long it lasts if nothing else is said; zero if it does not last. */
  final Duration time;

  FaultKind() {
    this(false, false, 0);
  }

  FaultKind(boolean hasByte, boolean closes, int seconds) {
    this.hasByte = hasByte;
    this.closes = closes;
    this.time = Duration.ofSeconds(seconds);
  }

  /** Returns whether it happens before anything is read of a request. */
  boolean isAtStart() {
    return this == DISCONNECTED || this == STALLED_AT_START || this == FAILED_HANDSHAKE;
  }
}
