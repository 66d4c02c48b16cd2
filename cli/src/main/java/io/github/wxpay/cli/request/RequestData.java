package io.github.wxpay.cli.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.codec.Transformer;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of a request: named fields, or a body that is sent as it is. A value of a field is a
 * text unless the catalogue documents another type, or {@code name:=JSON} gives one. Immutable.
 */
public final class RequestData {
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final @Nullable Object verbatim;
  private final Map<String, Object> fields;
  private final boolean given;

  private RequestData(@Nullable Object verbatim, Map<String, Object> fields, boolean given) {
    this.verbatim = verbatim;
    this.fields = fields;
    this.given = given;
  }

  /**
   * Reads the values of {@code -d}.
   *
   * @param in the standard input, read for {@code -}
   * @throws IllegalArgumentException if they contradict each other or cannot be read
   */
  public static RequestData of(List<String> given, InputStream in) {
    Map<String, Object> fields = new LinkedHashMap<>();
    Object verbatim = null;
    for (String one : given) {
      Optional<Object> whole = whole(one, in);
      if (whole.isEmpty()) {
        field(fields, one);
      } else if (verbatim == null) {
        verbatim = whole.get();
      } else {
        throw new IllegalArgumentException("`-d` gives two bodies. Pass one.");
      }
    }
    if (verbatim != null && !fields.isEmpty()) {
      throw new IllegalArgumentException(
          "`-d` gives a body and the field `"
              + fields.keySet().iterator().next()
              + "`. Put the field into the body.");
    }
    return new RequestData(verbatim, fields, !given.isEmpty());
  }

  /** Returns a body that is sent as it is; empty if the text is a field. */
  private static Optional<Object> whole(String one, InputStream in) {
    String start = one.stripLeading();
    if (start.startsWith("{") || start.startsWith("[") || start.startsWith("<")) {
      return Optional.of(one);
    }
    if (one.equals("-")) {
      try {
        return Optional.of(in.readAllBytes());
      } catch (IOException e) {
        throw new IllegalArgumentException("The standard input of `-d -` cannot be read.");
      }
    }
    if (!one.startsWith("@")) {
      return Optional.empty();
    }
    Path file = Path.of(one.substring(1));
    try {
      return Optional.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(Failure.unreadable("-d", file, e));
    }
  }

  private static void field(Map<String, Object> fields, String one) {
    int mark = one.indexOf('=');
    boolean json = mark > 1 && one.charAt(mark - 1) == ':';
    String name = mark < 0 ? "" : one.substring(0, json ? mark - 1 : mark);
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "`-d` must be name=value, name:=JSON, a body that begins with { or [ or <, @FILE or -;"
              + " got "
              + one.length()
              + " characters of another form.");
    }
    String text = one.substring(mark + 1);
    String[] path = name.split("[.]", -1);
    Map<String, Object> at = fields;
    for (int i = 0; i < path.length - 1; i++) {
      at = nested(at, path[i], name);
    }
    String last = path[path.length - 1];
    if (at.get(last) instanceof Map) {
      throw contradiction(name);
    }
    NamedValues.add(at, last, json ? json(name, text) : text);
  }

  private static Map<String, Object> nested(Map<String, Object> at, String step, String name) {
    Object present = at.computeIfAbsent(step, key -> new LinkedHashMap<String, Object>());
    if (!(present instanceof Map)) {
      throw contradiction(name);
    }
    @SuppressWarnings("unchecked") // this class alone puts maps into it
    Map<String, Object> map = (Map<String, Object>) present;
    return map;
  }

  private static IllegalArgumentException contradiction(String name) {
    return new IllegalArgumentException(
        "`-d` gives `" + name + "` as a value and as an object. Pass one of them.");
  }

  private static JsonNode json(String name, String text) {
    try {
      JsonNode node = JSON.readTree(text);
      if (!node.isMissingNode()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // Reported below: the parser's message would repeat a part of the value.
    }
    throw new IllegalArgumentException(
        "`-d " + name + ":=` must be followed by JSON, such as 1, true, \"text\" or [1,2].");
  }

  /** Returns whether {@code -d} was given. */
  public boolean isGiven() {
    return given;
  }

  /**
   * Returns the body of a request of APIv3: fields as a Map with the documented types, text and
   * bytes unchanged, {@code null} for none.
   *
   * @param endpoint the documented endpoint, if there is one
   * @throws IllegalArgumentException if a value is not of the documented type
   */
  public @Nullable Object body(Optional<Endpoint> endpoint) {
    if (verbatim != null) {
      return verbatim;
    }
    if (!given) {
      return null;
    }
    List<Field> documented =
        endpoint.map(e -> e.meta().isEmpty() ? e.request() : e.meta()).orElse(List.of());
    return typed("", fields, documented);
  }

  /**
   * Returns the fields of a request of APIv2, which is signed field by field: those of {@code -d},
   * or those of a text in XML or JSON.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  public Map<String, ?> fields() {
    if (verbatim == null) {
      return fields;
    }
    String text = text();
    Map<String, ?> read = null;
    if (text.stripLeading().startsWith("<")) {
      read = Transformer.toObject(text);
    } else {
      JsonNode node = tree(verbatim).orElse(null);
      if (node != null && node.isObject()) {
        Map<String, Object> all = new LinkedHashMap<>();
        node.properties().forEach(field -> all.put(field.getKey(), scalar(field.getValue())));
        read = all;
      }
    }
    if (read == null) {
      throw new IllegalArgumentException(
          "The body of a request of APIv2 must be XML, or JSON of an object, since its fields are"
              + " signed. Pass fields as `-d name=value`.");
    }
    return read;
  }

  private static Object scalar(JsonNode node) {
    return node.isContainerNode() ? node.toString() : node.asText();
  }

  private String text() {
    return verbatim instanceof byte[]
        ? new String((byte[]) verbatim, StandardCharsets.UTF_8)
        : String.valueOf(verbatim);
  }

  /** Returns the members of a body: fields, or a JSON object as text; empty if it is neither. */
  public static Optional<Map<String, Object>> members(Object body) {
    if (!(body instanceof Map)) {
      JsonNode tree = tree(body).filter(JsonNode::isObject).orElse(null);
      return Optional.ofNullable(tree).map(RequestData::members);
    }
    Map<String, Object> members = new LinkedHashMap<>();
    ((Map<?, ?>) body).forEach((name, value) -> members.put((String) name, value));
    return Optional.of(members);
  }

  private static Map<String, Object> members(JsonNode object) {
    return JSON.convertValue(object, new TypeReference<Map<String, Object>>() {});
  }

  /** Returns a body as a tree, for checks; empty if it is not JSON. */
  static Optional<JsonNode> tree(Object body) {
    try {
      if (body instanceof byte[]) {
        return Optional.of(JSON.readTree((byte[]) body));
      }
      return Optional.of(
          body instanceof String ? JSON.readTree((String) body) : JSON.valueToTree(body));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> typed(
      String prefix, Map<String, Object> values, List<Field> documented) {
    Map<String, Object> typed = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Field field = find(documented, name);
          typed.put(name, field == null ? value : typed(prefix + name, value, field));
        });
    return typed;
  }

  private static @Nullable Field find(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst().orElse(null);
  }

  private static Object typed(String name, Object value, Field field) {
    if (value instanceof JsonNode) { // given with its type
      return value;
    }
    if (value instanceof List) {
      List<Object> elements = new ArrayList<>();
      ((List<?>) value).forEach(one -> elements.add(element(name, one, field)));
      return elements;
    }
    Object element = element(name, value, field);
    return field.isArray() ? List.of(element) : element;
  }

  private static Object element(String name, Object value, Field field) {
    if (value instanceof Map) {
      @SuppressWarnings("unchecked") // this class alone puts maps into it
      Map<String, Object> map = (Map<String, Object>) value;
      return typed(name + ".", map, field.fields());
    }
    return value instanceof String ? converted(name, (String) value, field.elementType()) : value;
  }

  private static Object converted(String name, String text, String type) {
    switch (type) {
      case "integer":
        if (text.matches("-?[0-9]+")) {
          return new BigInteger(text);
        }
        break;
      case "number":
        if (text.matches("-?[0-9]+([.][0-9]+)?")) {
          return text.contains(".") ? new BigDecimal(text) : (Object) new BigInteger(text);
        }
        break;
      case "boolean":
        if (text.equals("true") || text.equals("false")) {
          return Boolean.valueOf(text);
        }
        break;
      default:
        return text;
    }
    throw new IllegalArgumentException(
        "`"
            + name
            + "` must be "
            + (type.equals("integer") ? "an " : "a ")
            + type
            + " as documented; got '"
            + (text.length() > 64 ? text.substring(0, 64) + "…" : text)
            + "'. To send another type, pass `-d "
            + name
            + ":=JSON`.");
  }

  /** Returns the names of the fields, or the kind of the body. */
  @Override
  public String toString() {
    return verbatim == null ? fields.keySet().toString() : "a body that is sent as it is";
  }
}
