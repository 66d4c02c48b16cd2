package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Call;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.transport.PartialFile;
import io.github.wxpay.internal.transport.ReceivingFile;
import io.github.wxpay.internal.transport.ResponseLimits;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.url.Gateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of every request: create, hooks, sign, send, verify, hooks, result. Their order is
 * defined by {@link #journey}; nothing is sent before the task is run or started.
 */
public final class Pipeline {
  private final Transport transport;
  private final Duration timeout;
  private final int maxResponseBytes;
  private final transient List<Hook> hooks; // the caller's objects, which may contain keys
  private final Observers observers;
  private final @Nullable Gateway gateway;

  /**
   * Creates a pipeline.
   *
   * @param timeout the timeout of calls without one
   * @param maxResponseBytes the maximum size of a response in memory
   * @param gateway the gateway that requests are sent to; {@code null} for none
   */
  public Pipeline(
      Transport transport,
      Duration timeout,
      int maxResponseBytes,
      List<Hook> hooks,
      Observers observers,
      @Nullable Gateway gateway) {
    this.transport = transport;
    this.timeout = timeout;
    this.maxResponseBytes = maxResponseBytes;
    this.hooks = List.copyOf(hooks);
    this.observers = observers;
    this.gateway = gateway;
  }

  /** Returns the observers of the calls. */
  public Observers observers() {
    return observers;
  }

  /** Returns the timeout of calls without one. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Creates a request, sends it and verifies its response. The timeout limits the time from the
   * start to the result.
   *
   * @param method the method for observers
   * @param template the template for observers
   * @param call creates the request; invalid input fails the task
   * @param result converts a verified response to the result
   */
  public <T> Task<T> send(
      Protocol protocol,
      String method,
      Supplier<String> template,
      Supplier<Outgoing> call,
      BiFunction<Outgoing, Incoming, T> result) {
    return observers.observed(
        Call.Kind.REQUEST,
        method,
        template,
        observation ->
            journey(
                protocol,
                observation,
                call,
                null,
                (request, response) -> Task.value(result.apply(request, response))));
  }

  /**
   * Does the same for a download: writes the body of a successful response into a temporary file,
   * which is deleted at the end if it was not moved. The timeout is the idle timeout, and also
   * limits signing and verifying.
   *
   * @param open creates the temporary file, before anything is sent
   * @param result verifies the file and moves it to its destination
   */
  public <T> Task<T> receive(
      Protocol protocol,
      Observation observation,
      Supplier<PartialFile> open,
      Supplier<Outgoing> call,
      Function<PartialFile, BiFunction<Outgoing, Incoming, Task<T>>> result) {
    return Outcomes.notSent(Task.of(open))
        .then(
            part ->
                journey(protocol, observation, call, part.path(), result.apply(part))
                    .lastly(part::discard));
  }

  private <T> Task<T> journey(
      Protocol protocol,
      Observation observation,
      Supplier<Outgoing> call,
      @Nullable Path file,
      BiFunction<Outgoing, Incoming, Task<T>> result) {
    return Task.of(System::nanoTime)
        .then(
            started ->
                Outcomes.notSent(
                    Task.of(() -> new RunningCall(beforeSigning(call.get()), started, file))))
        .then(
            running ->
                Outcomes.notSent(
                        protocol.sign(running.request).within(running::deadlineOfStep),
                        running.request)
                    .then(
                        signed ->
                            Outcomes.afterSending(
                                exchange(protocol, signed, running, observation)
                                    .map(response -> requireSuccess(protocol, signed, response))
                                    .then(
                                        response ->
                                            protocol
                                                .verify(signed, response)
                                                .within(running::deadlineOfStep))
                                    .map(running.subject::require)
                                    .map(this::afterVerifying)
                                    .then(response -> result.apply(running.request, response)),
                                running.request))
                    .within(running::deadline));
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

  private Task<Incoming> exchange(
      Protocol protocol, Signed direct, RunningCall running, Observation observation) {
    Outgoing request = running.request;
    Signed signed = gateway == null ? direct : direct.through(gateway);
    ResponseLimits limits =
        new ResponseLimits(maxResponseBytes, running.idle(), protocol.isUnsigned(request));
    Task<Incoming> exchange = transport.exchange(signed, limits, running.receiving());
    if (observation == Observation.NONE) {
      return exchange;
    }
    observation.attempting(String.valueOf(signed.destination().getHost()));
    return exchange
        .map(
            received -> {
              observation.received(received);
              return received;
            })
        .lastly(observation::attempted);
  }

  private static Incoming requireSuccess(Protocol protocol, Signed signed, Incoming response) {
    if (!Transport.isSuccess(response.status())) {
      throw ErrorResponses.of(
          signed.request(),
          response,
          protocol.unverified(signed, response),
          protocol.advice(signed, response));
    }
    return response;
  }

  private Incoming afterVerifying(Incoming response) {
    Incoming out = response;
    for (int i = hooks.size() - 1; i >= 0; i--) {
      out =
          Objects.requireNonNull(
              hooks.get(i).response(out), "A hook returned null for the response.");
    }
    return out;
  }

  /** A created request with the subject, deadlines and limits of its call. */
  private final class RunningCall {
    final Outgoing request;

    /**
     * Read before the first wait, since the caller may change the body after the verb has returned.
     */
    final SameSubject subject;

    private final long started;
    private final @Nullable Path file;
    private final Duration time;

    RunningCall(Outgoing request, long started, @Nullable Path file) {
      this.request = request;
      this.subject = file == null ? SameSubject.of(request) : SameSubject.none(request);
      this.started = started;
      this.file = file;
      this.time = request.options().timeout().orElse(timeout);
    }

    /**
     * Returns the deadline; a download has one only if its options have, and otherwise an idle
     * timeout.
     */
    Deadline deadline() {
      Deadline given =
          request
              .options()
              .deadline()
              .map(limit -> Deadline.after(started, limit))
              .orElse(Deadline.NONE);
      return file == null ? given.earlier(Deadline.after(started, time)) : given;
    }

    /**
     * Limits a step of a download without data by the timeout, counted from the start of the step.
     */
    Deadline deadlineOfStep() {
      return file == null ? Deadline.NONE : Deadline.in(time);
    }

    @Nullable Duration idle() {
      return file == null ? null : time;
    }

    @Nullable ReceivingFile receiving() {
      Options options = request.options();
      return file == null
          ? null
          : new ReceivingFile(file, options.maxBytes(), options.progress().orElse(null));
    }
  }
}
