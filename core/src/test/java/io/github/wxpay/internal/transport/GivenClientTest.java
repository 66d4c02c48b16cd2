package io.github.wxpay.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.ClientCertificate;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.TestTls;
import io.github.wxpay.testing.TunnelProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller's HttpClient: what is taken over from it, and when it is refused. */
@Timeout(60)
class GivenClientTest {
  private static final Authenticator AUTHENTICATOR = new Authenticator() {};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void securityCallsUseProxyAndExecutorOfGivenClient(boolean async) throws Exception {
    AtomicInteger steps = new AtomicInteger();
    Executor counting =
        step -> {
          steps.incrementAndGet();
          ForkJoinPool.commonPool().execute(step);
        };
    try (Sandbox sandbox =
            Sandbox.builder().https(true).clientCertificate(ClientCertificate.WANTED).start();
        TunnelProxy proxy = TunnelProxy.connecting();
        Wxpay own = Wxpay.of(sandbox.config())) {
      own.v2().chain("pay/unifiedorder").post(order());
      sandbox.pay("g-1");
      HttpClient http = HttpClient.newBuilder().proxy(proxy.selector()).executor(counting).build();
      try (Wxpay wxpay = own.newBuilder().httpClient(http).build()) {
        Response refund =
            Clients.call(
                async,
                wxpay.v2().chain("secapi/pay/refund"),
                "POST",
                refund(),
                Options.none().security(true));

        assertThat(refund.get("out_refund_no")).isEqualTo("g-1-r");
      }
      assertThat(proxy.heads()).hasSize(1);
      assertThat(proxy.heads().get(0))
          .startsWith("CONNECT " + sandbox.uri().getAuthority() + " HTTP/1.1\r\n");
      assertThat(steps).hasPositiveValue();
    }
  }

  @Test
  void copiesReadableSettings() {
    SSLParameters parameters = new SSLParameters(new String[] {"TLS_AES_128_GCM_SHA256"});
    parameters.setProtocols(new String[] {"TLSv1.3"});
    CookieManager cookies = new CookieManager();
    Executor executor = Runnable::run;
    try (TunnelProxy proxy = TunnelProxy.connecting()) {
      HttpClient given =
          HttpClient.newBuilder()
              .proxy(proxy.selector())
              .executor(executor)
              .connectTimeout(Duration.ofMillis(1234))
              .sslParameters(parameters)
              .version(HttpClient.Version.HTTP_2)
              .authenticator(AUTHENTICATOR)
              .cookieHandler(cookies)
              .build();

      HttpClient like = GivenClient.like(given, Duration.ofSeconds(10)).build();

      assertThat(like.proxy()).isEqualTo(given.proxy());
      assertThat(like.executor()).containsSame(executor);
      assertThat(like.connectTimeout()).contains(Duration.ofMillis(1234));
      assertThat(like.sslParameters().getProtocols()).containsExactly("TLSv1.3");
      assertThat(like.sslParameters().getCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
      assertThat(like.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(like.authenticator()).containsSame(AUTHENTICATOR);
      assertThat(like.cookieHandler()).containsSame(cookies);
      assertThat(like.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
    }
  }

  @Test
  void doesNotCopyDefaults() {
    HttpClient given = HttpClient.newHttpClient();

    HttpClient like = GivenClient.like(given, Duration.ofSeconds(10)).build();

    assertThat(like.proxy()).isEmpty();
    assertThat(like.executor()).isEmpty();
    assertThat(like.authenticator()).isEmpty();
    assertThat(like.cookieHandler()).isEmpty();
    assertThat(like.connectTimeout()).contains(Duration.ofSeconds(10));
    assertThat(like.sslParameters().getCipherSuites()).isNull();
    assertThat(like.sslParameters().getProtocols()).isEqualTo(given.sslParameters().getProtocols());
  }

  /** The server observes the behaviour of the JDK, independently of the probe. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAuthenticatorWhereJdkDropsAuthorization(boolean async) throws Exception {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .authenticator(AUTHENTICATOR)
            .build();
    try (RawServer server = new RawServer((request, out) -> false)) {
      server.responding(request -> Reply.signed("{}").wire());
      http.send(
          HttpRequest.newBuilder(URI.create(server.url())).header("Authorization", "A b").build(),
          HttpResponse.BodyHandlers.discarding());
      boolean kept = server.received().get(0).headers.containsKey("Authorization");
      WxpayBuilder builder = Clients.builder().baseUrl(server.url()).httpClient(http);

      if (kept) {
        Clients.get(async, builder.build().chain("v3/a"));

        assertThat(server.received().get(1).headers.get("Authorization"))
            .startsWith("WECHATPAY2-SHA256-RSA2048 ");
      } else {
        assertThat(catchThrowable(builder::build))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("The HttpClient has an Authenticator")
            .hasMessageContaining("header(\"Proxy-Authorization\", \"Basic …\")")
            .hasMessageContaining("-Djdk.http.auth.tunneling.disabledSchemes=");
      }
      assertThat(AuthorizationProbe.isKept()).isEqualTo(kept);
    }
  }

  @Test
  void acceptsAuthenticatorIfNothingIsSignedInHeader() {
    HttpClient http = HttpClient.newBuilder().authenticator(AUTHENTICATOR).build();

    try (Wxpay wxpay =
        Clients.once().mchid(Fixtures.MCHID).secret(Fixtures.SECRET).httpClient(http).build()) {
      assertThat(wxpay.mchid()).isEqualTo(Fixtures.MCHID);
    }
  }

  @Test
  void acceptsAuthorityForSecurityCallsWithGivenClient() {
    try (Wxpay wxpay =
        TestTls.trusted(Clients.builder().httpClient(HttpClient.newHttpClient()))
            .merchantCertificate(
                Fixtures.path("apiclient_cert.pem"), Fixtures.path("apiclient_key.pem"))
            .build()) {
      assertThat(wxpay.mchid()).isEqualTo(Fixtures.MCHID);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "WWW-Authenticate header missing for response code 401, 401",
    "Proxy-Authenticate header missing for response code 407, 407"
  })
  void readsStatusOfResponseThatAuthenticatorHides(String message, int status) throws Exception {
    Wxpay wxpay = Clients.over(failing(message));
    for (boolean async : new boolean[] {false, true}) {
      Throwable call = catchThrowable(() -> Clients.post(async, wxpay.chain("v3/a"), "{}"));
      Throwable download =
          catchThrowable(
              () -> {
                if (async) {
                  Clients.join(wxpay.chain("v3/a").downloadAsync(folder.resolve("file")));
                } else {
                  wxpay.chain("v3/a").download(folder.resolve("file"));
                }
              });

      for (Throwable thrown : new Throwable[] {call, download}) {
        assertThat(thrown)
            .isInstanceOfSatisfying(
                StatusException.class,
                e -> {
                  assertThat(e.status()).isEqualTo(status);
                  assertThat(e.outcome())
                      .isEqualTo(status == 407 ? Outcome.NOT_SENT : Outcome.REFUSED);
                })
            .hasMessageContaining(
                status == 407 ? "jdk.http.auth.tunneling.disabledSchemes" : "Authenticator");
      }
    }
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WWW-Authenticate header missing for response code 4010",
        "header missing for response code 401",
        "Proxy-Authenticate header missing"
      })
  void otherFailuresHaveNoStatus(String message) {
    for (boolean async : new boolean[] {false, true}) {
      assertThat(
              catchThrowable(
                  () -> Clients.get(async, Clients.over(failing(message)).chain("v3/a"))))
          .isInstanceOf(TransportException.class);
    }
  }

  private static FakeHttpClient failing(String message) {
    return new FakeHttpClient(
        request -> {
          throw new UncheckedIOException(new IOException(message));
        });
  }

  private static Map<String, Object> order() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx8888888888888888");
    body.put("mch_id", Fixtures.MCHID);
    body.put("out_trade_no", "g-1");
    body.put("body", "a");
    body.put("total_fee", 101);
    body.put("spbill_create_ip", "127.0.0.1");
    body.put("notify_url", "https://example.com/");
    body.put("trade_type", "NATIVE");
    body.put("product_id", "1");
    return body;
  }

  private static Map<String, Object> refund() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx8888888888888888");
    body.put("mch_id", Fixtures.MCHID);
    body.put("out_trade_no", "g-1");
    body.put("out_refund_no", "g-1-r");
    body.put("total_fee", 101);
    body.put("refund_fee", 1);
    return body;
  }
}
