package io.github.wxpay.exception;

import io.github.wxpay.http.Attempt;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Superclass of the exceptions that this library throws about calls, notifications, keys and files.
 *
 * <pre>{@code
 * try {
 *   chain.post(body);
 * } catch (WxpayException e) {
 *   if (e.outcome() == Outcome.UNKNOWN) queryLater(outTradeNo);
 * }
 * }</pre>
 *
 * <p>Programming errors (a {@code null}, an unknown option, a missing placeholder) cause the JDK's
 * {@link NullPointerException}, {@link IllegalArgumentException} or {@link IllegalStateException}.
 * Messages say what is wrong, the value and what to do, and never contain a key, a secret or an
 * {@code Authorization}.
 */
public class WxpayException extends RuntimeException implements Cloneable {
  private static final long serialVersionUID = 1L;

  private Outcome outcome;
  private String advice = "";
  private transient @Nullable List<Attempt> attempts; // null after deserialization

  /** Creates an exception with a message. */
  public WxpayException(String message) {
    this(message, null);
  }

  /** Creates an exception with a message and a cause. */
  public WxpayException(String message, @Nullable Throwable cause) {
    this(message, cause, Outcome.NONE);
  }

  /** Creates an exception about a call with a known outcome. */
  WxpayException(String message, @Nullable Throwable cause, Outcome outcome) {
    super(message, cause);
    this.outcome = outcome;
  }

  /**
   * Returns the known effect of the call. Every exception that a verb throws, or that ends its
   * future, is {@link Outcome#REFUSED}, {@link Outcome#NOT_SENT} or {@link Outcome#UNKNOWN}.
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Returns the error code of the platform, such as {@code PARAM_ERROR} or {@code ORDERPAID}; empty
   * if the platform did not report the failure or sent no code. As received; escape before logging.
   */
  public String errorCode() {
    return "";
  }

  /**
   * Returns the attempts to send the request, in their order; empty if there was none, and for a
   * failure that is not about a call.
   */
  public List<Attempt> attempts() {
    List<Attempt> known = attempts;
    return known == null ? List.of() : known;
  }

  /**
   * Returns the message, followed by the number of attempts if there was more than one, and by what
   * to do if the outcome is unknown.
   */
  @Override
  public @Nullable String getMessage() {
    String message = super.getMessage();
    if (message == null) {
      return null;
    }
    int count = attempts().size();
    String counted = count < 2 ? message : message + " [" + count + " attempts]";
    return advice.isEmpty() ? counted : counted + (counted.endsWith(".") ? " " : ". ") + advice;
  }

  /**
   * Returns a copy of this exception about a call with another outcome. The library calls it when
   * it knows how far the call had proceeded.
   *
   * @param advice what to do about it, at the end of the message; may be empty
   */
  public WxpayException withOutcome(Outcome outcome, String advice) {
    WxpayException copy = clone();
    copy.outcome = Objects.requireNonNull(outcome, "outcome == null");
    copy.advice = Objects.requireNonNull(advice, "advice == null");
    return copy;
  }

  /** Returns a copy of this exception with the attempts of its call. Called by the library. */
  public WxpayException withAttempts(List<Attempt> made) {
    WxpayException copy = clone();
    copy.attempts = List.copyOf(made);
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
