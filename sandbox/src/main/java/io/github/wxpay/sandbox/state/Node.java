package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
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
