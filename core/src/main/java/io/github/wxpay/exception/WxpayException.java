package io.github.wxpay.exception;

import org.jspecify.annotations.Nullable;

/**
 * Root of everything this library throws about a call or a key.
 *
 * <p>Misuse that a program can see before it calls (a {@code null}, an unknown option, a missing
 * placeholder) is the JDK's {@link NullPointerException}, {@link IllegalArgumentException} or
 * {@link IllegalStateException}. Messages say what is wrong, the value and the way out, and never
 * hold a key, a secret or an {@code Authorization}.
 */
public class WxpayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public WxpayException(String message) {
    super(message);
  }

  /** An exception with a message and what led to it. */
  public WxpayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
