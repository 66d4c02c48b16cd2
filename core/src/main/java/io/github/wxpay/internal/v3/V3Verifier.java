package io.github.wxpay.internal.v3;

import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.text.BodyFormat;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.SignedText;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.PlatformKey;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a message is from the platform and recent: checks headers, clock, key and
 * signature, in the original's order. Returns normally if the message is authentic and fails
 * otherwise. Safe for use by many threads.
 */
public final class V3Verifier {
  /** The largest difference between the time of a message and the time that is expected. */
  static final long WINDOW_SECONDS = 300;

  private static final int EXAMINED = 4096;
  private static final List<String> HEADERS =
      List.of("Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature", "Wechatpay-Timestamp");

  private final KeyRing keys;
  private final Clock clock;
  // transient, because the caller's provider may contain a key or a password
  private final transient @Nullable Provider provider;
  private final DiagnosisBudget budget;

  /**
   * Creates a verifier with these keys and this clock.
   *
   * @param provider the provider that verifies RSA signatures; {@code null} for the JDK
   */
  public V3Verifier(KeyRing keys, Clock clock, @Nullable Provider provider) {
    // Not the clock, which may be set back or be fixed.
    this(keys, clock, provider, System::nanoTime);
  }

  /** Creates a verifier whose budget for diagnoses uses this time. */
  V3Verifier(KeyRing keys, Clock clock, @Nullable Provider provider, LongSupplier nanoTime) {
    this.keys = keys;
    this.clock = clock;
    this.provider = provider;
    this.budget = new DiagnosisBudget(nanoTime);
  }

  /**
   * Verifies a response as received, and returns the key that signed it. Fails with a {@link
   * VerificationException} if the message is not authentic; waits for a certificate download if the
   * key is not known.
   *
   * @param offset the seconds that were added to this machine's time to sign the request, and are
   *     added to it to check the time of the response
   * @param what the name of the message in errors, such as {@code response to POST v3/…}
   */
  public Task<PlatformKey> verify(
      Headers headers, byte[] body, int status, long offset, String what) {
    return verify(headers, body, status, offset, what, keys::lookup);
  }

  /**
   * Verifies a notification as {@link #verify} verifies a response, but always against this
   * machine's time, and waits for a certificate download for at most {@code max}, and then fails
   * with {@link Reason#UNKNOWN_SERIAL}: a sender of notifications must not be able to block
   * threads, and the platform sends a notification again.
   */
  public Task<PlatformKey> verifyNotification(Headers headers, byte[] body, Duration max) {
    return verify(headers, body, 0, 0, "notification", serial -> keys.lookup(serial, max));
  }

  private Task<PlatformKey> verify(
      Headers headers,
      byte[] body,
      int status,
      long offset,
      String what,
      Function<String, Task<Optional<PlatformKey>>> lookup) {
    Context context = new Context(what, status, headers.first("Request-ID").orElse(""));
    return Task.of(() -> signed(headers, body, offset, context))
        .then(
            message -> {
              String serial = one(headers, "Wechatpay-Serial", context);
              return lookup
                  .apply(serial)
                  .map(key -> key.orElseThrow(() -> unknown(serial, context)))
                  .map(key -> verified(message, key, context));
            });
  }

  /**
   * Returns why an error response is not verified, or an empty text if its signature is valid. Uses
   * only keys that the client already has: an error response starts no certificate download, and a
   * wrong signature is not diagnosed.
   *
   * @param offset as for a response, see {@link #verify}
   */
  public String unverified(Headers headers, byte[] body, long offset) {
    if (headers.all("Wechatpay-Signature").isEmpty()) {
      return "no signature";
    }
    Context context = new Context("error response", 0, "");
    try {
      SignedMessage message = signed(headers, body, offset, context);
      String serial = one(headers, "Wechatpay-Serial", context);
      Optional<PlatformKey> key = keys.find(serial);
      if (key.isEmpty()) {
        return "signed with the key '"
            + Printable.of(serial, 64)
            + (keys.unusable(serial).isEmpty()
                ? "', which is not configured"
                : "', which is not valid now");
      }
      return key.get().verifies(message.bytes(), message.signature(), provider)
          ? ""
          : "wrong signature";
    } catch (VerificationException e) {
      switch (e.reason()) {
        case CLOCK_OFFSET:
          return "Wechatpay-Timestamp not within " + WINDOW_SECONDS + " s of this clock";
        case PROBE:
          return "the platform's probe instead of a signature";
        default:
          return "Wechatpay-* headers incomplete or swapped";
      }
    } catch (CryptoException e) {
      return "a signature that cannot be checked";
    }
  }

  /**
   * Returns the time that the headers of a response show, before it is verified; empty if they do
   * not have exactly one Unix time.
   */
  static OptionalLong timestamp(Headers headers) {
    List<String> values = headers.all("Wechatpay-Timestamp");
    return values.size() == 1 && isUnixTime(values.get(0))
        ? OptionalLong.of(Long.parseLong(values.get(0)))
        : OptionalLong.empty();
  }

  /**
   * Returns whether a response has complete headers and a valid signature by a key that the client
   * has now, whatever its time is. Starts no certificate download.
   */
  boolean isSigned(Headers headers, byte[] body) {
    Context context = new Context("response", 0, "");
    try {
      SignedMessage message = complete(headers, body, context);
      unambiguous(message.nonce(), context);
      genuine(message, context);
      Optional<PlatformKey> key = keys.find(one(headers, "Wechatpay-Serial", context));
      return key.isPresent() && key.get().verifies(message.bytes(), message.signature(), provider);
    } catch (VerificationException | CryptoException e) {
      return false;
    }
  }

  /** Returns the time of the verifier's clock. */
  public Instant now() {
    return clock.instant();
  }

  /** Returns the message of these headers: complete, within the window, and not a probe. */
  private SignedMessage signed(Headers headers, byte[] body, long offset, Context context) {
    SignedMessage message = complete(headers, body, context);
    fresh(message, offset, context);
    unambiguous(message.nonce(), context);
    genuine(message, context);
    return message;
  }

  /** Returns the message of these headers, which has each of them once. */
  private static SignedMessage complete(Headers headers, byte[] body, Context context) {
    for (String name : HEADERS) {
      if (headers.all(name).isEmpty()) {
        throw missing(name, body, context);
      }
    }
    String nonce = one(headers, "Wechatpay-Nonce", context);
    String serial = one(headers, "Wechatpay-Serial", context);
    String signature = one(headers, "Wechatpay-Signature", context);
    String timestamp = one(headers, "Wechatpay-Timestamp", context);
    // Genuine values of these have no brackets; a nonce may have any form.
    notPrinted("Wechatpay-Serial", serial, context);
    notPrinted("Wechatpay-Signature", signature, context);
    notPrinted("Wechatpay-Timestamp", timestamp, context);
    return new SignedMessage(timestamp, nonce, body, signature);
  }

  /**
   * Refuses a nonce with a line feed, with which the verified text could be split into another
   * body.
   */
  private static void unambiguous(String nonce, Context context) {
    if (!SignedText.isVisibleAscii(nonce)) {
      throw context.failure(
          Reason.BAD_SIGNATURE,
          "has a Wechatpay-Nonce that is not visible ASCII, so its signature cannot be valid."
              + context.distrust());
    }
  }

  /** Refuses a probe before its key is looked up, since its serial number may be unknown. */
  private static void genuine(SignedMessage message, Context context) {
    if (message.isProbe()) {
      throw context.failure(
          Reason.PROBE,
          "has the platform's probe (WECHATPAY/SIGNTEST/) instead of a signature, which tests"
              + " whether signatures are verified. It is refused as it must be, so do not raise an"
              + " alarm.");
    }
  }

  private PlatformKey verified(SignedMessage message, PlatformKey key, Context context) {
    if (!key.verifies(message.bytes(), message.signature(), provider)) {
      notPrinted("Wechatpay-Nonce", message.nonce(), context);
      Diagnosis diagnosis = Diagnosis.of(message, key, keys, budget);
      boolean unknown = diagnosis.reason() == Reason.BAD_SIGNATURE;
      throw context.failure(
          diagnosis.reason(), diagnosis.text() + (unknown ? context.distrust() : ""));
    }
    return key;
  }

  private VerificationException unknown(String serial, Context context) {
    String unusable = keys.unusable(serial);
    return context.failure(
        Reason.UNKNOWN_SERIAL,
        "is signed with the key '"
            + Printable.of(serial, 64)
            + "', which is not configured in this client; it has "
            + keys.ids()
            + (keys.isDownloading() ? ", and a certificate download is still running" : "")
            + ". "
            + (unusable.isEmpty()
                ? "If the merchant platform shows that key, add it: platformKey(\""
                    + Printable.of(serial, 64)
                    + "\", …)."
                : unusable));
  }

  private void fresh(SignedMessage message, long offset, Context context) {
    long now = clock.instant().getEpochSecond() + offset;
    String timestamp = message.timestamp();
    boolean digits = isUnixTime(timestamp);
    if (!digits && message.isSwapped()) {
      throw context.failure(
          Reason.SWAPPED_HEADERS,
          "has the values of Wechatpay-Timestamp and Wechatpay-Signature swapped. Pass each header"
              + " with its value.");
    }
    if (!digits || Math.abs(now - Long.parseLong(timestamp)) > WINDOW_SECONDS) {
      throw context.failure(
          Reason.CLOCK_OFFSET,
          "has Wechatpay-Timestamp '"
              + Printable.of(timestamp, 64)
              + "'"
              + (digits ? distance(Long.parseLong(timestamp), now) : ", which is not a Unix time")
              + (offset == 0 ? "" : " with the offset of " + offset + " s for requests")
              + "; at most "
              + WINDOW_SECONDS
              + " s are allowed. Set this machine's clock by NTP; if it is right, the message is"
              + " old or replayed.");
    }
  }

  private static boolean isUnixTime(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= 18;
  }

  private static String distance(long then, long now) {
    String shownThen = then < 253402300800L ? " (" + Instant.ofEpochSecond(then) + ")" : "";
    return shownThen
        + ", "
        + Math.abs(then - now)
        + " s "
        + (then < now ? "before" : "after")
        + " this machine's clock "
        + now
        + " ("
        + Instant.ofEpochSecond(now)
        + ")";
  }

  private static VerificationException missing(String name, byte[] body, Context context) {
    String start = new String(body, 0, Math.min(body.length, EXAMINED), StandardCharsets.UTF_8);
    return context.failure(
        Reason.HEADERS_INCOMPLETE,
        "has no header " + name + context.unverified() + context.body(start));
  }

  /** Returns the only value of a header. */
  private static String one(Headers headers, String name, Context context) {
    List<String> values = headers.all(name);
    if (values.size() > 1) {
      throw context.failure(
          Reason.HEADERS_INCOMPLETE, "has more than one header " + name + context.unverified());
    }
    return values.get(0);
  }

  /** Requires a value that is not a list printed as text, such as {@code [x]}. */
  private static void notPrinted(String name, String value, Context context) {
    if (value.startsWith("[") && value.endsWith("]")) {
      throw context.failure(
          Reason.HEADERS_INCOMPLETE,
          "has the header "
              + name
              + " with the value '"
              + Printable.of(value, 64)
              + "', which is a list printed as text. Pass the list itself, or its only element.");
    }
  }

  private static final class Context {
    private final String what;
    private final int status;
    private final String requestId;

    Context(String what, int status, String requestId) {
      this.what = what;
      this.status = status;
      this.requestId = requestId;
    }

    /**
     * Returns whether the message is a notification, which has no status and no request whose state
     * could be queried.
     */
    private boolean isNotification() {
      return status == 0;
    }

    String unverified() {
      return ", so it cannot be verified. "
          + (isNotification()
              ? "Pass on all headers of the request, and check for a proxy that drops headers."
              : "Check `baseURL`, and whether a proxy drops headers; query the state before you"
                  + " continue.");
    }

    String distrust() {
      return isNotification()
          ? " Do not process it."
          : " Do not use it; query the state before you continue.";
    }

    /** Returns the format of the body if it explains missing headers; empty otherwise. */
    String body(String start) {
      if (isNotification() && BodyFormat.isConvertedXml(start)) {
        return " The body is a message of APIv2 that was converted from XML; pass the raw bytes.";
      }
      boolean named = isNotification() ? !BodyFormat.isJsonObject(start) : BodyFormat.isHtml(start);
      return named ? " The body is " + BodyFormat.of(start) + ", and not JSON." : "";
    }

    VerificationException failure(Reason reason, String text) {
      String id = requestId.isEmpty() ? "" : " [Request-ID " + Printable.of(requestId, 64) + "]";
      return new VerificationException(reason, "The " + what + " " + text + id, status, requestId);
    }
  }
}
