package io.github.wxpay.internal.call;

import io.github.wxpay.exception.WxpayException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/**
 * Replaces the stack trace of a failed call by that of the waiting thread, so that consoles and
 * logs show the caller's line first.
 */
final class CallerStack {
  private static final String LIBRARY = "io.github.wxpay.";

  private CallerStack() {}

  /**
   * Returns the exception that a future failed with, as {@link #of} does for unchecked ones. An
   * {@link Error} (such as {@link OutOfMemoryError}) is rethrown.
   */
  static Exception cause(ExecutionException failure) {
    Throwable cause = Failures.cause(Objects.requireNonNull(failure.getCause()));
    return cause instanceof RuntimeException ? of((RuntimeException) cause) : (Exception) cause;
  }

  /**
   * Returns the exception to throw to a waiting caller: with the caller's stack trace, and that of
   * the worker thread as a suppressed exception. An exception that was thrown on the current thread
   * is returned unchanged.
   *
   * <p>An exception of this library is copied, since several calls may wait for one download of
   * certificates and fail with one exception. Any other is changed for the first waiting call.
   */
  static RuntimeException of(RuntimeException failure) {
    StackTraceElement[] here = new Throwable().getStackTrace();
    StackTraceElement[] caller = Arrays.copyOfRange(here, Math.min(1, here.length), here.length);
    StackTraceElement[] worker = failure.getStackTrace();
    if (worker.length == 0 || endsLike(worker, caller)) {
      return failure;
    }
    if (failure instanceof WxpayException) {
      return moved(((WxpayException) failure).clone(), caller, worker);
    }
    synchronized (failure) {
      boolean taken = Arrays.stream(failure.getSuppressed()).anyMatch(Worker.class::isInstance);
      return taken ? failure : moved(failure, caller, worker);
    }
  }

  private static RuntimeException moved(
      RuntimeException failure, StackTraceElement[] caller, StackTraceElement[] worker) {
    failure.setStackTrace(caller);
    failure.addSuppressed(new Worker(worker));
    return failure;
  }

  /** Returns whether a stack trace comes from the same call of the library as the current one. */
  private static boolean endsLike(StackTraceElement[] trace, StackTraceElement[] current) {
    int frame = 0;
    while (frame < current.length && current[frame].getClassName().startsWith(LIBRARY)) {
      frame++;
    }
    int below = current.length - frame;
    return below > 0
        && trace.length >= below
        && Arrays.equals(trace, trace.length - below, trace.length, current, frame, current.length);
  }

  /** The stack trace of the thread that threw the exception, usually one of the HTTP client. */
  private static final class Worker extends Exception {
    private static final long serialVersionUID = 1L;

    Worker(StackTraceElement[] trace) {
      super("thrown on another thread, while the caller waited");
      setStackTrace(trace);
    }
  }
}
