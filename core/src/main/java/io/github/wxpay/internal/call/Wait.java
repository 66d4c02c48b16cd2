package io.github.wxpay.internal.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A point where a call waits for something outside this process or on another thread: a signer, an
 * exchange, a download of certificates. Ends with a {@link TimeoutException} at the deadline.
 */
public interface Wait<T> {
  /** Waits on the calling thread. */
  T now(Deadline deadline) throws Exception;

  /**
   * Returns without waiting. The stage is cancelled when its result is no longer needed, so it must
   * not be one that other calls wait for.
   */
  CompletionStage<T> later(Deadline deadline);

  /**
   * Creates a wait for a stage that this function returns at once, and that may be one that other
   * calls wait for too: it is not cancelled. A failure gets the stack trace of the thread that
   * waits, see {@link CallerStack}.
   */
  static <T> Wait<T> of(Supplier<CompletionStage<T>> stage) {
    return new Wait<>() {
      @Override
      public T now(Deadline deadline) throws Exception {
        CompletableFuture<T> future = stage.get().toCompletableFuture();
        try {
          return future.isDone() || deadline.isNone()
              ? future.get()
              : future.get(deadline.left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          throw deadline.passed();
        } catch (ExecutionException e) {
          throw CallerStack.cause(e);
        }
      }

      @Override
      public CompletionStage<T> later(Deadline deadline) {
        CompletableFuture<T> own = stage.get().toCompletableFuture().thenApply(value -> value);
        if (!own.isDone() && !deadline.isNone()) {
          CompletableFuture<Void> timer =
              new CompletableFuture<Void>()
                  .completeOnTimeout(null, deadline.left(), TimeUnit.NANOSECONDS);
          var unused = timer.thenRun(() -> own.completeExceptionally(deadline.passed()));
          var unusedToo =
              own.whenComplete(
                  (value, e) -> timer.complete(null)); // on Java 17 a cancelled one leaks
        }
        return own;
      }
    };
  }

  /**
   * Creates a wait for code of the caller's, such as a signer, which may block before it returns a
   * stage. It runs on the common pool, so that the call can end at its deadline without it, and
   * with the context class loader of the thread that calls.
   */
  static <T> Wait<T> elsewhere(Supplier<CompletionStage<T>> code) {
    return of(
        () -> CompletableFuture.supplyAsync(new Blocking<>(code)::get).thenCompose(stage -> stage));
  }

  /** Runs code that may block; the pool has another thread meanwhile. */
  final class Blocking<T> implements ForkJoinPool.ManagedBlocker {
    private final Supplier<T> code;
    private final @Nullable ClassLoader loader;
    private @Nullable T value;

    Blocking(Supplier<T> code) {
      this.code = code;
      this.loader = Thread.currentThread().getContextClassLoader();
    }

    @Nullable T get() {
      try {
        ForkJoinPool.managedBlock(this);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RejectedExecutionException e) { // the pool may have no more threads
        block();
      }
      return value;
    }

    @Override
    public boolean block() {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        value = code.get();
      } finally {
        thread.setContextClassLoader(before);
      }
      return true;
    }

    @Override
    public boolean isReleasable() {
      return false;
    }
  }
}
