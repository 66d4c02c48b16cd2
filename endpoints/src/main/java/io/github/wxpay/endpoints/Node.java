package io.github.wxpay.endpoints;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A path of the API in the typed chain, with the verbs that are documented for it. Immutable and
 * safe for use by many threads. Nothing is sent before a verb is called; {@link #toString} shows
 * the verbs, their required fields and the segments that may follow.
 *
 * <p>A verb throws what the verb of a {@link Chain} throws. Its variant whose name ends in {@code
 * Async} does not wait for the response; its future fails with the same exception.
 */
@CheckReturnValue
public abstract class Node {
  private final Wxpay wxpay;
  private final boolean checked;
  private final Options values;

  /** Creates the first node of a chain. */
  Node(Wxpay wxpay, boolean checked) {
    this.wxpay = Objects.requireNonNull(wxpay, "wxpay == null");
    this.checked = checked;
    this.values = Options.none();
  }

  /** Creates the node of a segment, or of a placeholder that the options of the verb fill. */
  protected Node(Node parent) {
    this.wxpay = parent.wxpay;
    this.checked = parent.checked;
    this.values = parent.values;
  }

  /** Creates the node of a placeholder with its value. */
  protected Node(Node parent, String placeholder, @Nullable Object value) {
    this.wxpay = parent.wxpay;
    this.checked = parent.checked;
    this.values = parent.values.with(placeholder, value);
  }

  /** Returns the client. */
  final Wxpay client() {
    return wxpay;
  }

  /** Returns what a verb is called with: a body, a query, a header. */
  protected static Call call() {
    return new Call();
  }

  /** Returns the typed view of a verified response; overridden where its body has fields. */
  protected Typed view(Verb verb, Response response) {
    return new ResponseView(response);
  }

  /** Sends a request and returns the view of its response. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // a generated verb names its view
  protected final <V extends Typed> V send(Verb verb, Call call, Options options) {
    Request request = request(verb, call, options);
    return seen(verb, request.chain.request(verb.method(), request.body, request.options));
  }

  /** Sends a request without waiting. */
  protected final <V extends Typed> CompletableFuture<V> sendAsync(
      Verb verb, Call call, Options options) {
    return later(
        verb,
        () -> {
          Request request = request(verb, call, options);
          return request.chain.requestAsync(verb.method(), request.body, request.options);
        });
  }

  /** Uploads a file; the fields of the body are those of its {@code meta}. */
  @SuppressWarnings("TypeParameterUnusedInFormals") // a generated verb names its view
  protected final <V extends Typed> V upload(Verb verb, Path file, Call call, Options options) {
    Request request = request(verb, call, options);
    return seen(verb, request.chain.upload(file, request.meta(), request.options));
  }

  /** Uploads a file without waiting. */
  protected final <V extends Typed> CompletableFuture<V> uploadAsync(
      Verb verb, Path file, Call call, Options options) {
    return later(
        verb,
        () -> {
          Request request = request(verb, call, options);
          return request.chain.uploadAsync(file, request.meta(), request.options);
        });
  }

  /** Downloads to a file. */
  protected final ResponseView download(Verb verb, Path target, Call call, Options options) {
    Request request = request(verb, call, options);
    return new ResponseView(
        request.body == null
            ? request.chain.download(target, request.options)
            : request.chain.download(target, request.body, request.options));
  }

  /** Downloads to a file without waiting. */
  protected final CompletableFuture<ResponseView> downloadAsync(
      Verb verb, Path target, Call call, Options options) {
    return later(
        verb,
        () -> {
          Request request = request(verb, call, options);
          return request.body == null
              ? request.chain.downloadAsync(target, request.options)
              : request.chain.downloadAsync(target, request.body, request.options);
        });
  }

  /** Returns the signed URL of a page; nothing is sent. */
  protected final String url(Verb verb, Call call) {
    Request request = request(verb, call, Options.none());
    return request.chain.url(request.options);
  }

  private Request request(Verb verb, Call call, Options options) {
    Objects.requireNonNull(options, "options == null");
    verb.complete(wxpay, call, options, checked);
    return new Request(wxpay.chain(verb.path()), call.body(), verb.options(call, values, options));
  }

  // the caller is a generated verb, with the type of its view
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private <V extends Typed> V seen(Verb verb, Response response) {
    return (V) view(verb, response);
  }

  /** Sends a request and returns the future of its view, whose cancellation ends the call. */
  private <V extends Typed> CompletableFuture<V> later(
      Verb verb, Supplier<CompletableFuture<Response>> sent) {
    CompletableFuture<V> view = new CompletableFuture<>();
    try {
      CompletableFuture<Response> response = sent.get();
      var unusedToo =
          response.whenComplete(
              (done, e) -> {
                if (e == null) {
                  view.complete(seen(verb, done));
                } else {
                  view.completeExceptionally(e);
                }
              });
      var unused = view.whenComplete((done, e) -> cancel(view, response));
    } catch (RuntimeException e) {
      view.completeExceptionally(e);
    }
    return view;
  }

  private static void cancel(CompletableFuture<?> view, CompletableFuture<?> response) {
    if (view.isCancelled()) {
      var unused = response.cancel(true);
    }
  }

  /** Returns the title, the verbs with their required fields, and the segments that may follow. */
  protected abstract String describe();

  /** Returns the path, its verbs with their required fields, and the segments that may follow. */
  @Override
  public final String toString() {
    return describe() + "\nNothing was sent yet.";
  }

  /** A complete request, not yet sent. */
  private static final class Request {
    final Chain chain;
    final @Nullable Map<String, Object> body;
    final Options options;

    Request(Chain chain, @Nullable Map<String, Object> body, Options options) {
      this.chain = chain;
      this.body = body;
      this.options = options;
    }

    /** Returns the fields of the part {@code meta}, which an upload has instead of a body. */
    Map<String, ?> meta() {
      return body == null ? Map.of() : body;
    }
  }
}
