package io.github.wxpay.internal.pipeline;

import java.util.Objects;

/**
 * A state of a payment, a refund or a transfer: the platform's text, and whether it is final.
 * Immutable.
 */
public final class State {
  /** The meaning of a state for the money. */
  public enum Kind {
    /** Final: executed, at least in part. */
    SUCCEEDED,
    /** Final: not executed, or the money was returned. */
    FAILED,
    /** Final: paid, and refunded since then, in part or in full; a reversal refunds too. */
    REFUNDED,
    /** Not final, or not known to this library. */
    OPEN
  }

  private final Kind kind;
  private final String text;

  private State(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  static State of(Kind kind, String text) {
    return new State(kind, text);
  }

  /** Returns the meaning of the state. */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the platform's text, such as {@code SUCCESS} or {@code NOTPAY}; empty if the response
   * has no state. As received; escape before logging.
   */
  public String text() {
    return text;
  }

  /** Returns whether no later query will return another state. */
  public boolean isFinal() {
    return kind != Kind.OPEN;
  }

  /** Returns whether the other object is a state of the same kind and text. */
  @Override
  public boolean equals(Object other) {
    return other instanceof State
        && kind == ((State) other).kind
        && text.equals(((State) other).text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, text);
  }

  /** Returns the kind, followed by the platform's text if there is one. */
  @Override
  public String toString() {
    return text.isEmpty() ? kind.toString() : kind + " (" + text + ")";
  }
}
