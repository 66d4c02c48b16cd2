package io.github.wxpay.sandbox.http;

import java.time.Duration;

/** What becomes of a connection at its start. Immutable. */
public final class ConnectionFate {
  /** It is served. */
  public static final ConnectionFate PASS = new ConnectionFate(Kind.PASS, Duration.ZERO);

  /** It is closed at once. */
  public static final ConnectionFate CLOSE = new ConnectionFate(Kind.CLOSE, Duration.ZERO);

  /** It is reset at once. */
  public static final ConnectionFate RESET = new ConnectionFate(Kind.RESET, Duration.ZERO);

  /** The TLS handshake fails: its first message is answered with an alert. */
  public static final ConnectionFate ALERT = new ConnectionFate(Kind.ALERT, Duration.ZERO);

  private final Kind kind;
  private final Duration time;

  private ConnectionFate(Kind kind, Duration time) {
    this.kind = kind;
    this.time = time;
  }

  /** Nothing is read or written, and after that time it is closed. */
  public static ConnectionFate stall(Duration time) {
    return new ConnectionFate(Kind.STALL, time);
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
