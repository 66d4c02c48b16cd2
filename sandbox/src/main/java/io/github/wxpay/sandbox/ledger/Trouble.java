package io.github.wxpay.sandbox.ledger;

/** The ledger refuses; what that means on the wire is for each protocol to say. */
public final class Trouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;

  Trouble(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? kind.name() : message;
  }

  /** What is wrong. */
  public enum Kind {
    /** No such order. */
    ORDER_UNKNOWN,
    /** The order is paid already. */
    ORDER_PAID,
    /** The order is closed. */
    ORDER_CLOSED,
    /** The order number stands for another order. */
    ORDER_DIFFERS,
    /** Nothing was paid, so nothing can be given back. */
    NOT_PAID,
    /** More than what is left. */
    REFUND_TOO_MUCH,
    /** The total named is not the order's. */
    REFUND_TOTAL_DIFFERS,
    /** The refund number stands for another refund. */
    REFUND_DIFFERS,
    /** No such refund. */
    REFUND_UNKNOWN
  }
}
