package io.github.wxpay.benchmarks.client;

import io.github.wxpay.benchmarks.Settings;

/** Creates clients by the names that the command line knows. */
public final class Clients {
  private Clients() {}

  /**
   * Returns a new client of this name.
   *
   * @throws UnsupportedOperationException if it cannot run on this system
   */
  public static Client create(String name, Settings settings) throws Exception {
    switch (name) {
      case "wxpay":
        return new WxpayClient(settings);
      case "wxpay-warmed-up":
        return WxpayClient.warmedUp(settings);
      case "wxpay-async":
        return new WxpayAsyncClient(settings);
      case "wxpay-conscrypt":
        return WxpayClient.with(Providers.conscrypt(), settings);
      case "wxpay-accp":
        return WxpayClient.with(Providers.accp(), settings);
      case "bare":
        return new BareClient(settings, false);
      case "direct":
        return new BareClient(settings, true);
      case "official":
        return new OfficialClient(settings);
      case "apache":
        return new ApacheClient(settings);
      case "wxjava":
        return new WxJavaClient(settings);
      default:
        throw new IllegalArgumentException("Unknown client '" + name + "'.");
    }
  }
}
