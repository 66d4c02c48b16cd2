package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.pipeline.NumberedWrite;
import io.github.wxpay.internal.pipeline.PreparedRequest;
import io.github.wxpay.internal.pipeline.RetryRule;
import io.github.wxpay.internal.pipeline.Reversal;
import io.github.wxpay.internal.pipeline.State;
import io.github.wxpay.internal.text.Printable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One write that is brought to a final state: sends it, queries its number, and sends it again
 * where its number makes that safe. The steps run in order, so no lock is required.
 *
 * <p>The write is not sent again after a response that refused it, and a refusal is final only if
 * no sending before it may have been executed.
 */
final class FinalWrite {
  private static final int ACCEPTED = 202;

  /** Codes of a refusal because the number was used before. */
  private static final Set<String> USED =
      Set.of(
          "ALREADY_EXISTS",
          "INVALID_REQUEST",
          "INVALID_REQ_TOO_MUCH",
          "ORDERCLOSED",
          "ORDERPAID",
          "ORDERREVERSED",
          "ORDER_CLOSED",
          "ORDER_PAID",
          "ORDER_REVERSED",
          "OUT_TRADE_NO_USED",
          "REFUND_FEE_MISMATCH",
          "TRADE_STATE_ERROR");

  /** The state of an order that was created, and whose payment was refused or not yet begun. */
  private static final String UNPAID = "NOTPAY";

  private final ClientCore core;
  private final Endpoint endpoint;
  private final PreparedRequest prepared;
  private final NumberedWrite write;
  private final StateCall query;
  private final @Nullable Reversal reversal;
  private final Polling polling;

  /** The next step, without the pause before it. */
  private Supplier<Task<Supplier<Optional<FinalState>>>> next = this::send;

  private @Nullable Duration pause; // at least this long before the next step; null for none

  private int sent;
  private int queried;
  private Duration lastSent = Duration.ZERO;

  private boolean open; // a sending may have been executed, or may be executed later

  /** The response that refused the write; it is not sent again. */
  private @Nullable WxpayException refusal;

  private @Nullable RuntimeException lastFailure;
  private boolean isReversible = true;

  private boolean isReversing; // a reversal may have been executed, or may be executed later

  private boolean hasResponse; // of the write, not of a query

  private String lastState = "";

  /**
   * Creates a write.
   *
   * @param reversal how it is revoked if it is not paid in time; {@code null} if it is not
   */
  FinalWrite(
      ClientCore core,
      Endpoint endpoint,
      PreparedRequest prepared,
      NumberedWrite write,
      StateCall query,
      @Nullable Reversal reversal,
      Polling polling) {
    this.core = core;
    this.endpoint = endpoint;
    this.prepared = prepared;
    this.write = write;
    this.query = query;
    this.reversal = reversal;
    this.polling = polling;
  }

  /** Returns the task of all steps; to be run once. */
  Task<FinalState> task() {
    return Task.until(this::round);
  }

  private Task<Optional<FinalState>> round() {
    Supplier<Task<Supplier<Optional<FinalState>>>> step = next;
    if (pause == null) {
      return step.get().within(polling::deadline).map(Supplier::get);
    }
    Duration time =
        polling
            .next(pause, untilReversal())
            .orElseThrow(
                () -> stillUnknown("after " + polling.total().toMillis() + " ms", lastFailure));
    return polling
        .pause(time, this::interrupted)
        .then(paused -> step.get().within(polling::deadline))
        .map(Supplier::get);
  }

  private Task<Supplier<Optional<FinalState>>> send() {
    sent++;
    lastSent = polling.elapsed();
    return step(core.send(endpoint, prepared), this::afterSending, this::afterFailedSending);
  }

  private Task<Supplier<Optional<FinalState>>> query() {
    queried++;
    return step(query.call(), this::afterQuery, this::afterFailedQuery);
  }

  /** Returns the task of a request and of the decision about its result, which may throw. */
  private static Task<Supplier<Optional<FinalState>>> step(
      Task<Response> request,
      Function<Response, Optional<FinalState>> response,
      Function<WxpayException, Optional<FinalState>> failure) {
    return request
        .<Supplier<Optional<FinalState>>>map(
            received -> {
              var unused = received.data(); // a body that cannot be read is a failure
              return () -> response.apply(received);
            })
        .recover(WxpayException.class, e -> Task.value(() -> failure.apply(e)));
  }

  private Optional<FinalState> afterSending(Response response) {
    open = true;
    hasResponse = true;
    if (response.status() != ACCEPTED) {
      State state = write.ofResponse(response.data());
      lastState = state.text();
      if (state.isFinal() || FinalState.isWaiting(state)) {
        return settled(state, response);
      }
    }
    return queryAfter(Duration.ZERO);
  }

  private Optional<FinalState> afterFailedSending(WxpayException e) {
    boolean refused = e.outcome() == Outcome.REFUSED;
    boolean executed = e.outcome() == Outcome.UNKNOWN || (refused && !isCertain(e));
    if (!open && !executed) {
      throw e;
    }
    lastFailure = e;
    refusal = refused ? e : null;
    if (refused && !open) { // nothing is on its way that a pause would wait for
      return next(this::query);
    }
    open = true;
    return queryAfter(RetryRule.asked(e));
  }

  private Optional<FinalState> afterQuery(Response response) {
    State found = query.query().state(response.data());
    State state = isReversing ? Reversal.reversed(found) : found;
    lastState = state.text();
    requireSameAmounts(response);
    if (isReversing && state.kind() == State.Kind.SUCCEEDED) { // a late reversal would refund it
      return next(this::reverse);
    }
    if (state.isFinal()) {
      return settled(state, response);
    }
    if (refusal instanceof StatusException && !isVerified(refusal)) {
      refusal = null; // it was sent by a proxy, since the platform has the number
    }
    WxpayException refused = refusal;
    boolean createdOnly = (write.isCreation() && !hasResponse) || FinalState.isWaiting(state);
    if (refused != null && !open && (createdOnly || state.text().equals(UNPAID))) {
      throw refused;
    }
    if (refused != null && createdOnly) {
      throw stillUnknown("since it was refused when it was sent again", refused);
    }
    if (createdOnly) { // only the response of the write has what the payer needs
      return next(this::send);
    }
    open = true;
    return isReversalDue() ? next(this::reverse) : queryAfter(Duration.ZERO);
  }

  private Optional<FinalState> afterFailedQuery(WxpayException e) {
    WxpayException refused = refusal;
    boolean unknown = query.query().isNumberUnknown(e);
    if (refused != null && !open && (unknown || e.outcome() == Outcome.REFUSED)) {
      throw refused;
    }
    if (unknown) {
      return refused == null && !isReversalDue() ? next(this::send) : queryAfter(Duration.ZERO);
    }
    lastFailure = e;
    return isReversalDue() ? next(this::reverse) : queryAfter(RetryRule.asked(e));
  }

  private Task<Supplier<Optional<FinalState>>> reverse() {
    return step(
            core.call(
                "POST",
                Endpoint.ROOT.with(requireReversal().path()),
                requireReversal().body(prepared.frozen()),
                this::reversalOptions),
            this::afterReversal,
            this::afterFailedReversal)
        .recover(
            IllegalStateException.class, // no merchant certificate, or none is presented over http
            e -> Task.value(() -> withoutReversal(e)));
  }

  private Options reversalOptions() {
    return query.query().isV2()
        ? query.settings().security(true)
        : query.settings().with("out_trade_no", query.number());
  }

  private Optional<FinalState> afterReversal(Response response) {
    if ("Y".equals(response.get("recall"))) {
      isReversing = true;
      next = this::reverse;
      pause = Duration.ZERO;
      return Optional.empty();
    }
    return Optional.of(new FinalState(write.field(), query.number(), Reversal.REVOKED, response));
  }

  private Optional<FinalState> afterFailedReversal(WxpayException e) {
    lastFailure = e;
    isReversing |= e.outcome() == Outcome.UNKNOWN;
    return queryAfter(RetryRule.asked(e));
  }

  private Optional<FinalState> withoutReversal(IllegalStateException e) {
    lastFailure = e;
    isReversible = false;
    return queryAfter(Duration.ZERO);
  }

  private Optional<FinalState> next(Supplier<Task<Supplier<Optional<FinalState>>>> step) {
    next = step;
    pause = null;
    return Optional.empty();
  }

  private Optional<FinalState> queryAfter(Duration min) {
    next = this::query;
    pause = min;
    return Optional.empty();
  }

  /** Returns whether a refusal means that no call with the number was executed. */
  private static boolean isCertain(WxpayException refusal) {
    return isVerified(refusal) && !isUsed(refusal);
  }

  private static boolean isVerified(WxpayException refusal) {
    return refusal instanceof StatusException
        ? ((StatusException) refusal).verified()
        : refusal instanceof ResultException && ((ResultException) refusal).verified();
  }

  private static boolean isUsed(WxpayException refusal) {
    return USED.contains(refusal.errorCode());
  }

  private Optional<FinalState> settled(State state, Response response) {
    requireSameAmounts(response);
    return Optional.of(new FinalState(write.field(), query.number(), state, response));
  }

  private void requireSameAmounts(Response response) {
    String difference = Amounts.difference(content(prepared.frozen()), response.data());
    if (!difference.isEmpty()) {
      throw new VerificationException(
              Reason.UNEXPECTED_CONTENT,
              "The state of `"
                  + write.field()
                  + "` '"
                  + Printable.of(query.number(), 64)
                  + "' has "
                  + difference
                  + ". The number belongs to another request, and this one was not executed under"
                  + " it: do not treat it as paid or refunded.",
              response.status(),
              response.requestId())
          .withOutcome(Outcome.UNKNOWN, "");
    }
  }

  private static JsonNode content(Outgoing frozen) {
    Object data = frozen.data();
    return data instanceof Body ? Json.readOrText(((Body) data).signed()) : Json.node(data);
  }

  /** Returns the time until the reversal is due; a very long time if none will be. */
  private Duration untilReversal() {
    Duration left = reversalDue().minus(polling.elapsed());
    return left.isNegative() || left.isZero() ? Polling.NEVER : left;
  }

  private boolean isReversalDue() {
    return reversalDue().compareTo(polling.elapsed()) <= 0;
  }

  /** Returns when the payment is reversed, counted from the start of the call. */
  private Duration reversalDue() {
    if (reversal == null || !isReversible) {
      return Polling.NEVER;
    }
    Duration earliest = lastSent.plus(Reversal.EARLIEST);
    Duration planned = polling.total().multipliedBy(3).dividedBy(4);
    Duration latest = planned.compareTo(Reversal.LATEST) < 0 ? planned : Reversal.LATEST;
    return earliest.compareTo(latest) < 0 ? latest : earliest;
  }

  private Reversal requireReversal() {
    return Objects.requireNonNull(reversal, "reversal == null");
  }

  private RuntimeException interrupted(Throwable e) {
    return stillUnknown("since the call was interrupted", lastFailure == null ? e : lastFailure);
  }

  private StillUnknownException stillUnknown(String why, @Nullable Throwable cause) {
    return new StillUnknownException(
        prepared
            + ": the state of `"
            + write.field()
            + "` '"
            + Printable.of(query.number(), 64)
            + "' is still unknown "
            + why
            + " (sent "
            + sent
            + " times, queried "
            + queried
            + " times"
            + (lastState.isEmpty() ? "" : ", last state " + Printable.of(lastState, 64))
            + "). "
            + (isPaymentOpen() ? "The payment was not reversed. " : "")
            + "Keep the number, since money may have moved or may move later, and repeat "
            + Printable.of(query.toString(), 512)
            + ".",
        query.number(),
        lastState,
        query.toString(),
        cause);
  }

  private boolean isPaymentOpen() {
    return Reversal.of(prepared.request()).isPresent();
  }
}
