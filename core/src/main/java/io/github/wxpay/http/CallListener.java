package io.github.wxpay.http;

/**
 * Observes calls, downloads and notifications, for metrics, logs and traces; it cannot change them,
 * see {@link Hook} for that. Every call has one start, an attempt for each time that its request
 * was sent or was to be sent, and one end, also if it is refused before anything is sent, is never
 * answered, or its future is cancelled. A certificate download is a call too.
 *
 * <p>The same {@link Call} object is given to all events of a call, and no other call has it, so it
 * may be the key of a map. {@code start} runs on the thread that calls the verb, the other two on
 * that thread or, for an asynchronous verb, on the one that ended its wait. Listeners must be
 * thread-safe and must not block. What a listener throws is logged as a warning and changes
 * nothing.
 */
public interface CallListener {
  /** Called when a call starts, before its arguments are checked. */
  default void start(Call call) {}

  /** Called when an attempt has ended, with a response of any status or without one. */
  default void attempt(Call call, Attempt attempt) {}

  /** Called when a call has ended. */
  default void end(Call call, CallEnd end) {}
}
