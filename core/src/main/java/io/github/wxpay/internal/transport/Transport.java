package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Progress;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.trust.Failures;
import io.github.wxpay.internal.trust.TlsMaterial;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one sealed request and receives its answer, within a time and a size: the only room that
 * does input and output. Redirects are never followed, since the signature is for one target alone.
 */
public final class Transport implements AutoCloseable {
  private static final int LIMIT = 32 << 20;

  /**
   * The JDK ends an exchange whose headers are late by itself, and knows then whether it had a
   * connection; this much later a body that is late is ended here.
   */
  private static final long BODY_MILLIS = 50;

  private final Connections connections;

  /** A transport with connections of its own; with a client given, that is the plain one. */
  public Transport(TlsMaterial tls, @Nullable HttpClient given) {
    this.connections = new Connections(tls, given);
  }

  /** A client of the caller's that may be used. */
  public static HttpClient checked(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "The HttpClient follows redirects, which would carry a signature elsewhere; build it with"
              + " followRedirects(NEVER).");
    }
    return client;
  }

  /**
   * Sends a request; the answer comes whole or the future fails, after {@code timeout} at the
   * latest. Cancelling the future ends the exchange, on Java 11 at the end of {@code timeout} if no
   * headers have come.
   *
   * @param security whether the merchant's certificate is to be presented (mutual TLS)
   */
  public CompletableFuture<Incoming> send(
      HttpRequest.Builder builder, Duration timeout, boolean security) {
    HttpRequest request = builder.timeout(timeout).build();
    HttpClient client = connections.client(security, request.uri());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    BodyCollector body = new BodyCollector(bytes, LIMIT);
    Optional<ReceivedHeaders> headers = ReceivedHeaders.of(client);
    headers.ifPresent(h -> h.start(request.uri()));
    CompletableFuture<HttpResponse<Void>> exchange;
    try {
      exchange = client.sendAsync(request, info -> body);
    } catch (RuntimeException | Error e) {
      headers.ifPresent(h -> h.end(request.uri()));
      throw e;
    }
    CompletableFuture<Incoming> ended =
        exchange.handle( // runs after a timeout too, unlike the stage behind it
            (response, e) -> {
              Map<String, List<String>> received =
                  headers.map(h -> h.end(request.uri())).orElse(Map.of());
              if (e == null) {
                return incoming(response, bytes.toByteArray());
              }
              if (ReceivedHeaders.isNoContent(Failures.unwrapped(e), received)) {
                return Incoming.of(204, received, new byte[0]);
              }
              throw e instanceof CompletionException
                  ? (CompletionException) e
                  : new CompletionException(e);
            });
    CompletableFuture<Incoming> answer =
        ended.copy().orTimeout(timeout.toMillis() + BODY_MILLIS, TimeUnit.MILLISECONDS);
    ended(answer, exchange, body::abort);
    return answer;
  }

  /**
   * Sends a request whose answer, if it is 2xx, goes into a file as it comes; any other is kept in
   * memory. The future fails when nothing comes for {@code idle}.
   *
   * @param max the largest number of bytes that the file may have; the future fails with a {@link
   *     MalformedException} when more come
   */
  public CompletableFuture<Incoming> receive(
      HttpRequest.Builder builder,
      Duration idle,
      boolean security,
      Path file,
      long max,
      @Nullable Progress progress) {
    HttpRequest request = builder.timeout(idle).build();
    HttpClient client = connections.client(security, request.uri());
    ByteArrayOutputStream refusal = new ByteArrayOutputStream(1024);
    long started = System.nanoTime();
    AtomicReference<@Nullable BodyCollector> collector = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<HttpResponse<Void>> exchange =
        client.sendAsync(
            request,
            info -> {
              BodyCollector body =
                  isFine(info.statusCode()) && !over.get()
                      ? BodyCollector.download(new FileSink(file), max, length(info), progress)
                      : new BodyCollector(refusal, LIMIT);
              collector.set(body);
              if (over.get()) { // cancelled before the headers; Java 11 goes on with them
                body.abort();
              }
              return body;
            });
    CompletableFuture<Incoming> answer =
        exchange.thenApply(
            response ->
                isFine(response.statusCode())
                    ? Incoming.of(
                        response.statusCode(), response.headers().map(), whole(response, file))
                    : incoming(response, refusal.toByteArray()));
    watch(
        answer,
        () -> {
          BodyCollector body = collector.get();
          return body == null ? started : body.heard();
        },
        idle);
    ended(
        answer,
        exchange,
        () -> {
          over.set(true);
          BodyCollector body = collector.get();
          if (body != null) {
            body.abort();
          }
        });
    return answer;
  }

  /** Ends the exchange when the response has failed or was cancelled. */
  private static void ended(
      CompletableFuture<?> answer, CompletableFuture<?> exchange, Runnable abort) {
    var unused =
        answer.whenComplete(
            (incoming, e) -> {
              if (e != null) {
                abort.run();
                exchange.cancel(true);
              }
            });
  }

  /** Looks again and again whether something came lately. */
  private static void watch(CompletableFuture<?> answer, LongSupplier heard, Duration idle) {
    long left = idle.toNanos() - (System.nanoTime() - heard.getAsLong());
    if (left <= 0) {
      answer.completeExceptionally(new TimeoutException());
    }
    if (!answer.isDone()) {
      CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS)
          .execute(() -> watch(answer, heard, idle));
    }
  }

  private static boolean isFine(int status) {
    return status >= 200 && status <= 299;
  }

  private static long length(HttpResponse.ResponseInfo info) {
    return info.headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  /** A body that just ends with the connection could as well have been cut. */
  private static Path whole(HttpResponse<Void> response, Path file) {
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
    return file;
  }

  /** What a failure of {@link #send} means to the caller of {@code what}. */
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

  private static Incoming incoming(HttpResponse<Void> response, byte[] received) {
    byte[] bytes = received;
    try {
      bytes =
          ContentEncoding.decoded(response.headers().allValues("Content-Encoding"), bytes, LIMIT);
    } catch (MalformedException e) {
      if (response.statusCode() < 300) {
        throw e;
      }
      // An error's status says more than its body: that stays as it came.
    }
    return Incoming.of(response.statusCode(), response.headers().map(), bytes);
  }
}
