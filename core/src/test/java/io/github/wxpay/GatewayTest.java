package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.TestTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway gets the requests, under its own path, as they are signed for the platform. */
class GatewayTest {
  private static final String GATEWAY = "http://gw.example:8080/pay gw/";
  private static final String AT_GATEWAY = "http://gw.example:8080/pay%20gw";
  private static final Map<String, String> OWN = Map.of("mch_id", Fixtures.MCHID);
  private static final Options SECURITY = Options.none().security(true);

  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  private FakeHttpClient linking = http;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"false, ''", "true, ''", "false, /base", "true, /base"})
  void sendsToGatewayWhatIsSignedForBaseUrl(boolean async, String base) {
    Wxpay direct = fixed().baseUrl("https://api.mch.weixin.qq.com" + base).build();
    Wxpay routed = direct.newBuilder().gateway(GATEWAY).build();

    for (Wxpay wxpay : List.of(direct, routed)) {
      Clients.call(
          async, wxpay.chain("v3/a?b=c%2Fd"), "POST", "{\"e\":1}", Options.none().query("f", "g"));
    }

    Sent sent = http.sent().get(1);
    assertThat(http.sent().get(0).uri())
        .hasToString("https://api.mch.weixin.qq.com" + base + "/v3/a?b=c%2Fd&f=g");
    assertThat(sent.uri()).hasToString(AT_GATEWAY + base + "/v3/a?b=c%2Fd&f=g");
    assertThat(sent.authorization()).isEqualTo(http.sent().get(0).authorization());
    assertThat(sent.text()).isEqualTo("{\"e\":1}");
  }

  @Test
  void sendsCallsWithBaseUrlOptionToGateway() {
    fixed()
        .gateway(GATEWAY)
        .build()
        .chain("v3/a")
        .get(Options.none().baseUrl("https://apihk.mch.weixin.qq.com/"));

    assertThat(http.only().uri()).hasToString(AT_GATEWAY + "/v3/a");
  }

  @Test
  void sendsApiV2ToGateway() {
    FakeHttpClient xml =
        FakeHttpClient.answering(Reply.bare(200, "<xml><return_code>FAIL</return_code></xml>"));
    Wxpay wxpay = builder(xml).secret(Fixtures.SECRET).gateway(GATEWAY).build();

    var unused = catchThrowable(() -> wxpay.v2().chain("pay/orderquery").post(OWN));
    var unusedToo =
        catchThrowable(
            () -> wxpay.v2().chain("papay/x").get(Options.none().query("mch_id", Fixtures.MCHID)));

    assertThat(xml.sent().get(0).uri()).hasToString(AT_GATEWAY + "/pay/orderquery");
    assertThat(xml.sent().get(1).uri().toString()).startsWith(AT_GATEWAY + "/papay/x?mch_id=");
  }

  @Test
  void keepsHostOfSignedPage() {
    String url =
        fixed().secret(Fixtures.SECRET).gateway(GATEWAY).build().v2().chain("papay/h5").url(OWN);

    assertThat(url).startsWith("https://api.mch.weixin.qq.com/papay/h5?");
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void downloadsLinkOfPlatformFromGateway(boolean async) throws IOException {
    Wxpay wxpay =
        builder(linking("https://api.mch.weixin.qq.com/v3/billdownload/file?token=a%2Fb"))
            .gateway(GATEWAY)
            .build();
    Path target = folder.resolve("bill.csv");
    Response link = wxpay.chain("v3/bill/tradebill").get();

    if (async) {
      Clients.join(link.downloadAsync(target));
    } else {
      link.download(target);
    }

    assertThat(Files.readString(target)).isEqualTo("file");
    Sent download = linking.sent().get(1);
    assertThat(download.uri()).hasToString(AT_GATEWAY + "/v3/billdownload/file?token=a%2Fb");
    assertThat(download.authorization()).startsWith("WECHATPAY2-SHA256-RSA2048 ");
  }

  @Test
  void downloadsUnsignedLinkFromGatewayWithProxyCredentialsOnly() throws IOException {
    Wxpay wxpay =
        builder(linking("https://pay.wechatpay.cn/a/b?c=d"))
            .gateway(GATEWAY)
            .header("Proxy-Authorization", "Basic dTpw")
            .header("X-Own", "1")
            .build();
    Path target = folder.resolve("file");

    wxpay.chain("v3/bill/tradebill").get().download(target);

    assertThat(Files.readString(target)).isEqualTo("file");
    Sent download = linking.sent().get(1);
    assertThat(download.uri()).hasToString(AT_GATEWAY + "/a/b?c=d");
    assertThat(download.headers("Authorization")).isEmpty();
    assertThat(download.headers("X-Own")).isEmpty();
    assertThat(download.headers("Proxy-Authorization")).containsExactly("Basic dTpw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gw.example:8080/v3/billdownload/file",
        "http://gw.example:8080/pay%20gw/v3/billdownload/file",
        "https://evil.example/v3/billdownload/file",
        "http://api.mch.weixin.qq.com/v3/billdownload/file"
      })
  void refusesLinkOfAnotherHost(String url) {
    Wxpay wxpay = builder(linking(url)).gateway(GATEWAY).build();
    Response link = wxpay.chain("v3/bill/tradebill").get();

    assertThatThrownBy(() -> link.download(folder.resolve("file")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("Nothing was signed and nothing was sent.");
    assertThat(linking.sent()).hasSize(1);
  }

  @Test
  void downloadsCertificatesFromGateway() {
    Wxpay wxpay = Clients.downloading().httpClient(http).gateway(GATEWAY).build();

    Throwable thrown = catchThrowable(() -> wxpay.chain("v3/a").get());

    assertThat(thrown).isNotNull(); // the response holds no certificate
    assertThat(http.only().uri()).hasToString(AT_GATEWAY + "/v3/certificates");
  }

  @Test
  void presentsNoCertificateToGatewayWithoutTls() {
    Wxpay wxpay =
        fixed()
            .secret(Fixtures.SECRET)
            .merchantCertificate(
                Fixtures.path("apiclient_cert.pem"), Fixtures.path("apiclient_key.pem"))
            .gateway(GATEWAY)
            .build();

    assertThatThrownBy(() -> wxpay.v2().chain("a").post(OWN, SECURITY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "`security` requires https to present the merchant's certificate, but the gateway is"
                + " http://; nothing was sent.");
  }

  @Test
  void presentsCertificateToGatewayWithTlsThoughBaseUrlHasNone() {
    try (RawServer server = new RawServer(TestTls.serverSockets());
        Wxpay wxpay =
            TestTls.trusted(Clients.builder().secret(Fixtures.SECRET))
                .merchantCertificate(
                    Fixtures.path("apiclient_cert.pem"), Fixtures.path("apiclient_key.pem"))
                .baseUrl("http://platform.invalid/")
                .gateway("https://" + server.host() + "/gw")
                .build()) {
      server.responding(
          request -> Reply.bare(200, "<xml><return_code>FAIL</return_code></xml>").wire());

      var unused = catchThrowable(() -> wxpay.v2().chain("a").post(OWN, SECURITY));

      assertThat(server.received()).hasSize(1);
      assertThat(server.received().get(0).target).isEqualTo("/gw/a");
      assertThat(server.received().get(0).clientSerial).isEqualTo(Fixtures.SERIAL);
    }
  }

  @Test
  void namesGatewayInFailuresAndAttempts() {
    List<CallEnd> ends = new CopyOnWriteArrayList<>();
    CallListener listener =
        new CallListener() {
          @Override
          public void end(Call call, CallEnd end) {
            ends.add(end);
          }
        };
    try (Wxpay wxpay = Clients.builder().gateway(RawServer.deadUrl()).listener(listener).build()) {
      assertThatThrownBy(() -> wxpay.chain("v3/a").get())
          .isInstanceOf(TransportException.class)
          .hasMessageStartingWith("GET v3/a did not reach 127.0.0.1: ");
    }

    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).host()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "https://gw.example/pay/api, v3/a, /pay/api",
    "https://gw.example/pay, /v3/a?b=c, /pay",
    "https://gw.example/pay/, v3/{x}, /pay",
  })
  void namesBothSettingsWhenSignatureOfBaseUrlWithPathIsWrong(
      String base, String path, String shown) {
    Throwable thrown = signError(base, path);

    assertThat(thrown)
        .isInstanceOf(StatusException.class)
        .hasMessageContaining(
            "The path "
                + shown
                + " of the base URL was sent and signed. If a gateway removes it, set the gateway's"
                + " URL as `gateway`, and the platform's URL as `baseUrl`");
  }

  @ParameterizedTest
  @CsvSource({"https://gw.example, v3/a", "https://gw.example/, /v3/a"})
  void namesNoGatewayWhenBaseUrlHasNoPath(String base, String path) {
    assertThat(signError(base, path))
        .isInstanceOf(StatusException.class)
        .hasMessageNotContaining("gateway");
  }

  @Test
  void readsGatewayOfDictionaryAndEnvironment() {
    Map<String, Object> dictionary = Fixtures.dictionary();
    dictionary.put("gateway", GATEWAY);
    try (Wxpay wxpay = Clients.of(dictionary)) {
      assertThat(wxpay.newBuilder().settings.gateway).isEqualTo(AT_GATEWAY);
    }
    assertThat(ConfigEntries.ofVariables(Map.of("WXPAY_GATEWAY", GATEWAY)))
        .containsExactly(Map.entry("gateway", GATEWAY));
  }

  private static Throwable signError(String base, String path) {
    FakeHttpClient refusing =
        FakeHttpClient.answering(
            Reply.bare(401, "{\"code\":\"SIGN_ERROR\",\"message\":\"wrong\"}"));
    return catchThrowable(
        () ->
            builder(refusing)
                .baseUrl(base)
                .build()
                .chain(path)
                .get(path.contains("{x}") ? Options.of("x", "a/b?c") : Options.none()));
  }

  /** Returns a client that responds to the bill with a link, and to other requests with a file. */
  private FakeHttpClient linking(String url) {
    linking =
        new FakeHttpClient(
            request ->
                request.target().endsWith("/v3/bill/tradebill")
                    ? Reply.signed("{\"download_url\":\"" + url + "\"}")
                    : Reply.bare(200, "file"));
    return linking;
  }

  private WxpayBuilder fixed() {
    return builder(http).nonce(() -> "n");
  }

  private static WxpayBuilder builder(FakeHttpClient client) {
    return Clients.builder().httpClient(client);
  }
}
