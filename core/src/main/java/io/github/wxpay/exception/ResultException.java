package io.github.wxpay.exception;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Thrown when APIv2 responds with a code other than success: {@code return_code} (the request was
 * not accepted), {@code result_code} (the operation failed), or {@code retcode}.
 */
public final class ResultException extends WxpayException {
  private static final long serialVersionUID = 1L;
  private static final String SUCCESS = "SUCCESS";

  /** The fields with a code, the most specific one first. */
  private static final List<String> CODES =
      List.of("err_code", "return_code", "result_code", "retcode");

  private final String code;
  private final boolean verified;
  private final LinkedHashMap<String, String> fields;

  /** Creates an exception with all fields of the response. */
  public ResultException(
      String message, String code, boolean verified, Map<String, String> fields) {
    super(message, null, outcome(fields));
    this.code = code;
    this.verified = verified;
    this.fields = new LinkedHashMap<>(fields);
  }

  /** Returns REFUSED for final codes; after any other the request may have had an effect. */
  private static Outcome outcome(Map<String, String> fields) {
    List<String> codes = codes(fields).collect(Collectors.toList());
    boolean open = codes.isEmpty() || codes.stream().anyMatch(OpenCodes::contains);
    return open ? Outcome.UNKNOWN : Outcome.REFUSED;
  }

  /** Returns the codes other than success, the most specific one first. */
  private static Stream<String> codes(Map<String, String> fields) {
    return CODES.stream()
        .map(name -> fields.getOrDefault(name, ""))
        .filter(code -> !code.isEmpty() && !code.equals(SUCCESS));
  }

  /**
   * Returns the original's code, such as {@code EV2_RES_STATUS_CODE_NOT_SUCESS}, in its spelling.
   */
  public String code() {
    return code;
  }

  /**
   * Returns whether the response had a valid sign. The platform does not sign most error responses:
   * query an order before you create it again because of one that is not verified.
   */
  public boolean verified() {
    return verified;
  }

  /**
   * Returns {@code err_code}, such as {@code ORDERPAID}; empty if the response has none. As
   * received; escape before logging.
   */
  public String errCode() {
    return fields.getOrDefault("err_code", "");
  }

  /**
   * Returns {@code err_code}, or else the first of {@code return_code}, {@code result_code} and
   * {@code retcode} that is not SUCCESS; empty if there is none. As received; escape before
   * logging.
   */
  @Override
  public String errorCode() {
    return codes(fields).findFirst().orElse("");
  }

  /**
   * Returns {@code err_code_des}; empty if the response has none. As received; escape before
   * logging.
   */
  public String errCodeDes() {
    return fields.getOrDefault("err_code_des", "");
  }

  /**
   * Returns a field of the response; empty if it has none of that name. As received; escape before
   * logging.
   */
  public String get(String name) {
    return fields.getOrDefault(name, "");
  }

  /**
   * Returns all fields of the response; nested ones as text. As received; escape before logging.
   */
  public Map<String, String> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
