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
 * What is known when an answer is made: a value at the same place, else a value of the same name
 * that stands there once.
 */
final class KnownValues implements Samples.Source {
  // Names that mean something else at each place.
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
  private static final Pattern OURS =
      Pattern.compile("((sp|combine|consume|sponsor|stock_creator)_)?mch_?id");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

  private static final int LONGEST_SECRET = 190;

  private final JsonNode document;
  private final String mchid;
  private final Set<String> secret;
  private final boolean certain;
  private final Map<String, JsonNode> byName = new HashMap<>();
  private final Set<String> ambiguous = new HashSet<>();

  /**
   * Takes what is known.
   *
   * @param secret names of fields whose value may be answered encrypted only
   * @param certain whether it is of the answer, documented values or not, since the lists are open;
   *     what a request says may mean something else in its answer
   */
  KnownValues(JsonNode document, String mchid, Set<String> secret, boolean certain) {
    this.document = document;
    this.secret = secret;
    this.mchid = mchid;
    this.certain = certain;
    index(document);
    byName.keySet().removeAll(ambiguous);
  }

  /** Returns whether something stands at that place. */
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
    if (fitting == null && OURS.matcher(field.name()).matches()) {
      return TextNode.valueOf(mchid);
    }
    return fitting;
  }

  private static @Nullable JsonNode container(JsonNode node, Field field) {
    boolean array = field.isArray() && node.isArray();
    boolean object = field.elementType().equals("object") && !field.isArray() && node.isObject();
    return array || object ? node : null;
  }

  /** Returns the value in the field's type, null if it has no place there. */
  private static @Nullable JsonNode fitting(JsonNode node, Field field, boolean open) {
    String text = node.asText();
    // RSA takes no longer text.
    if (field.isEncrypted() && text.getBytes(StandardCharsets.UTF_8).length > LONGEST_SECRET) {
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
        return WHOLE.matcher(text).matches() ? LongNode.valueOf(Long.parseLong(text)) : null;
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
