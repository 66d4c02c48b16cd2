package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a body or a query and refuses those that are missing or wrong. */
final class Fields {
  private final String location;
  private final String prefix;
  private final ObjectNode node;

  Fields(String location, String prefix, ObjectNode node) {
    this.location = location;
    this.prefix = prefix;
    this.node = node;
  }

  ObjectNode node() {
    return node;
  }

  /** Returns a text that must be there, of that many characters. */
  String text(String name, int least, int most) {
    String text = optionalText(name, least, most);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  /** Returns a text, or null if the field is absent. */
  @Nullable String optionalText(String name, int least, int most) {
    JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong(name, "must be a string");
    }
    String text = value.textValue();
    int length = text.codePointCount(0, text.length());
    if (length < least || length > most) {
      throw wrong(name, "must have " + least + " to " + most + " characters, not " + length);
    }
    return text;
  }

  /** Returns a text of that form; the rule says the form in words. */
  String matching(String name, Pattern form, String rule) {
    String text = text(name, 0, Integer.MAX_VALUE);
    if (!form.matcher(text).matches()) {
      throw wrong(name, "must be " + rule);
    }
    return text;
  }

  /** Returns one of the values, or null if the field is absent. */
  @Nullable String optionalOneOf(String name, String... values) {
    String text = optionalText(name, 0, Integer.MAX_VALUE);
    if (text != null && !Arrays.asList(values).contains(text)) {
      throw wrong(name, "must be one of " + String.join(", ", values));
    }
    return text;
  }

  /** Returns an integer that must be there; {@code 1.0} and {@code "1"} are none. */
  long integer(String name, long least, long most) {
    JsonNode value = present(name);
    if (value == null) {
      throw missing(name);
    }
    if (!value.isIntegralNumber()) {
      throw wrong(name, "must be an integer");
    }
    if (!value.canConvertToLong() || value.longValue() < least) {
      throw wrong(name, "must be at least " + least);
    }
    if (value.longValue() > most) {
      throw wrong(name, "must be at most " + most);
    }
    return value.longValue();
  }

  Fields object(String name) {
    Fields fields = optionalObject(name);
    if (fields == null) {
      throw missing(name);
    }
    return fields;
  }

  @Nullable Fields optionalObject(String name) {
    JsonNode value = present(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode)) {
      throw wrong(name, "must be an object");
    }
    return new Fields(location, prefix + "/" + name, (ObjectNode) value);
  }

  Refusal missing(String name) {
    return Refusal.field(location, prefix + "/" + name, "", "is required");
  }

  Refusal wrong(String name, String issue) {
    JsonNode value = node.path(name);
    return Refusal.field(
        location,
        prefix + "/" + name,
        value.isTextual() ? value.textValue() : value.toString(),
        issue);
  }

  /** Returns the JSON pointer of a field. */
  String pointer(String name) {
    return prefix + "/" + name;
  }

  /** Returns the texts by name. */
  Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> map.put(name, node.get(name).asText()));
    return map;
  }

  /** Refuses a field of the body in the platform's own words; its value may be secret. */
  static Refusal unreadable(String pointer, String words, String issue) {
    ObjectNode detail = Json.object();
    detail.put("field", pointer);
    detail.put("issue", issue);
    detail.put("location", "body");
    return new Refusal(400, "PARAM_ERROR", words + ": body " + pointer + " " + issue, detail);
  }

  private @Nullable JsonNode present(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }
}
