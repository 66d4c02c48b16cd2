package io.github.wxpay.sandbox;

import io.github.wxpay.sandbox.ledger.Ledger;
import io.github.wxpay.sandbox.ledger.Order;
import io.github.wxpay.sandbox.ledger.Refund;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The orders of the ledger as maps, rebuilt only when the ledger has changed. Safe for use by many
 * threads.
 */
final class OrderList {
  private final Ledger ledger;
  private long revision = -1;
  private List<Map<String, Object>> orders = List.of();

  OrderList(Ledger ledger) {
    this.ledger = ledger;
  }

  synchronized List<Map<String, Object>> snapshot() {
    // The revision is read first, so that a change in between leads to another rebuild.
    long now = ledger.revision();
    if (now != revision) {
      List<Map<String, Object>> made = new ArrayList<>();
      ledger.ordersWithRefunds().forEach((order, refunds) -> made.add(order(order, refunds)));
      orders = Collections.unmodifiableList(made);
      revision = now;
    }
    return orders;
  }

  private static Map<String, Object> order(Order order, List<Refund> refunds) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("out_trade_no", order.outTradeNo());
    map.put("version", "v" + order.draft().version());
    map.put("trade_type", order.draft().type().name());
    map.put("state", order.state().name());
    map.put("total", order.total());
    map.put("refunded", order.refunded());
    putIfKnown(map, "description", order.draft().text("description"));
    putIfKnown(map, "notify_url", order.draft().text("notify_url"));
    putIfKnown(map, "code_url", order.codeUrl());
    map.put("create_time", order.created());
    Order.Payment payment = order.payment();
    if (payment != null) {
      map.put("transaction_id", payment.transactionId());
      map.put("success_time", payment.time());
    }
    List<Map<String, Object>> parts = new ArrayList<>();
    refunds.forEach(refund -> parts.add(refund(refund)));
    map.put("refunds", Collections.unmodifiableList(parts));
    return Collections.unmodifiableMap(map);
  }

  private static Map<String, Object> refund(Refund refund) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("out_refund_no", refund.outRefundNo());
    map.put("refund_id", refund.refundId());
    map.put("refund", refund.amount());
    map.put("create_time", refund.time());
    return Collections.unmodifiableMap(map);
  }

  private static void putIfKnown(Map<String, Object> map, String name, @Nullable String value) {
    if (value != null) {
      map.put(name, value);
    }
  }
}
