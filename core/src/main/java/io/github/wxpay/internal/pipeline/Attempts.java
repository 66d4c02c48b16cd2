package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Incoming;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one call so far. The steps of a call run in order, so no lock is required. */
final class Attempts {
  private final Observation observation;
  private List<Attempt> ended = List.of();
  private String host = "";
  private Instant started = Instant.EPOCH;
  private long startedNanos;
  private int status;
  private boolean maybeExecuted;
  private int price;
  private boolean timeLearnt;
  private boolean timeCorrected;
  private boolean hostSwitched;

  Attempts(Observation observation) {
    this.observation = observation;
  }

  /** Records that a request is sent to a host. */
  void started(String target) {
    host = target;
    started = Instant.now();
    startedNanos = System.nanoTime();
    status = 0;
    timeLearnt = false;
  }

  /** Records a response and returns it. */
  Incoming received(Incoming response) {
    status = response.status();
    observation.received(response);
    return response;
  }

  /** Records the end of the exchange, with its failure or {@code null}. */
  void ended(@Nullable Throwable failure) {
    Attempt attempt =
        new Attempt(
            ended.size() + 1,
            host,
            started,
            Duration.ofNanos(System.nanoTime() - startedNanos),
            status,
            failure == null ? "" : failure.getClass().getSimpleName());
    ended = ended.isEmpty() ? List.of(attempt) : with(attempt);
    observation.attempted(attempt);
  }

  private List<Attempt> with(Attempt attempt) {
    Attempt[] all = ended.toArray(new Attempt[ended.size() + 1]);
    all[ended.size()] = attempt;
    return List.of(all);
  }

  /** Records whether the response changed the time with which a request would be signed. */
  void timeLearnt(boolean isLearnt) {
    timeLearnt = isLearnt;
  }

  /**
   * Returns whether the last attempt was signed with a wrong time, and the next one would be the
   * first with the corrected time.
   */
  boolean isTimeCorrectable() {
    return timeLearnt && !timeCorrected;
  }

  /** Records that there will be another attempt. */
  void retried(boolean mayHaveBeenExecuted, int tokens) {
    maybeExecuted |= mayHaveBeenExecuted;
    price = tokens;
    timeCorrected |= timeLearnt;
  }

  /** Records a switch to another host without a pause; {@code false} if the call had one before. */
  boolean switchHost() {
    boolean first = !hostSwitched;
    hostSwitched = true;
    return first;
  }

  /** Returns whether an attempt before the last one may have been executed. */
  boolean maybeExecuted() {
    return maybeExecuted;
  }

  /** Returns the tokens that the last retry has cost; 0 if there was none. */
  int price() {
    return price;
  }

  /** Returns how long the last exchange took, in milliseconds. */
  long lastMillis() {
    return ended.get(ended.size() - 1).duration().toMillis();
  }

  /** Returns how many attempts have ended. */
  int count() {
    return ended.size();
  }

  /** Returns the attempts that have ended, in their order. */
  List<Attempt> list() {
    return ended;
  }
}
