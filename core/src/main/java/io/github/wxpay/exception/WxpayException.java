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
public class WxpayException extends RuntimeException implements Cloneable {
  private static final long serialVersionUID = 1L;

  /** An exception with a message. */
  public WxpayException(String message) {
    this(message, null);
  }

  /** An exception with a message and what led to it. */
  public WxpayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns the error code of the platform, such as {@code PARAM_ERROR} or {@code ORDERPAID}; empty
   * if the platform sent none, as in every failure that it did not report. As received; escape
   * before logging.
   */
  public String errorCode() {
    return "";
  }

  /**
   * Returns a copy of the same type with the same message, cause and fields. Its stack trace can be
   * replaced without changing this one, for an exception that several callers receive.
   */
  @Override
  public WxpayException clone() {
    try {
      return (WxpayException) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e); // it is Cloneable
    }
  }
}
