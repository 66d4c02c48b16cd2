package io.github.wxpay;

import io.github.wxpay.internal.pipeline.State;
import io.github.wxpay.internal.text.Printable;

/**
 * The state with which {@link Chain#postUntilFinal(Object)} or {@link Chain#awaitFinal()} has
 * ended. Immutable.
 *
 * <pre>{@code
 * FinalState refund = wxpay.chain("v3/refund/domestic/refunds").postUntilFinal(body);
 * System.out.println(refund.state() + " " + refund.succeeded());   // SUCCESS true
 * System.out.println(refund.response().get("/amount/refund"));     // 1
 * }</pre>
 *
 * <p>At most one of {@link #succeeded} and {@link #failed} is true. None is if a person has to act
 * next, as for a transfer that the user has to confirm with the {@code package_info} of the
 * response, or if a payment was refunded since ({@code REFUND}).
 */
public final class FinalState {
  /** The state of a transfer for which a person needs what the response of the write contains. */
  private static final String WAITING = "WAIT_USER_CONFIRM";

  private final String field;
  private final String number;
  private final State state;
  private final Response response;

  /**
   * Creates a state.
   *
   * @param field the name of the number, such as {@code out_refund_no}
   */
  FinalState(String field, String number, State state, Response response) {
    this.field = field;
    this.number = number;
    this.state = state;
    this.response = response;
  }

  /** Returns the merchant's own number. */
  public String number() {
    return number;
  }

  /**
   * Returns the platform's text, such as {@code SUCCESS}, {@code CLOSED} or {@code REVOKED}; empty
   * if the response has none, as that of a new order. As received; escape before logging.
   */
  public String state() {
    return state.text();
  }

  /**
   * Returns whether the write was executed: paid, refunded, transferred, shared. An order that a
   * payer has yet to pay has succeeded when it was created.
   */
  public boolean succeeded() {
    return state.kind() == State.Kind.SUCCEEDED && !isWaiting(state);
  }

  /** Returns whether a person has to act next, with what the response of the write contains. */
  static boolean isWaiting(State state) {
    return state.text().equals(WAITING);
  }

  /** Returns whether no money moved, or it was returned: closed, failed, revoked. */
  public boolean failed() {
    return state.kind() == State.Kind.FAILED;
  }

  /** Returns the response that settled the state: of the write, a query or a reversal. */
  public Response response() {
    return response;
  }

  /** Returns the state and the number, without the response. */
  @Override
  public String toString() {
    String text = state.text().isEmpty() ? state.kind().toString() : state.text();
    return Printable.of(text, 64) + " (" + field + " " + Printable.of(number, 64) + ")";
  }
}
