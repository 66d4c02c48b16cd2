package io.github.wxpay.internal.pipeline;

import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What APIv3 and APIv2 do each in their own way; the rest of the journey is one. */
public interface Protocol {
  /** Creates a protocol whose error responses are not signed. */
  static Protocol of(
      Function<Outgoing, CompletableFuture<HttpRequest.Builder>> seal,
      BiFunction<Outgoing, Incoming, CompletableFuture<Incoming>> open) {
    return of(seal, open, response -> "errors are not signed here");
  }

  /** Creates a protocol of functions, so that the rooms of the protocols need not know this one. */
  static Protocol of(
      Function<Outgoing, CompletableFuture<HttpRequest.Builder>> seal,
      BiFunction<Outgoing, Incoming, CompletableFuture<Incoming>> open,
      Function<Incoming, String> unverified) {
    return new Protocol() {
      @Override
      public CompletableFuture<HttpRequest.Builder> seal(Outgoing request) {
        return seal.apply(request);
      }

      @Override
      public CompletableFuture<Incoming> open(Outgoing request, Incoming answer) {
        return open.apply(request, answer);
      }

      @Override
      public String unverified(Incoming response) {
        return unverified.apply(response);
      }
    };
  }

  /**
   * Signs the request and makes the bytes and the target that are sent, once; it has no timeout.
   */
  CompletableFuture<HttpRequest.Builder> seal(Outgoing request);

  /** Proves the answer, or throws. */
  CompletableFuture<Incoming> open(Outgoing request, Incoming answer);

  /**
   * Returns why an error response is not verified, or an empty text if its signature is right.
   * Never throws and never waits: an error response is reported in any case.
   */
  String unverified(Incoming response);
}
