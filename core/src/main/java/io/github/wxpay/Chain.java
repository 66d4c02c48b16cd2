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
 * A path of the API, built link by link, and the verbs that call it. Immutable: every link returns
 * another chain, and one chain serves many calls and threads.
 *
 * <pre>{@code
 * Chain order = wxpay.v3().chain("pay/transactions/out-trade-no/{out_trade_no}");
 * Response r = order.with("out_trade_no", no).query("mchid", mchid).get();
 * order.chain("close").with("out_trade_no", no).post(Map.of("mchid", mchid));
 * }</pre>
 *
 * <p>{@link #with}, {@link #query(String, Object) query}, {@link #header(String, String) header}
 * and {@link #timeout(Duration) timeout} hold for every verb of the chain that they return, and of
 * the chains made from it. What is given to a verb takes precedence for the same name.
 *
 * <p>The last argument of a verb is the original's request config as a Map (a key that names a
 * placeholder fills it; {@code params} is the query; {@code headers}, {@code baseURL}, {@code
 * timeout} in ms, {@code meta}), or the same typed as {@link Options}. A body is a Map or an object
 * that becomes JSON, a text or bytes that are sent as they are, a {@code Multipart}, or {@code
 * null} for none. Any other use of what is given is refused before something is sent. A verb with
 * {@code Async} behind its name does not wait.
 */
public final class Chain {
  private final ClientCore core;
  private final Endpoint endpoint;

  /** The options of every call, below those that its verb is given. */
  private final Options defaults;

  Chain(ClientCore core, Endpoint endpoint) {
    this(core, endpoint, Options.none());
  }

  private Chain(ClientCore core, Endpoint endpoint, Options defaults) {
    this.core = core;
    this.endpoint = endpoint;
    this.defaults = defaults;
  }

  /** The path so far, placeholders and all. */
  public String path() {
    return endpoint.path();
  }

  /** Appends a path as it is written: {@code "pay/transactions/id/{transaction_id}"}. */
  public Chain chain(String more) {
    return new Chain(core, endpoint.with(Objects.requireNonNull(more, "path == null")), defaults);
  }

  /**
   * Appends names as the original's property chain spells them, each normalised: {@code
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
   * Returns a chain with the value of a placeholder: one of this path, or of a path that is
   * appended later. A verb refuses the call if its path has no such placeholder.
   */
  public Chain with(String placeholder, @Nullable Object value) {
    return new Chain(core, endpoint, defaults.with(placeholder, value));
  }

  /** Returns a chain with one more entry of the query; {@code null} leaves it out. */
  public Chain query(String name, @Nullable Object value) {
    return new Chain(core, endpoint, defaults.query(name, value));
  }

  /**
   * Returns a chain with one more header, in place of any of that name. The file of a bill, which
   * is another request, is requested without it.
   */
  public Chain header(String name, String value) {
    return new Chain(core, endpoint, defaults.header(name, value));
  }

  /**
   * Returns a chain whose calls have this timeout in place of the client's.
   *
   * @throws IllegalArgumentException if it is not between 1 ms and 1 day
   */
  public Chain timeout(Duration timeout) {
    return new Chain(core, endpoint, defaults.timeout(timeout));
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

  /** Returns the signed URL of a page of APIv2 with the query of this chain; nothing is sent. */
  public String url() {
    return url(Options.none());
  }

  /** The signed URL of a page of APIv2, with options; nothing is sent. */
  public String url(Options options) {
    return core.url(endpoint, merged(options));
  }

  /** Any method, with a body and the original's request config. */
  public Response request(String method, @Nullable Object body, Map<String, ?> config) {
    return task(method, body, config).run();
  }

  /** Any method, with a body (a DELETE may carry one) and options. */
  public Response request(String method, @Nullable Object body, Options options) {
    return task(method, body, options).run();
  }

  /** Any method, with a body and the original's request config, not waited for. */
  public CompletableFuture<Response> requestAsync(
      String method, @Nullable Object body, Map<String, ?> config) {
    return task(method, body, config).start();
  }

  /** Any method, with a body and options, not waited for. */
  public CompletableFuture<Response> requestAsync(
      String method, @Nullable Object body, Options options) {
    return task(method, body, options).start();
  }

  /**
   * Uploads a file: the digest, the {@code meta} and the names of the parts are those that the
   * documented endpoint wants; any other endpoint gets {@code file}, {@code filename} and {@code
   * sha256}. The file is streamed.
   *
   * @throws IllegalArgumentException when the file is empty, too large, or of a type that the
   *     endpoint does not take; nothing is sent then
   */
  public Response upload(Path file) {
    return upload(file, Map.of());
  }

  /**
   * Uploads a file with the original's request config: an entry that names a placeholder fills it,
   * {@code params}, {@code headers}, {@code timeout} and the other options do what they do in every
   * verb, {@code meta} is a Map of what the part {@code meta} holds, and any other entry is one of
   * {@code meta} too. An entry of {@code meta} takes precedence over one that is computed.
   */
  public Response upload(Path file, Map<String, ?> config) {
    return uploadTask(file, config).run();
  }

  /** The same, with options: placeholders, a timeout, who is told of the progress. */
  public Response upload(Path file, Map<String, ?> meta, Options options) {
    return uploadTask(file, meta, options).run();
  }

  /** Uploads a file, not waited for. */
  public CompletableFuture<Response> uploadAsync(Path file) {
    return uploadAsync(file, Map.of(), Options.none());
  }

  /** Uploads a file with the original's request config, see {@link #upload(Path, Map)}. */
  public CompletableFuture<Response> uploadAsync(Path file, Map<String, ?> config) {
    return uploadTask(file, config).start();
  }

  /** Uploads a file with a {@code meta} and options, not waited for. */
  public CompletableFuture<Response> uploadAsync(Path file, Map<String, ?> meta, Options options) {
    return uploadTask(file, meta, options).start();
  }

  /**
   * Downloads to a file by GET: streamed into another file beside it, unpacked when it is gzip's,
   * and moved to its place in one step when it is whole and, where the platform signs it, proved;
   * else nothing is left. The timeout is how long nothing may come. {@link Options#maxBytes(long)}
   * limits the file, as it is received and as it is when decompressed.
   *
   * @return the answer without its body, which is in the file
   * @throws io.github.wxpay.exception.MalformedException if the file is larger than the limit, or
   *     is damaged gzip
   */
  public Response download(Path target) {
    return download(target, Options.none());
  }

  /** The same with the original's request config. */
  public Response download(Path target, Map<String, ?> config) {
    return download("GET", null, read(config), Destination.file(target)).run();
  }

  /** The same with options. */
  public Response download(Path target, Options options) {
    return download("GET", null, options, Destination.file(target)).run();
  }

  /** Downloads to a file by POST of a body: what APIv2 wants. */
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

  /** Downloads to a file by GET, not waited for. */
  public CompletableFuture<Response> downloadAsync(Path target, Options options) {
    return download("GET", null, options, Destination.file(target)).start();
  }

  /** Downloads to a file by POST of a body, not waited for. */
  public CompletableFuture<Response> downloadAsync(Path target, Object body, Options options) {
    return download("POST", body, options, Destination.file(target)).start();
  }

  /** Downloads by GET to a stream, which gets all when it is whole and proved, or nothing. */
  public Response download(OutputStream out) {
    return download(out, Options.none());
  }

  /** The same with options. */
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
   * A bill in one go: asks by GET for it, downloads it by the link in the answer, and compares its
   * digest. It is to be closed. The timeout, the progress listener and {@link
   * Options#maxBytes(long)} hold for the file as well.
   *
   * @throws IllegalStateException when there are several; {@link #bills} gives them all
   */
  public Bill bill(Options options) {
    return billRequest(() -> options).one().run();
  }

  /** The same with the original's request config, {@code Map.of("params", …)}. */
  public Bill bill(Map<String, ?> config) {
    return bill(read(config));
  }

  /** A bill of APIv2: the fields are sent by POST, and the answer is the bill. */
  public Bill bill(Map<String, ?> fields, Options options) {
    return download("POST", fields, options, Destination.bill()).run();
  }

  /** Downloads a bill with the settings of this chain, and does not wait. */
  public CompletableFuture<Bill> billAsync() {
    return billAsync(Options.none());
  }

  /** A bill in one go, not waited for. */
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

  /** All bills of an answer that lists several, such as those of sub-merchants; each is closed. */
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

  /** The path. */
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

  /** Returns the options of a call: those of this chain, and those of the verb in their place. */
  private Options merged(Options options) {
    return defaults.with(options);
  }

  /** Reads the original's request config for this path. */
  private Options read(Map<String, ?> config) {
    return RequestConfig.read(config, endpoint.template().names());
  }
}
