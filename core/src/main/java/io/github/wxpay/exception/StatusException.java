package io.github.wxpay.exception;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Thrown when a response has a status outside 2xx.
 *
 * <p>An error response need not be signed: a proxy may have sent it, and the platform does not sign
 * every error. {@link #verified()} returns whether this one has a valid signature. Do not treat an
 * order as failed because of a response that is not verified; query its state.
 */
public final class StatusException extends WxpayException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String reason;
  private final String detail;
  private final String requestId;
  private final String text;
  private final boolean verified;
  private final TreeMap<String, List<String>> headers =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Creates the exception of an error response that is not verified; absent texts are empty. */
  public StatusException(
      String message,
      int status,
      String code,
      String reason,
      String detail,
      String requestId,
      String text) {
    this(message, status, code, reason, detail, requestId, text, false);
  }

  /** Creates the exception of an error response without headers; absent texts are empty. */
  public StatusException(
      String message,
      int status,
      String code,
      String reason,
      String detail,
      String requestId,
      String text,
      boolean verified) {
    this(message, status, code, reason, detail, requestId, text, verified, Map.of());
  }

  /** Creates the exception of an error response; absent texts are empty. */
  public StatusException(
      String message,
      int status,
      String code,
      String reason,
      String detail,
      String requestId,
      String text,
      boolean verified,
      Map<String, List<String>> headers) {
    super(message, null, outcome(status, code));
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.detail = detail;
    this.requestId = requestId;
    this.text = text;
    this.verified = verified;
    this.headers.putAll(headers);
  }

  /**
   * Returns REFUSED for client errors other than a timeout or a rate limit; after others the
   * request may have had an effect.
   */
  private static Outcome outcome(int status, String code) {
    if (status == 407) {
      return Outcome.NOT_SENT; // sent by a proxy, which forwards nothing without credentials
    }
    boolean refused = status >= 400 && status < 500 && status != 408 && status != 429;
    return refused && !OpenCodes.contains(code) ? Outcome.REFUSED : Outcome.UNKNOWN;
  }

  /**
   * Returns whether the response carries a signature of the platform that a key of this client
   * verified. Only keys that the client already has are used: an error response starts no
   * certificate download. Always {@code false} for APIv2.
   */
  public boolean verified() {
    return verified;
  }

  /** Returns the HTTP status, such as 400. */
  public int status() {
    return status;
  }

  /**
   * Returns the platform's {@code code}, such as {@code PARAM_ERROR}; empty if the response has
   * none. As received; escape before logging.
   */
  public String code() {
    return code;
  }

  /** Returns the same as {@link #code()}. */
  @Override
  public String errorCode() {
    return code;
  }

  /**
   * Returns the platform's {@code message}; empty if the response has none. As received; escape
   * before logging. {@link #getMessage()} shows it with control characters replaced.
   */
  public String message() {
    return reason;
  }

  /**
   * Returns the platform's {@code detail} as JSON text; empty if the response has none. As
   * received; escape before logging.
   */
  public String detail() {
    return detail;
  }

  /**
   * Returns the {@code Request-ID}, to be given to the platform's support; empty if the response
   * has none. As received; escape before logging.
   */
  public String requestId() {
    return requestId;
  }

  /**
   * Returns the body as text: usually JSON, HTML from a gateway, or empty. At most the first 64
   * KiB. As received; escape before logging.
   */
  public String text() {
    return text;
  }

  /**
   * Returns the headers of the response; names are case-insensitive. As received; escape before
   * logging.
   */
  public Map<String, List<String>> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /**
   * Returns how long the platform asks to wait before another request, by the header {@code
   * Retry-After} (RFC 9110, 10.2.3): seconds, or a date, which is compared with the header {@code
   * Date} of the same response, or else with this machine's clock. Empty if the header is missing
   * or malformed; never negative.
   */
  public Optional<Duration> retryAfter() {
    String value = header("Retry-After");
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    return time(value)
        .map(until -> Duration.between(time(header("Date")).orElseGet(Instant::now), until))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
  }

  private String header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(0).strip();
  }

  private static Optional<Instant> time(String value) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
