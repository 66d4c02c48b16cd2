package io.github.wxpay.internal.pipeline;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Attempt;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of every request: create, hooks, attempts (sign, send, verify), hooks, result.
 * Their order is defined by {@link #journey} and {@link #attempt}; nothing is sent before the task
 * is run or started.
 */
public final class Pipeline {
  private final Transport transport;
  private final Duration timeout;
  private final int maxResponseBytes;
  private final transient List<Hook> hooks; // the caller's objects, which may contain keys
  private final Observers observers;
  private final Hosts hosts;
  private final RetryRule retry;

  /** Converts a verified response to the result of a call. */
  public interface Reader<T> {
    /** Returns the result of a call that was attempted in this way. */
    T read(Outgoing request, Incoming response, List<Attempt> attempts);
  }

  /**
   * Creates a pipeline.
   *
   * @param timeout the timeout of calls without one
   * @param maxResponseBytes the maximum size of a response in memory
   * @param hosts the hosts that requests are sent to
   * @param retry decides whether a request is sent again
   */
  public Pipeline(
      Transport transport,
      Duration timeout,
      int maxResponseBytes,
      List<Hook> hooks,
      Observers observers,
      Hosts hosts,
      RetryRule retry) {
    this.transport = transport;
    this.timeout = timeout;
    this.maxResponseBytes = maxResponseBytes;
    this.hooks = List.copyOf(hooks);
    this.observers = observers;
    this.hosts = hosts;
    this.retry = retry;
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
      Reader<T> result) {
    return observers.observed(
        Call.Kind.REQUEST,
        method,
        template,
        observation ->
            journey(protocol, observation, () -> drafted(call, false), null, valued(result)));
  }

  /**
   * Sends a prepared request and verifies its response, as {@link #send(Protocol, String, Supplier,
   * Supplier, Reader)} does. The content is the same at each call.
   */
  public <T> Task<T> send(
      Protocol protocol, Supplier<String> template, PreparedRequest prepared, Reader<T> result) {
    return observers.observed(
        Call.Kind.REQUEST,
        prepared.request().method(),
        template,
        observation -> journey(protocol, observation, () -> prepared, null, valued(result)));
  }

  /**
   * Creates a request and its final body; sends nothing but a certificate download.
   *
   * @param check checks the request, before anything is sent
   */
  public Task<PreparedRequest> prepare(
      Protocol protocol, Supplier<Outgoing> call, Consumer<Outgoing> check) {
    return created(
            () -> {
              PreparedRequest drafted = drafted(call, false);
              check.accept(drafted.request());
              return drafted;
            },
            null)
        .then(running -> frozen(protocol, running).within(running::deadline));
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
      Function<PartialFile, Reader<Task<T>>> result) {
    return Outcomes.notSent(Task.of(open))
        .then(
            part ->
                journey(
                        protocol,
                        observation,
                        () -> drafted(call, true),
                        part.path(),
                        result.apply(part))
                    .lastly(part::discard));
  }

  private <T> Task<T> journey(
      Protocol protocol,
      Observation observation,
      Supplier<PreparedRequest> call,
      @Nullable Path file,
      Reader<Task<T>> result) {
    Attempts attempts = new Attempts(observation);
    Task<T> steps =
        created(call, file)
            .then(
                running ->
                    frozen(protocol, running)
                        .then(
                            prepared ->
                                Outcomes.ofAttempts(
                                    attempt(protocol, prepared, running, attempts),
                                    running.request,
                                    attempts))
                        .then(
                            response ->
                                Outcomes.afterSending(
                                    Task.of(() -> afterVerifying(response))
                                        .then(
                                            received ->
                                                result.read(
                                                    running.request, received, attempts.list())),
                                    running.request))
                        .within(running::deadline));
    return Outcomes.withAttempts(steps, attempts);
  }

  private static <T> Reader<Task<T>> valued(Reader<T> result) {
    return (request, response, attempts) -> Task.value(result.read(request, response, attempts));
  }

  /** Creates the request; nothing is sent if that fails. */
  private Task<RunningCall> created(Supplier<PreparedRequest> call, @Nullable Path file) {
    return Task.of(System::nanoTime)
        .then(
            started -> Outcomes.notSent(Task.of(() -> new RunningCall(call.get(), started, file))));
  }

  private PreparedRequest drafted(Supplier<Outgoing> call, boolean isDownload) {
    Outgoing request = beforeSigning(call.get());
    return PreparedRequest.of(
        request, isDownload ? SameSubject.none(request) : SameSubject.of(request));
  }

  /** Fixes the body that all attempts send. */
  private static Task<PreparedRequest> frozen(Protocol protocol, RunningCall running) {
    PreparedRequest prepared = running.prepared;
    return prepared.isFrozen()
        ? Task.value(prepared)
        : Outcomes.notSent(
                protocol.freeze(running.request).within(running::deadlineOfStep), running.request)
            .map(prepared::frozen);
  }

  /**
   * Signs, sends and verifies, again if the retry rule decides so. A failure before sending, such
   * as that of a signer, is not retried.
   */
  private Task<Incoming> attempt(
      Protocol protocol, PreparedRequest prepared, RunningCall running, Attempts attempts) {
    Outgoing frozen = prepared.frozen();
    Supplier<Task<Incoming>> next = () -> attempt(protocol, prepared, running, attempts);
    return Outcomes.notSent(protocol.sign(frozen).within(running::deadlineOfStep), running.request)
        .map(hosts::route)
        .then(
            signed ->
                Outcomes.afterSending(
                        exchange(protocol, signed, running, attempts)
                            .map(response -> learnt(protocol, signed, response, attempts))
                            .map(response -> requireSuccess(protocol, signed, response))
                            .then(
                                response ->
                                    protocol
                                        .verify(signed, response)
                                        .within(running::deadlineOfStep))
                            .map(prepared.subject()::require),
                        running.request)
                    .<Supplier<Task<Incoming>>>map(
                        response ->
                            () ->
                                retry.afterResponse(
                                    response, frozen, attempts, running.deadline(), next))
                    .recover(
                        WxpayException.class,
                        e ->
                            Task.value(
                                () ->
                                    retry.afterFailure(
                                        e,
                                        frozen,
                                        attempts,
                                        hosts.failed(signed, e),
                                        running.deadline(),
                                        next))))
        .then(Supplier::get);
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
      Protocol protocol, Signed signed, RunningCall running, Attempts attempts) {
    Outgoing request = running.request;
    ResponseLimits limits =
        new ResponseLimits(maxResponseBytes, running.idle(), protocol.isUnsigned(request));
    Task<Incoming> exchange;
    try {
      exchange = transport.exchange(signed, limits, running.receiving());
    } catch (TransportException e) {
      if (Transport.isCircuitOpen(e)) { // not an attempt, since no connection is tried
        return Task.failed(e);
      }
      throw e;
    }
    attempts.started(String.valueOf(signed.destination().getHost()));
    return exchange.map(attempts::received).lastly(attempts::ended);
  }

  private static Incoming learnt(
      Protocol protocol, Signed signed, Incoming response, Attempts attempts) {
    attempts.timeLearnt(protocol.learns(signed, response, attempts.lastMillis()));
    return response;
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

  /** A created request with the deadlines and limits of its call. */
  private final class RunningCall {
    final PreparedRequest prepared;
    final Outgoing request;
    private final long started;
    private final @Nullable Path file;
    private final Duration time;

    RunningCall(PreparedRequest prepared, long started, @Nullable Path file) {
      this.prepared = prepared;
      this.request = prepared.request();
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
