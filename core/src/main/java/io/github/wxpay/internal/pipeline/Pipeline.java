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

  /**
   * Creates a pipeline.
   *
   * @param timeout for the calls that name none
   * @param maxResponseBytes the largest response in memory
   */
  public Pipeline(
      Transport transport,
      Duration timeout,
      int maxResponseBytes,
      List<Hook> hooks,
      Observers observers) {
    this.transport = transport;
    this.timeout = timeout;
    this.maxResponseBytes = maxResponseBytes;
    this.hooks = List.copyOf(hooks);
    this.observers = observers;
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
      String template,
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
                Outcomes.notSent(Task.of(() -> beforeSigning(call.get())))
                    .then(
                        request -> {
                          Limits limits = new Limits(request.options(), timeout, started, file);
                          // Before the first wait: a caller may change a body after the verb.
                          SameSubject subject =
                              file == null ? SameSubject.of(request) : SameSubject.none(request);
                          return Outcomes.notSent(
                                  protocol.sign(request).within(limits::ofStep), request)
                              .then(
                                  signed ->
                                      Outcomes.afterSending(
                                          verified(protocol, signed, limits, observation)
                                              .map(subject::require)
                                              .map(this::afterVerifying)
                                              .then(response -> result.apply(request, response)),
                                          request))
                              .within(limits::ofCall);
                        }));
  }

  private Task<Incoming> verified(
      Protocol protocol, Signed signed, Limits limits, Observation observation) {
    return exchange(protocol, signed, limits, observation)
        .map(response -> requireSuccess(protocol, signed.request(), response))
        .then(response -> protocol.verify(signed, response).within(limits::ofStep));
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
      Protocol protocol, Signed signed, Limits limits, Observation observation) {
    Outgoing request = signed.request();
    ResponseLimits response =
        new ResponseLimits(maxResponseBytes, limits.idle(), protocol.isUnsigned(request));
    Task<Incoming> exchange = transport.exchange(signed, response, limits.receiving());
    if (observation == Observation.NONE) {
      return exchange;
    }
    observation.attempting(String.valueOf(request.endpoint().getHost()));
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

  /** The times of one call: in all, and for the steps before and after the exchange. */
  private static final class Limits {
    private final Options options;
    private final Duration timeout;
    private final long started;
    private final @Nullable Path file;

    Limits(Options options, Duration timeout, long started, @Nullable Path file) {
      this.options = options;
      this.timeout = options.timeout().orElse(timeout);
      this.started = started;
      this.file = file;
    }

    /** A download may take as long as data arrives, unless its options have a deadline. */
    Deadline ofCall() {
      Deadline given =
          options.deadline().map(time -> Deadline.after(started, time)).orElse(Deadline.NONE);
      return file == null ? given.earlier(Deadline.after(started, timeout)) : given;
    }

    /** A step that waits for no data of a download has the timeout from its own start. */
    Deadline ofStep() {
      return file == null ? Deadline.NONE : Deadline.in(timeout);
    }

    @Nullable Duration idle() {
      return file == null ? null : timeout;
    }

    @Nullable ReceivingFile receiving() {
      return file == null
          ? null
          : new ReceivingFile(file, options.maxBytes(), options.progress().orElse(null));
    }
  }
}
