package io.github.wxpay.exception;

/**
 * An answer or a notification could not be proved to come from the platform, so nothing of it is
 * handed out. What a request has done is unknown then: query its state.
 */
public final class VerificationException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** Which proof failed, with the original's code for it. */
  public enum Reason {
    /** A {@code Wechatpay-*} header is missing, or comes more than once. */
    HEADERS_INCOMPLETE("EV3_RES_HEADERS_INCOMPLATE"),
    /** {@code Wechatpay-Timestamp} is more than 300 s from this clock, or is no time. */
    CLOCK_OFFSET("EV3_RES_HEADER_TIMESTAMP_OFFSET"),
    /** {@code Wechatpay-Serial} names a key that is not held. */
    UNKNOWN_SERIAL("EV3_RES_HEADER_PLATFORM_SERIAL"),
    /** The signature does not fit the bytes received. */
    BAD_SIGNATURE("EV3_RES_HEADER_SIGNATURE_DIGEST"),
    /** APIv2: the {@code sign} does not fit the fields received, or is missing. */
    BAD_DIGEST("EV2_RES_SIGNATURE_NOT_EQUAL");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** The original's code, its spelling kept. */
    public String code() {
      return code;
    }
  }

  private final Reason reason;
  private final int status;
  private final String requestId;

  /** A failed proof; {@code status} is 0 for a notification. */
  public VerificationException(Reason reason, String message, int status, String requestId) {
    super(message);
    this.reason = reason;
    this.status = status;
    this.requestId = requestId;
  }

  /** Which proof failed. */
  public Reason reason() {
    return reason;
  }

  /** The original's code, such as {@code EV3_RES_HEADER_SIGNATURE_DIGEST}. */
  public String code() {
    return reason.code();
  }

  /** The HTTP status of the answer, 2xx; 0 for a notification. */
  public int status() {
    return status;
  }

  /** The {@code Request-ID} of the answer; empty when it has none. */
  public String requestId() {
    return requestId;
  }
}
