package io.github.wxpay.sandbox.http;

import java.time.Duration;

/**
 * How an answer leaves: at once or later, with its bytes or none, its end FIN or RST. Immutable.
 */
public final class ResponseDelivery {
  /** At once, and all of it. */
  public static final ResponseDelivery WHOLE = new ResponseDelivery(false, Duration.ZERO, false);

  /** Not a byte: the connection is closed. */
  public static final ResponseDelivery SILENT = new ResponseDelivery(true, Duration.ZERO, false);

  private final boolean silent;
  private final Duration wait;
  private final boolean reset;

  private ResponseDelivery(boolean silent, Duration wait, boolean reset) {
    this.silent = silent;
    this.wait = wait;
    this.reset = reset;
  }

  /** Returns the same, that long after the answer is ready. */
  public ResponseDelivery after(Duration duration) {
    return new ResponseDelivery(silent, duration, reset);
  }

  /** Returns the same; a connection that ends with it is reset. */
  public ResponseDelivery reset(boolean on) {
    return new ResponseDelivery(silent, wait, on);
  }

  boolean isSilent() {
    return silent;
  }

  Duration waiting() {
    return wait;
  }

  boolean isReset() {
    return reset;
  }
}
