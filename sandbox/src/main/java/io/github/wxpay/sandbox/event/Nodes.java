package io.github.wxpay.sandbox.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;

/** Trees: read, made of maps, laid over each other. */
final class Nodes {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Nodes() {}

  static JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static TextNode text(String text) {
    return TextNode.valueOf(text);
  }

  static ObjectNode of(Map<String, ?> map) {
    return MAPPER.valueToTree(map);
  }

  /** Lays the one over the other: objects entry by entry, all else whole; null takes away. */
  static void lay(ObjectNode above, ObjectNode below) {
    above
        .fieldNames()
        .forEachRemaining(
            name -> {
              JsonNode value = above.get(name);
              JsonNode known = below.get(name);
              if (value.isNull()) {
                below.remove(name);
              } else if (value.isObject() && known instanceof ObjectNode) {
                lay((ObjectNode) value, (ObjectNode) known);
              } else {
                below.set(name, value);
              }
            });
  }
}
