package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A derived builder can remove what it took over, and its client stays as it is. */
class BuilderClearTest {
  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  @Test
  void removesHooksOfTheDerivedClientOnly() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Wxpay base =
        Clients.builder()
            .httpClient(http)
            .hook(
                request -> {
                  seen.add("base");
                  return request;
                })
            .build();
    Wxpay derived =
        base.newBuilder()
            .clearHooks()
            .hook(
                request -> {
                  seen.add("derived");
                  return request;
                })
            .build();

    derived.chain("v3/a").get();
    assertThat(seen).containsExactly("derived");
    base.chain("v3/a").get();
    assertThat(seen).containsExactly("derived", "base");
  }

  @Test
  void removesHeadersOfTheDerivedClientOnlyAndKeepsDefaultUserAgent() {
    Wxpay plain = Clients.over(http);
    Wxpay base = plain.newBuilder().header("X-A", "base").header("User-Agent", "base/1").build();
    Wxpay derived = base.newBuilder().clearHeaders().header("X-B", "derived").build();

    plain.chain("v3/a").get();
    base.chain("v3/a").get();
    derived.chain("v3/a").get();

    List<Sent> sent = http.sent();
    assertThat(sent.get(1).header("X-A")).isEqualTo("base");
    assertThat(sent.get(1).header("User-Agent")).isEqualTo("base/1");
    assertThat(sent.get(2).header("X-A")).isEmpty();
    assertThat(sent.get(2).header("X-B")).isEqualTo("derived");
    assertThat(sent.get(2).header("User-Agent"))
        .isEqualTo(sent.get(0).header("User-Agent"))
        .startsWith("wxpay/");
  }

  @Test
  void removesPlatformKeysOfTheDerivedClientOnly() {
    Wxpay base = Clients.over(http);
    WxpayBuilder builder = base.newBuilder().clearPlatformKeys();
    assertThat(builder.toString()).contains("platformKeys=[]");
    Wxpay derived =
        builder.platformKey("PUB_KEY_ID_0100000000000000000000000000000000", publicKey()).build();

    assertThat(derived.toString())
        .contains("PUB_KEY_ID_01")
        .doesNotContain(Fixtures.PLATFORM_SERIAL);
    assertThatThrownBy(() -> derived.chain("v3/a").get()).isInstanceOf(VerificationException.class);
    assertThat(base.chain("v3/a").get().status()).isEqualTo(200);
  }

  @Test
  void clearsEmptyBuilder() {
    WxpayBuilder builder = Wxpay.builder();

    assertThat(builder.clearHooks().clearHeaders().clearPlatformKeys()).isSameAs(builder);
    assertThat(builder.settings.headers).isSameAs(ClientSettings.DEFAULT_HEADERS);
  }

  private static PublicKey publicKey() {
    return Fixtures.certificate("platform_cert.pem").getPublicKey();
  }
}
