package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Receivers of shared profit: {@code v3/profitsharing/receivers}. */
final class Receivers implements Family {
  private static final String ROOT = "v3/profitsharing/receivers/";

  private final Documents receivers = new Documents("receiver");

  @Override
  public void register(Desk desk) {
    desk.on("POST", ROOT + "add", this::add);
    desk.on("POST", ROOT + "delete", this::delete);
  }

  /** Returns whether that receiver was added. */
  boolean has(JsonNode receiver) {
    return receivers.has(key(receiver));
  }

  private ObjectNode add(Asked asked) {
    boolean merchant = asked.documented("type").equals("MERCHANT_ID");
    if (merchant && asked.text("name").isEmpty()) {
      throw asked.wrong("name", "is required");
    }
    boolean custom = asked.documented("relation_type").equals("CUSTOM");
    if (custom && asked.text("custom_relation").isEmpty()) {
      throw asked.wrong("custom_relation", "is required");
    }
    // Added again it is the same receiver, with the relation that was named last.
    String key = key(asked.body());
    receivers.open(key, key, asked::body);
    return receivers.change(key, receiver -> receiver.removeAll().setAll(asked.body()));
  }

  private synchronized ObjectNode delete(Asked asked) {
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
