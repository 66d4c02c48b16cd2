package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Compares the data of a notification with what the merchant expects: only a final, successful
 * payment, refund or transfer of the same number and amount passes.
 */
final class Comparison {
  private static final String SUCCESS = "SUCCESS";

  private final Notification notification;
  private final JsonNode data;
  private final String merchant;

  Comparison(Notification notification, JsonNode data) {
    this.notification = notification;
    this.data = data;
    this.merchant = notification.mchid();
  }

  /** Requires a successful payment of an order, a combined order or one of its sub-orders. */
  void payment(String mchid, String number, long total) {
    requireGiven("mchid", mchid);
    requireGiven("outTradeNo", number);
    List<Order> orders = notification.isV2() ? v2Orders() : v3Orders();
    requireMerchant(mchid);
    List<String> numbers = new ArrayList<>();
    for (Order order : orders) {
      if (order.number.equals(number)) {
        requireState(order.stateName, order.state, "payment");
        requireAmount(order.totalName, order.total, total);
        return;
      }
      numbers.add(shown(order.number));
    }
    throw failure(
        "has out_trade_no '"
            + String.join("', '", numbers)
            + "', where '"
            + number
            + "' was expected");
  }

  /** Requires a successful refund. */
  void refund(String outRefundNo, long refund) {
    requireGiven("outRefundNo", outRefundNo);
    boolean v2 = notification.isV2();
    requireKind("refund_status", "refund");
    requireText("out_refund_no", outRefundNo);
    requireState("refund_status", text("refund_status"), "refund");
    String amount = v2 ? "refund_fee" : "/amount/refund";
    requireAmount(amount, v2 ? text("refund_fee") : data.at(amount).asText(), refund);
  }

  /** Requires a successful transfer. */
  void transfer(String outBillNo, long amount) {
    requireGiven("outBillNo", outBillNo);
    requireKind("transfer_amount", "transfer");
    requireText("out_bill_no", outBillNo);
    requireState("state", text("state"), "transfer");
    requireAmount("transfer_amount", text("transfer_amount"), amount);
  }

  private List<Order> v3Orders() {
    List<Order> orders = new ArrayList<>();
    if (data.has("trade_state") && data.has("out_trade_no")) {
      orders.add(new Order("trade_state", data, "/amount/total"));
    }
    List<Order> parts = new ArrayList<>();
    for (JsonNode part : data.path("sub_orders")) {
      parts.add(new Order("trade_state", part, "/amount/total_amount"));
    }
    if (!parts.isEmpty()) {
      orders.add(combined(parts));
      orders.addAll(parts);
    }
    if (orders.isEmpty()) {
      throw notA("payment", "trade_state");
    }
    return orders;
  }

  private List<Order> v2Orders() {
    List<Order> orders = new ArrayList<>();
    requireKind("result_code", "payment");
    requireState("return_code", text("return_code"), "payment");
    requireState("result_code", text("result_code"), "payment");
    if (data.has("trade_state")) { // automatic deductions have it too
      requireState("trade_state", text("trade_state"), "payment");
    }
    if (data.has("out_trade_no")) {
      orders.add(new Order("result_code", data, "/total_fee", text("result_code")));
    }
    List<Order> parts = new ArrayList<>();
    for (JsonNode part : subOrderList()) {
      parts.add(new Order("result_code", part, "/total_fee", text("result_code")));
    }
    if (!parts.isEmpty()) {
      orders.add(combined(parts));
      orders.addAll(parts);
    }
    return orders;
  }

  /** Reads the sub-orders of APIv2, which are JSON in one signed field. */
  private JsonNode subOrderList() {
    byte[] list = text("sub_order_list").getBytes(StandardCharsets.UTF_8);
    try {
      return Json.read(list).path("order_list");
    } catch (MalformedException e) {
      throw failure("has a sub_order_list that is not JSON");
    }
  }

  /** Returns the combined order: successful if every part is, with the sum of their totals. */
  private Order combined(List<Order> parts) {
    String state = SUCCESS;
    long sum = 0;
    boolean exact = true;
    for (Order part : parts) {
      state = part.state.equals(SUCCESS) ? state : part.state;
      exact = exact && isAmount(part.total);
      sum = exact ? Math.addExact(sum, Long.parseLong(part.total)) : 0;
    }
    Order first = parts.get(0);
    return new Order(
        text("combine_out_trade_no"),
        first.stateName,
        state,
        "the sum of the sub-orders",
        exact ? Long.toString(sum) : "");
  }

  /**
   * Requires an expected value that is not empty: a missing field reads as empty and would match.
   */
  private static void requireGiven(String name, String value) {
    if (Objects.requireNonNull(value, name + " == null").isEmpty()) {
      throw new IllegalArgumentException("`" + name + "` is empty. Pass the expected one.");
    }
  }

  /**
   * Compares the merchant whose keys verified the message; the data alone could name any merchant.
   */
  private void requireMerchant(String mchid) {
    if (merchant.isEmpty() ? namesMerchant(data, mchid) : merchant.equals(mchid)) {
      return;
    }
    boolean sub = mchid.equals(text("sub_mchid")) || mchid.equals(text("sub_mch_id"));
    String name = notification.isV2() ? "sub_mch_id" : "sub_mchid";
    throw failure(
        "is to merchant '"
            + merchant
            + "', not '"
            + mchid
            + "'"
            + (sub
                ? ", which is its sub-merchant; compare that by expect(\"" + name + "\", …)"
                : ""));
  }

  /** Returns whether one of the top-level fields for a merchant's number has this value. */
  static boolean namesMerchant(JsonNode data, String mchid) {
    return Notifications.MERCHANT.stream().anyMatch(n -> data.path(n).asText().equals(mchid));
  }

  private void requireKind(String name, String kind) {
    if (!data.has(name)) {
      throw notA(kind, name);
    }
  }

  private VerificationException notA(String kind, String name) {
    String other =
        data.has("refund_status") && !kind.equals("refund")
            ? ". Compare a refund by expectRefund(…)"
            : data.has("transfer_amount") && data.has("out_bill_no") && !kind.equals("transfer")
                ? ". Compare a transfer by expectTransfer(…)"
                : "";
    return failure("is not a " + kind + ", it has no " + name + " to compare" + other);
  }

  private void requireState(String name, String state, String kind) {
    if (!state.equals(SUCCESS)) {
      throw failure("is not a successful " + kind + ": " + name + " is '" + shown(state) + "'");
    }
  }

  private void requireText(String name, String expected) {
    if (!text(name).equals(expected)) {
      throw failure(
          "has " + name + " '" + shown(text(name)) + "', where '" + expected + "' was expected");
    }
  }

  private void requireAmount(String name, String amount, long expected) {
    if (!isAmount(amount) || Long.parseLong(amount) != expected) {
      throw failure(
          "has " + name + " '" + shown(amount) + "', where '" + expected + "' fen were expected");
    }
  }

  private static boolean isAmount(String text) {
    int digits = text.startsWith("-") ? text.length() - 1 : text.length();
    return digits >= 1
        && digits <= 15
        && text.chars().skip(text.length() - (long) digits).allMatch(c -> c >= '0' && c <= '9');
  }

  private String text(String name) {
    return data.path(name).asText("");
  }

  private VerificationException failure(String problem) {
    return failure(notification, problem);
  }

  /**
   * Returns the exception of a failed comparison: the message is genuine, but must not be
   * processed.
   */
  static VerificationException failure(Notification notification, String problem) {
    return new VerificationException(
        Reason.UNEXPECTED_CONTENT,
        "The notification "
            + notification.label()
            + " "
            + problem
            + ". The signature is valid, but this is not what was expected; do not process it.",
        0,
        "");
  }

  private static String shown(String text) {
    return Printable.of(text, 64);
  }

  /** An order number with its state and its amount, as the notification has them. */
  private static final class Order {
    final String number;
    final String stateName;
    final String state;
    final String totalName;
    final String total;

    Order(String stateName, JsonNode order, String total) {
      this(stateName, order, total, order.path(stateName).asText(""));
    }

    Order(String stateName, JsonNode order, String total, String state) {
      this(
          order.path("out_trade_no").asText(""),
          stateName,
          state,
          total,
          order.at(total).asText(""));
    }

    Order(String number, String stateName, String state, String totalName, String total) {
      this.number = number;
      this.stateName = stateName;
      this.state = state;
      this.totalName = totalName;
      this.total = total;
    }
  }
}
