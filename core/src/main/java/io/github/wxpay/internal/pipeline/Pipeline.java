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
 * The journey of every request: made, hooks, signed, sent, verified, hooks, result. The order is in
 * {@link #journey}; nothing is sent before the task is run or started.
 */
public final class Pipeline {
  private final Transport transport;
  private final Duration timeout;
  private final int maxResponseBytes;
  private final transient List<Hook> hooks; // the caller's objects, which may hold keys
  private final Observers observers;
  private final @Nullable Gateway gateway;

  /**
   * Creates a pipeline.
   *
   * @param timeout for the calls that name none
   * @param maxResponseBytes the largest response in memory
   * @param gateway where requests go in place of their own host; {@code null} for none
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

  /** Returns who observes the calls. */
  public Observers observers() {
    return observers;
  }

  /** Returns the timeout of calls that name none. */
  public Duration timeout() {
    return timeout;
  }

  /**
   * Makes a request, sends it and verifies its response. From its start to its result it takes no
   * longer than the timeout.
   *
   * @param method for observers, as the template is; the request has its own
   * @param call makes the request; bad input fails the task
   * @param result makes the result of a verified response
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
   * Does the same for a download: the body of a successful response goes into a temporary file,
   * which is deleted at the end if it was not moved, and the timeout is how long no data may
   * arrive, and how long signing and verifying may take.
   *
   * @param open creates the temporary file, before anything is sent
   * @param result verifies the file and takes it to its destination
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
                                    .map(
                                        response ->
                                            requireSuccess(protocol, running.request, response))
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

  /** A request that was made, and what holds for the rest of its call. */
  private final class RunningCall {
    final Outgoing request;

    /** Read before the first wait, since a caller may change a body when the verb has returned. */
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

    /** A download may take as long as data arrives, unless its options have a deadline. */
    Deadline deadline() {
      Deadline given =
          request
              .options()
              .deadline()
              .map(limit -> Deadline.after(started, limit))
              .orElse(Deadline.NONE);
      return file == null ? given.earlier(Deadline.after(started, time)) : given;
    }

    /** A step of a download that waits for no data has the timeout from its own start. */
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
