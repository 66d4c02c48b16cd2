package io.github.wxpay.exception;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when received or given data does not have the expected form: JSON, XML, a bill, a
 * notification.
 */
public final class MalformedException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a cause; the message says what could not be read and why. */
  public MalformedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Creates an exception; the message says what could not be read and why. */
  public MalformedException(String message) {
    super(message);
  }
}
