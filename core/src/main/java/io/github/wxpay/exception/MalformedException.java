package io.github.wxpay.exception;

import org.jspecify.annotations.Nullable;

/** A text that came in cannot be read as what it should be. */
public final class MalformedException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** What could not be read, and why. */
  public MalformedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** What could not be read, and why. */
  public MalformedException(String message) {
    super(message);
  }
}
