package io.github.wxpay;

/** Builds a client whose missing settings are an error only when they are needed. */
public final class IncompleteClient {
  private IncompleteClient() {}

  public static Wxpay built(WxpayBuilder builder) {
    return new ClientFactory(builder.settings).client();
  }
}
