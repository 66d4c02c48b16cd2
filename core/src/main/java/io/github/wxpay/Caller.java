package io.github.wxpay;

import io.github.wxpay.codec.Json;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Template;
import io.github.wxpay.internal.pipeline.Pipeline;
import io.github.wxpay.internal.pipeline.Protocol;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.transport.PartFile;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.v2.V2;
import io.github.wxpay.internal.v3.DownloadUrl;
import io.github.wxpay.internal.v3.Uploads;
import io.github.wxpay.internal.v3.V3;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a chain needs to make a call: the pipeline, the protocol of a path, the client's defaults.
 */
final class Caller {
  private static final String V2_PREFIX = "v2/";
  private static final Protocol BARE =
      Protocol.of(V3::bare, (request, answer) -> CompletableFuture.completedFuture(answer));

  private final Pipeline pipeline;
  private final Protocol v3;
  private final Protocol v2;
  private final Function<Outgoing, String> url;
  private final Merchant merchant;
  private final String base;
  private final Headers headers;

  Caller(
      Pipeline pipeline,
      Protocol v3,
      Protocol v2,
      Function<Outgoing, String> url,
      Merchant merchant,
      String base,
      Headers headers) {
    this.pipeline = pipeline;
    this.v3 = v3;
    this.v2 = v2;
    this.url = url;
    this.merchant = merchant;
    this.base = base;
    this.headers = headers;
  }

  CompletableFuture<Response> call(
      String method, String path, @Nullable Object body, Function<Set<String>, Options> options) {
    return pipeline.send(
        protocol(path),
        () -> outgoing(method, path, body, options),
        (request, answer) -> response(path, request, answer));
  }

  CompletableFuture<Response> upload(
      String path, Path file, Function<Set<String>, Options> options) {
    return pipeline.send(
        protocol(path),
        () -> {
          Outgoing request = outgoing("POST", path, null, options);
          @SuppressWarnings("unchecked") // both forms of upload set a Map of texts to values
          Map<String, ?> meta = (Map<String, ?>) request.options().meta().orElseThrow();
          return request.withData(
              isV2(path)
                  ? Uploads.v2(merchant.mchid(), meta, file)
                  : Uploads.form(request.path(), meta, file));
        },
        (request, answer) -> response(path, request, answer));
  }

  /** The answer to a call, its body in a file, unpacked, that {@code arrived} takes. */
  <T> CompletableFuture<T> download(
      String method,
      String path,
      @Nullable Object body,
      Options options,
      Supplier<PartFile> place,
      BiFunction<Response, PartFile, T> arrived) {
    return received(
        protocol(path),
        path,
        () -> outgoing(method, path, body, names -> typed(path, body, options)),
        place,
        part -> part.unpack(options.maxBytes()),
        arrived);
  }

  /** The same for a link that the platform handed out, the file proved as the link tells. */
  <T> CompletableFuture<T> download(
      DownloadLink link,
      Options options,
      Supplier<PartFile> place,
      BiFunction<Response, PartFile, T> arrived) {
    URI url;
    try {
      url = DownloadUrl.check(link.url(), base);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    boolean bare = DownloadUrl.isBare(url);
    return received(
        bare ? BARE : v3,
        "v3",
        () -> Outgoing.of(url, bare ? Headers.none() : headers, options),
        place,
        part -> link.settle(part, options.maxBytes(), this),
        arrived);
  }

  private <T> CompletableFuture<T> received(
      Protocol protocol,
      String path,
      Supplier<Outgoing> made,
      Supplier<PartFile> place,
      Consumer<PartFile> settle,
      BiFunction<Response, PartFile, T> arrived) {
    return Download.start(
        place,
        part ->
            pipeline.receive(
                protocol,
                made,
                (request, answer) -> {
                  try {
                    settle.accept(part);
                    return arrived.apply(
                        response(path, request, answer.withBytes(new byte[0])), part);
                  } finally {
                    part.delete(); // what runs on after it was cancelled leaves nothing either
                  }
                },
                part.path()));
  }

  private Response response(String path, Outgoing request, Incoming answer) {
    return new Response(
        answer, isV2(path) ? V2::data : Json::readOrText, this, request.options().pkcs1());
  }

  String decrypt(String ciphertext, boolean pkcs1) {
    return await(pkcs1 ? merchant.decryptPkcs1(ciphertext) : merchant.decrypt(ciphertext));
  }

  private Protocol protocol(String path) {
    return isV2(path) ? v2 : v3;
  }

  /** The signed URL of a page of APIv2; nothing is sent. */
  String url(String path, Function<Set<String>, Options> options) {
    if (!isV2(path)) {
      throw new IllegalArgumentException(
          "'"
              + Printable.of(path, 256)
              + "' is no page of APIv2; signed URLs are for those, below v2/.");
    }
    return url.apply(outgoing("GET", path, null, options));
  }

  private Outgoing outgoing(
      String method, String path, @Nullable Object body, Function<Set<String>, Options> options) {
    PathMistakes.check(path);
    if (!isV2(path)) {
      var unused = merchant.signer(); // what is missing is reported before a file is read
    }
    Set<String> names = Template.of(path).names();
    Options given =
        used(Objects.requireNonNull(options.apply(names), "options == null"), names, path);
    OptionChecks.check(given, isV2(path));
    if (body instanceof Options) {
      throw new IllegalArgumentException(
          "The body is an Options; options are the last argument: post(body, options), with null for"
              + " no body.");
    }
    String template = template(path);
    // APIv2 reads the fields again when the answer comes; the caller may use the map anew by then.
    Object data = isV2(path) && body instanceof Map ? new LinkedHashMap<>((Map<?, ?>) body) : body;
    return Outgoing.of(method, base, template, headers, data, given);
  }

  /** Options that were given as such, and not as a Map: they must have an effect. */
  Options typed(String path, @Nullable Object body, Options options) {
    return OptionChecks.typed(
        Objects.requireNonNull(options, "options == null"), isV2(path), template(path), body);
  }

  private static String template(String path) {
    return isV2(path) ? path.substring(V2_PREFIX.length()) : path;
  }

  /** By the chain as it was written: a placeholder's value cannot change the protocol. */
  private static boolean isV2(String path) {
    return path.startsWith(V2_PREFIX);
  }

  /** Waits; an interrupt ends the exchange. */
  static <T> T await(CompletableFuture<T> call) {
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
      if (cause instanceof Error) { // such as OutOfMemoryError: not a failure of the call
        throw (Error) cause;
      }
      if (cause instanceof RuntimeException) {
        throw CallerStack.of((RuntimeException) cause);
      }
      throw new IllegalStateException("The call failed in an unforeseen way.", cause);
    }
  }

  /** Returns a path with more links. */
  static String joined(String path, String... links) {
    StringBuilder out = new StringBuilder(path);
    for (String link : links) {
      if (link.isEmpty() && out.length() > 0) {
        throw new IllegalArgumentException(
            "An empty link was chained to '"
                + Printable.of(out.toString(), 256)
                + "'. For a value of your own chain a placeholder {name} and give its value to the"
                + " verb; for a final slash write it: chain(\"applyment/\").");
      }
      out.append(out.length() == 0 ? "" : "/").append(link);
    }
    return out.toString();
  }

  private static Options used(Options options, Set<String> names, String path) {
    Set<String> unused = new TreeSet<>(options.values().keySet());
    unused.removeAll(names);
    if (!unused.isEmpty()) {
      List<String> shown = new ArrayList<>();
      unused.forEach(name -> shown.add(Printable.name(name)));
      throw new IllegalArgumentException(
          "'"
              + Printable.of(path, 256)
              + "' has no placeholder "
              + Printable.of(shown.toString(), 512)
              + "; it has "
              + Printable.of(names.toString(), 512)
              + ". For the query write query(\""
              + shown.get(0)
              + "\", …).");
    }
    return options;
  }
}
