package io.github.wxpay.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the usual values of bodies (maps of the JDK with String keys, lists, texts, numbers,
 * booleans, nodes, secrets) without databind, whose initialisation takes a third of the time to the
 * first call. {@link Databind} writes all other values, and these in the same way.
 */
final class PlainWriter {
  /** Deeper values are left to databind, which reports loops. */
  private static final int MAX_DEPTH = 64;

  private final JsonGenerator out;
  private final @Nullable UnaryOperator<String> cipher;

  private PlainWriter(JsonGenerator out, @Nullable UnaryOperator<String> cipher) {
    this.out = out;
    this.cipher = cipher;
  }

  /**
   * Writes a value and returns {@code true}; or returns {@code false} if databind must write it, or
   * report what is wrong with it. The output until then must be discarded.
   *
   * @param cipher encrypts the secrets; {@code null} leaves them to databind
   */
  static boolean write(
      JsonGenerator out, @Nullable Object value, @Nullable UnaryOperator<String> cipher)
      throws IOException {
    try {
      return new PlainWriter(out, cipher).value(value, 0);
    } catch (RuntimeException e) { // of a cipher, or of a map that another thread changes
      return false;
    }
  }

  private boolean value(@Nullable Object value, int depth) throws IOException {
    if (value instanceof String) {
      out.writeString((String) value);
    } else if (value instanceof Integer) {
      out.writeNumber((Integer) value);
    } else if (value instanceof Map) {
      return ofTheJdk(value) && depth < MAX_DEPTH && object((Map<?, ?>) value, depth + 1);
    } else if (value == null) {
      out.writeNull();
    } else if (value instanceof Long) {
      out.writeNumber((Long) value);
    } else if (value instanceof Boolean) {
      out.writeBoolean((Boolean) value);
    } else if (value instanceof BigDecimal) {
      out.writeNumber((BigDecimal) value);
    } else if (value instanceof List) {
      return ofTheJdk(value) && depth < MAX_DEPTH && array((List<?>) value, depth + 1);
    } else if (value instanceof JsonNode) {
      return node((JsonNode) value, depth);
    } else if (value instanceof Secret && cipher != null) {
      out.writeString(((Secret) value).encrypted(cipher));
    } else if (value instanceof BigInteger) {
      out.writeNumber((BigInteger) value);
    } else if (value instanceof Double) {
      out.writeNumber((Double) value);
    } else {
      return false;
    }
    return true;
  }

  private boolean object(Map<?, ?> map, int depth) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object name = entry.getKey();
      if (!(name instanceof String)) {
        return false;
      }
      out.writeFieldName((String) name);
      if (!value(entry.getValue(), depth)) {
        return false;
      }
    }
    out.writeEndObject();
    return true;
  }

  private boolean array(List<?> list, int depth) throws IOException {
    out.writeStartArray();
    for (Object item : list) {
      if (!value(item, depth)) {
        return false;
      }
    }
    out.writeEndArray();
    return true;
  }

  private boolean node(JsonNode node, int depth) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT:
        return depth < MAX_DEPTH && object(node, depth + 1);
      case ARRAY:
        return depth < MAX_DEPTH && array(node, depth + 1);
      case STRING:
        out.writeString(node.textValue());
        return true;
      case BOOLEAN:
        out.writeBoolean(node.booleanValue());
        return true;
      case NULL:
        out.writeNull();
        return true;
      case NUMBER:
        boolean plain = node.isIntegralNumber() || node.isBigDecimal();
        return plain && value(node.numberValue(), depth);
      default:
        return false;
    }
  }

  private boolean object(JsonNode object, int depth) throws IOException {
    out.writeStartObject();
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      out.writeFieldName(name);
      if (!node(object.get(name), depth)) {
        return false;
      }
    }
    out.writeEndObject();
    return true;
  }

  private boolean array(JsonNode array, int depth) throws IOException {
    out.writeStartArray();
    for (JsonNode item : array) {
      if (!node(item, depth)) {
        return false;
      }
    }
    out.writeEndArray();
    return true;
  }

  /**
   * Returns whether a class is one of the JDK; a class of the caller may have annotations for
   * databind.
   */
  private static boolean ofTheJdk(Object value) {
    return value.getClass().getModule() == Object.class.getModule();
  }
}
