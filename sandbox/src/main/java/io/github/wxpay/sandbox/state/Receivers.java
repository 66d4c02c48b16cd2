package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Receivers of shared profit: {@code receivers/add} and {@code delete}, on all paths. */
final class Receivers implements StatefulApi {
  private static final String ADD = "profitsharing/receivers/add";
  private static final String DELETE = "profitsharing/receivers/delete";

  private final DocumentStore receivers = new DocumentStore("receiver");

  @Override
  public void register(OperationRegistry registry) {
    FieldRules rules = FieldRules.NONE.documented("type").documented("relation_type");
    registry.on("POST", "v3/" + ADD, rules, this::add);
    registry.on("POST", "v3/" + DELETE, this::delete);
    for (String owner : new String[] {"v3/ecommerce/", "v3/brand/"}) {
      registry.on("POST", owner + ADD, this::keep);
      registry.on("POST", owner + DELETE, this::delete);
    }
  }

  /** Returns whether a receiver was added and not deleted. */
  boolean has(JsonNode receiver) {
    return receivers.has(key(receiver));
  }

  private ObjectNode add(CheckedRequest request) {
    boolean merchant = request.text("type").equals("MERCHANT_ID");
    if (merchant && request.text("name").isEmpty()) {
      throw request.wrong("name", "is required");
    }
    boolean custom = request.text("relation_type").equals("CUSTOM");
    if (custom && request.text("custom_relation").isEmpty()) {
      throw request.wrong("custom_relation", "is required");
    }
    return keep(request);
  }

  private synchronized ObjectNode keep(CheckedRequest request) {
    // Adding an existing receiver replaces its relation.
    String key = key(request.body());
    receivers.open(key, key, request::body);
    return receivers.change(key, receiver -> receiver.removeAll().setAll(request.body()));
  }

  private synchronized ObjectNode delete(CheckedRequest request) {
    String key = key(request.body());
    if (receivers.has(key)) {
      receivers.remove(key);
    }
    return request.body();
  }

  private static String key(JsonNode receiver) {
    return receiver.path("type").asText() + "/" + receiver.path("account").asText();
  }
}
