package io.github.wxpay.exception;

/**
 * An answer or a notification could not be proved to come from the platform, so nothing of it is
 * handed out. What a request has done is unknown then: query its state.
 */
public final class VerificationException extends WxpayException {
  private static final long serialVersionUID = 1L;

  /** Which proof failed, with the original's code for it. */
  public enum Reason {
    /**
     * A {@code Wechatpay-*} header is missing, has several values, or is a list that was printed.
     */
    HEADERS_INCOMPLETE("EV3_RES_HEADERS_INCOMPLATE"),
    /** {@code Wechatpay-Timestamp} is more than 300 s from this clock, or is no time. */
    CLOCK_OFFSET("EV3_RES_HEADER_TIMESTAMP_OFFSET"),
    /** {@code Wechatpay-Serial} names a key that is not held. */
    UNKNOWN_SERIAL("EV3_RES_HEADER_PLATFORM_SERIAL"),
    /** The signature does not fit the bytes received, and none of the causes below was found. */
    BAD_SIGNATURE(Codes.DIGEST),
    /** The platform's test of whether signatures are verified at all: not to be alarmed about. */
    PROBE(Codes.DIGEST),
    /** {@code Wechatpay-Signature} is no base64. */
    BAD_BASE64(Codes.DIGEST),
    /** {@code Wechatpay-Signature} and {@code Wechatpay-Timestamp} stand in each other's place. */
    SWAPPED_HEADERS(Codes.DIGEST),
    /** The key held under that id did not make the signature. */
    WRONG_KEY(Codes.DIGEST),
    /**
     * The body was written anew: names, order, spacing or escapes differ from what was signed, or
     * it is another text, such as a printed Map or a JSON string.
     */
    BODY_REWRITTEN(Codes.DIGEST),
    /** The body was decoded in another charset than UTF-8. */
    BODY_RECODED(Codes.DIGEST),
    /** The body was cut off, or gained or lost a line break or space at its end. */
    BODY_CUT(Codes.DIGEST),
    /** What is encrypted was not encrypted under this APIv3 key. */
    WRONG_API_V3_KEY(Codes.DIGEST),
    /** The message names another algorithm than the configured keys stand for. */
    WRONG_ALGORITHM(Codes.DIGEST),
    /** The notification was seen before. */
    REPLAYED(Codes.DIGEST),
    /** The content is not what was expected: another merchant, order or amount. */
    UNEXPECTED_CONTENT(Codes.DIGEST),
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

    private static final class Codes {
      static final String DIGEST = "EV3_RES_HEADER_SIGNATURE_DIGEST";
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

  /** Whether it was the platform's probe ({@code WECHATPAY/SIGNTEST/}): fail it, without alarm. */
  public boolean isProbe() {
    return reason == Reason.PROBE;
  }

  /** The original's code, such as {@code EV3_RES_HEADER_SIGNATURE_DIGEST}. */
  public String code() {
    return reason.code();
  }

  /** The HTTP status of the answer, 2xx; 0 for a notification. */
  public int status() {
    return status;
  }

  /**
   * The {@code Request-ID} of the answer; empty when it has none. As received; escape before
   * logging.
   */
  public String requestId() {
    return requestId;
  }
}
