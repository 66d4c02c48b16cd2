package io.github.wxpay.exception;

import java.util.Objects;
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

  private Outcome outcome;
  private String advice = "";

  /** An exception with a message. */
  public WxpayException(String message) {
    this(message, null);
  }

  /** An exception with a message and what led to it. */
  public WxpayException(String message, @Nullable Throwable cause) {
    this(message, cause, Outcome.NONE);
  }

  /** Creates an exception about a call whose outcome the failure itself tells. */
  WxpayException(String message, @Nullable Throwable cause, Outcome outcome) {
    super(message, cause);
    this.outcome = outcome;
  }

  /**
   * Returns what is known about the effect of the call: every exception that a verb throws, or that
   * ends its future, is {@link Outcome#REFUSED}, {@link Outcome#NOT_SENT} or {@link
   * Outcome#UNKNOWN}.
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Returns the error code of the platform, such as {@code PARAM_ERROR} or {@code ORDERPAID}; empty
   * if the platform sent none, as in every failure that it did not report. As received; escape
   * before logging.
   */
  public String errorCode() {
    return "";
  }

  /** Returns the message, with what to do about an unknown outcome at its end. */
  @Override
  public @Nullable String getMessage() {
    String message = super.getMessage();
    if (advice.isEmpty() || message == null) {
      return message;
    }
    return message + (message.endsWith(".") ? " " : ". ") + advice;
  }

  /**
   * Returns a copy of this exception about a call with another outcome. The library calls it when
   * it knows how far the call had come.
   *
   * @param advice what to do about it, at the end of the message; may be empty
   */
  public WxpayException withOutcome(Outcome outcome, String advice) {
    WxpayException copy = clone();
    copy.outcome = Objects.requireNonNull(outcome, "outcome == null");
    copy.advice = Objects.requireNonNull(advice, "advice == null");
    return copy;
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
