package io.github.wxpay;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.pipeline.RetryRule;
import io.github.wxpay.internal.pipeline.State;
import io.github.wxpay.internal.text.Printable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One query that is repeated until the state is final. The steps run in order, so no lock is
 * required.
 *
 * <p>A number that the platform does not know is queried again, since its write may arrive later.
 * Any other refusal of a query is an error of the call.
 */
final class FinalQuery {
  private final StateCall query;
  private final Polling polling;
  private int queried;
  private Duration asked = Duration.ZERO;
  private String lastState = "";
  private @Nullable WxpayException lastFailure;

  FinalQuery(StateCall query, Polling polling) {
    this.query = query;
    this.polling = polling;
  }

  /** Returns the task of all queries; to be run once. */
  Task<FinalState> task() {
    return Task.until(this::round);
  }

  private Task<Optional<FinalState>> round() {
    if (queried == 0) {
      return query();
    }
    Duration time =
        polling
            .next(asked, Polling.NEVER)
            .orElseThrow(
                () -> stillUnknown("after " + polling.total().toMillis() + " ms", lastFailure));
    return polling.pause(time, this::interrupted).then(paused -> query());
  }

  private Task<Optional<FinalState>> query() {
    queried++;
    return query
        .call()
        .within(polling::deadline)
        .map(this::afterQuery)
        .recover(WxpayException.class, e -> Task.value(afterFailure(e)));
  }

  private Optional<FinalState> afterQuery(Response response) {
    State state = query.query().state(response.data());
    lastState = state.text();
    lastFailure = null;
    asked = Duration.ZERO;
    return state.isFinal()
        ? Optional.of(new FinalState(query.query().number(), query.number(), state, response))
        : Optional.empty();
  }

  private Optional<FinalState> afterFailure(WxpayException e) {
    if (e.outcome() == Outcome.REFUSED && !query.query().isNumberUnknown(e)) {
      throw e;
    }
    lastFailure = e;
    asked = RetryRule.asked(e);
    return Optional.empty();
  }

  private RuntimeException interrupted(Throwable e) {
    return stillUnknown("since the call was interrupted", lastFailure == null ? e : lastFailure);
  }

  private StillUnknownException stillUnknown(String why, @Nullable Throwable cause) {
    return new StillUnknownException(
        "The state of `"
            + query.query().number()
            + "` '"
            + Printable.of(query.number(), 64)
            + "' is not final "
            + why
            + " (queried "
            + queried
            + " times"
            + (lastState.isEmpty() ? "" : ", last state " + Printable.of(lastState, 64))
            + "). Repeat "
            + Printable.of(query.toString(), 512)
            + ".",
        query.number(),
        lastState,
        query.toString(),
        cause);
  }
}
