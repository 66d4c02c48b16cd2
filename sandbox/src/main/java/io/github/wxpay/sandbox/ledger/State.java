package io.github.wxpay.sandbox.ledger;

/** The states of an order, with the platform's descriptions. */
public enum State {
  /** Waiting for the payer. */
  NOTPAY("订单未支付"),
  /** Paid. */
  SUCCESS("支付成功"),
  /** Paid, and refunded at least in part. */
  REFUND("订单发生过退款，退款详情请查询退款单"),
  /** Closed before it was paid. */
  CLOSED("订单已关闭");

  private final String words;

  State(String words) {
    this.words = words;
  }

  /** Returns the platform's description, {@code trade_state_desc}. */
  public String words() {
    return words;
  }
}
