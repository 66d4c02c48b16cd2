package io.github.wxpay.exception;

/**
 * Thrown when a request was answered with a status outside 2xx.
 *
 * <p>An error response need not be signed: a proxy may have sent it, and the platform does not sign
 * every error. {@link #verified()} returns whether this one has a right signature. Do not treat an
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

  /** Creates the exception of an error response; absent texts are empty. */
  public StatusException(
      String message,
      int status,
      String code,
      String reason,
      String detail,
      String requestId,
      String text,
      boolean verified) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.detail = detail;
    this.requestId = requestId;
    this.text = text;
    this.verified = verified;
  }

  /**
   * Returns whether the response carries a signature of the platform that a key of this client
   * verified. Only keys that were already there are used: an error response starts no certificate
   * download. Always {@code false} for APIv2.
   */
  public boolean verified() {
    return verified;
  }

  /** The HTTP status, such as 400. */
  public int status() {
    return status;
  }

  /**
   * The platform's {@code code}, such as {@code PARAM_ERROR}; empty when the answer has none. As
   * received; escape before logging.
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
   * The platform's {@code message}; empty when the answer has none. As received; escape before
   * logging. {@link #getMessage()} shows it with control characters replaced.
   */
  public String message() {
    return reason;
  }

  /**
   * The platform's {@code detail} as JSON text; empty when the answer has none. As received; escape
   * before logging.
   */
  public String detail() {
    return detail;
  }

  /**
   * The {@code Request-ID} to name to the platform's support; empty when the answer has none. As
   * received; escape before logging.
   */
  public String requestId() {
    return requestId;
  }

  /**
   * The whole body as text: JSON mostly, HTML from a gateway, or empty. As received; escape before
   * logging.
   */
  public String text() {
    return text;
  }
}
