package io.github.wxpay.exception;

/**
 * The platform answered with a status outside 2xx.
 *
 * <p>Error answers are not verified, as in the original: the texts here are what was received, fit
 * to be shown and to be decided upon by {@link #code()}, not a proof.
 */
public final class StatusException extends WxpayException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String reason;
  private final String detail;
  private final String requestId;
  private final String text;

  /** An error answer; texts that it lacks are empty. */
  public StatusException(
      String message,
      int status,
      String code,
      String reason,
      String detail,
      String requestId,
      String text) {
    super(message);
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.detail = detail;
    this.requestId = requestId;
    this.text = text;
  }

  /** The HTTP status, such as 400. */
  public int status() {
    return status;
  }

  /** The platform's {@code code}, such as {@code PARAM_ERROR}; empty when the answer has none. */
  public String code() {
    return code;
  }

  /** The platform's {@code message}; empty when the answer has none. */
  public String message() {
    return reason;
  }

  /** The platform's {@code detail} as JSON text; empty when the answer has none. */
  public String detail() {
    return detail;
  }

  /** The {@code Request-ID} to name to the platform's support; empty when the answer has none. */
  public String requestId() {
    return requestId;
  }

  /** The whole body as text: JSON mostly, HTML from a gateway, or empty. */
  public String text() {
    return text;
  }
}
