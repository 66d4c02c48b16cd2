package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.Failures;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journey of every request, one way: made, hooks, sealed, sent, opened, hooks. Asynchronous;
 * the blocking verbs wait for it.
 */
public final class Pipeline {
  private static final Logger LOG = System.getLogger("io.github.wxpay");

  private final Transport transport;
  private final Duration timeout;
  private final transient List<Hook> hooks; // the caller's objects, which may hold keys

  /** A journey over this transport, with this time for a call that names none. */
  public Pipeline(Transport transport, Duration timeout, List<Hook> hooks) {
    this.transport = transport;
    this.timeout = timeout;
    this.hooks = List.copyOf(hooks);
  }

  /**
   * Starts a journey. Whatever goes wrong, bad input too, ends the future; cancelling the future
   * ends the exchange.
   */
  public <T> CompletableFuture<T> send(
      Protocol protocol, Supplier<Outgoing> made, BiFunction<Outgoing, Incoming, T> arrived) {
    return send(
        protocol,
        made,
        arrived,
        (wire, request) -> transport.send(wire, timeout(request), request.options().security()));
  }

  /**
   * The same for a download: the body of a good answer goes into {@code file}, and the time is how
   * long nothing may come.
   */
  public <T> CompletableFuture<T> receive(
      Protocol protocol,
      Supplier<Outgoing> made,
      BiFunction<Outgoing, Incoming, T> arrived,
      Path file) {
    return send(
        protocol,
        made,
        arrived,
        (wire, request) ->
            transport.receive(
                wire,
                timeout(request),
                request.options().security(),
                file,
                request.options().maxBytes(),
                request.options().progress().orElse(null)));
  }

  private <T> CompletableFuture<T> send(
      Protocol protocol,
      Supplier<Outgoing> made,
      BiFunction<Outgoing, Incoming, T> arrived,
      BiFunction<HttpRequest.Builder, Outgoing, CompletableFuture<Incoming>> courier) {
    CompletableFuture<T> result = new CompletableFuture<>();
    try {
      Outgoing request = hooked(made.get());
      AtomicReference<@Nullable CompletableFuture<Incoming>> exchange = new AtomicReference<>();
      var unused =
          protocol
              .seal(request)
              .thenCompose(wire -> exchange(wire, request, exchange, result, courier))
              .thenCompose(answer -> opened(protocol, request, answer))
              .thenApply(answer -> arrived.apply(request, answer))
              .whenComplete((value, e) -> settle(result, value, e));
      var unusedToo =
          result.whenComplete(
              (value, e) -> {
                CompletableFuture<Incoming> running = exchange.get();
                if (result.isCancelled() && running != null) {
                  running.cancel(true);
                }
              });
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
    return result;
  }

  private Duration timeout(Outgoing request) {
    return request.options().timeout().orElse(timeout);
  }

  private CompletableFuture<Incoming> exchange(
      HttpRequest.Builder wire,
      Outgoing request,
      AtomicReference<@Nullable CompletableFuture<Incoming>> running,
      CompletableFuture<?> result,
      BiFunction<HttpRequest.Builder, Outgoing, CompletableFuture<Incoming>> courier) {
    if (result.isDone()) { // cancelled while the signer was at work
      return CompletableFuture.failedFuture(new CancellationException());
    }
    String host = String.valueOf(request.endpoint().getHost());
    LOG.log(Level.DEBUG, () -> request + " -> " + host);
    CompletableFuture<Incoming> answer = courier.apply(wire, request);
    running.set(answer);
    if (result.isCancelled()) { // between the two lines above
      answer.cancel(true);
    }
    return answer.handle(
        (incoming, e) -> {
          if (e == null) {
            LOG.log(Level.DEBUG, () -> request + " <- " + incoming);
            return incoming;
          }
          throw Transport.failure(Failures.cause(e), request.toString(), host);
        });
  }

  private CompletableFuture<Incoming> opened(Protocol protocol, Outgoing request, Incoming answer) {
    if (answer.status() < 200 || answer.status() > 299) {
      throw Refusals.of(request, answer, protocol.unverified(answer));
    }
    return protocol.open(request, answer).thenApply(this::hooked);
  }

  private Incoming hooked(Incoming answer) {
    Incoming out = answer;
    for (int i = hooks.size() - 1; i >= 0; i--) {
      out =
          Objects.requireNonNull(
              hooks.get(i).response(out), "A hook returned null for the answer.");
    }
    return out;
  }

  private Outgoing hooked(Outgoing request) {
    Outgoing out = request;
    for (Hook hook : hooks) {
      out =
          Objects.requireNonNull(
              hook.request(out), "A hook returned null for the request; nothing was sent.");
    }
    return out;
  }

  private static <T> void settle(CompletableFuture<T> result, T value, @Nullable Throwable e) {
    if (e == null) {
      result.complete(value);
    } else {
      result.completeExceptionally(Failures.unwrapped(e));
    }
  }
}
