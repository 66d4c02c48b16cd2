package io.github.wxpay.benchmarks.client;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.benchmarks.Settings;

/** Builds the client of this project with the settings of a run. */
final class WxpayClients {
  private static final int SIGNATURE_BYTES = 256;

  private WxpayClients() {}

  static WxpayBuilder builder(Settings settings) {
    WxpayBuilder builder =
        Wxpay.builder()
            .mchid(settings.mchid())
            .serial(settings.serial())
            .platformKey(settings.publicKeyId(), settings.publicKey())
            .apiV3Key(settings.apiV3Key())
            .baseUrl(settings.url() + "/");
    return settings.unsigned()
        ? builder.privateKey(message -> new byte[SIGNATURE_BYTES])
        : builder.privateKey(settings.privateKey());
  }
}
