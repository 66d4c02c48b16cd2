package io.github.wxpay;

import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.pipeline.NumberedWrite;
import io.github.wxpay.internal.pipeline.PreparedRequest;
import io.github.wxpay.internal.pipeline.Reversal;
import io.github.wxpay.internal.pipeline.StateQuery;
import io.github.wxpay.internal.text.Printable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of a client that end with a final state: of a numbered write, and of a query. */
final class FinalStates {
  private final ClientCore core;
  private final Pauses pauses;

  FinalStates(ClientCore core, Pauses pauses) {
    this.core = core;
    this.pauses = pauses;
  }

  /** Returns the task of a write. Its content is fixed once, and hooks see it once. */
  Task<FinalState> ofWrite(Endpoint endpoint, @Nullable Object body, Supplier<Options> options) {
    return Task.of(pauses::nanoTime)
        .then(
            started -> {
              NumberedWrite write = requireWrite(endpoint);
              return core.prepare(endpoint, body, options, request -> check(write, request))
                  .then(prepared -> write(endpoint, write, prepared, started).task());
            });
  }

  private FinalWrite write(
      Endpoint endpoint, NumberedWrite write, PreparedRequest prepared, long started) {
    Options options = prepared.request().options();
    Optional<Reversal> reversal = Reversal.of(prepared.request());
    StateCall query =
        StateCall.of(
            core,
            write,
            requireQuery(endpoint, write),
            write.number(prepared.frozen()).orElseThrow(),
            prepared.frozen(),
            settings(options));
    return new FinalWrite(
        core,
        endpoint,
        prepared,
        write,
        query,
        options.reversal() ? reversal.orElse(null) : null,
        new Polling(
            pauses,
            started,
            options.deadline().orElse(Polling.DEFAULT_TIME),
            reversal.isPresent()));
  }

  /** Returns the options of a write that the other requests about its number have too. */
  private static Options settings(Options options) {
    Headers headers = Headers.none();
    for (String name : options.headers().names()) {
      if (!name.equalsIgnoreCase("Content-Type")) {
        headers = headers.with(name, options.headers().all(name));
      }
    }
    Options settings =
        Options.none().headers(headers).security(options.security()).pkcs1(options.pkcs1());
    settings = options.baseUrl().map(settings::baseUrl).orElse(settings);
    settings = options.host().map(settings::host).orElse(settings);
    settings = options.timeout().map(settings::timeout).orElse(settings);
    return options.retry().map(settings::retry).orElse(settings);
  }

  private static NumberedWrite requireWrite(Endpoint endpoint) {
    NumberedWrite write =
        NumberedWrite.of("POST", endpoint.template().toString())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "POST "
                            + Printable.of(endpoint.path(), 256)
                            + " is not a documented write with a number of the merchant, so it"
                            + " must not be sent twice. Call post(…), and query the state if its"
                            + " outcome is UNKNOWN."));
    var unused = requireQuery(endpoint, write);
    return write;
  }

  private static StateQuery requireQuery(Endpoint endpoint, NumberedWrite write) {
    return write
        .query()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No query of the platform returns the state of "
                        + Printable.of(endpoint.path(), 256)
                        + " by `"
                        + write.field()
                        + "`. Call post(…), which sends it again with the same number if that is"
                        + " safe."));
  }

  private static void check(NumberedWrite write, Outgoing request) {
    if (write.number(request).isEmpty()) {
      throw new IllegalArgumentException(
          request
              + ": the body has no `"
              + write.field()
              + "`, without which it must not be sent twice. Take a number of your own, such as"
              + " OrderNumbers.next(), and store it first.");
    }
    if (!request.options().reversal() && Reversal.of(request).isEmpty()) {
      throw OptionChecks.reversal();
    }
  }

  /**
   * Returns the task of a query.
   *
   * @param fields the fields of APIv2; {@code null} for APIv3
   */
  Task<FinalState> ofQuery(
      Endpoint endpoint, @Nullable Map<String, ?> fields, Supplier<Options> options) {
    return Task.of(pauses::nanoTime)
        .then(started -> query(endpoint, fields, options.get(), started).task());
  }

  private FinalQuery query(
      Endpoint endpoint, @Nullable Map<String, ?> fields, Options options, long started) {
    StateQuery query =
        StateQuery.of(endpoint.isV2() ? "POST" : "GET", endpoint.template().toString())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'"
                            + Printable.of(endpoint.path(), 256)
                            + "' is not a documented query of a state by the merchant's own"
                            + " number. Call get(…) and read the state from its response."));
    if (query.isV2() != (fields != null)) {
      throw new IllegalArgumentException(
          query.isV2()
              ? query + " is one of APIv2, which has fields: call awaitFinal(fields, options)."
              : query + " has no body: call awaitFinal(options).");
    }
    Map<String, Object> body = fields == null ? null : new LinkedHashMap<>(fields);
    StateCall call = StateCall.of(core, query, endpoint, body, options);
    return new FinalQuery(
        call, new Polling(pauses, started, options.deadline().orElse(Polling.DEFAULT_TIME), true));
  }
}
