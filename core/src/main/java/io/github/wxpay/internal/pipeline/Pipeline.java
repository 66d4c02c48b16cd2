package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Failures;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.internal.transport.ReceivingFile;
import io.github.wxpay.internal.transport.Transport;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journey of every request: made, hooks, signed, sent, verified, hooks, result. The order is in
 * {@link #journey}; nothing is sent before the task is run or started.
 */
public final class Pipeline {
  private static final Logger LOG = System.getLogger("io.github.wxpay");

  private final Transport transport;
  private final Duration timeout;
  private final transient List<Hook> hooks; // the caller's objects, which may hold keys

  /** Creates a pipeline; {@code timeout} is for the calls that name none. */
  public Pipeline(Transport transport, Duration timeout, List<Hook> hooks) {
    this.transport = transport;
    this.timeout = timeout;
    this.hooks = List.copyOf(hooks);
  }

  /**
   * Makes a request, sends it and verifies its response.
   *
   * @param call makes the request; bad input fails the task
   * @param result makes the result of a verified response
   */
  public <T> Task<T> send(
      Protocol protocol, Supplier<Outgoing> call, BiFunction<Outgoing, Incoming, T> result) {
    return journey(
        protocol, call, null, (request, response) -> Task.value(result.apply(request, response)));
  }

  /**
   * Does the same for a download: the body of a successful response goes into {@code file}, and the
   * timeout is how long no data may arrive.
   */
  public <T> Task<T> receive(
      Protocol protocol,
      Supplier<Outgoing> call,
      Path file,
      BiFunction<Outgoing, Incoming, Task<T>> result) {
    return journey(protocol, call, file, result);
  }

  private <T> Task<T> journey(
      Protocol protocol,
      Supplier<Outgoing> call,
      @Nullable Path file,
      BiFunction<Outgoing, Incoming, Task<T>> result) {
    return Task.of(() -> beforeSigning(call.get()))
        .then(
            request -> {
              // Before the first wait: the caller may change a body once the verb has returned.
              SameSubject subject =
                  file == null ? SameSubject.of(request) : SameSubject.none(request);
              return protocol
                  .sign(request)
                  .then(
                      signed ->
                          exchange(signed, file)
                              .map(response -> requireSuccess(protocol, signed.request(), response))
                              .then(response -> protocol.verify(signed, response))
                              .map(subject::require)
                              .map(this::afterVerifying)
                              .then(response -> result.apply(signed.request(), response)));
            });
  }

  private Outgoing beforeSigning(Outgoing request) {
    Outgoing out = request;
    for (Hook hook : hooks) {
      out =
          Objects.requireNonNull(
              hook.request(out), "A hook returned null for the request; nothing was sent.");
    }
    return out;
  }

  private Task<Incoming> exchange(Signed signed, @Nullable Path file) {
    Outgoing request = signed.request();
    Options options = request.options();
    ReceivingFile receiving =
        file == null
            ? null
            : new ReceivingFile(file, options.maxBytes(), options.progress().orElse(null));
    Wait<Incoming> exchange =
        transport.exchange(
            signed.wire(), options.timeout().orElse(timeout), options.security(), receiving);
    String host = String.valueOf(request.endpoint().getHost());
    LOG.log(Level.DEBUG, () -> request + " -> " + host);
    return Task.waiting(exchange, (response, e) -> received(request, host, response, e));
  }

  private static Incoming received(
      Outgoing request, String host, @Nullable Incoming response, @Nullable Throwable e) {
    if (response == null) {
      Failures.throwIfInterrupted(e);
      throw Transport.failure(Objects.requireNonNull(e), request.toString(), host);
    }
    LOG.log(Level.DEBUG, () -> request + " <- " + response);
    return response;
  }

  private static Incoming requireSuccess(Protocol protocol, Outgoing request, Incoming response) {
    if (!Transport.isSuccess(response.status())) {
      throw ErrorResponses.of(
          request, response, protocol.unverified(response), protocol.advice(response));
    }
    return response;
  }

  private Incoming afterVerifying(Incoming response) {
    Incoming out = response;
    for (int i = hooks.size() - 1; i >= 0; i--) {
      out =
          Objects.requireNonNull(
              hooks.get(i).response(out), "A hook returned null for the answer.");
    }
    return out;
  }
}
