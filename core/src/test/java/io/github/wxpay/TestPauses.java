package io.github.wxpay;

import io.github.wxpay.internal.call.Pauses;

/** Sets the pauses of a client, which only tests replace. */
public final class TestPauses {
  private TestPauses() {}

  /** Returns the builder with these pauses. */
  public static WxpayBuilder set(WxpayBuilder builder, Pauses pauses) {
    return builder.pauses(pauses);
  }
}
