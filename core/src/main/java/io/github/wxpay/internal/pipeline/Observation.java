package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Incoming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records the attempts and the response of one call for its listeners. The steps of a call run in
 * order, so no lock is required.
 */
public final class Observation {
  /** The observation of a call without listeners, which records nothing. */
  static final Observation NONE = new Observation();

  private final List<CallListener> listeners;
  private final @Nullable Call call;
  private final List<Attempt> attempts = new ArrayList<>();
  private final long started = System.nanoTime();
  private int status;
  private String requestId = "";
  private String eventType = "";

  private Observation() {
    this.listeners = List.of();
    this.call = null;
  }

  /** Starts the observation of a call. */
  Observation(List<CallListener> listeners, Call.Kind kind, String method, String template) {
    this.listeners = listeners;
    this.call = new Call(kind, method, template, Instant.now());
    publish(listener -> listener.start(call));
  }

  /** Records the response of an attempt. */
  void received(Incoming response) {
    if (call != null) {
      status = response.status();
      requestId = response.requestId();
    }
  }

  /** Records an attempt that has ended. */
  void attempted(Attempt attempt) {
    if (call != null) {
      status = attempt.status();
      attempts.add(attempt);
      publish(listener -> listener.attempt(call, attempt));
    }
  }

  /** Records the event type of a verified notification. */
  public void verified(String type) {
    if (call != null) {
      eventType = type;
    }
  }

  /** Records the end of the call, with its failure or {@code null}. */
  void ended(@Nullable Throwable failure) {
    if (call != null) {
      CallEnd end =
          new CallEnd(
              status,
              requestId,
              eventType,
              attempts,
              Duration.ofNanos(System.nanoTime() - started),
              failure);
      publish(listener -> listener.end(call, end));
    }
  }

  private void publish(Consumer<CallListener> event) {
    listeners.forEach(listener -> Observers.publish(listener, event));
  }
}
