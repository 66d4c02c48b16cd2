package io.github.wxpay;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Template;
import io.github.wxpay.internal.pipeline.Pipeline;
import io.github.wxpay.internal.pipeline.Protocol;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a chain needs to make a call: the pipeline, the protocol of a path, the client's defaults.
 */
final class Caller {
  private final Pipeline pipeline;
  private final Protocol v3;
  private final String base;
  private final Headers headers;

  Caller(Pipeline pipeline, Protocol v3, String base, Headers headers) {
    this.pipeline = pipeline;
    this.v3 = v3;
    this.base = base;
    this.headers = headers;
  }

  CompletableFuture<Response> call(
      String method, String path, @Nullable Object body, Function<Set<String>, Options> options) {
    return pipeline.send(
        v3,
        () -> {
          Set<String> names = Template.of(path).names();
          Options given = used(options.apply(names), names, path);
          return Outgoing.of(method, base, path, headers, body, given);
        },
        Response::new);
  }

  /** Waits; an interrupt ends the exchange. */
  <T> T await(CompletableFuture<T> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new TransportException(
          "The call was interrupted, and its outcome is unknown: query the state before you send it"
              + " again.",
          true,
          e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException) {
        // Thrown on another thread mostly: this shows where it was called from.
        cause.addSuppressed(new CallSite());
        throw (RuntimeException) cause;
      }
      throw new IllegalStateException("The call failed in an unforeseen way.", cause);
    }
  }

  private static Options used(Options options, Set<String> names, String path) {
    Set<String> unused = new TreeSet<>(options.values().keySet());
    unused.removeAll(names);
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "'" + path + "' has no placeholder " + unused + "; it has " + names + ".");
    }
    return options;
  }

  private static final class CallSite extends Exception {
    private static final long serialVersionUID = 1L;

    CallSite() {
      super("called from here");
    }
  }
}
