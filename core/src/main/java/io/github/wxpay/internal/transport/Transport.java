package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.net.http.HttpClient;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests and receives their responses, with limits of time and size. The only
 * package that does input and output. Redirects are not followed, since a signature is for one
 * target only.
 */
public final class Transport implements AutoCloseable {
  /** The advice about a proxy that requires credentials, as a part of messages. */
  public static final String PROXY_CREDENTIALS =
      "set header(\"Proxy-Authorization\", \"Basic …\") and start Java with"
          + " -Djdk.http.auth.tunneling.disabledSchemes= (empty)";

  private final HttpClients connections;
  private final @Nullable CircuitBreaker breaker;

  /**
   * Creates a transport with its own connections and a circuit breaker; {@code given} replaces the
   * plain client.
   *
   * @param nanoTime the time of the circuit breaker, such as {@link System#nanoTime}
   * @throws IllegalStateException if the TLS material has no effect together with a given client
   */
  public Transport(TlsMaterial tls, @Nullable HttpClient given, LongSupplier nanoTime) {
    if (given != null) {
      GivenClient.requireTrust(tls);
    }
    this.connections = new HttpClients(tls, given);
    this.breaker = new CircuitBreaker(nanoTime);
  }

  private Transport(HttpClients connections) {
    this.connections = connections;
    this.breaker = null;
  }

  /** Returns a transport with the same connections that sends every request. */
  public Transport withoutCircuitBreaker() {
    return new Transport(connections);
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
   * Returns the exchange of a request, which is sent when the task begins. The task must be run or
   * started.
   *
   * @param file the file for the body of a 2xx response; {@code null} keeps it in memory
   * @throws IllegalStateException if the request cannot be sent with the settings
   * @throws TransportException if the circuit of the host is open, see {@link #isCircuitOpen}
   */
  public Task<Incoming> exchange(
      Signed signed, ResponseLimits limits, @Nullable ReceivingFile file) {
    CountedClient client = connections.begin(signed);
    Exchange exchange;
    CircuitBreaker.Probe probe;
    try {
      exchange = new Exchange(client.http(), signed, limits, file);
      probe = breaker == null ? null : breaker.begin(signed);
    } catch (IllegalArgumentException | TransportException e) {
      client.end();
      throw e;
    }
    return Task.waiting(exchange, exchange::result)
        .lastly(
            failure -> {
              client.end();
              if (breaker != null) {
                breaker.end(signed, probe, exchange.reach(failure), failure);
              }
              if (exchange.isNotHttp(failure)) {
                connections.replace(client);
              }
            });
  }

  /**
   * Creates the plain client before the first exchange.
   *
   * @param https whether its connections use TLS
   * @throws IllegalStateException if this transport was closed
   */
  public void open(boolean https) {
    connections.open(https);
  }

  /**
   * Returns whether a call failed because the circuit of its host is open: no connection was tried,
   * and none to this host will be for some seconds.
   */
  public static boolean isCircuitOpen(WxpayException failure) {
    return failure.getCause() instanceof CircuitBreaker.OpenException;
  }

  /** Returns whether a status is 2xx. */
  public static boolean isSuccess(int status) {
    return status >= 200 && status <= 299;
  }

  /** Closes the connections that the library created, after running calls have ended. */
  @Override
  public void close() {
    connections.close();
  }
}
