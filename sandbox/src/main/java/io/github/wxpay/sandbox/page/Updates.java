package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.crypto.Randoms;
import io.github.wxpay.sandbox.http.Exchange;
import io.github.wxpay.sandbox.ledger.Order;
import java.util.List;

/** What is new since the page asked last. */
final class Updates {
  private static final int MOST_ORDERS = 200;

  private final Sources sources;
  private final Views views;
  // Numbers begin anew with each sandbox, also at the same port; the page must be able to tell.
  private final String run = Randoms.hex(16);

  Updates(Sources sources, Views views) {
    this.sources = sources;
    this.views = views;
  }

  /**
   * Returns the calls and deliveries after those numbers, oldest first, and, if the ledger changed
   * since that revision, the last 200 orders.
   */
  ObjectNode since(long call, long orders, long delivery) {
    ObjectNode news = JsonNodeFactory.instance.objectNode();
    news.put("run", run);
    news.put("notifying", sources.notifying());
    ArrayNode calls = news.putArray("calls");
    for (Exchange each : sources.calls()) {
      if (each.number() > call) {
        calls.add(views.line(each));
      }
    }
    ArrayNode deliveries = news.putArray("deliveries");
    for (Sent each : sources.deliveries()) {
      if (each.number() > delivery) {
        deliveries.add(views.line(each));
      }
    }
    // The revision first: what changes in between is sent twice rather than never.
    long revision = sources.ordersRevision();
    news.put("revision", revision);
    if (revision > orders) {
      List<Order> all = sources.orders();
      news.put("orders_count", all.size());
      ArrayNode last = news.putArray("orders");
      all.subList(Math.max(0, all.size() - MOST_ORDERS), all.size())
          .forEach(order -> last.add(views.order(order)));
    }
    return news;
  }
}
