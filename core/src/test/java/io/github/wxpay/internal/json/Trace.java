package io.github.wxpay.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Trees and maps as texts that show the type of each value; nodes of 1 and 1L are not the same. */
final class Trace {
  private Trace() {}

  static String of(JsonNode node) {
    StringBuilder out = new StringBuilder();
    append(out, node);
    return out.toString();
  }

  private static void append(StringBuilder out, JsonNode node) {
    out.append(node.getClass().getSimpleName());
    if (node.isObject()) {
      for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        append(out.append('\n').append(name).append('='), node.get(name));
      }
      out.append('}');
    } else if (node.isArray()) {
      node.forEach(item -> append(out.append(','), item));
      out.append(']');
    } else if (node instanceof POJONode) {
      Object pojo = ((POJONode) node).getPojo();
      out.append(pojo == null ? "null" : pojo.getClass().getName());
    } else if (node.isNumber()) {
      out.append(' ').append(node.numberValue()); // digits and scale
    } else {
      out.append(' ').append(node.asText());
    }
  }

  static String ofValue(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof Map) {
      ((Map<?, ?>) value)
          .forEach((name, item) -> append(out.append('\n').append(name).append('='), item));
      out.append('}');
    } else if (value instanceof List) {
      ((List<?>) value).forEach(item -> append(out.append(','), item));
      out.append(']');
    } else if (value instanceof byte[]) {
      out.append(Arrays.toString((byte[]) value));
    } else {
      out.append(value == null ? "" : value.getClass().getSimpleName()).append(' ').append(value);
    }
  }
}
