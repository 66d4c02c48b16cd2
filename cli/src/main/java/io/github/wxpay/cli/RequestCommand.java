package io.github.wxpay.cli;

import io.github.wxpay.Chain;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.cli.config.ConfigOptions;
import io.github.wxpay.cli.config.Configuration;
import io.github.wxpay.cli.request.DryRun;
import io.github.wxpay.cli.request.Explanation;
import io.github.wxpay.cli.request.NamedValues;
import io.github.wxpay.cli.request.RequestData;
import io.github.wxpay.cli.request.RequestUri;
import io.github.wxpay.cli.request.ResponsePrinter;
import io.github.wxpay.cli.request.Sensitive;
import io.github.wxpay.cli.request.UnverifiedCall;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Style;
import io.github.wxpay.cli.terminal.Terminal;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code wxpay URI}: sends one request and prints its response. */
@Command(
    name = "request",
    aliases = {"req", "remote"})
final class RequestCommand implements Callable<Integer> {
  private static final List<String> METHODS = List.of("delete", "get", "post", "put", "patch");
  private static final String HOST = "api.mch.weixin.qq.com";
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})(ms|s|m)");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Terminal terminal;
  private final ClientSource source;

  @Mixin private ConfigOptions config = new ConfigOptions();

  @Parameters(paramLabel = "URI", descriptionKey = "request.uri")
  private String uri = "";

  @Option(
      names = {"-m", "--method"},
      paramLabel = "METHOD",
      descriptionKey = "request.method")
  private @Nullable String method;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "NAME=VALUE|BODY",
      descriptionKey = "request.data")
  private List<String> data = new ArrayList<>();

  @Option(
      names = {"-p", "--params"},
      paramLabel = "NAME=VALUE",
      descriptionKey = "request.params")
  private List<String> params = new ArrayList<>();

  @Option(
      names = {"-v", "--values"},
      paramLabel = "NAME=VALUE",
      descriptionKey = "request.values")
  private List<String> values = new ArrayList<>();

  @Option(
      names = {"-h", "--headers"},
      paramLabel = "NAME=VALUE",
      descriptionKey = "request.headers")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = {"-b", "--binary"},
      descriptionKey = "request.binary")
  private boolean[] binary = {};

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      descriptionKey = "request.output")
  private @Nullable Path output;

  @Option(names = "--upload", paramLabel = "FILE", descriptionKey = "request.upload")
  private @Nullable Path upload;

  @Option(names = "--encrypt", descriptionKey = "request.encrypt")
  private boolean encrypt;

  @Option(names = "--url", descriptionKey = "request.url")
  private boolean url;

  @Option(names = "--timeout", paramLabel = "TIME", descriptionKey = "request.timeout")
  private @Nullable String timeout;

  @Option(names = "--dry-run", descriptionKey = "request.dryRun")
  private boolean dryRun;

  @Option(names = "--explain", descriptionKey = "request.explain")
  private boolean explain;

  @Option(names = "--force", descriptionKey = "request.force")
  private boolean force;

  RequestCommand(Terminal terminal, ClientSource source) {
    this.terminal = terminal;
    this.source = source;
  }

  @Override
  public Integer call() {
    RequestUri target = RequestUri.of(uri);
    RequestData given = RequestData.of(data, terminal.in());
    String verb = verb(target, given);
    check(target, verb, given);
    Map<String, Object> query = query(target);
    Optional<Endpoint> endpoint = Catalogue.load().endpoint(verb, target.path());
    Object plain = body(target, verb, given, endpoint);
    if (explain
        && !explained(target, verb, query, given.isGiven() || target.isV2() ? plain : null)) {
      return Failure.USAGE;
    }
    Map<String, Object> entries = new LinkedHashMap<>(config.require(terminal).entries());
    if (target.isV2() && entries.get("certs") instanceof Map) {
      // A call of APIv2 does not use them, so their ids may be wrong, as in the original.
      entries.put("certs", Map.of("unused", ""));
    }
    Object body = encrypt ? encrypted(target, plain, query, endpoint) : plain;
    Options options = options(target, query, endpoint, entries);
    Function<Wxpay, Response> call =
        wxpay -> send(target.chain(wxpay), verb, endpoint, body, options);
    ResponsePrinter printer = new ResponsePrinter(terminal);
    try (Wxpay wxpay = source.create(Configuration.of(entries, "the options"))) {
      if (url) {
        terminal.out().println(target.chain(wxpay).url(options));
        return Failure.SUCCESS;
      }
      if (dryRun) {
        terminal.out().println(DryRun.of(wxpay, call));
        return Failure.SUCCESS;
      }
      if (binary.length > 1) {
        DryRun signed = DryRun.of(wxpay, call);
        boolean parsed = binary.length == 2;
        Duration time = options.timeout().orElse(TIMEOUT);
        return new UnverifiedCall(signed, time).print(terminal, parsed)
            ? Failure.SUCCESS
            : Failure.FAILED;
      }
      print(printer, call.apply(wxpay));
      return Failure.SUCCESS;
    } catch (WxpayException e) {
      printer.failure(e);
      throw e;
    }
  }

  private String verb(RequestUri target, RequestData given) {
    String name = method;
    if (name != null) {
      if (METHODS.stream()
          .noneMatch(m -> m.equals(name) || m.toUpperCase(Locale.ROOT).equals(name))) {
        throw new IllegalArgumentException(
            "`-m` must be delete, get, post, put or patch; got '" + name + "'.");
      }
      return name.toUpperCase(Locale.ROOT);
    }
    Set<String> documented = Catalogue.load().methods(target.path());
    if (documented.size() != 1
        || documented.contains("POST")
        || given.isGiven()
        || upload != null) {
      return "POST";
    }
    String only = documented.iterator().next();
    terminal
        .err()
        .println("Using " + only + ", the only documented method. Pass `-m` for another.");
    return only;
  }

  private void check(RequestUri target, String verb, RequestData given) {
    if (verb.equals("GET") && given.isGiven()) {
      throw new IllegalArgumentException(
          "A GET request has no body, so `-d` cannot be sent. Pass the query with `-p name=value`.");
    }
    if (upload != null && (!verb.equals("POST") || output != null)) {
      throw new IllegalArgumentException(
          "`--upload` is a POST request without `-o`. Remove the other option.");
    }
    if (output != null && (binary.length > 0 || !List.of("GET", "POST").contains(verb))) {
      throw new IllegalArgumentException(
          "`-o` saves the response to a GET or a POST, without `-b`. Remove the other option.");
    }
    if (url && (!target.isV2() || !verb.equals("GET") || dryRun || output != null)) {
      throw new IllegalArgumentException(
          "`--url` prints the signed URL of a page of APIv2, with `-m get` and without `-o` and"
              + " `--dry-run`.");
    }
    if (binary.length > 1 && !target.isV2()) {
      throw new IllegalArgumentException(
          "`-bb` and `-bbb` skip the verification of APIv2 only, and '"
              + target
              + "' is a path of APIv3. Use `-b` for the verified bytes.");
    }
  }

  private Map<String, Object> query(RequestUri target) {
    Map<String, Object> query = new LinkedHashMap<>(target.query());
    NamedValues.all("-p", params)
        .forEach(
            (name, value) -> {
              if (query.put(name, value) != null) {
                throw new IllegalArgumentException(
                    "`-p` gives `" + name + "`, which the URI has too. Pass it once.");
              }
            });
    return query;
  }

  /**
   * Returns the body. Without {@code -d} a write of APIv3 has an empty object, since an endpoint
   * that reads JSON refuses an empty body, unless it is documented to have none.
   */
  private static @Nullable Object body(
      RequestUri target, String verb, RequestData given, Optional<Endpoint> endpoint) {
    if (verb.equals("GET")) {
      return null;
    }
    if (target.isV2()) {
      return given.fields();
    }
    if (given.isGiven() || verb.equals("DELETE")) {
      return given.body(endpoint);
    }
    boolean bare = endpoint.isPresent() && endpoint.get().request().isEmpty();
    return bare ? null : Map.of();
  }

  /** Returns the body with its sensitive fields marked, and marks those of the query. */
  private static @Nullable Object encrypted(
      RequestUri target,
      @Nullable Object body,
      Map<String, Object> query,
      Optional<Endpoint> documented) {
    if (documented.isEmpty() || target.isV2()) {
      throw new IllegalArgumentException(
          "`--encrypt` needs a documented endpoint of APIv3, and '" + target + "' is not one.");
    }
    Endpoint endpoint = documented.get();
    query.putAll(Sensitive.marked(query, endpoint.query()));
    List<Field> fields = endpoint.meta().isEmpty() ? endpoint.request() : endpoint.meta();
    return body == null ? null : Sensitive.marked(body, fields);
  }

  private boolean explained(
      RequestUri target, String verb, Map<String, Object> query, @Nullable Object body) {
    Map<String, String> filled = NamedValues.single("-v", values);
    Set<String> named = NamedValues.single("-h", headers).keySet();
    Explanation explanation =
        Explanation.of(Catalogue.load(), verb, target.fullPath(), filled, query, named, body);
    explanation = upload == null ? explanation : explanation.ofUpload();
    explanation.print(terminal);
    int count = explanation.problems().size();
    if (count == 0 || force) {
      return true;
    }
    terminal
        .err()
        .println(
            (count == 1 ? "1 problem" : count + " problems")
                + "; nothing was sent. Correct the request, or pass `--force`.");
    return false;
  }

  private Options options(
      RequestUri target,
      Map<String, Object> query,
      Optional<Endpoint> endpoint,
      Map<String, Object> entries) {
    Options options = Options.none().query(query);
    for (Map.Entry<String, String> value : NamedValues.single("-v", values).entrySet()) {
      options = options.with(value.getKey(), value.getValue());
    }
    for (Map.Entry<String, String> header : NamedValues.single("-h", headers).entrySet()) {
      options = options.header(header.getKey(), header.getValue());
    }
    if (timeout != null) {
      options = options.timeout(time(timeout));
    }
    Object security = entries.remove("security"); // an option of the original's calls
    boolean https = String.valueOf(entries.getOrDefault("baseURL", "https:")).startsWith("https:");
    boolean needed =
        target.isV2()
            && endpoint.map(Endpoint::needsCertificate).orElse(false)
            && entries.containsKey("merchant")
            && https;
    if (security == null ? needed : security.toString().equals("true")) {
      options = options.security(true);
    }
    if (endpoint.isPresent()) {
      options = documented(options, target, endpoint.get(), entries);
    }
    return options;
  }

  /** Returns the options with what the documentation of the endpoint says of host and padding. */
  private static Options documented(
      Options options, RequestUri target, Endpoint endpoint, Map<String, Object> entries) {
    Options known = target.isV2() && endpoint.isNonceless() ? options.nonceless(true) : options;
    known = !target.isV2() && endpoint.hasOldPadding() ? known.pkcs1(true) : known;
    boolean standard = endpoint.host().equals(HOST) || endpoint.hasDynamicUrl();
    return standard || entries.containsKey("gateway") ? known : known.host(endpoint.host());
  }

  private static Duration time(String text) {
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "`--timeout` must be a number with a unit, such as 500ms, 5s or 1m; got '" + text + "'.");
    }
    long number = Long.parseLong(matcher.group(1));
    switch (matcher.group(2)) {
      case "ms":
        return Duration.ofMillis(number);
      case "s":
        return Duration.ofSeconds(number);
      default:
        return Duration.ofMinutes(number);
    }
  }

  private Response send(
      Chain chain,
      String verb,
      Optional<Endpoint> endpoint,
      @Nullable Object body,
      Options options) {
    if (upload != null) {
      return chain.upload(upload, meta(body), options);
    }
    Path file = output;
    if (file == null || dryRun) {
      return chain.request(verb, body, options);
    }
    if (body != null) {
      return chain.download(file, body, options);
    }
    if (endpoint.isPresent() && hasLink(endpoint.get().response())) {
      return chain.get(options).download(file);
    }
    return chain.download(file, options);
  }

  private static Map<String, ?> meta(@Nullable Object body) {
    if (body == null) {
      return Map.of();
    }
    return RequestData.members(body)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "With `--upload`, `-d` gives members of `meta`: name=value, or a JSON"
                        + " object."));
  }

  private static boolean hasLink(List<Field> response) {
    return response.stream().anyMatch(field -> field.name().equals("download_url"));
  }

  private void print(ResponsePrinter printer, Response response) {
    printer.status(response);
    if (output != null) {
      terminal.err().println("Saved to: " + terminal.styled(Style.GOOD, output.toString()));
    } else if (binary.length == 1) {
      printer.bytes(response.bytes());
    } else {
      printer.body(response);
    }
  }
}
