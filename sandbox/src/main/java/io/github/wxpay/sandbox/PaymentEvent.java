package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the notification of a payment says of the order; null takes a field away. */
final class PaymentEvent {
  private PaymentEvent() {}

  /** Returns the fields for an order, or for the orders of a combined one. */
  static Map<String, @Nullable Object> fields(List<Order> orders, String mchid) {
    Order order = orders.get(0);
    if (order.draft().text("combine_out_trade_no") != null) {
      return together(orders, mchid);
    }
    if (order.draft().version() == 2) {
      Map<String, @Nullable Object> given = own(order);
      given.put("appid", order.draft().text("appid"));
      given.put("openid", payment(order).openid());
      given.put("total_fee", Long.toString(order.total()));
      given.put("time_end", Times.compact(payment(order).time()));
      return given;
    }
    return order.draft().text("sp_mchid") == null ? direct(order) : partner(order);
  }

  private static Map<String, @Nullable Object> own(Order order) {
    Map<String, @Nullable Object> given = new HashMap<>();
    given.put("attach", order.draft().text("attach"));
    given.put("out_trade_no", order.outTradeNo());
    given.put("transaction_id", payment(order).transactionId());
    given.put("trade_type", order.draft().type().name());
    return given;
  }

  private static Map<String, @Nullable Object> direct(Order order) {
    Map<String, @Nullable Object> given = own(order);
    given.put("appid", order.draft().text("appid"));
    given.put("payer", Map.of("openid", payment(order).openid()));
    given.put("amount", Map.of("total", order.total()));
    given.put("success_time", Times.rfc3339(payment(order).time()));
    return given;
  }

  private static Map<String, @Nullable Object> partner(Order order) {
    Map<String, @Nullable Object> given = direct(order);
    given.put("sp_appid", given.get("appid"));
    given.put("appid", null);
    given.put("mchid", null);
    for (String name : new String[] {"sp_mchid", "sub_appid", "sub_mchid"}) {
      given.put(name, order.draft().text(name));
    }
    Map<String, @Nullable Object> payer = new HashMap<>();
    payer.put("openid", null);
    payer.put("sp_openid", payment(order).openid());
    payer.put("sub_openid", order.draft().text("sub_openid"));
    given.put("payer", payer);
    return given;
  }

  private static Map<String, @Nullable Object> together(List<Order> orders, String mchid) {
    Order first = orders.get(0);
    Map<String, @Nullable Object> given = new HashMap<>();
    direct(first).keySet().forEach(name -> given.put(name, null));
    for (String name : new String[] {"mchid", "trade_state", "trade_state_desc", "bank_type"}) {
      given.put(name, null);
    }
    given.put("combine_appid", first.draft().text("appid"));
    given.put("combine_mchid", mchid);
    given.put("combine_out_trade_no", first.draft().text("combine_out_trade_no"));
    given.put("combine_payer_info", Map.of("openid", payment(first).openid()));
    List<Map<String, @Nullable Object>> parts = new ArrayList<>();
    for (Order order : orders) {
      Map<String, @Nullable Object> part = own(order);
      part.put("mchid", order.draft().text("mchid"));
      part.put("trade_state", "SUCCESS");
      part.put("bank_type", "OTHERS");
      part.put("success_time", Times.rfc3339(payment(order).time()));
      part.put(
          "amount",
          Map.of(
              "total_amount",
              order.total(),
              "payer_amount",
              order.total(),
              "currency",
              "CNY",
              "payer_currency",
              "CNY"));
      parts.add(part);
    }
    given.put("sub_orders", parts);
    return given;
  }

  private static Order.Payment payment(Order order) {
    return Objects.requireNonNull(order.payment(), "payment == null");
  }
}
