package io.github.wxpay.exception;

/**
 * Thrown when the verification of a response or a notification fails. Nothing of it is returned.
 * The effect of the request is unknown: query its state.
 */
public final class VerificationException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** Causes of a failed verification, with the original's codes. */
  public enum Reason {
    /**
     * A {@code Wechatpay-*} header is missing, has several values, or is the text of a printed
     * list.
     */
    HEADERS_INCOMPLETE("EV3_RES_HEADERS_INCOMPLATE"),
    /** {@code Wechatpay-Timestamp} differs from the clock by more than 300 s, or is not a time. */
    CLOCK_OFFSET("EV3_RES_HEADER_TIMESTAMP_OFFSET"),
    /** {@code Wechatpay-Serial} names a key that is not configured. */
    UNKNOWN_SERIAL("EV3_RES_HEADER_PLATFORM_SERIAL"),
    /** The signature does not match the received bytes, for none of the causes below. */
    BAD_SIGNATURE(Codes.DIGEST),
    /** The platform tested whether signatures are verified; do not raise an alarm. */
    PROBE(Codes.DIGEST),
    /** {@code Wechatpay-Signature} is not base64. */
    BAD_BASE64(Codes.DIGEST),
    /** The values of {@code Wechatpay-Signature} and {@code Wechatpay-Timestamp} are swapped. */
    SWAPPED_HEADERS(Codes.DIGEST),
    /** The key configured under that ID did not create the signature. */
    WRONG_KEY(Codes.DIGEST),
    /**
     * The body was parsed and written again: names, order, spacing or escapes differ from the
     * signed ones, or it is another text, such as a printed Map or a JSON string.
     */
    BODY_REWRITTEN(Codes.DIGEST),
    /** The body was decoded with a charset other than UTF-8. */
    BODY_RECODED(Codes.DIGEST),
    /** The body was truncated, or a line break or space was added or removed at its end. */
    BODY_CUT(Codes.DIGEST),
    /** The resource was not encrypted with this APIv3 key. */
    WRONG_API_V3_KEY(Codes.DIGEST),
    /** The message names an algorithm other than that of the configured keys. */
    WRONG_ALGORITHM(Codes.DIGEST),
    /** The notification was received before. */
    REPLAYED(Codes.DIGEST),
    /** The merchant, order or amount is not the expected one. */
    UNEXPECTED_CONTENT(Codes.DIGEST),
    /** APIv2: the {@code sign} does not match the received fields, or is missing. */
    BAD_DIGEST("EV2_RES_SIGNATURE_NOT_EQUAL");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    /** Returns the original's code, in its spelling. */
    public String code() {
      return code;
    }

    private static final class Codes {
      static final String DIGEST = "EV3_RES_HEADER_SIGNATURE_DIGEST";
    }
  }

  private final Reason reason;
  private final int status;
  private final String requestId;

  /** Creates an exception; {@code status} is 0 for a notification. */
  public VerificationException(Reason reason, String message, int status, String requestId) {
    super(message);
    this.reason = reason;
    this.status = status;
    this.requestId = requestId;
  }

  /** Returns the cause. */
  public Reason reason() {
    return reason;
  }

  /**
   * Returns whether it was the platform's probe ({@code WECHATPAY/SIGNTEST/}), which must fail
   * without an alarm.
   */
  public boolean isProbe() {
    return reason == Reason.PROBE;
  }

  /** Returns the original's code, such as {@code EV3_RES_HEADER_SIGNATURE_DIGEST}. */
  public String code() {
    return reason.code();
  }

  /** Returns the HTTP status of the response, 2xx; 0 for a notification. */
  public int status() {
    return status;
  }

  /**
   * Returns the {@code Request-ID} of the response; empty if it has none. As received; escape
   * before logging.
   */
  public String requestId() {
    return requestId;
  }
}
