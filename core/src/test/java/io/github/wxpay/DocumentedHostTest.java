package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The option {@code host}: endpoints at another documented host than that of the API. */
class DocumentedHostTest {
  private static final String HOST = "fraud.mch.weixin.qq.com";
  private static final String FORWARDED = "X-Forwarded-Host";

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.mch.weixin.qq.com/",
        "https://api2.mch.weixin.qq.com",
        "https://API.mch.weixin.qq.com./"
      })
  void sendsToTheHostIfTheBaseUrlIsThatOfTheApi(String base) {
    Wxpay wxpay = Clients.builder().baseUrl(base).httpClient(http).build();

    wxpay.chain("v3/risk").get(Options.none().host(HOST));

    Sent sent = http.sent().get(0);
    assertThat(sent.uri()).hasToString("https://" + HOST + "/v3/risk");
    assertThat(sent.headers(FORWARDED)).isEmpty();
    assertThat(sent.isSigned()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://gw.example/pay", "http://127.0.0.1:9/pay"})
  void keepsAnyOtherBaseUrlAndNamesTheHost(String base) {
    Wxpay wxpay = Clients.builder().baseUrl(base).httpClient(http).build();

    wxpay.chain("risk").post(Map.of(), Map.of("host", HOST.toUpperCase(java.util.Locale.ROOT)));
    wxpay.chain("risk").post(Map.of(), Options.none().baseUrl(base + "/own").host(HOST));
    wxpay.chain("risk").post(Map.of());

    assertThat(http.sent().get(0).uri()).hasToString(base + "/risk");
    assertThat(http.sent().get(0).header(FORWARDED)).isEqualTo(HOST);
    assertThat(http.sent().get(1).uri()).hasToString(base + "/own/risk");
    assertThat(http.sent().get(1).header(FORWARDED)).isEqualTo(HOST);
    assertThat(http.sent().get(2).headers(FORWARDED)).isEmpty();
  }

  @Test
  void namesTheHostToAGateway() {
    Wxpay wxpay = Clients.builder().gateway("https://gw.example/pay").httpClient(http).build();

    wxpay.chain("v3/risk").get(Options.none().host(HOST));

    assertThat(http.sent().get(0).uri()).hasToString("https://gw.example/pay/v3/risk");
    assertThat(http.sent().get(0).header(FORWARDED)).isEqualTo(HOST);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "fraud.example",
        "https://fraud.mch.weixin.qq.com",
        "fraud.mch.weixin.qq.com:443",
        "fraud.mch.weixin.qq.com/",
        "evil.example?.weixin.qq.com",
        "fraud.mch.weixin.qq.com\r\nX: 1"
      })
  void refusesWhatIsNotAHostOfThePlatform(String host) {
    Wxpay wxpay = Clients.over(http);

    assertThatThrownBy(() -> wxpay.chain("v3/a").get(Options.none().host(host)))
        .isInstanceOfAny(IllegalArgumentException.class, NullPointerException.class)
        .hasMessageContaining("host");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void reachesTheHostOfTheSandbox() {
    try (Sandbox sandbox = Sandbox.builder().https(true).start();
        Wxpay wxpay = Clients.of(sandbox.config())) {
      Response key =
          wxpay
              .v2()
              .chain("risk/getpublickey")
              .post(Map.of("mch_id", Fixtures.MCHID), Options.none().host(HOST).security(true));

      assertThat(key.get("pub_key")).startsWith("-----BEGIN");
    }
  }
}
