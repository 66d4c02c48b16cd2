package io.github.wxpay.sandbox.http;

import java.time.Duration;

/**
 * The delivery of a response: delay, whether it is sent at all, and FIN or RST at its end.
 * Immutable.
 */
public final class ResponseDelivery {
  /** Sends the complete response immediately. */
  public static final ResponseDelivery WHOLE = new ResponseDelivery(false, Duration.ZERO, false);

  /** Sends nothing and closes the connection. */
  public static final ResponseDelivery SILENT = new ResponseDelivery(true, Duration.ZERO, false);

  private final boolean silent;
  private final Duration delay;
  private final boolean reset;

  private ResponseDelivery(boolean silent, Duration delay, boolean reset) {
    this.silent = silent;
    this.delay = delay;
    this.reset = reset;
  }

  /** Returns this delivery with a delay after the response is ready. */
  public ResponseDelivery after(Duration duration) {
    return new ResponseDelivery(silent, duration, reset);
  }

  /** Returns this delivery with or without a reset, if the connection ends after the response. */
  public ResponseDelivery reset(boolean on) {
    return new ResponseDelivery(silent, delay, on);
  }

  boolean isSilent() {
    return silent;
  }

  Duration waiting() {
    return delay;
  }

  boolean isReset() {
    return reset;
  }
}
