package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Receivers of shared profit: {@code receivers/add} and {@code delete}, by all their addresses. */
final class Receivers implements StatefulApi {
  private static final String ADD = "profitsharing/receivers/add";
  private static final String DELETE = "profitsharing/receivers/delete";

  private final DocumentStore receivers = new DocumentStore("receiver");

  @Override
  public void register(OperationRegistry desk) {
    desk.on("POST", "v3/" + ADD, this::add);
    desk.on("POST", "v3/" + DELETE, this::delete);
    for (String owner : new String[] {"v3/ecommerce/", "v3/brand/"}) {
      desk.on("POST", owner + ADD, this::keep);
      desk.on("POST", owner + DELETE, this::delete);
    }
  }

  /** Returns whether that receiver was added. */
  boolean has(JsonNode receiver) {
    return receivers.has(key(receiver));
  }

  private ObjectNode add(CheckedRequest asked) {
    boolean merchant = asked.documented("type").equals("MERCHANT_ID");
    if (merchant && asked.text("name").isEmpty()) {
      throw asked.wrong("name", "is required");
    }
    boolean custom = asked.documented("relation_type").equals("CUSTOM");
    if (custom && asked.text("custom_relation").isEmpty()) {
      throw asked.wrong("custom_relation", "is required");
    }
    return keep(asked);
  }

  private synchronized ObjectNode keep(CheckedRequest asked) {
    // Added again it is the same receiver, with the relation that was named last.
    String key = key(asked.body());
    receivers.open(key, key, asked::body);
    return receivers.change(key, receiver -> receiver.removeAll().setAll(asked.body()));
  }

  private synchronized ObjectNode delete(CheckedRequest asked) {
    String key = key(asked.body());
    if (receivers.has(key)) {
      receivers.remove(key);
    }
    return asked.body();
  }

  private static String key(JsonNode receiver) {
    return receiver.path("type").asText() + "/" + receiver.path("account").asText();
  }
}
