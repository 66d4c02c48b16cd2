package io.github.wxpay.sandbox.ledger;

/** The books refuse; what that means on the wire is for each protocol to say. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String field;

  public LedgerException(Kind kind, String message) {
    this(kind, "", message);
  }

  private LedgerException(Kind kind, String field, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.field = field;
  }

  /**
   * A field of a request is not as it must be.
   *
   * @param field where it stands and its pointer, {@code body /amount}
   */
  public static LedgerException field(String field, String issue) {
    return new LedgerException(Kind.FIELD, field, issue);
  }

  public Kind kind() {
    return kind;
  }

  /** Returns what stands wrong, empty unless the kind is {@link Kind#FIELD}. */
  public String field() {
    return field;
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
    REFUND_UNKNOWN,
    /** No such document. */
    UNKNOWN,
    /** No such record; a few families say it in a code of their own. */
    RECORD_UNKNOWN,
    /** The number stands for another document. */
    DIFFERS,
    /** Not in this state. */
    WRONG_STATE,
    /** A service order is in another state. */
    ORDER_STATE,
    /** More than there is. */
    TOO_MUCH,
    /** More than one user may have. */
    LIMITED,
    /** A field is missing or wrong. */
    FIELD
  }
}
