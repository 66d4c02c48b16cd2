package io.github.wxpay;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.transport.PartFile;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

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
              part.delete();
              if (e == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(e);
              }
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

  /** Downloads what a link leads to. */
  static CompletableFuture<Response> to(
      Path target, Caller caller, DownloadLink link, Options options) {
    return caller.download(
        link,
        options,
        () -> PartFile.beside(target),
        (response, part) -> {
          link.settle(part, caller);
          part.moveTo(target);
          return response;
        });
  }

  /** Downloads the bill that a link leads to. */
  static CompletableFuture<Bill> bill(Caller caller, DownloadLink link, Options options) {
    return caller.download(
        link,
        options,
        PartFile::temporary,
        (response, part) -> {
          link.settle(part, caller);
          return bill(part);
        });
  }

  /** The bill in a file that is right; the bill owns it from now on. */
  static Bill bill(PartFile part) {
    part.unpack();
    PartFile kept = PartFile.temporary();
    part.moveTo(kept.path());
    return Bill.ofTemporary(kept.path());
  }
}
