package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.http.Answer;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.LedgerException;

/** Thrown when a request is refused, with status, {@code code}, {@code message}, {@code detail}. */
final class Refusal extends RuntimeException {
  static final String CONTENT_TYPE = "application/json; charset=utf-8";

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String message;
  private final transient ObjectNode detail;

  Refusal(int status, String code, String message) {
    this(status, code, message, Json.object());
  }

  Refusal(int status, String code, String message, ObjectNode detail) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.message = message;
    this.detail = detail;
  }

  /** Returns the refusal of a missing or wrong field. Its message contains its detail. */
  static Refusal field(String location, String pointer, String value, String issue) {
    String shown = shortened(value);
    ObjectNode detail = Json.object();
    detail.put("field", pointer);
    detail.put("value", shown);
    detail.put("issue", issue);
    detail.put("location", location);
    String message = "参数错误: " + location + " " + pointer + " " + issue;
    return new Refusal(400, "PARAM_ERROR", message, detail);
  }

  /** Returns the refusal of a field that cannot be decrypted, without its possibly secret value. */
  static Refusal unreadable(String pointer, String message, String issue) {
    ObjectNode detail = Json.object();
    detail.put("field", pointer);
    detail.put("issue", issue);
    detail.put("location", "body");
    return new Refusal(400, "PARAM_ERROR", message + ": body " + pointer + " " + issue, detail);
  }

  /** Returns the text, shortened to its first 64 characters if it is longer. */
  static String shortened(String text) {
    return text.length() > 64 ? text.substring(0, 64) + "…" : text;
  }

  /** Maps an error of the ledger to the platform's codes. */
  static Refusal of(LedgerException exception) {
    String issue = ": " + exception.getMessage();
    switch (exception.kind()) {
      case ORDER_UNKNOWN:
        return new Refusal(404, "ORDER_NOT_EXIST", "订单不存在" + issue);
      case REFUND_ORDER_UNKNOWN:
        return new Refusal(404, "RESOURCE_NOT_EXISTS", "订单不存在" + issue);
      case AUTHORIZATION_ENDED:
        return new Refusal(400, "INVALID_REQUEST", "授权已解除" + issue);
      case ORDER_PAID:
        return new Refusal(400, "ORDERPAID", "该订单已支付" + issue);
      case ORDER_CLOSED:
        return new Refusal(400, "ORDER_CLOSED", "该订单已关闭" + issue);
      case ORDER_DIFFERS:
        return new Refusal(403, "OUT_TRADE_NO_USED", "商户订单号重复" + issue);
      case NOT_PAID:
        return new Refusal(400, "INVALID_REQUEST", "订单未支付" + issue);
      case REFUND_TOO_MUCH:
        return new Refusal(400, "INVALID_REQUEST", "退款金额大于可退金额" + issue);
      case REFUND_TOTAL_DIFFERS:
      case REFUND_DIFFERS:
        return new Refusal(400, "INVALID_REQUEST", "订单金额或退款金额与之前请求不一致" + issue);
      case REFUND_UNKNOWN:
        return new Refusal(404, "RESOURCE_NOT_EXISTS", "退款单不存在" + issue);
      case UNKNOWN:
        return new Refusal(404, "RESOURCE_NOT_EXISTS", "资源不存在" + issue);
      case RECORD_UNKNOWN:
        return new Refusal(404, "NOT_FOUND", "记录不存在" + issue);
      case DIFFERS:
        return new Refusal(400, "INVALID_REQUEST", "单号已存在, 参数与原请求不一致" + issue);
      case WRONG_STATE:
        return new Refusal(400, "INVALID_REQUEST", "当前状态不支持该操作" + issue);
      case ORDER_STATE:
        return new Refusal(400, "INVALID_ORDER_STATE", "单据状态错误" + issue);
      case TOO_MUCH:
        return new Refusal(403, "NOT_ENOUGH", "金额或数量不足" + issue);
      case LIMITED:
        return new Refusal(403, "RULE_LIMIT", "已达到用户领取上限" + issue);
      case FIELD:
        String[] place = exception.field().split(" ", 2);
        return field(place[0], place[1], exception.value(), exception.getMessage());
    }
    throw new AssertionError(exception.kind());
  }

  ObjectNode detail() {
    return detail;
  }

  /** Returns message and issue on one line. */
  String summary() {
    String issue = detail.path("issue").asText();
    return issue.isEmpty() || message.endsWith(issue) ? message : message + ": " + issue;
  }

  /** Returns the error response, not yet signed. */
  Answer answer() {
    ObjectNode body = Json.object();
    body.put("code", code);
    body.put("message", message);
    if (!detail.isEmpty()) {
      body.set("detail", detail);
    }
    return json(status, body);
  }

  /** Returns a response with a JSON body. */
  static Answer json(int status, ObjectNode body) {
    return Answer.of(status, CONTENT_TYPE, Json.bytes(body));
  }
}
