package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadedCertificatesTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsVerifiedCertificatesBySerial(boolean async) {
    String serial = Fixtures.PLATFORM_SERIAL.toLowerCase(Locale.ROOT);
    String body = Downloads.body(serial, "platform_cert.pem", Fixtures.API_V3_KEY);
    FakeHttpClient http =
        Downloads.http(sent -> Downloads.signed(body), sent -> Reply.bare(500, ""));

    Map<String, X509Certificate> certificates =
        download(async, Clients.downloading().httpClient(http).build());

    assertThat(certificates)
        .containsExactly(Map.entry(serial, Fixtures.certificate("platform_cert.pem")));
    assertThat(http.only().header("Wechatpay-Serial")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsAlsoWithConfiguredKeysAndKeepsThem(boolean async) {
    FakeHttpClient http =
        Downloads.http(sent -> Downloads.genuine(), sent -> Reply.signed("{\"a\":1}"));
    Wxpay wxpay =
        Clients.downloading()
            .platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.path("platform_pubkey.pem"))
            .httpClient(http)
            .build();
    String before = wxpay.toString();

    assertThat(download(async, wxpay)).containsOnlyKeys(Fixtures.PLATFORM_SERIAL);

    assertThat(wxpay).hasToString(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failsWithoutApiV3KeyBeforeAnythingIsSent(boolean async) {
    FakeHttpClient http = FakeHttpClient.succeeding();

    assertThatThrownBy(() -> download(async, Clients.over(http)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("apiV3Key");
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failsIfTheResponseIsNotSignedWithOneOfThem(boolean async) {
    FakeHttpClient none = Downloads.http(sent -> Downloads.signed("{\"data\":[]}"), sent -> null);
    FakeHttpClient refusing =
        Downloads.http(sent -> Reply.bare(404, "{\"code\":\"RESOURCE_NOT_EXISTS\"}"), sent -> null);

    assertThatThrownBy(() -> download(async, Clients.downloading().httpClient(none).build()))
        .isInstanceOf(VerificationException.class);
    assertThatThrownBy(() -> download(async, Clients.downloading().httpClient(refusing).build()))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("platform public key");
  }

  private static Map<String, X509Certificate> download(boolean async, Wxpay wxpay) {
    return async ? Clients.join(wxpay.downloadCertificatesAsync()) : wxpay.downloadCertificates();
  }
}
