package io.github.wxpay;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.RequestConfig;
import io.github.wxpay.internal.call.Task;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A path of the API, built segment by segment, and the verbs that call it. Immutable and safe for
 * use by many threads: every method that adds something returns another chain.
 *
 * <pre>{@code
 * Chain order = wxpay.v3().chain("pay/transactions/out-trade-no/{out_trade_no}");
 * Response r = order.with("out_trade_no", no).query("mchid", mchid).get();
 * order.chain("close").with("out_trade_no", no).post(Map.of("mchid", mchid));
 * }</pre>
 *
 * <p>{@link #with}, {@link #query(String, Object) query}, {@link #header(String, String) header}
 * and {@link #timeout(Duration) timeout} apply to every verb of the chain that they return, and of
 * the chains derived from it. An option given to a verb replaces one of the same name.
 *
 * <p>The last argument of a verb is the original's request config as a Map (a key that names a
 * placeholder fills it; {@code params} is the query; {@code headers}, {@code baseURL}, {@code
 * timeout} in ms, {@code meta}), or the same typed as {@link Options}. A body is a Map or an object
 * that becomes JSON, a text or bytes that are sent unchanged, a {@code Multipart}, or {@code null}
 * for none. An option that would have no effect is refused before anything is sent. A verb whose
 * name ends in {@code Async} does not wait for the response.
 *
 * <p>A verb throws a {@link io.github.wxpay.exception.WxpayException} if the call fails; its {@code
 * outcome()} says whether the platform may have processed the request. The future of an {@code
 * Async} verb fails with the same exception.
 */
public final class Chain {
  private final ClientCore core;
  private final Endpoint endpoint;

  /** The options of every call; those given to a verb take precedence. */
  private final Options defaults;

  Chain(ClientCore core, Endpoint endpoint) {
    this(core, endpoint, Options.none());
  }

  private Chain(ClientCore core, Endpoint endpoint, Options defaults) {
    this.core = core;
    this.endpoint = endpoint;
    this.defaults = defaults;
  }

  /** Returns the path, with its placeholders as written. */
  public String path() {
    return endpoint.path();
  }

  /**
   * Returns a chain with a path appended as written: {@code
   * "pay/transactions/id/{transaction_id}"}.
   */
  public Chain chain(String more) {
    return new Chain(core, endpoint.with(Objects.requireNonNull(more, "path == null")), defaults);
  }

  /**
   * Returns a chain with names of the original's property chain appended, each normalised: {@code
   * "pay.transactions.outTradeNo.$out_trade_no$"} appends {@code
   * "pay/transactions/out-trade-no/{out_trade_no}"}.
   */
  public Chain prop(String names) {
    PathMistakes.checkNames(endpoint.path(), Objects.requireNonNull(names, "names == null"));
    String[] links = names.split("\\.", -1);
    Arrays.setAll(links, i -> Wxpay.normalize(links[i]));
    return new Chain(core, endpoint.with(links), defaults);
  }

  /**
   * Returns a chain with the value of a placeholder of this path, or of a path that is appended
   * later. The value is percent-encoded, unless the placeholder is {@code {+name}}. A call fails
   * before anything is sent if its path has no such placeholder.
   */
  public Chain with(String placeholder, @Nullable Object value) {
    return new Chain(core, endpoint, defaults.with(placeholder, value));
  }

  /** Returns a chain with one more query parameter; {@code null} leaves it out. */
  public Chain query(String name, @Nullable Object value) {
    return new Chain(core, endpoint, defaults.query(name, value));
  }

  /**
   * Returns a chain with one more header, which replaces any of that name. The request for the file
   * of a bill is sent without it.
   */
  public Chain header(String name, String value) {
    return new Chain(core, endpoint, defaults.header(name, value));
  }

  /**
   * Returns a chain whose calls have this timeout instead of the client's.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public Chain timeout(Duration timeout) {
    return new Chain(core, endpoint, defaults.timeout(timeout));
  }

  /** Sends a GET request. */
  public Response get() {
    return get(Options.none());
  }

  /** Sends a GET request with the original's request config. */
  public Response get(Map<String, ?> config) {
    return request("GET", null, config);
  }

  /** Sends a GET request with options. */
  public Response get(Options options) {
    return request("GET", null, options);
  }

  /** Sends a GET request without waiting. */
  public CompletableFuture<Response> getAsync() {
    return getAsync(Options.none());
  }

  /** Sends a GET request with the original's request config, without waiting. */
  public CompletableFuture<Response> getAsync(Map<String, ?> config) {
    return requestAsync("GET", null, config);
  }

  /** Sends a GET request with options, without waiting. */
  public CompletableFuture<Response> getAsync(Options options) {
    return requestAsync("GET", null, options);
  }

  /** Sends a DELETE request. */
  public Response delete() {
    return delete(Options.none());
  }

  /** Sends a DELETE request with the original's request config. */
  public Response delete(Map<String, ?> config) {
    return request("DELETE", null, config);
  }

  /** Sends a DELETE request with options. */
  public Response delete(Options options) {
    return request("DELETE", null, options);
  }

  /** Sends a DELETE request without waiting. */
  public CompletableFuture<Response> deleteAsync() {
    return deleteAsync(Options.none());
  }

  /** Sends a DELETE request with the original's request config, without waiting. */
  public CompletableFuture<Response> deleteAsync(Map<String, ?> config) {
    return requestAsync("DELETE", null, config);
  }

  /** Sends a DELETE request with options, without waiting. */
  public CompletableFuture<Response> deleteAsync(Options options) {
    return requestAsync("DELETE", null, options);
  }

  /** Sends a POST request with a body. */
  public Response post(@Nullable Object body) {
    return post(body, Options.none());
  }

  /** Sends a POST request with a body and the original's request config. */
  public Response post(@Nullable Object body, Map<String, ?> config) {
    return request("POST", body, config);
  }

  /** Sends a POST request with a body and options. */
  public Response post(@Nullable Object body, Options options) {
    return request("POST", body, options);
  }

  /** Sends a POST request with a body, without waiting. */
  public CompletableFuture<Response> postAsync(@Nullable Object body) {
    return postAsync(body, Options.none());
  }

  /** Sends a POST request with a body and the original's request config, without waiting. */
  public CompletableFuture<Response> postAsync(@Nullable Object body, Map<String, ?> config) {
    return requestAsync("POST", body, config);
  }

  /** Sends a POST request with a body and options, without waiting. */
  public CompletableFuture<Response> postAsync(@Nullable Object body, Options options) {
    return requestAsync("POST", body, options);
  }

  /**
   * Sends a write with a number of your own until its state is final, see {@link
   * #postUntilFinal(Object, Options)}.
   */
  public FinalState postUntilFinal(@Nullable Object body) {
    return postUntilFinal(body, Options.none());
  }

  /** Sends a write until its state is final, with the original's request config. */
  public FinalState postUntilFinal(@Nullable Object body, Map<String, ?> config) {
    return untilFinal(body, config).run();
  }

  /**
   * Sends a write with a number of your own, such as {@code out_refund_no}, until its state is
   * final: sends it by POST, queries by the number, and sends it again with the same number and the
   * same content where that is safe. The total time is {@link Options#deadline}, or 60 s; the
   * timeout limits each request.
   *
   * <p>A write that only creates an order returns with its own response, and does not wait for the
   * payer. A code payment that is not paid after 45 s, or three quarters of a shorter deadline, is
   * reversed, unless {@link Options#reversal(boolean)} is {@code false}; never within 15 s of the
   * payment.
   *
   * @throws io.github.wxpay.exception.StillUnknownException if the time is over, or the thread was
   *     interrupted, and the state is not final
   * @throws io.github.wxpay.exception.VerificationException if the number was found with another
   *     amount
   * @throws io.github.wxpay.exception.WxpayException if the platform refused the write, or it was
   *     not sent, and nothing was executed
   * @throws IllegalArgumentException if the path is not that of a write with a number and a query,
   *     or the body has no number; nothing is sent
   */
  public FinalState postUntilFinal(@Nullable Object body, Options options) {
    return untilFinal(body, options).run();
  }

  /** Sends a write until its state is final, without waiting. */
  public CompletableFuture<FinalState> postUntilFinalAsync(@Nullable Object body) {
    return postUntilFinalAsync(body, Options.none());
  }

  /**
   * Sends a write until its state is final, with the original's request config, without waiting.
   */
  public CompletableFuture<FinalState> postUntilFinalAsync(
      @Nullable Object body, Map<String, ?> config) {
    return untilFinal(body, config).start();
  }

  /**
   * Sends a write until its state is final, with options, without waiting, see {@link
   * #postUntilFinal(Object, Options)}. A cancelled future sends nothing more.
   */
  public CompletableFuture<FinalState> postUntilFinalAsync(@Nullable Object body, Options options) {
    return untilFinal(body, options).start();
  }

  /** Repeats the query of a state until it is final, see {@link #awaitFinal(Options)}. */
  public FinalState awaitFinal() {
    return awaitFinal(Options.none());
  }

  /** Repeats the query of a state until it is final, with the original's request config. */
  public FinalState awaitFinal(Map<String, ?> config) {
    return awaited(null, () -> read(config)).run();
  }

  /**
   * Repeats the query of a state by your own number, at once and then every 5 s, until the state is
   * final. The total time is {@link Options#deadline}, or 60 s; the timeout limits each query.
   *
   * @throws io.github.wxpay.exception.StillUnknownException if the time is over, or the thread was
   *     interrupted, and the state is not final
   * @throws io.github.wxpay.exception.WxpayException if the platform refused the query for another
   *     reason than an unknown number
   * @throws IllegalArgumentException if the path is not that of such a query; nothing is sent
   */
  public FinalState awaitFinal(Options options) {
    return awaited(null, () -> options).run();
  }

  /** Repeats a query of APIv2, whose fields are sent by POST, until the state is final. */
  public FinalState awaitFinal(Map<String, ?> fields, Options options) {
    return awaited(Objects.requireNonNull(fields, "fields == null"), () -> options).run();
  }

  /** Repeats the query of a state until it is final, without waiting. */
  public CompletableFuture<FinalState> awaitFinalAsync() {
    return awaitFinalAsync(Options.none());
  }

  /** Repeats the query with the original's request config, without waiting. */
  public CompletableFuture<FinalState> awaitFinalAsync(Map<String, ?> config) {
    return awaited(null, () -> read(config)).start();
  }

  /** Repeats the query without waiting, see {@link #awaitFinal(Options)}. */
  public CompletableFuture<FinalState> awaitFinalAsync(Options options) {
    return awaited(null, () -> options).start();
  }

  /** Repeats a query of APIv2 without waiting, see {@link #awaitFinal(Map, Options)}. */
  public CompletableFuture<FinalState> awaitFinalAsync(Map<String, ?> fields, Options options) {
    return awaited(Objects.requireNonNull(fields, "fields == null"), () -> options).start();
  }

  /** Sends a PUT request with a body. */
  public Response put(@Nullable Object body) {
    return put(body, Options.none());
  }

  /** Sends a PUT request with a body and the original's request config. */
  public Response put(@Nullable Object body, Map<String, ?> config) {
    return request("PUT", body, config);
  }

  /** Sends a PUT request with a body and options. */
  public Response put(@Nullable Object body, Options options) {
    return request("PUT", body, options);
  }

  /** Sends a PUT request with a body, without waiting. */
  public CompletableFuture<Response> putAsync(@Nullable Object body) {
    return putAsync(body, Options.none());
  }

  /** Sends a PUT request with a body and the original's request config, without waiting. */
  public CompletableFuture<Response> putAsync(@Nullable Object body, Map<String, ?> config) {
    return requestAsync("PUT", body, config);
  }

  /** Sends a PUT request with a body and options, without waiting. */
  public CompletableFuture<Response> putAsync(@Nullable Object body, Options options) {
    return requestAsync("PUT", body, options);
  }

  /** Sends a PATCH request with a body. */
  public Response patch(@Nullable Object body) {
    return patch(body, Options.none());
  }

  /** Sends a PATCH request with a body and the original's request config. */
  public Response patch(@Nullable Object body, Map<String, ?> config) {
    return request("PATCH", body, config);
  }

  /** Sends a PATCH request with a body and options. */
  public Response patch(@Nullable Object body, Options options) {
    return request("PATCH", body, options);
  }

  /** Sends a PATCH request with a body, without waiting. */
  public CompletableFuture<Response> patchAsync(@Nullable Object body) {
    return patchAsync(body, Options.none());
  }

  /** Sends a PATCH request with a body and the original's request config, without waiting. */
  public CompletableFuture<Response> patchAsync(@Nullable Object body, Map<String, ?> config) {
    return requestAsync("PATCH", body, config);
  }

  /** Sends a PATCH request with a body and options, without waiting. */
  public CompletableFuture<Response> patchAsync(@Nullable Object body, Options options) {
    return requestAsync("PATCH", body, options);
  }

  /**
   * Returns the signed URL of a page of APIv2 for a browser ({@code v2/papay/entrustweb}). Sends
   * nothing.
   *
   * @param params the fields of the query; {@code nonce_str} and {@code sign} are added
   */
  public String url(Map<String, ?> params) {
    return url(Options.none().query(params));
  }

  /** Returns the signed URL of a page of APIv2 with the query of this chain. Sends nothing. */
  public String url() {
    return url(Options.none());
  }

  /** Returns the signed URL of a page of APIv2, with options. Sends nothing. */
  public String url(Options options) {
    return core.url(endpoint, merged(options));
  }

  /** Sends a request of any HTTP method with a body and the original's request config. */
  public Response request(String method, @Nullable Object body, Map<String, ?> config) {
    return task(method, body, config).run();
  }

  /** Sends a request of any HTTP method, with a body (DELETE may have one) and options. */
  public Response request(String method, @Nullable Object body, Options options) {
    return task(method, body, options).run();
  }

  /**
   * Sends a request of any HTTP method with a body and the original's request config, without
   * waiting.
   */
  public CompletableFuture<Response> requestAsync(
      String method, @Nullable Object body, Map<String, ?> config) {
    return task(method, body, config).start();
  }

  /** Sends a request of any HTTP method with a body and options, without waiting. */
  public CompletableFuture<Response> requestAsync(
      String method, @Nullable Object body, Options options) {
    return task(method, body, options).start();
  }

  /**
   * Uploads a file, streamed, with the digest, the {@code meta} and the part names that the
   * endpoint requires. An endpoint that the library does not know gets {@code file}, {@code
   * filename} and {@code sha256}.
   *
   * @throws IllegalArgumentException if the file is empty, too large, or of a type that the
   *     endpoint does not accept; nothing is sent
   */
  public Response upload(Path file) {
    return upload(file, Map.of());
  }

  /**
   * Uploads a file with the original's request config. An entry that names a placeholder fills it;
   * {@code params}, {@code headers}, {@code timeout} and the other options work as in every verb;
   * {@code meta} is a Map of the members of the part {@code meta}, and any other entry is added to
   * it. An entry of {@code meta} replaces a computed one.
   */
  public Response upload(Path file, Map<String, ?> config) {
    return uploadTask(file, config).run();
  }

  /**
   * Uploads a file with a {@code meta} and options: placeholders, a timeout, a progress listener.
   */
  public Response upload(Path file, Map<String, ?> meta, Options options) {
    return uploadTask(file, meta, options).run();
  }

  /** Uploads a file without waiting, see {@link #upload(Path)}. */
  public CompletableFuture<Response> uploadAsync(Path file) {
    return uploadAsync(file, Map.of(), Options.none());
  }

  /**
   * Uploads a file with the original's request config, without waiting, see {@link #upload(Path,
   * Map)}.
   */
  public CompletableFuture<Response> uploadAsync(Path file, Map<String, ?> config) {
    return uploadTask(file, config).start();
  }

  /** Uploads a file with a {@code meta} and options, without waiting. */
  public CompletableFuture<Response> uploadAsync(Path file, Map<String, ?> meta, Options options) {
    return uploadTask(file, meta, options).start();
  }

  /**
   * Downloads to a file by GET. The body is streamed into a temporary file in the same directory,
   * decompressed if it is gzip, and moved to the target in one step once it is complete and, where
   * the platform signs it, verified. On failure the temporary file is deleted and an existing
   * target is left unchanged. The timeout is the idle timeout: the longest time without data.
   * {@link Options#maxBytes(long)} limits the size of the file, as received and when decompressed.
   *
   * @return the response without its body, which is in the file
   * @throws io.github.wxpay.exception.MalformedException if the file is larger than the limit, or
   *     is damaged gzip
   */
  public Response download(Path target) {
    return download(target, Options.none());
  }

  /** Downloads to a file by GET with the original's request config. */
  public Response download(Path target, Map<String, ?> config) {
    return download("GET", null, read(config), Destination.file(target)).run();
  }

  /** Downloads to a file by GET with options. */
  public Response download(Path target, Options options) {
    return download("GET", null, options, Destination.file(target)).run();
  }

  /** Downloads to a file by a POST request with a body, as APIv2 requires. */
  public Response download(Path target, Object body, Options options) {
    return download("POST", body, options, Destination.file(target)).run();
  }

  /** Downloads to a file by GET without waiting, see {@link #download(Path)}. */
  public CompletableFuture<Response> downloadAsync(Path target) {
    return downloadAsync(target, Options.none());
  }

  /** Downloads to a file with the original's request config, without waiting. */
  public CompletableFuture<Response> downloadAsync(Path target, Map<String, ?> config) {
    return download("GET", null, () -> read(config), Destination.file(target)).start();
  }

  /** Downloads to a file by GET with options, without waiting. */
  public CompletableFuture<Response> downloadAsync(Path target, Options options) {
    return download("GET", null, options, Destination.file(target)).start();
  }

  /** Downloads to a file by a POST request with a body, without waiting. */
  public CompletableFuture<Response> downloadAsync(Path target, Object body, Options options) {
    return download("POST", body, options, Destination.file(target)).start();
  }

  /**
   * Downloads by GET to a stream, which receives the complete and verified file, or nothing. The
   * stream is not closed.
   */
  public Response download(OutputStream out) {
    return download(out, Options.none());
  }

  /** Downloads by GET to a stream with options. */
  public Response download(OutputStream out, Options options) {
    return download("GET", null, options, Destination.stream(out)).run();
  }

  /**
   * Downloads by GET to a stream without waiting, see {@link #downloadAsync(OutputStream,
   * Options)}.
   */
  public CompletableFuture<Response> downloadAsync(OutputStream out) {
    return downloadAsync(out, Options.none());
  }

  /**
   * Downloads by GET to a stream with options, without waiting. The stream receives the complete
   * and verified file, or nothing. It is written on the thread that receives the response, before
   * the future ends, and is not closed. A future that is cancelled does not stop a write that has
   * begun.
   */
  public CompletableFuture<Response> downloadAsync(OutputStream out, Options options) {
    return download("GET", null, options, Destination.stream(out)).start();
  }

  /** Downloads a bill with the settings of this chain, see {@link #bill(Options)}. */
  public Bill bill() {
    return bill(Options.none());
  }

  /**
   * Requests a bill by GET, downloads the file of the link in the response, and compares its
   * digest. Close the bill after use; this deletes its temporary file. The timeout, the progress
   * listener and {@link Options#maxBytes(long)} apply to the file too.
   *
   * @throws IllegalStateException if the response lists several; {@link #bills} downloads all of
   *     them
   */
  public Bill bill(Options options) {
    return billRequest(() -> options).one().run();
  }

  /** Downloads a bill with the original's request config, {@code Map.of("params", …)}. */
  public Bill bill(Map<String, ?> config) {
    return bill(read(config));
  }

  /** Downloads a bill of APIv2: sends the fields by POST and reads the bill from the response. */
  public Bill bill(Map<String, ?> fields, Options options) {
    return download("POST", fields, options, Destination.bill()).run();
  }

  /** Downloads a bill with the settings of this chain, and does not wait. */
  public CompletableFuture<Bill> billAsync() {
    return billAsync(Options.none());
  }

  /** Downloads a bill without waiting, see {@link #bill(Options)}. */
  public CompletableFuture<Bill> billAsync(Options options) {
    return billRequest(() -> options).one().start(Bill::close);
  }

  /** Downloads a bill with the original's request config, and does not wait. */
  public CompletableFuture<Bill> billAsync(Map<String, ?> config) {
    return billRequest(() -> read(config)).one().start(Bill::close);
  }

  /** Downloads a bill of APIv2 without waiting, see {@link #bill(Map, Options)}. */
  public CompletableFuture<Bill> billAsync(Map<String, ?> fields, Options options) {
    return download("POST", fields, options, Destination.bill()).start(Bill::close);
  }

  /** Downloads all bills with the settings of this chain, see {@link #bills(Options)}. */
  public List<Bill> bills() {
    return bills(Options.none());
  }

  /**
   * Downloads all bills of a response that lists several, such as those of sub-merchants. Close
   * each of them.
   */
  public List<Bill> bills(Options options) {
    return billRequest(() -> options).all().run();
  }

  /** Downloads all bills of a response with the original's request config. */
  public List<Bill> bills(Map<String, ?> config) {
    return billRequest(() -> read(config)).all().run();
  }

  /** Downloads all bills with the settings of this chain, and does not wait. */
  public CompletableFuture<List<Bill>> billsAsync() {
    return billsAsync(Options.none());
  }

  /**
   * Downloads all bills of a response, one after another, without waiting, see {@link
   * #bills(Options)}. If one fails or the future is cancelled, those before it are closed.
   */
  public CompletableFuture<List<Bill>> billsAsync(Options options) {
    return billRequest(() -> options).all().start(BillRequest::close);
  }

  /** Downloads all bills with the original's request config, and does not wait. */
  public CompletableFuture<List<Bill>> billsAsync(Map<String, ?> config) {
    return billRequest(() -> read(config)).all().start(BillRequest::close);
  }

  /** Returns the path. */
  @Override
  public String toString() {
    return endpoint.path();
  }

  private Task<Response> task(String method, @Nullable Object body, Map<String, ?> config) {
    return core.call(method, endpoint, body, () -> merged(read(config)));
  }

  private Task<Response> task(String method, @Nullable Object body, Options options) {
    return core.call(
        method, endpoint, body, () -> OptionChecks.typed(merged(options), endpoint, body));
  }

  private Task<FinalState> untilFinal(@Nullable Object body, Map<String, ?> config) {
    return core.finalStates().ofWrite(endpoint, body, () -> merged(read(config)));
  }

  private Task<FinalState> untilFinal(@Nullable Object body, Options options) {
    return core.finalStates()
        .ofWrite(endpoint, body, () -> OptionChecks.typed(merged(options), endpoint, body));
  }

  private Task<FinalState> awaited(@Nullable Map<String, ?> fields, Supplier<Options> options) {
    return core.finalStates()
        .ofQuery(
            endpoint,
            fields,
            () -> {
              Options all = merged(options.get());
              return OptionChecks.typed(all, endpoint, fields);
            });
  }

  private Task<Response> uploadTask(Path file, Map<String, ?> config) {
    return core.upload(
        endpoint,
        file,
        () -> merged(RequestConfig.readUpload(config, endpoint.template().names())));
  }

  private Task<Response> uploadTask(Path file, Map<String, ?> meta, Options options) {
    Objects.requireNonNull(meta, "meta == null");
    return core.upload(endpoint, file, () -> OptionChecks.upload(merged(options)).meta(meta));
  }

  private <T> Task<T> download(
      String method, @Nullable Object body, Options options, Destination<T> destination) {
    return download(method, body, () -> options, destination);
  }

  private <T> Task<T> download(
      String method, @Nullable Object body, Supplier<Options> options, Destination<T> destination) {
    return Task.of(() -> merged(options.get()))
        .then(all -> core.download(method, endpoint, body, all, destination));
  }

  private BillRequest billRequest(Supplier<Options> options) {
    return new BillRequest(core, endpoint, () -> merged(options.get()));
  }

  /** Returns the options of this chain, replaced by those of the verb where both have one. */
  private Options merged(Options options) {
    return defaults.with(options);
  }

  /** Reads the original's request config for this path. */
  private Options read(Map<String, ?> config) {
    return RequestConfig.read(config, endpoint.template().names());
  }
}
