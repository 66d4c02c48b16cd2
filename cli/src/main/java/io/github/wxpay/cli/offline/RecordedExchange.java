package io.github.wxpay.cli.offline;

import io.github.wxpay.cli.config.OfflineHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A client that opens no connection: every request receives the same recorded response, which the
 * library then verifies by its own rules.
 */
final class RecordedExchange extends OfflineHttpClient {
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  RecordedExchange(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = HttpHeaders.of(headers, (name, value) -> true);
    this.body = body;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return sendAsync(request, handler).join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    HttpResponse.BodySubscriber<T> subscriber =
        handler.apply(
            new HttpResponse.ResponseInfo() {
              @Override
              public int statusCode() {
                return status;
              }

              @Override
              public HttpHeaders headers() {
                return headers;
              }

              @Override
              public Version version() {
                return Version.HTTP_1_1;
              }
            });
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {
            // The only buffer is passed on in any case.
          }

          @Override
          public void cancel() {
            // Nothing is open.
          }
        });
    if (body.length > 0) {
      subscriber.onNext(List.of(ByteBuffer.wrap(body).asReadOnlyBuffer()));
    }
    subscriber.onComplete();
    return subscriber.getBody().toCompletableFuture().thenApply(read -> new Reply<>(request, read));
  }

  /** The recorded response to one request. */
  private final class Reply<T> implements HttpResponse<T> {
    private final HttpRequest request;
    private final @Nullable T read;

    Reply(HttpRequest request, @Nullable T read) {
      this.request = request;
      this.read = read;
    }

    @Override
    public int statusCode() {
      return status;
    }

    @Override
    public HttpRequest request() {
      return request;
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return headers;
    }

    @Override
    public @Nullable T body() {
      return read;
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return Optional.empty();
    }

    @Override
    public URI uri() {
      return request.uri();
    }

    @Override
    public Version version() {
      return Version.HTTP_1_1;
    }
  }
}
