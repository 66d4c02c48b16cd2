package io.github.wxpay.sandbox.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Parses JSON strictly, writes it compactly, and extracts parts of its trees. */
public final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /** Parses a text in UTF-8; fails on duplicate names and on tokens after the value. */
  public static JsonNode read(byte[] text) throws IOException {
    return MAPPER.readTree(text);
  }

  /** Returns the compact text of a tree in UTF-8. */
  public static byte[] bytes(JsonNode tree) {
    try {
      return MAPPER.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON", e);
    }
  }

  /** Returns an empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns the object of this name in a parent; creates it if there is none. */
  public static ObjectNode object(ObjectNode parent, String name) {
    JsonNode child = parent.get(name);
    return child instanceof ObjectNode ? (ObjectNode) child : parent.putObject(name);
  }

  /** Returns the array of this name in a parent; creates it if there is none. */
  public static ArrayNode array(ObjectNode parent, String name) {
    JsonNode child = parent.get(name);
    return child instanceof ArrayNode ? (ArrayNode) child : parent.putArray(name);
  }

  /** Returns an object with copies of the entries of these names that are present and not null. */
  public static ObjectNode pick(JsonNode from, String... names) {
    ObjectNode picked = object();
    for (String name : names) {
      if (from.hasNonNull(name)) {
        picked.set(name, from.get(name).deepCopy());
      }
    }
    return picked;
  }

  /** Returns the elements of an array that are objects. */
  public static List<ObjectNode> objects(JsonNode array) {
    List<ObjectNode> objects = new ArrayList<>();
    for (JsonNode element : array) {
      if (element instanceof ObjectNode) {
        objects.add((ObjectNode) element);
      }
    }
    return objects;
  }
}
