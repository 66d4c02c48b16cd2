package io.github.wxpay.cli.request;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.cli.request.CapturingHttpClient.Captured;
import io.github.wxpay.cli.terminal.ShellText;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Retry;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request that a call would send, its text to sign, and a curl command. Nothing is sent. Its
 * texts contain neither signatures nor keys. Immutable.
 *
 * <pre>{@code
 * DryRun.of(wxpay, w -> w.chain("v3/pay/transactions/native").post(body)).textToSign();
 * }</pre>
 */
public final class DryRun {
  private static final String MASK = "***";
  private static final String UNKNOWN_SERIAL =
      "(unknown until the platform certificates are downloaded)";
  private static final String SERIAL = "Wechatpay-Serial";
  private static final String DOWNLOAD = "/v3/certificates";
  private static final String NO_KEY = "PUB_KEY_ID_0000000000";

  /** The point (1 G) of the curve of SM2, a valid public key that belongs to no merchant. */
  private static final String SM2_KEY =
      "-----BEGIN PUBLIC KEY-----\n"
          + "MFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEMsSuLB8ZgRlfmQRGajnJlI/jC7/y\n"
          + "ZgvhcVpFiTNMdMe8Nzai9PZ3nFm9zuNraSFT0KmHfMYqR0AC3zLlITnwoA==\n"
          + "-----END PUBLIC KEY-----\n";

  private static final Set<String> SECRET_HEADERS = Set.of("proxy-authorization", "cookie");
  private static final Pattern SIGNATURE = Pattern.compile("(\\bsignature=\")[^\"]*(\")");
  private static final Pattern FIELD = Pattern.compile("(\\w+)=\"([^\"]*)\"");
  private static final Pattern XML_SIGN =
      Pattern.compile("(<sign>)(?:<!\\[CDATA\\[)?[^<\\]]*(?:]]>)?(</sign>)");
  private static final Pattern QUERY_SIGN = Pattern.compile("([?&]sign=)[^&]*");

  private final HttpRequest request;
  private final byte[] body;
  private final boolean v2;
  private final boolean certificate;
  private final boolean serialUnknown;
  private final String target;

  private DryRun(Attempt attempt, Captured captured, boolean serialUnknown) {
    this.request = captured.request;
    this.body = captured.body;
    this.v2 = authorization().isEmpty();
    this.certificate = attempt.security;
    this.serialUnknown = serialUnknown;
    this.target = attempt.target(request.uri());
  }

  /**
   * Runs a call with a client that is derived from another one and sends nothing. A call that would
   * download platform certificates first uses a key without an owner for its encrypted fields, so
   * that its request is shown.
   *
   * @param call the call, with a blocking or an asynchronous verb, for the client that it is given
   * @return the first request of the call
   * @throws IllegalStateException if the call sends nothing
   * @throws RuntimeException the exception of the call if it fails before it sends anything
   */
  public static DryRun of(Wxpay wxpay, Function<Wxpay, ?> call) {
    Attempt attempt = new Attempt();
    Captured captured = attempt.run(wxpay, call, null, "");
    if (!isDownload(captured)) {
      return new DryRun(attempt, captured, false);
    }
    Attempt second = new Attempt();
    boolean sm2 = header(captured.request, "Authorization").contains("SM2");
    Captured own = second.run(wxpay, call, sm2 ? null : throwAwayKey(), sm2 ? SM2_KEY : "");
    // A call that is itself a certificate download has the same request again.
    return new DryRun(second, own, !isDownload(own));
  }

  private static boolean isDownload(Captured captured) {
    return captured.request.method().equals("GET")
        && captured.request.uri().getRawPath().endsWith(DOWNLOAD)
        && header(captured.request, SERIAL).isEmpty();
  }

  private static PublicKey throwAwayKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair().getPublic();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpRequest request, String name) {
    return request.headers().firstValue(name).orElse("");
  }

  private String authorization() {
    return header(request, "Authorization");
  }

  /** Returns the HTTP method. */
  public String method() {
    return request.method();
  }

  /** Returns the complete URL; the sign of APIv2 is masked. */
  public String url() {
    String url = request.uri().toString();
    return v2 ? QUERY_SIGN.matcher(url).replaceAll("$1" + Matcher.quoteReplacement(MASK)) : url;
  }

  /** Returns the headers by name; the signature and other credentials are masked. */
  public Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              List<String> shown = new ArrayList<>();
              values.forEach(value -> shown.add(masked(name, value)));
              headers.put(name, Collections.unmodifiableList(shown));
            });
    return Collections.unmodifiableMap(headers);
  }

  private String masked(String name, String value) {
    if (name.equalsIgnoreCase("Authorization")) {
      return SIGNATURE.matcher(value).find()
          ? SIGNATURE.matcher(value).replaceAll("$1" + Matcher.quoteReplacement(MASK) + "$2")
          : MASK;
    }
    if (name.equalsIgnoreCase(SERIAL) && serialUnknown) {
      return UNKNOWN_SERIAL;
    }
    return SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT)) ? MASK : value;
  }

  /**
   * Returns the body as text: the sign of APIv2 is masked, and bytes that are not text are replaced
   * by their number.
   */
  public String body() {
    Optional<FormParts> form = form();
    String text =
        form.isPresent()
            ? form.get().toString()
            : FormParts.decoded(body).orElse("(" + body.length + " bytes)");
    return v2 ? maskedFields(text, form) : text;
  }

  private static String maskedFields(String text, Optional<FormParts> form) {
    String sign = form.map(parts -> parts.text("sign")).orElse("");
    return sign.isEmpty()
        ? XML_SIGN.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(MASK) + "$2")
        : text.replace(sign, MASK);
  }

  private Optional<FormParts> form() {
    return FormParts.of(header(request, "Content-Type"), body);
  }

  /**
   * Returns the text that is signed: for APIv3 five lines, each ended by a line feed, with the part
   * {@code meta} of an upload as the body; for APIv2 the sorted fields, with the key masked.
   */
  public String textToSign() {
    if (v2) {
      Map<String, ?> fields = Formatter.ksort(fields());
      String text = Formatter.queryStringLike(fields);
      return text + (text.isEmpty() ? "" : "&") + "key=" + MASK;
    }
    Map<String, String> authorization = new LinkedHashMap<>();
    Matcher matcher = FIELD.matcher(authorization());
    while (matcher.find()) {
      authorization.put(matcher.group(1), matcher.group(2));
    }
    String signed =
        form()
            .map(parts -> parts.text("meta"))
            .orElseGet(() -> new String(body, StandardCharsets.UTF_8));
    return Formatter.joinedByLineFeed(
        method(),
        target,
        authorization.getOrDefault("timestamp", ""),
        authorization.getOrDefault("nonce_str", ""),
        signed);
  }

  /** Returns the fields of a request of APIv2. */
  private Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    String query = request.uri().getRawQuery();
    Optional<FormParts> form = form();
    if (form.isPresent()) {
      form.get().parts().stream()
          .filter(part -> !part.isFile())
          .forEach(part -> fields.put(part.name(), part.shown()));
    } else if (body.length > 0) {
      Map<String, Object> xml = Transformer.toObject(new String(body, StandardCharsets.UTF_8));
      (xml == null ? Map.<String, Object>of() : xml)
          .forEach((name, value) -> fields.put(name, String.valueOf(value)));
    } else if (query != null) {
      for (String pair : query.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        fields.put(decoded(parts[0]), parts.length < 2 ? "" : decoded(parts[1]));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /**
   * Returns a curl command. It cannot be sent as it is, since the signature is masked; it shows how
   * the request is put together.
   */
  public String curl() {
    StringBuilder curl = new StringBuilder("curl");
    if (!method().equals("GET")) {
      curl.append(" -X ").append(method());
    }
    curl.append(' ').append(ShellText.quoted(url()));
    Optional<FormParts> form = form();
    headers()
        .forEach(
            (name, values) -> {
              boolean ofForm = form.isPresent() && name.equalsIgnoreCase("Content-Type");
              for (String value : ofForm ? List.<String>of() : values) {
                curl.append(" \\\n  -H ").append(ShellText.quoted(name + ": " + value));
              }
            });
    if (certificate) {
      curl.append(" \\\n  --cert apiclient_cert.pem --key apiclient_key.pem");
    }
    if (form.isPresent()) {
      for (FormParts.Part part : form.get().parts()) {
        boolean sign = v2 && part.name().equals("sign");
        String value = part.isFile() ? "@" + part.filename() : sign ? MASK : part.shown();
        String type = part.name().equals("meta") ? ";type=application/json" : "";
        curl.append(" \\\n  -F ").append(ShellText.quoted(part.name() + "=" + value + type));
      }
    } else if (body.length > 0) {
      boolean text = FormParts.decoded(body).isPresent();
      curl.append(" \\\n  ")
          .append(text ? "--data-raw " + ShellText.quoted(body()) : "--data-binary @FILE");
    }
    return curl.toString();
  }

  /** Returns remarks about what a dry run cannot know, one sentence each. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (serialUnknown) {
      notes.add(
          "The client would download the platform certificates first. Until then the value of"
              + " Wechatpay-Serial is unknown, and encrypted fields are encrypted with a key that"
              + " has no owner.");
    }
    if (certificate) {
      notes.add("The connection would present the merchant's certificate (mutual TLS).");
    }
    return Collections.unmodifiableList(notes);
  }

  /** Returns the request as it was signed, with its signature. */
  HttpRequest request() {
    return request;
  }

  /** Returns the bytes of the body, with the sign of APIv2. */
  byte[] bytes() {
    return body.clone();
  }

  /** Returns whether the connection would present the merchant's certificate. */
  boolean needsCertificate() {
    return certificate;
  }

  /** Returns the request, the text to sign with visible line feeds, the curl command, the notes. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(method()).append(' ').append(url()).append('\n');
    headers()
        .forEach(
            (name, values) ->
                values.forEach(value -> text.append(name).append(": ").append(value).append('\n')));
    text.append('\n');
    if (body.length > 0) {
      text.append(body()).append("\n\n");
    }
    text.append("Text to sign").append(v2 ? "" : " (↵ is a line feed)").append(":\n");
    text.append(textToSign().replace("\n", "↵\n").stripTrailing()).append("\n\n");
    text.append("curl with the signature masked:\n").append(curl()).append('\n');
    notes().forEach(note -> text.append('\n').append(note).append('\n'));
    return text.append("\nNothing was sent.").toString();
  }

  /** One run of the call with a client that captures the request. */
  private static final class Attempt implements Hook {
    private final CapturingHttpClient http = new CapturingHttpClient();
    private volatile boolean security;
    private volatile @Nullable URI signed;

    Captured run(Wxpay wxpay, Function<Wxpay, ?> call, @Nullable PublicKey key, String keyText) {
      WxpayBuilder builder =
          wxpay
              .newBuilder()
              .httpClient(http)
              .backupUrl("")
              .circuitBreaker(false)
              .retry(Retry.none())
              .clearListeners()
              .hook(this);
      if (key != null) {
        builder.platformKey(NO_KEY, key);
      } else if (!keyText.isEmpty()) {
        builder.platformKey(NO_KEY, keyText);
      }
      RuntimeException failure = null;
      try (Wxpay derived = built(builder)) {
        Object result = call.apply(derived);
        if (result instanceof CompletionStage) {
          ((CompletionStage<?>) result).toCompletableFuture().join();
        }
      } catch (CompletionException e) {
        failure = e.getCause() instanceof RuntimeException ? (RuntimeException) e.getCause() : e;
      } catch (WxpayException | IllegalArgumentException | IllegalStateException e) {
        failure = e;
      }
      Optional<Captured> captured = http.captured();
      if (captured.isEmpty()) {
        throw failure == null
            ? new IllegalStateException("The call sends no request, so nothing can be shown.")
            : failure;
      }
      return captured.get();
    }

    private static Wxpay built(WxpayBuilder builder) {
      try {
        return builder.build();
      } catch (IllegalStateException e) {
        throw String.valueOf(e.getMessage()).contains("certificateAuthority")
            ? new IllegalStateException(
                "A dry run needs a client without the authority `merchant.ca`, which has no effect"
                    + " on the request. Leave it out.",
                e)
            : e;
      }
    }

    /** Takes out mutual TLS, for which the library would use a client that does send. */
    @Override
    public Outgoing request(Outgoing request) {
      Outgoing plain = request;
      if (request.options().security()) {
        security = true;
        String endpoint = request.endpoint().toString();
        String path = request.path();
        String base =
            endpoint.substring(0, endpoint.length() - path.length()).replaceFirst("/$", "");
        Options options = request.options().security(false);
        plain =
            Outgoing.of(
                    request.method(),
                    base,
                    request.template(),
                    path,
                    request.headers(),
                    request.data(),
                    options)
                .withQuery(request.query());
      }
      signed = plain.endpoint();
      return plain;
    }

    /** Returns the signed target of a URL, which at a gateway is a part of the path. */
    String target(URI sent) {
      String path = sent.getRawPath();
      URI own = signed;
      if (own != null && path.endsWith(own.getRawPath())) {
        path = own.getRawPath();
      }
      return sent.getRawQuery() == null ? path : path + "?" + sent.getRawQuery();
    }
  }
}
