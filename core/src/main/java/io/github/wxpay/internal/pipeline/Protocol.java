package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What APIv3 and APIv2 do each in their own way; the rest of the journey is one. */
public interface Protocol {
  /** A protocol of two functions, so that the rooms of the protocols need not know this one. */
  static Protocol of(
      Function<Outgoing, CompletableFuture<HttpRequest>> seal,
      BiFunction<Outgoing, Incoming, CompletableFuture<Incoming>> open) {
    return new Protocol() {
      @Override
      public CompletableFuture<HttpRequest> seal(Outgoing request) {
        return seal.apply(request);
      }

      @Override
      public CompletableFuture<Incoming> open(Outgoing request, Incoming answer) {
        return open.apply(request, answer);
      }
    };
  }

  /** Signs the request and makes the bytes and the target that are sent, once. */
  CompletableFuture<HttpRequest> seal(Outgoing request);

  /** Proves the answer, or throws. */
  CompletableFuture<Incoming> open(Outgoing request, Incoming answer);
}
