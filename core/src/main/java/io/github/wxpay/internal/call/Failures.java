package io.github.wxpay.internal.call;

import java.util.concurrent.CompletionException;

/** Reads the failures of asynchronous stages. */
public final class Failures {
  private Failures() {}

  /**
   * Returns the exception that made a stage fail, without the {@link CompletionException} around
   * it. An {@link Error} (such as {@link OutOfMemoryError}) is thrown instead of returned: callers
   * wrap the result in another exception, and an error must reach the program unchanged.
   */
  public static Throwable cause(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof Error) {
      throw (Error) cause;
    }
    return cause;
  }

  /** Returns the exception or error without the {@link CompletionException} around it. */
  public static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  /**
   * Returns an exception that a step of a {@link Task} may throw for this failure: the failure, or
   * a {@link CompletionException} around a checked one, which {@link Task#start} unwraps. An {@link
   * Error} is thrown instead.
   */
  public static RuntimeException unchecked(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof RuntimeException
        ? (RuntimeException) cause
        : new CompletionException(cause);
  }
}
