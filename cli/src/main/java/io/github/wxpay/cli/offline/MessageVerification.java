package io.github.wxpay.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.cli.doctor.KeyPairs;
import io.github.wxpay.cli.terminal.Verdict;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Retry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a recorded response or notification of APIv3 by the rules of the library, at the time
 * that the message itself names, so that its age does not hide the verdict of its signature. Opens
 * no connection.
 */
public final class MessageVerification {
  private static final String PATH = "v3/recorded-message";
  private static final long WINDOW_SECONDS = 300;
  private static final String PLACEHOLDER = "0".repeat(32);
  private static final Pattern MERCHANT = Pattern.compile("(?:^|,)CN=[0-9]{8,12}(?:,|$)");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> HEADERS =
      List.of("Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature", "Wechatpay-Timestamp");

  private final RecordedHeaders headers;
  private final byte[] body;
  private final boolean notification;
  private final PlatformKeys keys;

  /** Creates the verification of one message. */
  public MessageVerification(
      RecordedHeaders headers, byte[] body, boolean notification, PlatformKeys keys) {
    this.headers = headers;
    this.body = Gzip.is(body) ? Gzip.decompressed(body) : body.clone();
    this.notification = notification;
    this.keys = keys;
  }

  /** Returns whether a body has the form of a notification of APIv3. */
  public static boolean isNotification(byte[] body) {
    JsonNode json = json(body);
    return json.path("resource").has("ciphertext") || json.has("event_type");
  }

  private static JsonNode json(byte[] body) {
    try {
      JsonNode read = JSON.readTree(body);
      return read == null ? JSON.missingNode() : read;
    } catch (IOException e) {
      return JSON.missingNode();
    }
  }

  /**
   * Returns the verdicts in the order of the verification.
   *
   * @param at the time by which the message's age is judged
   * @param merchant the merchant's own key, to recognise it among those of the platform
   * @param apiV3Key the key that decrypts a notification; empty if there is none
   */
  public List<Verdict> verdicts(Instant at, @Nullable PrivateKey merchant, String apiV3Key) {
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(headers());
    verdicts.add(body());
    verdicts.add(time(at));
    List<Verdict> key = key(merchant);
    verdicts.addAll(key);
    if (key.get(0).mark() == Verdict.Mark.FAILED) {
      // The library refuses to build a client with such a key.
      verdicts.add(Verdict.skipped("signature", "it is checked with a key of the platform only"));
      return verdicts;
    }
    Optional<WxpayException> failure = run(headers, apiV3Key);
    boolean valid = failure.map(MessageVerification::isAfterSignature).orElse(true);
    verdicts.add(valid ? valid() : invalid(failure.get()));
    if (valid && notification) {
      verdicts.add(decryption(failure, apiV3Key));
    }
    return verdicts;
  }

  private Verdict headers() {
    List<String> missing =
        HEADERS.stream()
            .filter(name -> !headers.values().containsKey(name))
            .collect(Collectors.toList());
    String found = headers.values().size() + " found";
    return missing.isEmpty()
        ? Verdict.ok("headers", found + ", the four of Wechatpay among them")
        : Verdict.failed(
            "headers",
            found + ", without " + String.join(", ", missing) + ".",
            "Save all headers of the message.");
  }

  private Verdict body() {
    JsonNode json = json(body);
    String form = json.isMissingNode() ? "not JSON" : "JSON";
    return body.length == 0
        ? Verdict.warning("body", "0 bytes, as in a response 204.", "")
        : Verdict.ok("body", body.length + " bytes, " + form);
  }

  private Verdict time(Instant given) {
    Instant at = given.truncatedTo(ChronoUnit.SECONDS);
    Optional<Instant> own = timestamp();
    if (own.isEmpty()) {
      return Verdict.skipped("time", "Wechatpay-Timestamp is missing or is not a Unix time");
    }
    long age = Duration.between(own.get(), at).toSeconds();
    String found =
        own.get() + ", " + Math.abs(age) + " s " + (age < 0 ? "after" : "before") + " " + at;
    return Math.abs(age) <= WINDOW_SECONDS
        ? Verdict.ok("time", found)
        : Verdict.warning(
            "time",
            found + "; a client accepts at most " + WINDOW_SECONDS + " s.",
            "Pass the time of its arrival with `--at` if the file is older.");
  }

  private Optional<Instant> timestamp() {
    return headers
        .only("Wechatpay-Timestamp")
        .filter(text -> text.matches("[0-9]{1,11}"))
        .map(text -> Instant.ofEpochSecond(Long.parseLong(text)));
  }

  private List<Verdict> key(@Nullable PrivateKey merchant) {
    List<Verdict> verdicts = new ArrayList<>();
    for (String id : keys.own(merchant)) {
      verdicts.add(
          Verdict.failed(
              "key",
              "'"
                  + id
                  + "' is the merchant's own key or certificate, which never signs messages"
                  + " of the platform.",
              "Use pub_key.pem or the platform's certificate."));
    }
    String named = headers.only("Wechatpay-Serial").orElse("");
    for (String id : keys.ids()) {
      boolean merchants = keys.certificate(id).map(MessageVerification::isOfMerchant).orElse(false);
      if (merchants && verdicts.isEmpty()) {
        verdicts.add(
            Verdict.failed(
                "key",
                "'" + id + "' is the certificate of a merchant, by its subject.",
                "Use pub_key.pem or the platform's certificate."));
      }
    }
    if (verdicts.isEmpty()) {
      boolean known = keys.ids().stream().anyMatch(id -> isSame(id, named));
      verdicts.add(
          known
              ? Verdict.ok("key", named)
              : Verdict.warning(
                  "key",
                  "The message names '" + named + "', and the keys are " + keys.ids() + ".",
                  ""));
    }
    return verdicts;
  }

  /** Returns whether IDs are equal; the case and leading zeros of a serial number may differ. */
  private static boolean isSame(String id, String other) {
    return comparable(id).equals(comparable(other));
  }

  private static String comparable(String id) {
    return id.toUpperCase(Locale.ROOT).replaceFirst("^0+", "");
  }

  /** Returns whether the subject of a certificate is a merchant: its common name is a number. */
  private static boolean isOfMerchant(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    return subject.contains("微信商户系统") || MERCHANT.matcher(subject).find();
  }

  private Verdict valid() {
    return Verdict.ok("signature", "valid for these " + body.length + " bytes");
  }

  private Verdict invalid(WxpayException failure) {
    String reason =
        failure instanceof VerificationException
            ? ((VerificationException) failure).reason().toString()
            : failure.getClass().getSimpleName();
    String advice = "";
    if (reason.equals(Reason.UNKNOWN_SERIAL.name())) {
      advice =
          keys.ids().stream()
              .filter(
                  id ->
                      run(headers.with("Wechatpay-Serial", id), "")
                          .map(MessageVerification::isAfterSignature)
                          .orElse(true))
              .findFirst()
              .map(
                  id ->
                      "The signature is valid with the key '"
                          + id
                          + "', so that ID is wrong: correct it, or pass the other with `--id`.")
              .orElse("No configured key created the signature.");
    }
    return Verdict.failed("signature", reason + ": " + text(failure), advice);
  }

  private static String text(WxpayException failure) {
    return String.valueOf(failure.getMessage()).replace(" to GET " + PATH, "");
  }

  /** Returns whether a verification failed in a step that follows the check of the signature. */
  private static boolean isAfterSignature(WxpayException failure) {
    if (!(failure instanceof VerificationException)) {
      return failure instanceof MalformedException;
    }
    Reason reason = ((VerificationException) failure).reason();
    return reason == Reason.WRONG_ALGORITHM
        || reason == Reason.WRONG_API_V3_KEY
        || reason == Reason.UNEXPECTED_CONTENT;
  }

  private Verdict decryption(Optional<WxpayException> failure, String apiV3Key) {
    if (apiV3Key.isEmpty()) {
      return Verdict.skipped("decryption", "there is no apiV3Key");
    }
    if (!isKey(apiV3Key)) {
      return Verdict.failed(
          "decryption",
          "apiV3Key has "
              + apiV3Key.getBytes(StandardCharsets.UTF_8).length
              + " bytes, and must have 32.",
          "Copy it from the merchant platform (API security).");
    }
    return failure
        .map(e -> Verdict.failed("decryption", text(e), "See `wxpay decrypt`."))
        .orElseGet(() -> Verdict.ok("decryption", "decrypted with apiV3Key" + event()));
  }

  private String event() {
    String type = json(body).path("event_type").asText("");
    return type.matches("[A-Za-z0-9._]{1,64}") ? ", " + type : "";
  }

  private static boolean isKey(String apiV3Key) {
    return apiV3Key.getBytes(StandardCharsets.UTF_8).length == 32;
  }

  /** Verifies the message with these headers; returns the failure, or nothing if it is valid. */
  private Optional<WxpayException> run(RecordedHeaders given, String apiV3Key) {
    Clock clock = Clock.fixed(timestamp().orElseGet(Instant::now), ZoneOffset.UTC);
    try {
      if (notification) {
        var unused = notification(given, clock, isKey(apiV3Key) ? apiV3Key : PLACEHOLDER);
        return Optional.empty();
      }
      return response(given, clock);
    } catch (WxpayException e) {
      return Optional.of(e);
    }
  }

  /** Verifies a notification with a client that has no key to sign with, so it sends nothing. */
  private Notification notification(RecordedHeaders given, Clock clock, String apiV3Key) {
    WxpayBuilder builder = keys.builder().apiV3Key(apiV3Key).clock(clock).httpClient(offline());
    try (Wxpay wxpay = builder.build()) {
      return wxpay.notifications().parse(given.values(), body);
    }
  }

  private static RecordedExchange offline() {
    return new RecordedExchange(503, Map.of(), new byte[0]);
  }

  /** Verifies a response as that of a call whose exchange returns the recorded message. */
  private Optional<WxpayException> response(RecordedHeaders given, Clock clock) {
    // The library does not verify error responses with a diagnosis, so every status is a success.
    int status = given.status() / 100 == 2 ? given.status() : 200;
    VerifiedFlag flag = new VerifiedFlag();
    WxpayBuilder builder =
        keys.builder()
            .mchid("1000000000")
            .serial(PLACEHOLDER + "00000000")
            .privateKey(new PlaceholderSigner(isSm2()))
            .clock(clock)
            .retry(Retry.none())
            .circuitBreaker(false)
            .hook(flag)
            .httpClient(new RecordedExchange(status, signed(given), body));
    try (Wxpay wxpay = builder.build()) {
      var unused = wxpay.chain(PATH).get();
      return Optional.empty();
    } catch (VerificationException | CryptoException e) {
      return Optional.of(e);
    } catch (WxpayException e) {
      return flag.verified ? Optional.empty() : Optional.of(e);
    }
  }

  private boolean isSm2() {
    return keys.ids().stream().anyMatch(id -> keys.key(id).map(KeyPairs::isSm2).orElse(false));
  }

  /** Returns the headers that concern the signature; others could concern the transfer only. */
  private static Map<String, List<String>> signed(RecordedHeaders given) {
    Map<String, List<String>> signed = new LinkedHashMap<>();
    given
        .values()
        .forEach(
            (name, values) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.startsWith("wechatpay-") || lower.equals("request-id")) {
                signed.put(name, values);
              }
            });
    return signed;
  }

  /** Remembers that a response was verified, which hooks see after that only. */
  private static final class VerifiedFlag implements Hook {
    private volatile boolean verified;

    @Override
    public Outgoing request(Outgoing request) {
      return request;
    }

    @Override
    public Incoming response(Incoming response) {
      verified = true;
      return response;
    }
  }

  /** Returns a placeholder as the signature of a request that is not sent. */
  private static final class PlaceholderSigner implements RequestSigner {
    private final boolean sm2;

    PlaceholderSigner(boolean sm2) {
      this.sm2 = sm2;
    }

    @Override
    public byte[] sign(byte[] message) {
      return new byte[256];
    }

    @Override
    public String algorithm() {
      return sm2 ? "SM2-WITH-SM3" : "SHA256-RSA2048";
    }
  }
}
