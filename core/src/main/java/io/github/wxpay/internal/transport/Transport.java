package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends signed requests and receives their responses, within a time and a size: the only room that
 * does input and output. Redirects are never followed, since a signature is for one target alone.
 */
public final class Transport implements AutoCloseable {
  private final HttpClients connections;

  /** Creates a transport with its own connections; {@code given} replaces the plain client. */
  public Transport(TlsMaterial tls, @Nullable HttpClient given) {
    this.connections = new HttpClients(tls, given);
  }

  /** Returns a caller's client if it may be used. */
  public static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, which would carry a signature elsewhere; build it with"
              + " followRedirects(NEVER).");
    }
    return client;
  }

  /**
   * Returns the exchange of a request, which is sent when the exchange is waited for.
   *
   * @param timeout for the whole response in memory; for a file how long no data may arrive
   * @param security whether the merchant's certificate is to be presented (mutual TLS)
   * @param file takes the body of a response that is 2xx; {@code null} keeps it in memory
   * @throws IllegalStateException if there is no such connection
   */
  public Wait<Incoming> exchange(
      HttpRequest.Builder wire, Duration timeout, boolean security, @Nullable ReceivingFile file) {
    HttpRequest request = wire.timeout(timeout).build();
    return new Exchange(connections.client(security, request.uri()), request, timeout, file);
  }

  /** Returns whether a status is 2xx. */
  public static boolean isSuccess(int status) {
    return status >= 200 && status <= 299;
  }

  /** Returns what a failed exchange means to the caller of {@code what}. */
  public static WxpayException failure(Throwable e, String what, String host) {
    if (e instanceof WxpayException) {
      return (WxpayException) e;
    }
    boolean late = e instanceof TimeoutException || e instanceof HttpTimeoutException;
    if (notSent(e)) {
      return new TransportException(
          what
              + " did not reach "
              + host
              + ": "
              + (late ? "no connection in time" : reason(e))
              + ". Nothing was sent; it may be called again.",
          false,
          e);
    }
    return new TransportException(
        what
            + " was sent to "
            + host
            + ", but "
            + (late ? "no whole answer came in time" : "no whole answer came: " + reason(e))
            + ". Its outcome is unknown: query the state before you send it again.",
        true,
        e);
  }

  /** Ends the connections that are this transport's own; calls that are running end first. */
  @Override
  public void close() {
    connections.close();
  }

  private static boolean notSent(@Nullable Throwable e) {
    return e != null
        && (e instanceof ConnectException
            || e instanceof HttpConnectTimeoutException
            || e instanceof SSLHandshakeException
            || notSent(e.getCause()));
  }

  private static String reason(Throwable e) {
    String message = e.getMessage();
    return e.getClass().getSimpleName()
        + (message == null ? "" : " (" + Printable.of(message, 300) + ")");
  }
}
