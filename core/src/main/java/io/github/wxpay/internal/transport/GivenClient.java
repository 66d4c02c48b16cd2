package io.github.wxpay.internal.transport;

import io.github.wxpay.internal.trust.TlsMaterial;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;

/** Whether a caller's {@link HttpClient} may be used, and a client of ours that is like it. */
final class GivenClient {
  private GivenClient() {}

  /**
   * Requires a client that sends what is signed.
   *
   * @throws IllegalArgumentException if it follows redirects
   */
  static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, which would carry a signature elsewhere; build it with"
              + " followRedirects(NEVER).");
    }
    return client;
  }

  /**
   * Requires that no authority is given beside a client, which would not use it: a client for
   * mutual TLS does.
   *
   * @throws IllegalStateException if there is one
   */
  static void requireTrust(TlsMaterial tls) {
    if (tls.hasAuthority() && !tls.hasIdentity()) {
      throw new IllegalStateException(
          "`certificateAuthority` has no effect beside `httpClient`, whose own SSLContext decides"
              + " which servers are trusted. Build the HttpClient with an SSLContext that trusts the"
              + " authority, or leave one of the two out.");
    }
  }

  /**
   * Requires a client that sends the Authorization of a request.
   *
   * @throws IllegalStateException if the JDK drops it
   */
  static void requireAuthorization(HttpClient client) {
    if (client.authenticator().isPresent() && !AuthorizationProbe.isKept()) {
      throw new IllegalStateException(
          "The HttpClient has an Authenticator, and then this JDK ("
              + Runtime.version().feature()
              + ") drops the Authorization header that signs requests. Build it without one, and for a"
              + " proxy that wants credentials "
              + Transport.PROXY_CREDENTIALS
              + "; or run a JDK that keeps the header, such as 25.");
    }
  }

  /**
   * Returns a builder with the proxy, executor, timeout, version, authenticator, cookies and TLS
   * parameters of a caller's client. Its SSLContext cannot be read, and is not taken over.
   *
   * @param connectTimeout the timeout if the client has none
   */
  static HttpClient.Builder like(HttpClient client, Duration connectTimeout) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(client.version())
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(client.connectTimeout().orElse(connectTimeout))
            .sslParameters(parameters(client));
    client.proxy().ifPresent(builder::proxy);
    client.executor().ifPresent(builder::executor);
    client.authenticator().ifPresent(builder::authenticator);
    client.cookieHandler().ifPresent(builder::cookieHandler);
    return builder;
  }

  /** Leaves default cipher suites out: the other SSLContext may have other defaults. */
  private static SSLParameters parameters(HttpClient client) {
    SSLParameters parameters = client.sslParameters();
    String[] ofContext = client.sslContext().getDefaultSSLParameters().getCipherSuites();
    if (Arrays.equals(parameters.getCipherSuites(), ofContext)) {
      parameters.setCipherSuites(null);
    }
    return parameters;
  }
}
