package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FaultServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.TestTls;
import java.security.GeneralSecurityException;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client without settings for TLS has the JDK's default context, loaded when it is needed. */
class DefaultTlsTest {
  private static final byte[] CREATED = Reply.signed("{\"code_url\":\"weixin://a\"}").wire();
  private static final FaultServer.Fault GOOD =
      connection -> {
        connection.execute();
        connection.write(CREATED);
      };

  private final SSLContext before = defaultContext();

  @AfterEach
  void restore() {
    SSLContext.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trustsAuthoritiesOfDefaultContext(boolean async) {
    SSLContext.setDefault(TestTls.trusting());

    assertThat(codeUrl("127.0.0.1", async)).isEqualTo("weixin://a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesServerThatDefaultContextDoesNotTrust(boolean async) throws Exception {
    SSLContext.setDefault(trusting(new TrustManager[0]));

    assertNotSent("127.0.0.1", async);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesCertificateOfAnotherHost(boolean async) {
    SSLContext.setDefault(TestTls.trusting());

    assertNotSent("localhost", async);
  }

  private static void assertNotSent(String host, boolean async) {
    assertThatExceptionOfType(TransportException.class)
        .isThrownBy(() -> codeUrl(host, async))
        .withCauseInstanceOf(SSLHandshakeException.class)
        .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
  }

  private static String codeUrl(String host, boolean async) {
    try (FaultServer server = FaultServer.tls(GOOD);
        Wxpay wxpay = Clients.builder().baseUrl(server.url().replace("127.0.0.1", host)).build()) {
      Chain chain = wxpay.chain("v3/pay/transactions/native");
      return Clients.call(async, chain, "POST", Map.of("a", 1), Options.none()).get("code_url");
    }
  }

  private static SSLContext trusting(TrustManager[] trusted) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trusted, null);
    return context;
  }

  private static SSLContext defaultContext() {
    try {
      return SSLContext.getDefault();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
