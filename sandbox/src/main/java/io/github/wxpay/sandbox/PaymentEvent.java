package io.github.wxpay.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.state.OrderFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of an order in the notification of its payment; null removes a field. */
final class PaymentEvent {
  private static final String[] V2 = {
    "attach", "openid", "out_trade_no", "time_end", "total_fee", "trade_type", "transaction_id"
  };
  private static final String[] DIRECT = {
    "appid", "attach", "out_trade_no", "success_time", "trade_type", "transaction_id"
  };
  private static final String[] PARTNER = {"sp_appid", "sp_mchid", "sub_appid", "sub_mchid"};
  private static final String[] PART = {
    "attach",
    "bank_type",
    "mchid",
    "out_trade_no",
    "success_time",
    "trade_state",
    "trade_type",
    "transaction_id"
  };

  private PaymentEvent() {}

  /** Returns the fields of an order, or of the orders of a combined one. */
  static Map<String, @Nullable Object> fields(List<Order> orders, String mchid) {
    Order order = orders.get(0);
    if (order.draft().text("combine_out_trade_no") != null) {
      return combined(orders, mchid);
    }
    if (order.draft().version() == 2) {
      Map<String, @Nullable Object> given = named(OrderFields.v2(order)::get, V2);
      given.put("appid", order.draft().text("appid"));
      return given;
    }
    return order.draft().text("sp_mchid") == null ? direct(order) : partner(order);
  }

  private static Map<String, @Nullable Object> direct(Order order) {
    ObjectNode fields = OrderFields.of(order);
    Map<String, @Nullable Object> given = named(fields::get, DIRECT);
    // In APIv3 this field is always present.
    given.putIfAbsent("attach", "");
    given.put("amount", Json.pick(fields.path("amount"), "total"));
    given.put("payer", Json.pick(fields.path("payer"), "openid"));
    return given;
  }

  private static Map<String, @Nullable Object> partner(Order order) {
    ObjectNode fields = OrderFields.of(order);
    Map<String, @Nullable Object> given = direct(order);
    given.putAll(named(fields::get, PARTNER));
    given.put("appid", null);
    given.put("mchid", null);
    Map<String, @Nullable Object> payer =
        named(fields.path("payer")::get, "sp_openid", "sub_openid");
    payer.put("openid", null);
    given.put("payer", payer);
    return given;
  }

  private static Map<String, @Nullable Object> combined(List<Order> orders, String mchid) {
    ObjectNode first = OrderFields.of(orders.get(0));
    Map<String, @Nullable Object> given = new HashMap<>();
    for (String[] names : new String[][] {DIRECT, PART, {"amount", "payer", "trade_state_desc"}}) {
      for (String name : names) {
        given.put(name, null);
      }
    }
    given.put("combine_appid", first.get("appid"));
    given.put("combine_mchid", mchid);
    given.put("combine_out_trade_no", orders.get(0).draft().text("combine_out_trade_no"));
    given.put("combine_payer_info", Json.pick(first.path("payer"), "openid"));
    List<ObjectNode> parts = new ArrayList<>();
    for (Order order : orders) {
      ObjectNode fields = OrderFields.of(order);
      ObjectNode part = Json.pick(fields, PART);
      part.set(
          "amount",
          Json.pick(
              fields.path("amount"), "total_amount", "payer_amount", "currency", "payer_currency"));
      parts.add(part);
    }
    given.put("sub_orders", parts);
    return given;
  }

  private static Map<String, @Nullable Object> named(
      Function<String, @Nullable Object> fields, String... names) {
    Map<String, @Nullable Object> given = new HashMap<>();
    for (String name : names) {
      given.put(name, fields.apply(name));
    }
    return given;
  }
}
