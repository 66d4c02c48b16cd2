package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.TestTls;
import io.github.wxpay.testing.TunnelProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that fails at a proxy or in TLS is reported with its place and what to do. */
@Timeout(60)
class ConnectionMessagesTest {
  private static final String PLATFORM = "api.mch.weixin.qq.com";
  private static final String AGAIN = " Nothing was sent; the call may be repeated.";

  @TempDir Path folder;

  /** The kinds of calls, each in both ways of waiting. */
  enum Kind {
    CALL,
    DOWNLOAD,
    UPLOAD;

    void run(boolean async, Wxpay wxpay, Path folder) throws IOException {
      Path file = folder.resolve("a.png");
      switch (this) {
        case CALL:
          Clients.post(async, wxpay.chain("v3/a"), "{}");
          return;
        case DOWNLOAD:
          if (async) {
            Clients.join(wxpay.chain("v3/a").downloadAsync(file));
          } else {
            wxpay.chain("v3/a").download(file);
          }
          return;
        default:
          Files.write(file, new byte[] {1, 2, 3});
          if (async) {
            Clients.join(wxpay.chain("v3/merchant/media/upload").uploadAsync(file));
          } else {
            wxpay.chain("v3/merchant/media/upload").upload(file);
          }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesProxyThatRefusesTunnel(Kind kind) {
    try (TunnelProxy proxy =
        TunnelProxy.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")) {
      for (boolean async : new boolean[] {false, true}) {
        Throwable thrown = failure(kind, async, through(proxy.selector()));

        assertThat(thrown)
            .isInstanceOf(TransportException.class)
            .hasMessageContaining(
                " did not reach " + PLATFORM + " through the proxy " + proxy.host() + ": ")
            .hasMessageContaining("(Tunnel failed, got: 403)")
            .hasMessageContaining(
                " The proxy "
                    + proxy.host()
                    + " refused a tunnel to "
                    + PLATFORM
                    + ":443 with 403. Allow the host there, or choose another proxy")
            .hasMessageEndingWith(AGAIN);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesPropertyWhenProxyRequiresCredentials(Kind kind) {
    try (TunnelProxy proxy =
        TunnelProxy.answering(
            "HTTP/1.1 407 P\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                + "Content-Length: 0\r\n\r\n")) {
      for (boolean async : new boolean[] {false, true}) {
        Throwable thrown = failure(kind, async, through(proxy.selector()));

        assertThat(thrown)
            .isInstanceOfSatisfying(
                StatusException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
            .hasMessageContaining("407: the proxy requires credentials")
            .hasMessageContaining("-Djdk.http.auth.tunneling.disabledSchemes=");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesProxyThatCannotBeReachedWithoutItsCredentials(boolean async) {
    HttpClient client =
        through(
            new ProxySelector() {
              @Override
              public List<Proxy> select(URI uri) {
                return List.of(
                    new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved("user:word@proxy.invalid", 3128)));
              }

              @Override
              public void connectFailed(URI uri, SocketAddress address, IOException e) {}
            });

    Throwable thrown = failure(Kind.CALL, async, client);

    assertThat(thrown)
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(" through the proxy proxy.invalid:3128: ")
        .hasMessageContaining(
            " The proxy proxy.invalid:3128 cannot be reached, or does not connect. Check"
                + " https.proxyHost")
        .hasMessageNotContaining("word");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesProxyThatDoesNotRespondInHttp(boolean async) {
    try (TunnelProxy proxy = TunnelProxy.answering("nonsense\r\n\r\n")) {
      Throwable thrown = failure(Kind.CALL, async, through(proxy.selector()));

      assertThat(thrown)
          .isInstanceOf(TransportException.class)
          .hasMessageContaining(
              " The proxy " + proxy.host() + " did not respond in HTTP. Check its port.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void namesAuthorityThatIsNotTrusted(Kind kind) {
    try (RawServer server = new RawServer(TestTls.serverSockets());
        Wxpay wxpay = Clients.builder().baseUrl("https://" + server.host()).build()) {
      for (boolean async : new boolean[] {false, true}) {
        assertThat(catchThrowable(() -> kind.run(async, wxpay, folder)))
            .isInstanceOf(TransportException.class)
            .hasMessageContaining(
                " The TLS certificate of "
                    + server.host()
                    + " was not issued by a trusted authority.")
            .hasMessageContaining("certificateAuthority(…)")
            .hasMessageEndingWith(AGAIN);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesHostThatCertificateIsNotFor(boolean async) {
    try (RawServer server = new RawServer(TestTls.serverSockets())) {
      String host = server.host().replace("127.0.0.1", "localhost");
      try (Wxpay wxpay = TestTls.trusted(Clients.builder()).baseUrl("https://" + host).build()) {
        assertThat(catchThrowable(() -> Clients.get(async, wxpay.chain("v3/a"))))
            .isInstanceOf(TransportException.class)
            .hasMessageContaining(" The TLS certificate is not for " + host + ". Check the host");
      }
    }
  }

  static Stream<Arguments> failures() {
    String server = PLATFORM + ":443";
    return Stream.of(
        arguments(
            new SSLException("Unsupported or unrecognized SSL message"),
            server + " did not respond in TLS. Check the port, and begin the URL with http://"),
        arguments(
            new SSLException("Unrecognized SSL message, plaintext connection?"),
            server + " did not respond in TLS. Check the port"),
        arguments(
            handshake(
                "PKIX path validation failed",
                new CertPathValidatorException(
                    "validity check failed", new CertificateExpiredException("NotAfter: x"))),
            "The TLS certificate of " + server + " has expired. Check the clock"),
        arguments(
            handshake(
                "PKIX path validation failed",
                new CertPathValidatorException(
                    "validity check failed", new CertificateNotYetValidException("NotBefore: x"))),
            "The TLS certificate of " + server + " is not valid yet. Check the clock"),
        arguments(
            handshake(
                "x", new CertificateException("No subject alternative DNS name matching a found.")),
            "The TLS certificate is not for " + server),
        arguments(
            new SSLException(
                "Unexpected error",
                new InvalidAlgorithmParameterException(
                    "the trustAnchors parameter must be non-empty")),
            "The trust store of this Java is empty"),
        arguments(
            new SSLHandshakeException("Received fatal alert: protocol_version"),
            server + " and this Java have no TLS version in common"),
        arguments(
            new SSLHandshakeException("No appropriate protocol (protocol is disabled or …)"),
            server + " and this Java have no TLS version in common"),
        arguments(
            new SSLHandshakeException(
                "The server selected protocol version TLS10 is not accepted by client preferences"),
            server + " and this Java have no TLS version in common"),
        arguments(
            new SSLHandshakeException("Received fatal alert: handshake_failure"),
            server + " accepted no cipher suite of this Java, or requires a client certificate"),
        arguments(
            new SSLHandshakeException("Received fatal alert: bad_certificate"),
            server + " refused the TLS certificate of this client, or received none"),
        arguments(
            new SSLHandshakeException("Remote host terminated the handshake"),
            "The connection was closed in the TLS handshake. Check that "
                + server
                + " supports TLS"),
        arguments(
            new IOException(
                "HTTP/1.1 header parser received no bytes",
                new SSLHandshakeException("Remote host terminated the handshake")),
            "The connection was closed in the TLS handshake. Check that "
                + server
                + " supports TLS"),
        arguments(
            (IOException) new ConnectException().initCause(new UnresolvedAddressException()),
            "The name of " + PLATFORM + " cannot be resolved. Check the URL, and the DNS."),
        arguments(
            new IOException("too many authentication attempts. Limit: 3"),
            "The server refused the credentials of the HttpClient's Authenticator. Correct them."));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysWhatToDo(IOException failure, String advice) {
    FakeHttpClient http = failing(failure);
    for (boolean async : new boolean[] {false, true}) {
      Throwable thrown = catchThrowable(() -> Clients.get(async, Clients.over(http).chain("v3/a")));

      assertThat(thrown).isInstanceOf(TransportException.class).hasMessageContaining(". " + advice);
    }
  }

  /** Other failures than those of a proxy or of TLS, and circular causes, have no advice. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void saysNothingAboutOtherFailures(boolean circle) {
    IOException failure = new IOException("Connection reset");
    if (circle) {
      failure.initCause(new IOException("again", failure));
    }
    FakeHttpClient http = failing(failure);

    Throwable thrown = catchThrowable(() -> Clients.over(http).chain("v3/a").get());

    assertThat(thrown)
        .isInstanceOf(WxpayException.class)
        .hasMessage(
            "GET v3/a was sent to "
                + PLATFORM
                + ", but no complete response arrived: IOException (Connection reset). It may be"
                + " called again.");
  }

  /** With a low limit the JDK reports the limit in place of the failure. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void namesCauseOfTooManyRetries(boolean caused) {
    IOException failure =
        new IOException(
            "Too many retries: 1", caused ? new ConnectException("Connection refused") : null);
    FakeHttpClient http = failing(failure);

    Throwable thrown = catchThrowable(() -> Clients.over(http).chain("v3/a").get());

    assertThat(thrown)
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(
            caused ? "ConnectException (Connection refused)" : "IOException (Too many retries: 1)");
  }

  private static FakeHttpClient failing(IOException failure) {
    return new FakeHttpClient(
        request -> {
          throw new UncheckedIOException(failure);
        });
  }

  private Throwable failure(Kind kind, boolean async, HttpClient client) {
    return catchThrowable(() -> kind.run(async, Clients.over(client), folder));
  }

  private static HttpClient through(ProxySelector selector) {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).proxy(selector).build();
  }

  private static SSLHandshakeException handshake(String message, Throwable cause) {
    SSLHandshakeException failure = new SSLHandshakeException(message);
    failure.initCause(cause);
    return failure;
  }
}
