package io.github.wxpay.cli.request;

import io.github.wxpay.cli.config.OfflineHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends nothing: it keeps the first request with its body, and fails every exchange
 * as if there were no connection, so that a call has no reason to query or to repeat anything.
 */
final class CapturingHttpClient extends OfflineHttpClient {
  private volatile @Nullable Captured first;

  /** Returns the first request; empty if there was none. */
  Optional<Captured> captured() {
    return Optional.ofNullable(first);
  }

  private synchronized NotSent capture(HttpRequest request) {
    if (first == null) {
      first =
          new Captured(request, request.bodyPublisher().map(Collector::bytes).orElse(new byte[0]));
    }
    return new NotSent();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    throw capture(request);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    return CompletableFuture.failedFuture(capture(request));
  }

  /** A request with the bytes of its body. */
  static final class Captured {
    final HttpRequest request;
    final byte[] body;

    Captured(HttpRequest request, byte[] body) {
      this.request = request;
      this.body = body;
    }
  }

  /** The failure of each exchange. */
  private static final class NotSent extends ConnectException {
    private static final long serialVersionUID = 1L;

    NotSent() {
      super("This is a dry run; nothing is sent.");
    }
  }

  /** Reads a body as the JDK's client does. */
  private static final class Collector implements Flow.Subscriber<ByteBuffer> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> complete = new CompletableFuture<>();

    static byte[] bytes(BodyPublisher publisher) {
      Collector collector = new Collector();
      publisher.subscribe(collector);
      try {
        return collector.complete.join();
      } catch (CompletionException e) {
        throw new IllegalArgumentException(
            "The body cannot be read: " + e.getCause() + ". Check the file.");
      }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void onError(Throwable failure) {
      complete.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      complete.complete(bytes.toByteArray());
    }
  }
}
