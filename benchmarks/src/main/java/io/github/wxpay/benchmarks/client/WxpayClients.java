package io.github.wxpay.benchmarks.client;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.benchmarks.Settings;

/** Builds the client of this project with the settings of a run. */
final class WxpayClients {
  private WxpayClients() {}

  static WxpayBuilder builder(Settings settings) {
    return Wxpay.builder()
        .mchid(settings.mchid())
        .serial(settings.serial())
        .privateKey(settings.privateKey())
        .platformKey(settings.publicKeyId(), settings.publicKey())
        .apiV3Key(settings.apiV3Key())
        .baseUrl(settings.url() + "/");
  }
}
