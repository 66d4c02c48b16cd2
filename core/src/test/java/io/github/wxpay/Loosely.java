package io.github.wxpay;

/** Builds as a dictionary does, where parts may be missing until they are needed. */
public final class Loosely {
  private Loosely() {}

  public static Wxpay built(WxpayBuilder builder) {
    return new Assembly(builder.settings).client();
  }
}
