package io.github.wxpay.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no complete response was received: the connection failed or was closed, or the
 * timeout passed.
 *
 * <p>{@link #sent()} distinguishes the two outcomes. {@code false}: nothing reached the platform,
 * and the call may be made again. {@code true}: the request may have been executed; query its state
 * (by {@code out_trade_no} and the like) before you send it again.
 */
public final class TransportException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception; {@code sent} says whether the request may have reached the platform. */
  public TransportException(String message, boolean sent, @Nullable Throwable cause) {
    super(message, cause, sent ? Outcome.UNKNOWN : Outcome.NOT_SENT);
  }

  /**
   * Returns whether the request may have reached the platform. {@code false} is certain: no
   * connection was made, or none of the request was written.
   */
  public boolean sent() {
    return outcome() != Outcome.NOT_SENT;
  }
}
