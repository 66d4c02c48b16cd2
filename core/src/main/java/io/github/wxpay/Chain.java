package io.github.wxpay;

import io.github.wxpay.http.Options;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A path of the API, built link by link, and the verbs that call it. Immutable: every link returns
 * another chain, and one chain serves many calls and threads.
 *
 * <pre>{@code
 * Chain order = wxpay.v3().chain("pay/transactions/out-trade-no/{out_trade_no}");
 * Response r = order.get(Options.of("out_trade_no", no).query("mchid", mchid));
 * order.chain("close").post(Map.of("mchid", mchid), Map.of("out_trade_no", no));
 * }</pre>
 *
 * <p>The last argument of a verb is the original's request config as a Map (a key that names a
 * placeholder fills it; {@code params} is the query; {@code headers}, {@code baseURL}, {@code
 * timeout} in ms, {@code meta}), or the same typed as {@link Options}. A body is a Map or an object
 * that becomes JSON, a text or bytes that are sent as they are, a {@code Multipart}, or {@code
 * null} for none. Any other use of what is given is refused before something is sent. A verb with
 * {@code Async} behind its name does not wait.
 */
public final class Chain extends FileVerbs {
  Chain(Caller caller, String path) {
    super(caller, path);
  }

  /** The path so far, placeholders and all. */
  public String path() {
    return path;
  }

  /** Appends a path as it is written: {@code "pay/transactions/id/{transaction_id}"}. */
  public Chain chain(String more) {
    return new Chain(caller, Caller.joined(path, Objects.requireNonNull(more, "path == null")));
  }

  /**
   * Appends names as the original's property chain spells them, each normalised: {@code
   * "pay.transactions.outTradeNo.$out_trade_no$"} appends {@code
   * "pay/transactions/out-trade-no/{out_trade_no}"}.
   */
  public Chain prop(String names) {
    PathMistakes.checkNames(path, Objects.requireNonNull(names, "names == null"));
    String[] links = names.split("\\.", -1);
    Arrays.setAll(links, i -> Wxpay.normalize(links[i]));
    return new Chain(caller, Caller.joined(path, links));
  }

  /** GET. */
  public Response get() {
    return get(Options.none());
  }

  /** GET with the original's request config. */
  public Response get(Map<String, ?> config) {
    return request("GET", null, config);
  }

  /** GET with options. */
  public Response get(Options options) {
    return request("GET", null, options);
  }

  /** GET, not waited for. */
  public CompletableFuture<Response> getAsync() {
    return getAsync(Options.none());
  }

  /** GET with the original's request config, not waited for. */
  public CompletableFuture<Response> getAsync(Map<String, ?> config) {
    return requestAsync("GET", null, config);
  }

  /** GET with options, not waited for. */
  public CompletableFuture<Response> getAsync(Options options) {
    return requestAsync("GET", null, options);
  }

  /** DELETE. */
  public Response delete() {
    return delete(Options.none());
  }

  /** DELETE with the original's request config. */
  public Response delete(Map<String, ?> config) {
    return request("DELETE", null, config);
  }

  /** DELETE with options. */
  public Response delete(Options options) {
    return request("DELETE", null, options);
  }

  /** DELETE, not waited for. */
  public CompletableFuture<Response> deleteAsync() {
    return deleteAsync(Options.none());
  }

  /** DELETE with the original's request config, not waited for. */
  public CompletableFuture<Response> deleteAsync(Map<String, ?> config) {
    return requestAsync("DELETE", null, config);
  }

  /** DELETE with options, not waited for. */
  public CompletableFuture<Response> deleteAsync(Options options) {
    return requestAsync("DELETE", null, options);
  }

  /** POST of a body. */
  public Response post(@Nullable Object body) {
    return post(body, Options.none());
  }

  /** POST of a body, with the original's request config. */
  public Response post(@Nullable Object body, Map<String, ?> config) {
    return request("POST", body, config);
  }

  /** POST of a body, with options. */
  public Response post(@Nullable Object body, Options options) {
    return request("POST", body, options);
  }

  /** POST of a body, not waited for. */
  public CompletableFuture<Response> postAsync(@Nullable Object body) {
    return postAsync(body, Options.none());
  }

  /** POST of a body, with the original's request config, not waited for. */
  public CompletableFuture<Response> postAsync(@Nullable Object body, Map<String, ?> config) {
    return requestAsync("POST", body, config);
  }

  /** POST of a body, with options, not waited for. */
  public CompletableFuture<Response> postAsync(@Nullable Object body, Options options) {
    return requestAsync("POST", body, options);
  }

  /** PUT of a body. */
  public Response put(@Nullable Object body) {
    return put(body, Options.none());
  }

  /** PUT of a body, with the original's request config. */
  public Response put(@Nullable Object body, Map<String, ?> config) {
    return request("PUT", body, config);
  }

  /** PUT of a body, with options. */
  public Response put(@Nullable Object body, Options options) {
    return request("PUT", body, options);
  }

  /** PUT of a body, not waited for. */
  public CompletableFuture<Response> putAsync(@Nullable Object body) {
    return putAsync(body, Options.none());
  }

  /** PUT of a body, with the original's request config, not waited for. */
  public CompletableFuture<Response> putAsync(@Nullable Object body, Map<String, ?> config) {
    return requestAsync("PUT", body, config);
  }

  /** PUT of a body, with options, not waited for. */
  public CompletableFuture<Response> putAsync(@Nullable Object body, Options options) {
    return requestAsync("PUT", body, options);
  }

  /** PATCH of a body. */
  public Response patch(@Nullable Object body) {
    return patch(body, Options.none());
  }

  /** PATCH of a body, with the original's request config. */
  public Response patch(@Nullable Object body, Map<String, ?> config) {
    return request("PATCH", body, config);
  }

  /** PATCH of a body, with options. */
  public Response patch(@Nullable Object body, Options options) {
    return request("PATCH", body, options);
  }

  /** PATCH of a body, not waited for. */
  public CompletableFuture<Response> patchAsync(@Nullable Object body) {
    return patchAsync(body, Options.none());
  }

  /** PATCH of a body, with the original's request config, not waited for. */
  public CompletableFuture<Response> patchAsync(@Nullable Object body, Map<String, ?> config) {
    return requestAsync("PATCH", body, config);
  }

  /** PATCH of a body, with options, not waited for. */
  public CompletableFuture<Response> patchAsync(@Nullable Object body, Options options) {
    return requestAsync("PATCH", body, options);
  }

  /**
   * The signed URL of a page of APIv2 that a browser is to be sent to ({@code
   * v2/papay/entrustweb}); nothing is sent.
   *
   * @param params the fields of the query; nonce and sign are added
   */
  public String url(Map<String, ?> params) {
    return url(Options.none().query(params));
  }

  /** The signed URL of a page of APIv2, with options; nothing is sent. */
  public String url(Options options) {
    return caller.url(path, names -> options);
  }

  /** Any method, with a body and the original's request config. */
  public Response request(String method, @Nullable Object body, Map<String, ?> config) {
    return Caller.await(requestAsync(method, body, config));
  }

  /** Any method, with a body (a DELETE may carry one) and options. */
  public Response request(String method, @Nullable Object body, Options options) {
    return Caller.await(requestAsync(method, body, options));
  }

  /** Any method, with a body and the original's request config, not waited for. */
  public CompletableFuture<Response> requestAsync(
      String method, @Nullable Object body, Map<String, ?> config) {
    return caller.call(method, path, body, names -> Options.of(config, names));
  }

  /** Any method, with a body and options, not waited for. */
  public CompletableFuture<Response> requestAsync(
      String method, @Nullable Object body, Options options) {
    return caller.call(method, path, body, names -> caller.typed(path, body, options));
  }

  /** The path. */
  @Override
  public String toString() {
    return path;
  }
}
