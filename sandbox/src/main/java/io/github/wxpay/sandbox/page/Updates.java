package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.crypto.Randoms;
import java.util.List;
import java.util.Map;

/** The changes since the last poll of the page. Safe for use by many threads. */
final class Updates {
  private static final int MAX_ORDERS = 200;

  private final Sandbox sandbox;
  private final Views views;
  // Numbers restart with each sandbox, even on the same port; the page detects it by this ID.
  private final String run = Randoms.hex(16);
  private List<Map<String, Object>> orders = List.of();
  private long revision;

  Updates(Sandbox sandbox, Views views) {
    this.sandbox = sandbox;
    this.views = views;
  }

  /**
   * Returns the calls and deliveries after the given numbers, oldest first, and the last 200 orders
   * if an order changed since the given revision.
   */
  ObjectNode since(long call, long order, long delivery) {
    ObjectNode updates = JsonNodeFactory.instance.objectNode();
    updates.put("run", run);
    updates.put("notifying", sandbox.isNotifying());
    ArrayNode calls = updates.putArray("calls");
    for (Recorded each : sandbox.requests()) {
      if (each.number() > call) {
        calls.add(views.line(each));
      }
    }
    ArrayNode deliveries = updates.putArray("deliveries");
    for (Delivery each : sandbox.deliveries()) {
      if (each.number() > delivery) {
        deliveries.add(views.line(each));
      }
    }
    addOrders(updates, order);
    return updates;
  }

  private synchronized void addOrders(ObjectNode updates, long since) {
    List<Map<String, Object>> all = sandbox.orders();
    revision += all.equals(orders) ? 0 : 1;
    orders = all;
    updates.put("revision", revision);
    if (revision > since) {
      updates.put("orders_count", all.size());
      ArrayNode last = updates.putArray("orders");
      all.subList(Math.max(0, all.size() - MAX_ORDERS), all.size())
          .forEach(order -> last.add(views.order(order)));
    }
  }
}
