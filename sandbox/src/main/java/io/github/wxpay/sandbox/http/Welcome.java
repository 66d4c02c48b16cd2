package io.github.wxpay.sandbox.http;

import java.time.Duration;

/** What awaits a connection at the front door. Immutable. */
public final class Welcome {
  /** It is let through. */
  public static final Welcome PASS = new Welcome(Kind.PASS, Duration.ZERO);

  /** It is closed at once. */
  public static final Welcome CLOSE = new Welcome(Kind.CLOSE, Duration.ZERO);

  /** It is reset at once. */
  public static final Welcome RESET = new Welcome(Kind.RESET, Duration.ZERO);

  /** The TLS handshake fails: its first message is answered with an alert. */
  public static final Welcome ALERT = new Welcome(Kind.ALERT, Duration.ZERO);

  private final Kind kind;
  private final Duration time;

  private Welcome(Kind kind, Duration time) {
    this.kind = kind;
    this.time = time;
  }

  /** Nothing is read or written, and after that time it is closed. */
  public static Welcome stall(Duration time) {
    return new Welcome(Kind.STALL, time);
  }

  Kind kind() {
    return kind;
  }

  Duration time() {
    return time;
  }

  /** What happens. */
  enum Kind {
    PASS,
    CLOSE,
    RESET,
    STALL,
    ALERT
  }
}
