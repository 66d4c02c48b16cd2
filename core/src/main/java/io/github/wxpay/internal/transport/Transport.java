package io.github.wxpay.internal.transport;

import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests and receives their responses, within a time and a size: the only room that
 * does input and output. Redirects are never followed, since a signature is for one target alone.
 */
public final class Transport implements AutoCloseable {
  /** What to do for a proxy that wants credentials, as a part of a message. */
  public static final String PROXY_CREDENTIALS =
      "give header(\"Proxy-Authorization\", \"Basic …\") and start Java with"
          + " -Djdk.http.auth.tunneling.disabledSchemes= (empty)";

  private final HttpClients connections;

  /**
   * Creates a transport with its own connections; {@code given} replaces the plain client.
   *
   * @throws IllegalStateException if this material has no effect beside a given client
   */
  public Transport(TlsMaterial tls, @Nullable HttpClient given) {
    if (given != null) {
      GivenClient.requireTrust(tls);
    }
    this.connections = new HttpClients(tls, given);
  }

  /** Returns a caller's client if it may be used. */
  public static HttpClient checked(HttpClient client) {
    return GivenClient.checked(client);
  }

  /**
   * Requires that a caller's client sends the Authorization of requests.
   *
   * @throws IllegalStateException if the JDK drops it, as some releases do with an Authenticator
   */
  public static void requireAuthorization(HttpClient client) {
    GivenClient.requireAuthorization(client);
  }

  /**
   * Returns the exchange of a request, which is sent when the task begins.
   *
   * @param file takes the body of a response that is 2xx; {@code null} keeps it in memory
   * @throws IllegalStateException if there is no such connection
   */
  public Task<Incoming> exchange(
      Signed signed, ResponseLimits limits, @Nullable ReceivingFile file) {
    CountedClient client = connections.begin(signed);
    Exchange exchange;
    try {
      exchange = new Exchange(client.http(), signed, limits, file);
    } catch (IllegalArgumentException e) {
      client.end();
      throw e;
    }
    return Task.waiting(exchange, exchange::result)
        .lastly(
            failure -> {
              client.end();
              if (exchange.isNonsense(failure)) {
                connections.replace(client);
              }
            });
  }

  /**
   * Creates the plain client, which otherwise the first exchange does.
   *
   * @param https whether its connections are those of TLS
   * @throws IllegalStateException if this transport was closed
   */
  public void open(boolean https) {
    connections.open(https);
  }

  /** Returns whether a status is 2xx. */
  public static boolean isSuccess(int status) {
    return status >= 200 && status <= 299;
  }

  /** Ends the connections that are this transport's own; calls that are running end first. */
  @Override
  public void close() {
    connections.close();
  }
}
