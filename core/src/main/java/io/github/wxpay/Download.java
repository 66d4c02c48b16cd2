package io.github.wxpay;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.internal.transport.PartFile;
import io.github.wxpay.internal.trust.Failures;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The life of a download's file: made before anything is sent, and gone unless it was right. */
final class Download {
  private Download() {}

  /**
   * Runs a download into a new file, which is deleted however that ends, if it still lies there.
   */
  static <T> CompletableFuture<T> start(
      Supplier<PartFile> place, Function<PartFile, CompletableFuture<T>> download) {
    CompletableFuture<T> result = new CompletableFuture<>();
    PartFile part;
    try {
      part = place.get();
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
      return result;
    }
    CompletableFuture<T> running = download.apply(part);
    var unused =
        running.whenComplete(
            (value, e) -> {
              ended(part, e);
              settle(result, value, e);
            });
    var unusedToo =
        result.whenComplete(
            (value, e) -> {
              if (result.isCancelled()) {
                running.cancel(true);
              }
            });
    return result;
  }

  /** One step after another; cancelling ends the one that runs. */
  static <A, T> CompletableFuture<T> chained(
      CompletableFuture<A> first, Function<A, CompletableFuture<T>> then) {
    CompletableFuture<T> result = new CompletableFuture<>();
    AtomicReference<CompletableFuture<?>> running = new AtomicReference<>(first);
    var unused =
        first
            .thenCompose(
                value -> {
                  CompletableFuture<T> second = then.apply(value);
                  running.set(second);
                  if (result.isCancelled()) {
                    second.cancel(true);
                  }
                  return second;
                })
            .whenComplete((value, e) -> settle(result, value, e));
    var unusedToo =
        result.whenComplete(
            (value, e) -> {
              if (result.isCancelled()) {
                Objects.requireNonNull(running.get()).cancel(true);
              }
            });
    return result;
  }

  private static <T> void settle(
      CompletableFuture<T> result, @Nullable T value, @Nullable Throwable e) {
    if (e != null) {
      result.completeExceptionally(Failures.unwrapped(e));
    } else if (!result.complete(value) && value instanceof Bill) {
      ((Bill) value).close(); // it came too late
    }
  }

  /** A file that cannot be deleted must not keep the outcome from the caller. */
  private static void ended(PartFile part, @Nullable Throwable e) {
    try {
      part.delete();
    } catch (FileException undeleted) {
      if (e != null) {
        e.addSuppressed(undeleted);
      }
    }
  }

  /** Moves a file that is right to its place. */
  static BiFunction<Response, PartFile, Response> to(Path target) {
    return (response, part) -> {
      part.moveTo(target);
      return response;
    };
  }

  /** The bill in a file that is right; the bill owns it from now on. */
  static Bill bill(Response response, PartFile part) {
    PartFile kept = PartFile.temporary();
    part.moveTo(kept.path());
    return Bill.ofTemporary(kept.path());
  }
}
