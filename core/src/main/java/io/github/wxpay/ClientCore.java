package io.github.wxpay;

import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Deadline;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.internal.call.Protocol;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.pipeline.Observation;
import io.github.wxpay.internal.pipeline.Observers;
import io.github.wxpay.internal.pipeline.Pipeline;
import io.github.wxpay.internal.pipeline.PreparedRequest;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.transport.PartialFile;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.url.BaseUrl;
import io.github.wxpay.internal.url.Target;
import io.github.wxpay.internal.v2.V2;
import io.github.wxpay.internal.v3.BareDownload;
import io.github.wxpay.internal.v3.DownloadUrl;
import io.github.wxpay.internal.v3.PlatformClock;
import io.github.wxpay.internal.v3.Uploads;
import io.github.wxpay.internal.v3.V3;
import io.github.wxpay.internal.v3.V3Signer;
import io.github.wxpay.internal.v3.V3Verifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client: its merchant, the platform's keys, both protocols, and the pipeline through which its
 * chains, responses and notifications make their calls.
 */
final class ClientCore {
  private static final Protocol BARE = new BareDownload();

  final Merchant merchant;
  final KeyRing keys;

  /** Downloads the platform certificates, whether or not the client needs them. */
  final Task<Map<String, X509Certificate>> certificates;

  final V3Signer signer;
  final V3Verifier verifier;
  final V2 v2;
  private final V3 v3;
  private final Pipeline pipeline;
  private final String base;
  private final Headers headers;
  private final FinalStates finalStates;

  /**
   * Creates the core of a client.
   *
   * @param certificates downloads the platform certificates
   * @param base the checked base URL
   * @param headers the client's own headers
   * @param pauses the pauses between the requests of a call that waits for a final state
   */
  ClientCore(
      Merchant merchant,
      KeyRing keys,
      Task<Map<String, X509Certificate>> certificates,
      V3Signer signer,
      V3Verifier verifier,
      PlatformClock clock,
      V2 v2,
      Pipeline pipeline,
      String base,
      Headers headers,
      Pauses pauses) {
    this.merchant = merchant;
    this.keys = keys;
    this.certificates = certificates;
    this.signer = signer;
    this.verifier = verifier;
    this.v2 = v2;
    this.v3 = new V3(merchant, signer, keys, verifier, clock);
    this.pipeline = pipeline;
    this.base = base;
    this.headers = headers;
    this.finalStates = new FinalStates(this, pauses);
  }

  /** Calls an endpoint. Invalid input, including invalid options, fails the task. */
  Task<Response> call(
      String method, Endpoint endpoint, @Nullable Object body, Supplier<Options> options) {
    return pipeline.send(
        protocol(endpoint),
        method,
        () -> template(endpoint),
        () -> request(method, endpoint, body, options),
        (request, response, attempts) -> response(endpoint.isV2(), request, response, attempts));
  }

  /**
   * Creates a write with its final body; sends nothing but a certificate download.
   *
   * @param check checks the request after the hooks
   */
  Task<PreparedRequest> prepare(
      Endpoint endpoint,
      @Nullable Object body,
      Supplier<Options> options,
      Consumer<Outgoing> check) {
    return pipeline.prepare(
        protocol(endpoint), () -> checked("POST", endpoint, body, options), check);
  }

  /** Sends a prepared write; its content is the same each time. */
  Task<Response> send(Endpoint endpoint, PreparedRequest prepared) {
    return pipeline.send(
        protocol(endpoint),
        () -> template(endpoint),
        prepared,
        (request, response, attempts) -> response(endpoint.isV2(), request, response, attempts));
  }

  /** Returns the calls that end with a final state. */
  FinalStates finalStates() {
    return finalStates;
  }

  /** Uploads a file; the options hold the {@code meta}. */
  Task<Response> upload(Endpoint endpoint, Path file, Supplier<Options> options) {
    return pipeline.send(
        protocol(endpoint),
        "POST",
        () -> template(endpoint),
        () -> {
          Outgoing request = request("POST", endpoint, null, options);
          return request.withData(form(endpoint, request, file));
        },
        (request, response, attempts) -> response(endpoint.isV2(), request, response, attempts));
  }

  private Multipart form(Endpoint endpoint, Outgoing request, Path file) {
    @SuppressWarnings("unchecked") // both forms of upload set a Map of texts to values
    Map<String, ?> meta = (Map<String, ?>) request.options().meta().orElseThrow();
    return endpoint.isV2()
        ? Uploads.v2(merchant.mchid(), meta, file)
        : Uploads.form(request.path(), meta, file);
  }

  /** Downloads the body of a response, decompressed, to a destination. */
  <T> Task<T> download(
      String method,
      Endpoint endpoint,
      @Nullable Object body,
      Options options,
      Destination<T> destination) {
    return observedDownload(
        method,
        () -> template(endpoint),
        observation ->
            receive(
                protocol(endpoint),
                endpoint.isV2(),
                observation,
                () ->
                    request(
                        method, endpoint, body, () -> OptionChecks.typed(options, endpoint, body)),
                part -> Task.of(() -> part.decompressed(options.maxBytes())),
                destination));
  }

  /** Downloads the file of a link and verifies it as the link specifies. */
  <T> Task<T> download(DownloadLink link, Options options, Destination<T> destination) {
    return observedDownload(
        "GET",
        () -> DownloadUrl.path(link.url()),
        observation ->
            Task.of(() -> DownloadUrl.check(link.url(), base))
                .then(url -> download(url, link, options, observation, destination)));
  }

  private <T> Task<T> download(
      URI url,
      DownloadLink link,
      Options options,
      Observation observation,
      Destination<T> destination) {
    boolean bare = DownloadUrl.isBare(url);
    String origin = url.getScheme() + "://" + url.getRawAuthority();
    return receive(
        bare ? BARE : v3,
        false,
        observation,
        () -> Outgoing.of(url, headers, options.baseUrl(origin)), // for this host alone
        part -> link.verify(part, options.maxBytes(), merchant),
        destination);
  }

  private <T> Task<T> observedDownload(
      String method, Supplier<String> template, Function<Observation, Task<T>> download) {
    return pipeline.observers().observed(Call.Kind.DOWNLOAD, method, template, download);
  }

  private <T> Task<T> receive(
      Protocol protocol,
      boolean isV2,
      Observation observation,
      Supplier<Outgoing> call,
      Function<PartialFile, Task<PartialFile>> verified,
      Destination<T> destination) {
    return pipeline.receive(
        protocol,
        observation,
        destination::open,
        call,
        part ->
            (request, received, attempts) ->
                verified
                    .apply(part)
                    .map(
                        file ->
                            destination.commit(
                                response(isV2, request, received.withBytes(new byte[0]), attempts),
                                file)));
  }

  private Response response(
      boolean isV2, Outgoing request, Incoming response, List<Attempt> attempts) {
    return new Response(
        response, isV2 ? V2::data : Json::readOrText, this, request.options().pkcs1(), attempts);
  }

  /** Returns the plaintext of a value; {@code null} and the empty text are returned as they are. */
  Task<@Nullable String> decrypt(@Nullable String ciphertext, boolean pkcs1) {
    if (ciphertext == null || ciphertext.isEmpty()) {
      return Task.of(() -> ciphertext);
    }
    return timed(pkcs1 ? merchant.decryptPkcs1(ciphertext) : merchant.decrypt(ciphertext));
  }

  Observers observers() {
    return pipeline.observers();
  }

  /** Returns a task that makes no call, such as a decryption, with the client's timeout. */
  <T> Task<T> timed(Task<T> task) {
    return task.within(() -> Deadline.in(pipeline.timeout()));
  }

  /** Loads the classes and keys that a call needs apart from a connection. */
  void warmUp() {
    v3.warmUp(
        Outgoing.of(
            "POST",
            base,
            "v3/warm-up",
            headers,
            Map.of("mchid", merchant.mchid()),
            Options.none()));
    var unused = Json.readOrText("{\"code\":[0]}".getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the signed URL of a page of APIv2; nothing is sent. */
  String url(Endpoint endpoint, Options options) {
    if (!endpoint.isV2()) {
      throw new IllegalArgumentException(
          "'"
              + Printable.of(endpoint.path(), 256)
              + "' is not a page of APIv2. Signed URLs exist for paths below v2/ only.");
    }
    return v2.url(request("GET", endpoint, null, () -> options));
  }

  /** Returns the path for observers, without a query; empty if the path itself is refused. */
  private static String template(Endpoint endpoint) {
    try {
      PathMistakes.check(endpoint.path());
    } catch (IllegalArgumentException e) {
      return "";
    }
    String path = endpoint.path().split("\\?", 2)[0];
    return path.contains("://") ? "" : path;
  }

  private Protocol protocol(Endpoint endpoint) {
    return endpoint.isV2() ? v2 : v3;
  }

  private Outgoing request(
      String method, Endpoint endpoint, @Nullable Object body, Supplier<Options> options) {
    Outgoing request = checked(method, endpoint, body, options);
    if (!request.options().reversal()) {
      throw OptionChecks.reversal();
    }
    return request;
  }

  private Outgoing checked(
      String method, Endpoint endpoint, @Nullable Object body, Supplier<Options> options) {
    PathMistakes.check(endpoint.path());
    if (!endpoint.isV2()) {
      var unused = merchant.signer(); // reports missing settings before a file is read
    }
    Options given = endpoint.requireUsed(Objects.requireNonNull(options.get(), "options == null"));
    OptionChecks.check(given, endpoint.isV2());
    if (body instanceof Options) {
      throw new IllegalArgumentException(
          "The body is an Options. Options are the last argument: post(body, options), with null"
              + " for no body.");
    }
    String root = given.baseUrl().orElse(base);
    Optional<String> host = given.host();
    boolean forwarded = host.isPresent() && !BaseUrl.isApi(root);
    Target target =
        Target.of(
            host.isPresent() && !forwarded ? "https://" + host.get() : root,
            endpoint.template(),
            given.values());
    return Outgoing.of(
        method,
        target.base(),
        endpoint.template().toString(),
        target.path(),
        forwarded ? headers.with(Outgoing.FORWARDED_HOST, host.get()) : headers,
        body,
        given);
  }

  /** Returns the merchant and the ids of the platform's keys, without keys and secrets. */
  @Override
  public String toString() {
    return merchant + ", platformKeys=" + keys.ids();
  }
}
