package io.github.wxpay.http;

/**
 * Observes calls, downloads and notifications, for metrics, logs and traces. To change requests and
 * responses use a {@link Hook}. Every call has one start, one event for each attempt to send its
 * request, and one end, also if it is refused before anything is sent, receives no response, or its
 * future is cancelled. A certificate download is a call too.
 *
 * <pre>{@code
 * class Metrics implements CallListener {
 *   public void end(Call call, CallEnd end) {
 *     timer(call.template(), end.code()).record(end.duration());
 *   }
 * }
 * }</pre>
 *
 * <p>All events of a call receive the same {@link Call} object, which no other call uses, so it can
 * be the key of a map. {@code start} runs on the thread that calls the verb, the other two on that
 * thread or, for an asynchronous verb, on the thread that ended its wait. Listeners must be
 * thread-safe and must not block. An exception of a listener is logged as a warning and does not
 * affect the call.
 */
public interface CallListener {
  /** Called when a call starts, before its arguments are checked. */
  default void start(Call call) {}

  /** Called when an attempt has ended, with a response of any status or without one. */
  default void attempt(Call call, Attempt attempt) {}

  /** Called when a call has ended. */
  default void end(Call call, CallEnd end) {}
}
