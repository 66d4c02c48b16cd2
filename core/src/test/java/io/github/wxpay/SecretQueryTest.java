package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.ScriptedPlatform;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.VirtualPauses;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in the query of APIv3. */
class SecretQueryTest {
  private final FakeHttpClient http = FakeHttpClient.succeeding();
  private final Wxpay wxpay = Clients.over(http);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void encryptsSecretsInTheQuery(boolean async) {
    Options options = Options.none().query("mobile", Wxpay.secret("13800138000")).query("limit", 5);

    Clients.get(async, wxpay.chain("v3/smartguide/guides").query("mobile", "x"));
    Clients.call(async, wxpay.chain("v3/smartguide/guides"), "GET", null, options);

    Sent sent = http.sent().get(1);
    String[] pairs = sent.uri().getRawQuery().split("&", -1);
    assertThat(pairs[0]).startsWith("mobile=");
    assertThat(opened(pairs[0])).isEqualTo("13800138000");
    assertThat(pairs[1]).isEqualTo("limit=5");
    assertThat(sent.header("Wechatpay-Serial")).isEqualTo(Fixtures.PLATFORM_SERIAL);
    assertThat(sent.isSigned()).isTrue();
    assertThat(options.toString()).doesNotContain("13800138000");
  }

  @Test
  void encryptsSecretsInListsAndMapsAndBesideABody() {
    wxpay
        .chain("v3/a")
        .post(
            Map.of("name", Wxpay.secret("张三")),
            Options.none()
                .query("l", List.of(Wxpay.secret("1")))
                .query("m", Map.of("k", Wxpay.secret("2"))));

    String[] pairs = http.sent().get(0).uri().getRawQuery().split("&", -1);
    assertThat(opened(pairs[0])).isEqualTo("1");
    assertThat(opened(pairs[1])).isEqualTo("2");
    assertThat(http.sent().get(0).text()).doesNotContain("张三");
  }

  @Test
  void hasTheSameCiphertextAtEachAttempt() {
    ScriptedPlatform platform = new ScriptedPlatform();
    Wxpay retrying =
        Clients.builder()
            .retry(Retry.standard())
            .pauses(new VirtualPauses())
            .httpClient(platform.http())
            .build();
    platform.then(ScriptedPlatform.lost(), ScriptedPlatform.json("{}"));

    retrying.chain("v3/a").get(Options.none().query("q", Wxpay.secret("s")));

    List<Sent> sent = platform.http().sent();
    assertThat(sent).hasSize(2).allMatch(Sent::isSigned);
    assertThat(sent.get(1).target()).isEqualTo(sent.get(0).target());
  }

  @Test
  void refusesSecretsInTheQueryOfApiV2() {
    Wxpay v2 = wxpay.newBuilder().secret(Fixtures.SECRET).build();

    assertThatThrownBy(
            () ->
                v2.v2()
                    .chain("papay/h5entrustweb")
                    .get(
                        Options.none()
                            .query("mch_id", Fixtures.MCHID)
                            .query("name", Wxpay.secret("张三"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'name'")
        .hasMessageNotContaining("张三");
    assertThat(http.sent()).isEmpty();
  }

  private static String opened(String pair) {
    String value = URLDecoder.decode(pair.split("=", 2)[1], StandardCharsets.UTF_8);
    return Rsa.decrypt(value, Fixtures.platformKey());
  }
}
