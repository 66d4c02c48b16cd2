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
   * Returns an exception for an invalid field of a request.
   *
   * @param field the location and JSON pointer, such as {@code body /amount}
   * @param value the value in the request, empty if it is absent or secret
   */
  public static LedgerException field(String field, String value, String issue) {
    return new LedgerException(Kind.FIELD, field, value, issue);
  }

  public Kind kind() {
    return kind;
  }

  /** Returns the name of the invalid field, empty unless the kind is {@link Kind#FIELD}. */
  public String field() {
    return field;
  }

  /** Returns the value of the invalid field, empty if it must not be shown. */
  public String value() {
    return value;
  }

  @Override
  public String getMessage() {
    String message = super.getMessage();
    return message == null ? kind.name() : message;
  }

  /** The causes of a rejection. */
  public enum Kind {
    /** The order does not exist. */
    ORDER_UNKNOWN,
    /** The order is already paid. */
    ORDER_PAID,
    /** The order is closed. */
    ORDER_CLOSED,
    /** The order number belongs to an order with other parameters. */
    ORDER_DIFFERS,
    /** The order of a refund does not exist; the platform has a separate code for this. */
    REFUND_ORDER_UNKNOWN,
    /** The authorization was terminated before. */
    AUTHORIZATION_ENDED,
    /** The order is not paid, so it cannot be refunded. */
    NOT_PAID,
    /** The amount of a refund exceeds the remaining amount. */
    REFUND_TOO_MUCH,
    /** The total in the request of a refund differs from that of the order. */
    REFUND_TOTAL_DIFFERS,
    /** The refund number belongs to a refund with other parameters. */
    REFUND_DIFFERS,
    /** The refund does not exist. */
    REFUND_UNKNOWN,
    /** The document does not exist. */
    UNKNOWN,
    /** The record does not exist; a few families of endpoints have a separate code for this. */
    RECORD_UNKNOWN,
    /** The number belongs to a document with other parameters. */
    DIFFERS,
    /** The operation is not possible in the current state. */
    WRONG_STATE,
    /** The operation is not possible in the current state of a service order. */
    ORDER_STATE,
    /** The amount exceeds the available amount. */
    TOO_MUCH,
    /** The limit for one user is exceeded. */
    LIMITED,
    /** A field is missing or invalid. */
    FIELD
  }
}
