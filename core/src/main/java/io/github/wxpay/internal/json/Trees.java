package io.github.wxpay.internal.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates nodes from tokens, and maps from nodes, without databind. */
final class Trees {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Trees() {}

  /**
   * Reads the only value of a document; returns the missing node if there is none. The parser
   * limits depth and size.
   *
   * @throws IOException if it is not JSON, exceeds a limit, has a name twice in an object, or has
   *     more JSON after it
   */
  static JsonNode read(JsonParser in) throws IOException {
    in.disable(
        JsonParser.Feature.STRICT_DUPLICATE_DETECTION); // this class checks it, with the object
    JsonToken first = in.nextToken();
    if (first == null) {
      return MissingNode.getInstance();
    }
    JsonNode node = node(in, first);
    JsonToken trailing = in.nextToken();
    if (trailing != null) {
      throw new IOException("Trailing token (" + trailing + ") after the end of the JSON value");
    }
    return node;
  }

  private static JsonNode node(JsonParser in, JsonToken token) throws IOException {
    switch (token) {
      case START_OBJECT:
        return object(in);
      case START_ARRAY:
        return array(in);
      case VALUE_STRING:
        return NODES.textNode(in.getText());
      case VALUE_NUMBER_INT:
        return integer(in);
      case VALUE_NUMBER_FLOAT:
        return DecimalNode.valueOf(decimal(in)); // a factory may remove trailing zeros
      case VALUE_TRUE:
        return NODES.booleanNode(true);
      case VALUE_FALSE:
        return NODES.booleanNode(false);
      default:
        return NODES.nullNode();
    }
  }

  private static JsonNode integer(JsonParser in) throws IOException {
    switch (in.getNumberType()) {
      case INT:
        return NODES.numberNode(in.getIntValue());
      case LONG:
        return NODES.numberNode(in.getLongValue());
      default:
        return NODES.numberNode(in.getBigIntegerValue());
    }
  }

  private static BigDecimal decimal(JsonParser in) throws IOException {
    try {
      return in.getDecimalValue();
    } catch (NumberFormatException e) { // not chained: its message contains the number
      throw new IOException("A number has an exponent beyond 32 bits");
    }
  }

  private static ObjectNode object(JsonParser in) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      if (object.has(name)) {
        throw new JsonParseException(
            in, "Duplicate field '" + name + "'", in.currentTokenLocation());
      }
      object.set(name, node(in, in.nextToken()));
    }
    return object;
  }

  private static ArrayNode array(JsonParser in) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      array.add(node(in, token));
    }
    return array;
  }

  /** Returns the members of an object in their order, in a modifiable map, as databind does. */
  static Map<String, @Nullable Object> map(JsonNode object) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      map.put(name, value(object.get(name)));
    }
    return map;
  }

  private static @Nullable Object value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT:
        return map(node);
      case ARRAY:
        List<@Nullable Object> list = new ArrayList<>(node.size());
        node.forEach(item -> list.add(value(item)));
        return list;
      case STRING:
        return node.textValue();
      case BOOLEAN:
        return node.booleanValue();
      case NUMBER:
        return node.numberValue();
      case BINARY: // only in trees of the caller: JSON text is never read as these two
        return ((BinaryNode) node).binaryValue();
      case POJO:
        return ((POJONode) node).getPojo();
      default:
        return null;
    }
  }
}
