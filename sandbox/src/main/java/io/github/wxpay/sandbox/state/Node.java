package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Small helps with JSON. */
final class Node {
  private Node() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns the object under a name, which it creates where there is none. */
  static ObjectNode object(ObjectNode parent, String name) {
    JsonNode child = parent.get(name);
    return child instanceof ObjectNode ? (ObjectNode) child : parent.putObject(name);
  }

  /** Returns the array under a name, which it creates where there is none. */
  static ArrayNode array(ObjectNode parent, String name) {
    JsonNode child = parent.get(name);
    return child instanceof ArrayNode ? (ArrayNode) child : parent.putArray(name);
  }

  /** Returns the entries of these names that are there. */
  static ObjectNode pick(JsonNode from, String... names) {
    ObjectNode some = object();
    for (String name : names) {
      if (from.hasNonNull(name)) {
        some.set(name, from.get(name).deepCopy());
      }
    }
    return some;
  }

  /** Returns the objects of an array. */
  static List<ObjectNode> objects(JsonNode array) {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode one : array) {
      if (one instanceof ObjectNode) {
        objects.add((ObjectNode) one);
      }
    }
    return objects;
  }
}
