package io.github.wxpay.internal.call;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A point at which a call waits for another process or thread: a signer, an exchange, a download of
 * certificates. Ends with a {@link TimeoutException} at the deadline.
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
   * Creates a wait for a computation that takes noticeable processor time, such as an RSA
   * signature. {@link #now} computes on the calling thread; {@link #later} on the common pool, or
   * on the calling thread if the pool is busy, so that pool and callers together use all
   * processors.
   */
  static <T> Wait<T> computing(Callable<T> computation) {
    Wait<T> onPool =
        of(
            () ->
                CommonPool.compute(
                    computation)); // loads the class before the process may run out of file
    // descriptors
    return new Wait<>() {
      @Override
      public T now(Deadline deadline) throws Exception {
        return computation.call();
      }

      @Override
      public CompletionStage<T> later(Deadline deadline) {
        if (!CommonPool.isBusy()) {
          return onPool.later(deadline);
        }
        CompletableFuture<T> here = new CompletableFuture<>();
        CommonPool.complete(here, computation);
        return here;
      }
    };
  }

  /**
   * Creates a wait for a stage that this function returns without blocking. Other calls may wait
   * for the same stage, so it is not cancelled. A failure gets the stack trace of the thread that
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
          Timeouts.Timed timed =
              new Timeouts.Timed() {
                @Override
                public long left() {
                  return deadline.left();
                }

                @Override
                public void late() {
                  own.completeExceptionally(deadline.passed());
                }
              };
          Timeouts.add(timed);
          var unused = own.whenComplete((value, e) -> Timeouts.remove(timed));
        }
        return own;
      }
    };
  }
}
