package io.github.wxpay.internal.call;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs code on the JDK's common pool: code that may block (of the caller, or on files), for which
 * the pool gets another thread, with the context class loader of the calling thread; and
 * computations.
 */
public final class CommonPool {
  /**
   * {@code false} if the pool has no threads since its parallelism is 0, which only the property
   * shows.
   */
  private static final boolean HAS_THREADS =
      !"0".equals(System.getProperty("java.util.concurrent.ForkJoinPool.common.parallelism"));

  private CommonPool() {}

  /** Starts code and returns its result. */
  static <T> CompletableFuture<@Nullable T> supply(Supplier<T> code) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return CompletableFuture.supplyAsync(new Blocking<>(code, loader)::get);
  }

  /** Returns whether the pool has no free thread for a computation. */
  static boolean isBusy() {
    ForkJoinPool pool = ForkJoinPool.commonPool();
    return !HAS_THREADS
        || pool.hasQueuedSubmissions()
        || pool.getActiveThreadCount() >= ForkJoinPool.getCommonPoolParallelism();
  }

  /** Returns the result of a computation that does not block. */
  static <T> CompletableFuture<T> compute(Callable<T> computation) {
    CompletableFuture<T> result = new CompletableFuture<>();
    ForkJoinPool.commonPool().execute(() -> complete(result, computation));
    return result;
  }

  /** Ends a future with what a computation returns or throws. */
  static <T> void complete(CompletableFuture<T> future, Callable<T> computation) {
    try {
      future.complete(computation.call());
    } catch (Exception | Error e) {
      future.completeExceptionally(e);
    }
  }

  /** Runs this code, which must not throw, with this context class loader. */
  public static void execute(Runnable code, @Nullable ClassLoader loader) {
    Blocking<@Nullable Void> blocking =
        new Blocking<>(
            () -> {
              code.run();
              return null;
            },
            loader);
    var unused = CompletableFuture.runAsync(blocking::get);
  }

  /** Informs the pool that a thread may block, so that it can start another one. */
  private static final class Blocking<T> implements ForkJoinPool.ManagedBlocker {
    private final Supplier<T> code;
    private final @Nullable ClassLoader loader;
    private @Nullable T value;

    Blocking(Supplier<T> code, @Nullable ClassLoader loader) {
      this.code = code;
      this.loader = loader;
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
