package io.github.wxpay.sandbox.ledger;

/** The states an order can be in, with the platform's words for them. */
public enum State {
  /** Waiting for the payer. */
  NOTPAY("订单未支付"),
  /** Paid. */
  SUCCESS("支付成功"),
  /** Paid, and at least a part given back. */
  REFUND("订单发生过退款，退款详情请查询退款单"),
  /** Closed before it was paid. */
  CLOSED("订单已关闭");

  private final String words;

  State(String words) {
    this.words = words;
  }

  /** Returns what the platform calls {@code trade_state_desc}. */
  public String words() {
    return words;
  }
}
