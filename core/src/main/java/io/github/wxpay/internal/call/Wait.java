package io.github.wxpay.internal.call;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A point where a call waits for something outside this process or on another thread: a signer, an
 * exchange, a download of certificates.
 */
public interface Wait<T> {
  /** Waits on the calling thread. */
  T now() throws Exception;

  /**
   * Returns without waiting. The stage is cancelled when its result is no longer wanted, so it must
   * not be one that other calls wait for.
   */
  CompletionStage<T> later();

  /**
   * Creates a wait of the two forms that a signer or decrypter of the caller's has. What it does is
   * not cancelled.
   */
  static <T> Wait<T> of(Callable<T> now, Supplier<CompletionStage<T>> later) {
    return new Wait<>() {
      @Override
      public T now() throws Exception {
        return now.call();
      }

      @Override
      public CompletionStage<T> later() {
        return later.get().thenApply(value -> value);
      }
    };
  }

  /**
   * Waits for a future that other calls may wait for too. Its failure gets the stack trace of the
   * thread that waits, see {@link CallerStack}.
   */
  static <T> Wait<T> shared(CompletableFuture<T> future) {
    return of(() -> value(future::get), () -> future);
  }

  /** Waits as {@link #shared(CompletableFuture)} does, for {@code nanos} at most. */
  static <T> Wait<T> shared(CompletableFuture<T> future, long nanos) {
    return of(
        () -> value(() -> future.get(nanos, TimeUnit.NANOSECONDS)),
        () -> future.copy().orTimeout(nanos, TimeUnit.NANOSECONDS));
  }

  private static <T> T value(Callable<T> get) throws Exception {
    try {
      return get.call();
    } catch (ExecutionException e) {
      throw CallerStack.of(e);
    }
  }
}
