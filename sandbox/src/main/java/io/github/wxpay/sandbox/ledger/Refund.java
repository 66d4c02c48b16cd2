package io.github.wxpay.sandbox.ledger;

import java.time.Instant;

/** A refund. Immutable. */
public final class Refund {
  private final String refundId;
  private final Claim claim;
  private final Order order;
  private final Instant time;

  Refund(String refundId, Claim claim, Order order, Instant time) {
    this.refundId = refundId;
    this.claim = claim;
    this.order = order;
    this.time = time;
  }

  public String refundId() {
    return refundId;
  }

  public String outRefundNo() {
    return claim.outRefundNo;
  }

  public long amount() {
    return claim.amount;
  }

  /** Returns the order in its state right after this refund. */
  public Order order() {
    return order;
  }

  public Instant time() {
    return time;
  }

  /**
   * Returns the parameters of the request: a {@code JsonNode} in APIv3, a map in APIv2, or neither.
   */
  public Object parameters() {
    return claim.parameters;
  }

  Claim claim() {
    return claim;
  }

  /** A refund as the merchant requests it. */
  public static final class Claim {
    private final String outRefundNo;
    private final long amount;
    private final long total;
    private final Object parameters;

    /**
     * Creates a claim.
     *
     * @param amount the amount in fen
     * @param total the order's total in fen, according to the merchant
     * @param parameters all parameters of the request, to distinguish a repetition from another
     *     refund
     */
    public Claim(String outRefundNo, long amount, long total, Object parameters) {
      this.outRefundNo = outRefundNo;
      this.amount = amount;
      this.total = total;
      this.parameters = parameters;
    }

    public String outRefundNo() {
      return outRefundNo;
    }

    long amount() {
      return amount;
    }

    long total() {
      return total;
    }

    boolean sameAs(Claim other) {
      return parameters.equals(other.parameters);
    }
  }
}
