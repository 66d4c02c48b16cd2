package io.github.wxpay.sandbox.http;

import java.time.Duration;

/** The treatment of a connection at its start. Immutable. */
public final class ConnectionFate {
  /** The connection is served. */
  public static final ConnectionFate PASS = new ConnectionFate(Kind.PASS, Duration.ZERO);

  /** The connection is closed immediately. */
  public static final ConnectionFate CLOSE = new ConnectionFate(Kind.CLOSE, Duration.ZERO);

  /** The connection is reset immediately. */
  public static final ConnectionFate RESET = new ConnectionFate(Kind.RESET, Duration.ZERO);

  /** The TLS handshake fails with an alert after its first message. */
  public static final ConnectionFate ALERT = new ConnectionFate(Kind.ALERT, Duration.ZERO);

  private final Kind kind;
  private final Duration time;

  private ConnectionFate(Kind kind, Duration time) {
    this.kind = kind;
    this.time = time;
  }

  /** Returns a fate that reads and writes nothing and closes the connection after a time. */
  public static ConnectionFate stall(Duration time) {
    return new ConnectionFate(Kind.STALL, time);
  }

  Kind kind() {
    return kind;
  }

  Duration time() {
    return time;
  }

  /** The kinds of treatment. */
  enum Kind {
    PASS,
    CLOSE,
    RESET,
    STALL,
    ALERT
  }
}
