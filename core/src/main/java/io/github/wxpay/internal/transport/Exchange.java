package io.github.wxpay.internal.transport;

import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.internal.call.CommonPool;
import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Failures;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Timeouts;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.internal.text.Printable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request, once, and receives its response into memory or into a file. {@link #now} and
 * {@link #later} differ in the waiting thread only; the limits of time and size and the reading of
 * the response are the same.
 */
final class Exchange implements Wait<Incoming>, Timeouts.Timed {
  /**
   * The additional time after which this class ends an exchange at its deadline: the JDK itself
   * ends one that has received no headers.
   */
  private static final long BODY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final boolean ofTheJdk;

  /** Runs code that may block: files and progress listeners. */
  private final Executor steps;

  private final Signed signed;
  private final TrackedBody sending;
  private final HttpRequest.Builder wire;
  private final ResponseLimits limits;
  private final @Nullable ReceivingFile file;
  private final Memory memory = new Memory();
  private final Optional<ReceivedHeaders> headers;
  private final Optional<ProxySelector> proxies;

  /**
   * Set until the request is sent: an idle connection refers to its last exchange, which must not
   * refer to the client.
   */
  private @Nullable HttpClient client;

  private volatile HttpResponse.@Nullable ResponseInfo head;
  private volatile @Nullable LimitedBodySubscriber body;
  private volatile @Nullable Throwable ended;

  private Deadline deadline = Deadline.NONE;
  private long started;

  /** Set while the exchange runs, see {@link Memory}. */
  private volatile @Nullable CompletableFuture<Incoming> waiting;

  /**
   * Creates the exchange of a request.
   *
   * @param file the file for the body of a 2xx response; {@code null} keeps it in memory
   * @throws IllegalArgumentException if the JDK does not send this method
   */
  Exchange(HttpClient client, Signed signed, ResponseLimits limits, @Nullable ReceivingFile file) {
    this.client = client;
    this.ofTheJdk = client.getClass().getModule() == HttpClient.class.getModule();
    this.signed = signed;
    boolean mayBlock = file != null || signed.body().mayBlock();
    this.steps = mayBlock && HttpClients.isOnSelector(client) ? new InOrder() : Runnable::run;
    this.sending = new TrackedBody(signed.body().publisher(), steps);
    this.wire = signed.wire().method(signed.request().method(), sending);
    this.limits = limits;
    this.file = file;
    this.proxies = client.proxy();
    this.headers = file == null ? ReceivedHeaders.of(client) : Optional.empty();
  }

  /** Sends and receives on the calling thread; an interrupt ends the exchange. */
  @Override
  public Incoming now(Deadline deadline) throws Exception {
    if (Thread.currentThread().isInterrupted()) { // the JDK checks it only after sending
      throw new InterruptedException();
    }
    HttpRequest request = request(deadline);
    HttpClient sender = sender();
    headers.ifPresent(h -> h.start(request.uri()));
    start(deadline);
    HttpResponse<Void> response = null;
    Throwable failure = null;
    try {
      response = sender.send(request, this::subscriber);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      failure = reason(e);
      end(failure);
    } finally {
      Timeouts.remove(this);
    }
    return received(request, response, failure);
  }

  /**
   * Sends without waiting. Ending the future ends the exchange, on Java 11 at the end of the
   * timeout if no headers have arrived.
   */
  @Override
  public CompletionStage<Incoming> later(Deadline deadline) {
    HttpRequest request;
    try {
      request = request(deadline);
    } catch (TimeoutException e) {
      return CompletableFuture.failedFuture(e);
    }
    headers.ifPresent(h -> h.start(request.uri()));
    CompletableFuture<HttpResponse<Void>> exchange = sendAsync(request);
    CompletableFuture<Incoming> ending =
        exchange.handle((response, e) -> receivedLater(request, response, e));
    CompletableFuture<Incoming> result =
        ending.copy(); // the original must complete after a timeout too
    waiting = result;
    start(deadline);
    var unused =
        result.whenComplete(
            (value, e) -> {
              waiting = null;
              Timeouts.remove(this);
              if (e != null) {
                end(Failures.unwrapped(e));
                exchange.cancel(true);
              }
            });
    return result;
  }

  private CompletableFuture<HttpResponse<Void>> sendAsync(HttpRequest request) {
    try {
      return sender().sendAsync(request, this::subscriber);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Incoming receivedLater(
      HttpRequest request, @Nullable HttpResponse<Void> response, @Nullable Throwable e) {
    try {
      return received(request, response, e == null ? null : reason(Failures.unwrapped(e)));
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  /** Returns the response, or throws the exception of a failed exchange. */
  Incoming result(@Nullable Incoming response, @Nullable Throwable e) {
    if (response == null) {
      throw failure(Objects.requireNonNull(e));
    }
    return response;
  }

  private HttpClient sender() {
    HttpClient sender = Objects.requireNonNull(client);
    client = null;
    return sender;
  }

  private HttpRequest request(Deadline deadline) throws TimeoutException {
    if (deadline.left() <= 0) {
      throw deadline.passed();
    }
    Duration time = limits.idle();
    if (!deadline.isNone()) {
      Duration left = Duration.ofMillis(deadline.leftMillis());
      time = time == null || left.compareTo(time) < 0 ? left : time;
    }
    return time == null ? wire.build() : wire.timeout(time).build();
  }

  /** Chooses the destination of the body, once the status is known. */
  private HttpResponse.BodySubscriber<Void> subscriber(HttpResponse.ResponseInfo info) {
    boolean success = Transport.isSuccess(info.statusCode());
    ReceivingFile target = success && ended == null ? file : null;
    long expected = info.headers().firstValueAsLong("Content-Length").orElse(-1);
    LimitedBodySubscriber collector =
        target != null
            ? target.subscriber(expected)
            : success
                ? LimitedBodySubscriber.memory(memory, limits.maxBytes(), expected)
                : LimitedBodySubscriber.error(memory, ResponseLimits.ERROR_BYTES);
    head = info;
    body = collector;
    Throwable reason = ended;
    if (reason != null) { // ended before the headers, after which Java 11 continues
      collector.stop(reason);
    }
    return target == null ? collector : new FileSubscriber(collector, steps);
  }

  /** Reads the response, or throws the failure of the exchange. */
  private Incoming received(
      HttpRequest request, @Nullable HttpResponse<Void> response, @Nullable Throwable failure)
      throws Exception {
    Map<String, List<String>> early = headers.map(h -> h.end(request.uri())).orElse(Map.of());
    HttpResponse.ResponseInfo error = head;
    if (error != null
        && !Transport.isSuccess(error.statusCode())
        && !(failure instanceof InterruptedException || failure instanceof Error)) {
      return error(error); // keeps the status although the body failed
    }
    if (response != null && failure == null) {
      if (!Transport.isSuccess(response.statusCode())) {
        return inMemory(
            response); // sent by a proxy instead of a tunnel; body handlers do not receive it
      }
      if (file != null) {
        requireComplete(response);
        return Incoming.of(response.statusCode(), response.headers().map(), file.path());
      }
      if (limits.lengthRequired() && response.statusCode() != 204) {
        requireLength(response);
      }
      return inMemory(response);
    }
    if (failure != null && ReceivedHeaders.isNoContent(failure, early)) {
      return Incoming.of(204, early, new byte[0]);
    }
    int hidden = ConnectionProblem.hiddenStatus(failure);
    if (hidden != 0) {
      return Incoming.of(hidden, early, new byte[0]);
    }
    if (failure instanceof Error) {
      throw (Error) failure;
    }
    throw (Exception) Objects.requireNonNull(failure);
  }

  /**
   * Returns why an exchange failed: it was ended by this class, the body's subscriber failed, or
   * the JDK reports a failure. {@code send} wraps the JDK's exception in another one with the same
   * message.
   */
  private Throwable reason(Throwable thrown) {
    Throwable here = ended;
    if (here != null) {
      return thrown instanceof HttpTimeoutException ? thrown : here;
    }
    LimitedBodySubscriber collector = body;
    Throwable ofBody = collector == null ? null : collector.failure();
    if (ofBody != null) {
      return ofBody;
    }
    Throwable cause = thrown.getCause();
    boolean copied =
        cause != null
            && thrown.getClass() == IOException.class
            && Objects.equals(thrown.getMessage(), cause.getMessage());
    Throwable own = copied ? Objects.requireNonNull(cause) : thrown;
    if (own instanceof InternalError && own.getCause() instanceof URISyntaxException) {
      return new ConnectException("The host of the proxy is not a host name");
    }
    // The JDK throws an InternalError if it cannot open a socket.
    return own instanceof InternalError && own.getCause() instanceof IOException
        ? own.getCause()
        : own;
  }

  /** Ends the exchange through its bodies: cancelling the future does not end it on every JDK. */
  private void end(Throwable reason) {
    var unused = sending.end();
    if (ended == null) {
      ended = reason;
    }
    LimitedBodySubscriber collector = body;
    if (collector != null) {
      collector.stop(reason);
    }
  }

  /** Adds the exchange to {@link Timeouts} if it has a deadline or an idle timeout. */
  private void start(Deadline limit) {
    deadline = limit;
    started = System.nanoTime();
    if (limits.idle() != null || !limit.isNone()) {
      Timeouts.add(this);
    }
  }

  @Override
  public long left() {
    Duration idle = limits.idle();
    if (idle == null) {
      return deadline.left() + BODY_NANOS;
    }
    LimitedBodySubscriber collector = body;
    long last = collector == null ? started : collector.lastDataAt();
    return Math.min(idle.toNanos() - (System.nanoTime() - last), deadline.left());
  }

  @Override
  public void late() {
    if (file == null) {
      endLate();
    } else { // the step that follows deletes the file
      CommonPool.execute(this::endLate, null);
    }
  }

  /** Ends the exchange, but keeps the received part of an error response. */
  private void endLate() {
    CompletableFuture<Incoming> result = waiting;
    LimitedBodySubscriber collector = body;
    TimeoutException late = new TimeoutException();
    if (result == null || (collector != null && collector.keepsWhatCame())) {
      end(late);
    } else {
      result.completeExceptionally(late);
    }
  }

  private Incoming inMemory(HttpResponse<Void> response) {
    byte[] bytes =
        ContentEncoding.decoded(
            response.headers().allValues("Content-Encoding"), memory.take(), limits.maxBytes());
    return Incoming.of(response.statusCode(), response.headers().map(), bytes);
  }

  private Incoming error(HttpResponse.ResponseInfo error) {
    byte[] bytes =
        ContentEncoding.start(
            error.headers().allValues("Content-Encoding"),
            memory.take(),
            ResponseLimits.ERROR_BYTES);
    return Incoming.of(error.statusCode(), error.headers().map(), bytes);
  }

  /** Requires a response whose truncation would be detected. */
  private static void requireComplete(HttpResponse<Void> response) {
    if (response.statusCode() != 200) {
      throw new MalformedException(
          "The download has the status "
              + response.statusCode()
              + ", so it is not a complete file. Download it again.");
    }
    for (String encoding : response.headers().allValues("Content-Encoding")) {
      if (!encoding.matches("(?i)(x-)?gzip|identity|")) {
        throw new MalformedException(
            "The download is encoded as '"
                + Printable.of(encoding, 40)
                + "', which the request does not accept. Check for a proxy that encodes"
                + " responses.");
      }
    }
    requireLength(response);
  }

  /** Requires a length, without which truncation of an unsigned body would not be detected. */
  private static void requireLength(HttpResponse<Void> response) {
    boolean framed =
        response.version() != HttpClient.Version.HTTP_1_1
            || response.headers().firstValue("Content-Length").isPresent()
            || response.headers().firstValue("Transfer-Encoding").isPresent();
    if (!framed) {
      throw new MalformedException(
          "The response has neither Content-Length nor Transfer-Encoding, so a truncated file could"
              + " not be detected. Request it again, and check for a proxy that drops these"
              + " headers.");
    }
  }

  // Failures

  private WxpayException failure(Throwable e) {
    if (e instanceof FileException
        && file == null) { // of the request's body, so the request is incomplete
      return ((FileException) e).withOutcome(Outcome.NOT_SENT, "");
    }
    if (e instanceof WxpayException) {
      return (WxpayException) e;
    }
    String what = signed.request().toString();
    URI destination = signed.destination();
    String proxy = ConnectionProblem.proxy(proxies, destination);
    String host = destination.getHost() + (proxy.isEmpty() ? "" : " through the proxy " + proxy);
    String advice = ConnectionProblem.advice(e, destination, proxy);
    boolean late = e instanceof TimeoutException || e instanceof HttpTimeoutException;
    boolean interrupted = e instanceof InterruptedException;
    if (isSent(e)) {
      return new TransportException(
          what
              + " was sent to "
              + host
              + ", but "
              + (interrupted
                  ? "the call was interrupted"
                  : late
                      ? "no complete response arrived in time"
                      : "no complete response arrived: " + shown(e))
              + "."
              + advice,
          true,
          e);
    }
    return new TransportException(
        what
            + " did not reach "
            + host
            + ": "
            + (interrupted ? "the call was interrupted" : late ? "no connection in time" : shown(e))
            + "."
            + advice
            + " Nothing was sent; the call may be repeated.",
        false,
        e);
  }

  /**
   * Returns whether the request may have been sent; {@code false} is certain, since a body that has
   * not begun does not begin afterwards.
   */
  private boolean isSent(Throwable e) {
    boolean begun = sending.end();
    return ofTheJdk ? begun : !isUnconnected(e);
  }

  /**
   * Returns whether the connection failed; clients other than the JDK's may read a body before they
   * connect.
   */
  private boolean isUnconnected(Throwable failure) {
    return ConnectionProblem.causes(failure).stream()
        .anyMatch(
            e ->
                e instanceof ConnectException
                    || e instanceof HttpConnectTimeoutException
                    || (e instanceof SSLHandshakeException && !sending.isBegun()));
  }

  /**
   * Returns what the end of this exchange says about its host.
   *
   * @param failure the failure of the exchange; {@code null} for a response
   */
  CircuitBreaker.Reach reach(@Nullable Throwable failure) {
    if (failure == null || head != null) {
      return CircuitBreaker.Reach.REACHED;
    }
    Throwable cause = failure instanceof TransportException ? failure.getCause() : null;
    boolean late = cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
    boolean unreached =
        cause != null
            && (isUnconnected(cause)
                || (late && client == null && !((TransportException) failure).sent())
                || (!late && cause instanceof IOException && !hasBytes(cause)));
    return unreached ? CircuitBreaker.Reach.UNREACHED : CircuitBreaker.Reach.UNDECIDED;
  }

  /** Returns whether the JDK failed while it parsed the head of a response. */
  private static boolean hasBytes(Throwable failure) {
    return ConnectionProblem.causes(failure).stream()
        .anyMatch(
            e ->
                e instanceof ProtocolException
                    || String.valueOf(e.getMessage()).startsWith("parsing HTTP/1.1"));
  }

  /** Returns whether an exchange failed because the peer did not send HTTP. */
  boolean isNotHttp(@Nullable Throwable failure) {
    Throwable cause = failure instanceof TransportException ? failure.getCause() : null;
    return cause instanceof ProtocolException
        || (cause instanceof RuntimeException // such as of a Content-Length that is not a number
            && !(cause instanceof CancellationException)
            && body == null);
  }

  private static String shown(Throwable failure) {
    Throwable e = ConnectionProblem.named(failure);
    String message = e.getMessage();
    return e.getClass().getSimpleName()
        + (message == null ? "" : " (" + Printable.of(message, 300) + ")");
  }
}
