package io.github.wxpay.cli.node;

import io.github.wxpay.Wxpay;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.net.http.HttpClient;
import java.util.Map;

/** Makes the clients of converted programs without a network. */
public final class OwnClients {
  static volatile HttpClient http;

  private OwnClients() {}

  public static Wxpay of(Map<String, ?> dictionary) {
    return client((String) dictionary.get("mchid"));
  }

  static Wxpay client(String mchid) {
    return Clients.once()
        .mchid(mchid)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))
        .clock(Fixtures.CLOCK)
        .secret(Fixtures.SECRET)
        .httpClient(http)
        .build();
  }
}
