package io.github.wxpay.cli.doctor;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of a client of the library without their signature, and records the first
 * response. The library describes failures of the connection, which this class therefore does not.
 */
final class UnsignedClient extends HttpClient {
  private static final Set<String> DROPPED = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    DROPPED.add("Authorization");
    DROPPED.add("Wechatpay-Serial");
  }

  private final HttpClient client;
  private volatile @Nullable Received received;

  UnsignedClient(HttpClient client) {
    this.client = client;
  }

  /** Returns the head of the first response; empty if none was received. */
  Optional<Received> received() {
    return Optional.ofNullable(received);
  }

  private static HttpRequest unsigned(HttpRequest signed) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(signed.uri()).GET();
    signed.timeout().ifPresent(builder::timeout);
    signed
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!DROPPED.contains(name)) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    return builder.build();
  }

  private <T> BodyHandler<T> recording(BodyHandler<T> handler) {
    long start = System.nanoTime();
    return head -> {
      if (received == null) {
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        received = new Received(head.statusCode(), head.headers(), duration);
      }
      return handler.apply(head);
    };
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(unsigned(request), recording(handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return client.sendAsync(unsigned(request), recording(handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    return client.sendAsync(unsigned(request), recording(handler), pushes);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  /** The head of a response, and the time that it took. */
  static final class Received {
    private final int status;
    private final HttpHeaders headers;
    private final Duration duration;

    Received(int status, HttpHeaders headers, Duration duration) {
      this.status = status;
      this.headers = headers;
      this.duration = duration;
    }

    int status() {
      return status;
    }

    HttpHeaders headers() {
      return headers;
    }

    Duration duration() {
      return duration;
    }
  }
}
