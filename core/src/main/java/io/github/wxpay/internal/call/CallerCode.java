package io.github.wxpay.internal.call;

import io.github.wxpay.exception.CryptoException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Runs code of the caller that may block, such as a signer, on the common pool, so that a call can
 * end at its deadline before the code returns. Such code keeps its thread, so no more of it is
 * started while too many calls have ended before their code. Thread-safe.
 */
public final class CallerCode {
  /** The common pool has 256 spare threads, which all code of the program shares. */
  private static final int LEFT_MAX = 16;

  private final String name;
  private final AtomicInteger left = new AtomicInteger();

  /** Creates a runner; {@code name} is the name of the code in messages, such as {@code signer}. */
  public CallerCode(String name) {
    this.name = name;
  }

  /** Returns the wait for the stage that this code returns. */
  public <T> Wait<T> waitFor(Supplier<CompletionStage<T>> code) {
    return new Wait<>() {
      @Override
      public T now(Deadline deadline) throws Exception {
        CompletableFuture<CompletionStage<T>> returned = run(code);
        try {
          return Wait.of(() -> returned.thenCompose(stage -> stage)).now(deadline);
        } catch (TimeoutException | InterruptedException e) {
          leave(returned);
          throw e;
        }
      }

      @Override
      public CompletionStage<T> later(Deadline deadline) {
        CompletableFuture<CompletionStage<T>> returned = run(code);
        return Wait.of(() -> returned.thenCompose(stage -> stage))
            .later(deadline)
            .whenComplete(
                (value, e) -> {
                  if (e != null) {
                    leave(returned);
                  }
                });
      }
    };
  }

  private <T> CompletableFuture<CompletionStage<T>> run(Supplier<CompletionStage<T>> code) {
    if (left.get() >= LEFT_MAX) {
      throw new CryptoException(
          "The "
              + name
              + " is not called, since "
              + LEFT_MAX
              + " earlier calls of it have not returned in time and still block their threads. Set"
              + " a timeout in it.");
    }
    return CommonPool.supply(code);
  }

  private void leave(CompletableFuture<?> returned) {
    if (!returned.isDone()) {
      left.incrementAndGet();
      var unused = returned.whenComplete((stage, e) -> left.decrementAndGet());
    }
  }
}
