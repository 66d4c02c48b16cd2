package io.github.wxpay.internal.transport;

import io.github.wxpay.internal.trust.TlsMaterial;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;

/** Checks a caller's {@link HttpClient}, and creates clients with the same settings. */
final class GivenClient {
  private GivenClient() {}

  /**
   * Requires a client that sends the signed requests only to their target. @throws
   * IllegalArgumentException if it follows redirects
   */
  static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, which would send a signature to another target. Build"
              + " it with followRedirects(NEVER).");
    }
    return client;
  }

  /**
   * Refuses a certificate authority together with a caller's client, which would not use it, unless
   * there is a merchant certificate for mutual TLS.
   *
   * @throws IllegalStateException if the authority has no effect
   */
  static void requireTrust(TlsMaterial tls) {
    if (tls.hasAuthority() && !tls.hasIdentity()) {
      throw new IllegalStateException(
          "`certificateAuthority` has no effect together with `httpClient`, whose SSLContext"
              + " decides which servers are trusted. Build the HttpClient with an SSLContext that"
              + " trusts the authority, or remove one of the two.");
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
          "The HttpClient has an Authenticator, with which this JDK ("
              + Runtime.version().feature()
              + ") drops the Authorization header that signs requests. Build it without one, and"
              + " for a proxy that requires credentials "
              + Transport.PROXY_CREDENTIALS
              + "; or use a JDK that keeps the header, such as 25.");
    }
  }

  /**
   * Returns a builder with the proxy, executor, timeout, version, authenticator, cookies and TLS
   * parameters of a caller's client. Its SSLContext is not copied, since it cannot be read.
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

  /** Returns the parameters without default cipher suites: another SSLContext may have others. */
  private static SSLParameters parameters(HttpClient client) {
    SSLParameters parameters = client.sslParameters();
    String[] ofContext = client.sslContext().getDefaultSSLParameters().getCipherSuites();
    if (Arrays.equals(parameters.getCipherSuites(), ofContext)) {
      parameters.setCipherSuites(null);
    }
    return parameters;
  }
}
