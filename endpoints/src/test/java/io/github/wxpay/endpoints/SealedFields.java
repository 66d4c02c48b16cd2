package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.catalogue.Field;
import java.util.List;
import java.util.function.UnaryOperator;

/** Encrypts and decrypts the sensitive fields of a JSON object. */
final class SealedFields {
  private SealedFields() {}

  /** Returns a copy in which the encrypted fields are changed by a function. */
  static JsonNode map(List<Field> fields, JsonNode object, UnaryOperator<String> change) {
    ObjectNode copy = object.deepCopy();
    for (Field field : fields) {
      JsonNode value = copy.path(field.name());
      if (value.isMissingNode() || value.isNull()) {
        continue;
      }
      if (field.isEncrypted() && !field.isForBank()) {
        copy.set(field.name(), changed(value, change));
      } else if (!field.fields().isEmpty() && value.isObject()) {
        copy.set(field.name(), map(field.fields(), value, change));
      } else if (!field.fields().isEmpty() && value.isArray()) {
        ArrayNode list = copy.arrayNode();
        value.forEach(one -> list.add(map(field.fields(), one, change)));
        copy.set(field.name(), list);
      }
    }
    return copy;
  }

  private static JsonNode changed(JsonNode value, UnaryOperator<String> change) {
    if (value.isArray()) {
      ArrayNode list = ((ArrayNode) value).arrayNode();
      value.forEach(one -> list.add(changed(one, change)));
      return list;
    }
    return TextNode.valueOf(change.apply(value.asText()));
  }
}
