package io.github.wxpay.sandbox.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** Fills the documented shape of an event with values that fit each other. */
public final class Payload {
  private static final String JSON_IN_TEXT = "=json";
  // The names an amount goes by, the plainest first.
  private static final String[] TOTALS = {
    "total", "total_fee", "total_amount", "transfer_amount", "amount"
  };
  private static final String[] REFUNDS = {"refund", "refund_fee", "refund_amount"};
  private static final long DEFAULT_TOTAL = 100;
  // A plain success has none of these.
  private static final Set<String> LEFT_OUT =
      Set.of("err_code", "err_code_des", "fail_reason", "coupon_id_$n", "coupon_type_$n");

  private final Values values;

  private Payload(Values values) {
    this.values = values;
  }

  /** Returns the payload; given entries win, and a given total becomes the others' too. */
  public static ObjectNode of(Event event, EventContext facts, Map<String, ?> given) {
    ObjectNode entries = Nodes.of(given);
    long refund = amount(entries, REFUNDS, amount(entries, TOTALS, DEFAULT_TOTAL));
    long total = amount(entries, TOTALS, refund);
    Values values = new Values(event, facts, total, refund);
    ObjectNode filled = new Payload(values).object(event.payload());
    Nodes.lay(entries, filled);
    return filled;
  }

  private static long amount(ObjectNode given, String[] names, long otherwise) {
    for (String name : names) {
      JsonNode value = given.findValue(name);
      if (value != null && value.isValueNode() && value.asLong() > 0) {
        return value.asLong();
      }
    }
    return otherwise;
  }

  private ObjectNode object(ObjectNode shape) {
    ObjectNode filled = Nodes.object();
    // Whoever is named as the merchant has no service provider over it and nobody below.
    boolean direct = shape.has("mchid") || shape.has("mch_id") || shape.has("mchid?");
    Iterable<String> keys = shape::fieldNames;
    for (String key : keys) {
      boolean optional = key.endsWith("?");
      String name = key.replace("?", "");
      boolean others = name.startsWith("sub_") || name.startsWith("sp_");
      boolean misfit = direct && others && !name.equals("sub_orders");
      if (!(optional && (misfit || LEFT_OUT.contains(name)))) {
        filled.set(name, value(name, shape.get(key)));
      }
    }
    return filled;
  }

  private JsonNode value(String name, JsonNode shape) {
    if (shape.isArray()) {
      return array(name, shape.get(0));
    }
    if (!shape.isObject()) {
      return values.leaf(name, shape);
    }
    return shape.has(JSON_IN_TEXT)
        ? filled((ObjectNode) shape.get(JSON_IN_TEXT))
        : object((ObjectNode) shape);
  }

  private JsonNode filled(ObjectNode shape) {
    return Nodes.text(object(shape).toString());
  }

  private JsonNode array(String name, JsonNode shape) {
    ArrayNode array = Nodes.array();
    // No coupon was used, so what was paid is what was to be paid.
    return name.equals("promotion_detail") ? array : array.add(value(name, shape));
  }
}
