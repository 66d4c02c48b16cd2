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

/** What is new since the page asked last. */
final class Updates {
  private static final int MOST_ORDERS = 200;

  private final Sandbox sandbox;
  private final Views views;
  // Numbers begin anew with each sandbox, also at the same port; the page must be able to tell.
  private final String run = Randoms.hex(16);
  private List<Map<String, Object>> orders = List.of();
  private long revision;

  Updates(Sandbox sandbox, Views views) {
    this.sandbox = sandbox;
    this.views = views;
  }

  /**
   * Returns the calls and deliveries after those numbers, oldest first, and, if one changed since
   * that revision, the last 200 orders.
   */
  ObjectNode since(long call, long order, long delivery) {
    ObjectNode news = JsonNodeFactory.instance.objectNode();
    news.put("run", run);
    news.put("notifying", sandbox.isNotifying());
    ArrayNode calls = news.putArray("calls");
    for (Recorded each : sandbox.requests()) {
      if (each.number() > call) {
        calls.add(views.line(each));
      }
    }
    ArrayNode deliveries = news.putArray("deliveries");
    for (Delivery each : sandbox.deliveries()) {
      if (each.number() > delivery) {
        deliveries.add(views.line(each));
      }
    }
    addOrders(news, order);
    return news;
  }

  private synchronized void addOrders(ObjectNode news, long since) {
    List<Map<String, Object>> all = sandbox.orders();
    revision += all.equals(orders) ? 0 : 1;
    orders = all;
    news.put("revision", revision);
    if (revision > since) {
      news.put("orders_count", all.size());
      ArrayNode last = news.putArray("orders");
      all.subList(Math.max(0, all.size() - MOST_ORDERS), all.size())
          .forEach(order -> last.add(views.order(order)));
    }
  }
}
