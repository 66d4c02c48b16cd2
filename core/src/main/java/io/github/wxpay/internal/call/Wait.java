package io.github.wxpay.internal.call;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * A point where a call waits for something outside this process or on another thread: a signer, an
 * exchange, a download of certificates.
 */
public interface Wait<T> {
  /** Waits on the calling thread. */
  T now() throws Exception;

  /**
   * Returns without waiting. The stage is cancelled when its result is no longer needed, so it must
   * not be one that other calls wait for.
   */
  CompletionStage<T> later();

  /**
   * Creates a wait for a stage that this function returns: of a signer or a decrypter of the
   * caller's, or one that other calls wait for too. It is not cancelled. A failure gets the stack
   * trace of the thread that waits, see {@link CallerStack}.
   */
  static <T> Wait<T> of(Supplier<CompletionStage<T>> stage) {
    return new Wait<>() {
      @Override
      public T now() throws Exception {
        try {
          return stage.get().toCompletableFuture().get();
        } catch (ExecutionException e) {
          throw CallerStack.cause(e);
        }
      }

      @Override
      public CompletionStage<T> later() {
        return stage.get().thenApply(value -> value);
      }
    };
  }
}
