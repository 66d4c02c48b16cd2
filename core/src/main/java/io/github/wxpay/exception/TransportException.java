package io.github.wxpay.exception;

import org.jspecify.annotations.Nullable;

/**
 * No whole answer came: the connection failed, broke, or the time was up.
 *
 * <p>{@link #sent()} tells the two outcomes apart. {@code false}: nothing reached the platform, the
 * call may be made again. {@code true}: the request may have been carried out; ask for its state
 * (by {@code out_trade_no} and the like) before sending it again.
 */
public final class TransportException extends WxpayException {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  /** A failure of the connection, and whether the request may have reached the platform. */
  public TransportException(String message, boolean sent, @Nullable Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  /** Whether the request may have reached the platform; {@code false} is certain. */
  public boolean sent() {
    return sent;
  }
}
