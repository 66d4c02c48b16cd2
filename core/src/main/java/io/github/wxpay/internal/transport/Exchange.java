package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.call.Failures;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.internal.text.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request, once, and receives its response into memory or into a file. {@link #now} and
 * {@link #later} differ in who waits; the limits of time and size and the reading of the response
 * are the same.
 */
final class Exchange implements Wait<Incoming> {
  /** The largest response in memory, as it is received and as it is when decoded. */
  private static final int LIMIT = 32 << 20;

  /**
   * The JDK ends an exchange whose headers are late by itself, and knows then whether it had a
   * connection; this much later a body that is late is ended here.
   */
  private static final long BODY_MILLIS = 50;

  private final HttpClient client;
  private final HttpRequest request;
  private final Duration timeout;
  private final @Nullable ReceivingFile file;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(1024);
  private final Optional<ReceivedHeaders> headers;
  private final long started = System.nanoTime();
  private volatile @Nullable LimitedBodySubscriber body;
  private volatile @Nullable Throwable ended;

  /**
   * Creates the exchange of a request.
   *
   * @param timeout for the whole response in memory; for a file how long no data may arrive
   * @param file takes the body of a response that is 2xx; {@code null} keeps it in memory
   */
  Exchange(HttpClient client, HttpRequest request, Duration timeout, @Nullable ReceivingFile file) {
    this.client = client;
    this.request = request;
    this.timeout = timeout;
    this.file = file;
    this.headers = file == null ? ReceivedHeaders.of(client) : Optional.empty();
  }

  /** Sends and receives on the calling thread; an interrupt ends the exchange. */
  @Override
  public Incoming now() throws Exception {
    CompletableFuture<Void> watch = watch();
    var unused =
        watch.whenComplete(
            (done, e) -> {
              if (e != null) {
                end(e);
              }
            });
    headers.ifPresent(h -> h.start(request.uri()));
    HttpResponse<Void> response = null;
    Throwable failure = null;
    try {
      response = client.send(request, this::subscriber);
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = reason(e);
      end(failure);
    } finally {
      watch.complete(null);
    }
    return received(response, failure);
  }

  /**
   * Sends without waiting. Ending the future ends the exchange, on Java 11 at the end of the
   * timeout if no headers have come.
   */
  @Override
  public CompletionStage<Incoming> later() {
    headers.ifPresent(h -> h.start(request.uri()));
    CompletableFuture<HttpResponse<Void>> exchange;
    try {
      exchange = client.sendAsync(request, this::subscriber);
    } catch (RuntimeException | Error e) {
      headers.ifPresent(h -> h.end(request.uri()));
      throw e;
    }
    CompletableFuture<Incoming> ending = exchange.handle(this::receivedLater);
    CompletableFuture<Incoming> result =
        ending.copy(); // ending itself must run after a timeout too
    CompletableFuture<Void> watch = watch();
    var unused =
        watch.whenComplete(
            (done, e) -> {
              if (e != null) {
                result.completeExceptionally(e);
              }
            });
    var unusedToo =
        result.whenComplete(
            (value, e) -> {
              watch.complete(null);
              if (e != null) {
                end(Failures.unwrapped(e));
                exchange.cancel(true);
              }
            });
    return result;
  }

  private Incoming receivedLater(@Nullable HttpResponse<Void> response, @Nullable Throwable e) {
    try {
      return received(response, e == null ? null : reason(Failures.unwrapped(e)));
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  /** Chooses where the body goes, once the status is known. */
  private HttpResponse.BodySubscriber<Void> subscriber(HttpResponse.ResponseInfo info) {
    boolean stored = file != null && Transport.isSuccess(info.statusCode()) && ended == null;
    LimitedBodySubscriber collector =
        stored
            ? Objects.requireNonNull(file).subscriber(length(info))
            : new LimitedBodySubscriber(memory, LIMIT);
    body = collector;
    Throwable reason = ended;
    if (reason != null) { // ended before the headers; Java 11 goes on with them
      collector.stop(reason);
    }
    return collector;
  }

  /** Reads the response, or throws what the exchange ended with. */
  private Incoming received(@Nullable HttpResponse<Void> response, @Nullable Throwable failure)
      throws Exception {
    Map<String, List<String>> early = headers.map(h -> h.end(request.uri())).orElse(Map.of());
    if (response != null && failure == null) {
      if (file == null || !Transport.isSuccess(response.statusCode())) {
        return inMemory(response, memory.toByteArray());
      }
      requireComplete(response);
      return Incoming.of(response.statusCode(), response.headers().map(), file.path());
    }
    if (failure != null && ReceivedHeaders.isNoContent(failure, early)) {
      return Incoming.of(204, early, new byte[0]);
    }
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    throw (Exception) Objects.requireNonNull(failure);
  }

  /**
   * Returns why an exchange failed: that it was ended here, or what the body's subscriber threw, or
   * what the JDK reports. {@code send} puts the JDK's own exception into another of its message.
   */
  private Throwable reason(Throwable thrown) {
    Throwable here = ended;
    if (here != null) { // the JDK's own timeout tells whether there was a connection
      return thrown instanceof HttpTimeoutException ? thrown : here;
    }
    LimitedBodySubscriber collector = body;
    Throwable ofBody = collector == null ? null : collector.failure();
    if (ofBody != null) {
      return ofBody;
    }
    Throwable cause = thrown.getCause();
    if (cause != null
        && thrown.getClass() == IOException.class
        && Objects.equals(thrown.getMessage(), cause.getMessage())) {
      return cause;
    }
    return thrown;
  }

  /** Ends the exchange through its body: cancelling a future does not reach it on every JDK. */
  private void end(Throwable reason) {
    if (ended == null) {
      ended = reason;
    }
    LimitedBodySubscriber collector = body;
    if (collector != null) {
      collector.stop(reason);
    }
  }

  /** Returns a future that fails when the response is late; completing it ends the watch. */
  private CompletableFuture<Void> watch() {
    CompletableFuture<Void> watch = new CompletableFuture<>();
    if (file == null) {
      return watch.orTimeout(timeout.toMillis() + BODY_MILLIS, TimeUnit.MILLISECONDS);
    }
    watchIdle(watch);
    return watch;
  }

  /**
   * Fails the watch if no data arrived within the timeout, else looks again when it may be late.
   */
  private void watchIdle(CompletableFuture<Void> watch) {
    LimitedBodySubscriber collector = body;
    long last = collector == null ? started : collector.lastDataAt();
    long left = timeout.toNanos() - (System.nanoTime() - last);
    if (left <= 0) {
      watch.completeExceptionally(new TimeoutException());
    }
    if (!watch.isDone()) {
      CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS).execute(() -> watchIdle(watch));
    }
  }

  private static Incoming inMemory(HttpResponse<Void> response, byte[] received) {
    byte[] bytes = received;
    try {
      bytes =
          ContentEncoding.decoded(response.headers().allValues("Content-Encoding"), bytes, LIMIT);
    } catch (MalformedException e) {
      if (response.statusCode() < 300) {
        throw e;
      }
      // The status of an error says more than its body, which stays as it was received.
    }
    return Incoming.of(response.statusCode(), response.headers().map(), bytes);
  }

  /** Requires a response of which it can be said whether it is complete. */
  private static void requireComplete(HttpResponse<Void> response) {
    if (response.statusCode() != 200) {
      throw new MalformedException(
          "A download was answered " + response.statusCode() + ", which is no whole file.");
    }
    for (String encoding : response.headers().allValues("Content-Encoding")) {
      if (!encoding.matches("(?i)(x-)?gzip|identity|")) {
        throw new MalformedException(
            "The download is encoded as '"
                + Printable.of(encoding, 40)
                + "', which was not asked for.");
      }
    }
    boolean framed =
        response.version() != HttpClient.Version.HTTP_1_1
            || response.headers().firstValue("Content-Length").isPresent()
            || response.headers().firstValue("Transfer-Encoding").isPresent();
    if (!framed) {
      throw new MalformedException(
          "The download came without its length, so nobody can tell whether it is whole.");
    }
  }

  private static long length(HttpResponse.ResponseInfo info) {
    return info.headers().firstValueAsLong("Content-Length").orElse(-1);
  }
}
