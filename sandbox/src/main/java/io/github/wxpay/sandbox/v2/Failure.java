package io.github.wxpay.sandbox.v2;

import io.github.wxpay.sandbox.ledger.LedgerException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Thrown when a request fails in communication ({@code return_code}) or in business ({@code
 * result_code}).
 */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean understood;
  private final String code;
  private final String words;
  private final transient Map<String, Object> extra;

  private Failure(boolean understood, String code, String words, Map<String, Object> extra) {
    super(words, null, false, false);
    this.understood = understood;
    this.code = code;
    this.words = words;
    this.extra = extra;
  }

  /** Creates a failure with {@code return_code} FAIL; its response has no sign. */
  static Failure communication(String words) {
    return new Failure(false, "", words, Map.of());
  }

  /** Creates a failure with {@code result_code} FAIL, a code for programs and a text for people. */
  static Failure business(String code, String words) {
    return new Failure(true, code, words, Map.of());
  }

  /** Creates a failure of a download of a bill, with a separate {@code error_code}. */
  static Failure bill(String errorCode, String words) {
    return new Failure(false, "", words, Map.of("error_code", errorCode));
  }

  /** Creates a failure of a wrong sign; the expected text has a placeholder for the key. */
  static Failure sign(String hint, String expected) {
    Map<String, Object> extra = new LinkedHashMap<>();
    extra.put("sandbox_hint", hint);
    extra.put("sandbox_expected", expected);
    return new Failure(false, "", "签名错误", extra);
  }

  /** Converts a rejection by the ledger to the platform's codes. */
  static Failure of(LedgerException exception) {
    String issue = ": " + exception.getMessage();
    switch (exception.kind()) {
      case ORDER_UNKNOWN:
      case REFUND_ORDER_UNKNOWN:
        return business("ORDERNOTEXIST", "此交易订单号不存在" + issue);
      case ORDER_PAID:
        return business("ORDERPAID", "该订单已支付" + issue);
      case ORDER_CLOSED:
        return business("ORDERCLOSED", "订单已关闭" + issue);
      case ORDER_DIFFERS:
        return business("OUT_TRADE_NO_USED", "商户订单号重复" + issue);
      case NOT_PAID:
        return business("TRADE_STATE_ERROR", "订单状态错误" + issue);
      case REFUND_TOO_MUCH:
        return business("ERROR", "退款金额大于可退金额" + issue);
      case REFUND_TOTAL_DIFFERS:
      case REFUND_DIFFERS:
        return business("ERROR", "订单金额或退款金额与之前请求不一致" + issue);
      case REFUND_UNKNOWN:
        return business("REFUNDNOTEXIST", "退款订单查询失败" + issue);
      case UNKNOWN:
      case RECORD_UNKNOWN:
        return business("NOT_FOUND", "记录不存在" + issue);
      case DIFFERS:
      case WRONG_STATE:
      case ORDER_STATE:
      case AUTHORIZATION_ENDED:
        return business("INVALID_REQUEST", "当前状态不支持该操作" + issue);
      case TOO_MUCH:
      case LIMITED:
        return business("NOT_ENOUGH", "金额或数量不足" + issue);
      case FIELD:
        return business("PARAM_ERROR", "参数错误: " + exception.field() + " " + exception.getMessage());
    }
    throw new AssertionError(exception.kind());
  }

  boolean understood() {
    return understood;
  }

  String code() {
    return code;
  }

  String words() {
    return words;
  }

  Map<String, Object> extra() {
    return extra;
  }

  /** Returns the text and the hint in one line. */
  String summary() {
    Object hint = extra.get("sandbox_hint");
    return hint == null ? words : words + ": " + hint;
  }
}
