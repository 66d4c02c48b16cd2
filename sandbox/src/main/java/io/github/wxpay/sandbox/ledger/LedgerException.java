package io.github.wxpay.sandbox.ledger;

/** Thrown when the ledger rejects an operation; each protocol maps it to its own error code. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String field;
  private final String value;

  public LedgerException(Kind kind, String message) {
    this(kind, "", "", message);
  }

  private LedgerException(Kind kind, String field, String value, String message) {
    super(message, null, false, false);
    this.kind = kind;
    this.field = field;
    this.value = value;
  }

  /**
   * Returns the refusal of a field of a request.
   *
   * @param field its location and JSON pointer, {@code body /amount}
   * @param value what was sent, empty if it is absent or secret
   */
  public static LedgerException field(String field, String value, String issue) {
    return new LedgerException(Kind.FIELD, field, value, issue);
  }

  public Kind kind() {
    return kind;
  }

  /** Returns which field is wrong, empty unless the kind is {@link Kind#FIELD}. */
  public String field() {
    return field;
  }

  /** Returns the value of that field, empty if it may not be shown. */
  public String value() {
    return value;
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
    /** No such order, asked for by a refund; the platform has another code for it. */
    REFUND_ORDER_UNKNOWN,
    /** The authorization was terminated before. */
    AUTHORIZATION_ENDED,
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
