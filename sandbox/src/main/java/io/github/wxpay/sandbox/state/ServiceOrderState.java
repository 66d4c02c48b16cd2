package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.ledger.LedgerException;
import java.util.List;

/**
 * How far a service order is: CREATED until the user confirms, DOING (USER_CONFIRM, then
 * MCH_COMPLETE), DONE when the money is there; REVOKED if it comes to nothing.
 */
final class ServiceOrderState {
  static final String CREATED = "CREATED";
  static final String CONFIRMED = "DOING/USER_CONFIRM";
  static final String COMPLETED = "DOING/MCH_COMPLETE";

  private ServiceOrderState() {}

  static void mustBe(String number, ObjectNode order, String... states) {
    if (!List.of(states).contains(state(order))) {
      throw new LedgerException(
          LedgerException.Kind.ORDER_STATE,
          "service order " + number + " is " + state(order) + ", not " + String.join(", ", states));
    }
  }

  static String state(ObjectNode order) {
    String more = order.path("state_description").asText();
    return order.path("state").asText() + (more.isEmpty() ? "" : "/" + more);
  }

  static void move(ObjectNode order, String state) {
    String[] parts = state.split("/", -1);
    order.put("state", parts[0]);
    order.remove("state_description");
    if (parts.length > 1) {
      order.put("state_description", parts[1]);
    }
  }

  static long total(ObjectNode order) {
    return order.path("total_amount").asLong();
  }

  static void collect(ObjectNode order, String state) {
    long total = total(order);
    boolean paid = state.equals("USER_PAID");
    order.put("need_collection", total > 0);
    if (total > 0) {
      ObjectNode collection = order.putObject("collection").put("state", state);
      collection.put("total_amount", total);
      collection.put("paying_amount", paid ? 0 : total).put("paid_amount", paid ? total : 0);
    }
  }

  static ObjectNode paid(ObjectNode order, String how, String when) {
    ObjectNode collection = Node.object(order, "collection");
    ObjectNode detail = collection.putArray("details").addObject().put("seq", 1);
    return detail.put("amount", total(order)).put("paid_type", how).put("paid_time", when);
  }
}
