package io.github.wxpay.sandbox.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.Samples;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values that are known when a response is generated: the value at the same path, or else the
 * only value with the same name.
 */
final class KnownValues implements Samples.Source {
  // Names with another meaning at each path.
  private static final Set<String> COMMON =
      Set.of(
          "name",
          "type",
          "state",
          "status",
          "code",
          "id",
          "count",
          "desc",
          "description",
          "title",
          "message",
          "value",
          "url",
          "amount",
          "number",
          "quantity",
          "version",
          "reason",
          "detail");
  private static final Pattern MERCHANT_NUMBER =
      Pattern.compile("((sp|combine|consume|sponsor|stock_creator)_)?mch_?id");
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  private static final int MAX_SECRET = 190;

  private final JsonNode document;
  private final String mchid;
  private final Set<String> secret;
  private final boolean certain;
  private final Map<String, JsonNode> byName = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  /**
   * Creates a source of values from a document.
   *
   * @param secret the names of fields whose value must be encrypted in a response
   * @param certain whether the document is the response itself, whose values need not be documented
   *     since such lists are open; a value of a request may have another meaning in the response
   */
  KnownValues(JsonNode document, String mchid, Set<String> secret, boolean certain) {
    this.document = document;
    this.secret = secret;
    this.mchid = mchid;
    this.certain = certain;
    index(document);
    byName.keySet().removeAll(ambiguous);
  }

  /** Returns whether the document has a value at a JSON pointer. */
  boolean has(String pointer) {
    JsonNode node = document.at(pointer);
    return !node.isMissingNode() && !node.isNull();
  }

  @Override
  public @Nullable JsonNode value(String pointer, Field field) {
    if (secret.contains(field.name()) && !field.isEncrypted()) {
      return null;
    }
    JsonNode here = document.at(pointer);
    if (!here.isMissingNode() && !here.isNull()) {
      return here.isContainerNode() ? container(here, field) : fitting(here, field, certain);
    }
    if (field.isArray() || field.elementType().equals("object")) {
      return null;
    }
    JsonNode named = COMMON.contains(field.name()) ? null : byName.get(field.name());
    JsonNode fitting = named == null ? null : fitting(named, field, false);
    if (fitting == null && MERCHANT_NUMBER.matcher(field.name()).matches()) {
      return TextNode.valueOf(mchid);
    }
    return fitting;
  }

  private static @Nullable JsonNode container(JsonNode node, Field field) {
    boolean array = field.isArray() && node.isArray();
    boolean object = field.elementType().equals("object") && !field.isArray() && node.isObject();
    return array || object ? node : null;
  }

  /** Returns the value in the field's type, null if it does not fit. */
  private static @Nullable JsonNode fitting(JsonNode node, Field field, boolean open) {
    String text = node.asText();
    // RSA cannot encrypt longer texts.
    if (field.isEncrypted() && text.getBytes(StandardCharsets.UTF_8).length > MAX_SECRET) {
      return null;
    }
    boolean listed = open || field.values().isEmpty() || field.values().contains(text);
    if (field.isArray() || !listed) {
      return null;
    }
    switch (field.elementType()) {
      case "integer":
      case "number":
        if (node.isNumber()) {
          return node;
        }
        return INTEGER.matcher(text).matches() ? LongNode.valueOf(Long.parseLong(text)) : null;
      case "boolean":
        return node.isBoolean() || text.equals("true") || text.equals("false")
            ? BooleanNode.valueOf(node.asBoolean())
            : null;
      case "string":
        return node.isTextual() ? node : TextNode.valueOf(text);
      default:
        return null;
    }
  }

  private void index(JsonNode node) {
    if (node.isArray()) {
      node.forEach(this::index);
    }
    Iterable<String> names = node::fieldNames;
    for (String name : names) {
      JsonNode value = node.get(name);
      if (value.isContainerNode()) {
        index(value);
      } else if (!value.isNull()) {
        JsonNode before = byName.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) {
          ambiguous.add(name);
        }
      }
    }
  }
}
