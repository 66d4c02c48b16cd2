package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.catalogue.Problem.Kind;
import io.github.wxpay.catalogue.Problem.Location;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares one request with the documentation of its endpoint and collects the differences. */
final class Checker {
  // A client of APIv2 adds these fields, and the documentation rarely lists them.
  private static final Set<String> ADDED = Set.of("nonce_str", "sign", "sign_type");
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Endpoint endpoint;
  private final boolean v2;
  private final List<List<String>> either;
  private final List<Problem> problems = new ArrayList<>();
  private Location where = Location.PATH;
  // Whether all values are strings, whatever their type: in XML, but not in JSON within XML.
  private boolean texts;

  Checker(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.v2 = endpoint.version() == 2;
    this.either = endpoint.either();
  }

  List<Problem> problems() {
    return Lines.of(problems);
  }

  void path(Map<String, String> variables) {
    where = Location.PATH;
    for (Field field : endpoint.pathParameters()) {
      String value = variables.get(field.name());
      if (value != null && !value.startsWith("{")) {
        text(Types.step(field.name()), field, decoded(value));
      }
    }
  }

  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException noEscape) {
      return segment;
    }
  }

  void query(Map<String, ?> query) {
    where = Location.QUERY;
    Set<String> present = new HashSet<>();
    query.forEach(
        (name, value) -> {
          Field field = known("", endpoint.query(), name);
          // An empty list adds nothing to the URL, like null.
          if (value != null
              && !(value instanceof Collection && ((Collection<?>) value).isEmpty())) {
            present.add(name);
            queried(Types.step(name), field, value);
          }
        });
    missing("", endpoint.query(), present);
  }

  private void queried(String pointer, @Nullable Field field, Object value) {
    if (field == null) {
      return;
    }
    boolean several = value instanceof Collection;
    if (value instanceof Map || (several && !field.isArray())) {
      String message = "must be " + Types.article(field.type()) + ", not an ";
      add(Kind.WRONG_TYPE, pointer, message + (several ? "array" : "object"));
    } else if (several) {
      for (Object one : (Collection<?>) value) {
        text(pointer, field, String.valueOf(one));
      }
    } else {
      text(pointer, field, value.toString());
    }
  }

  void body(@Nullable JsonNode body) {
    where = Location.BODY;
    texts = v2;
    List<Field> fields = endpoint.meta().isEmpty() ? endpoint.request() : endpoint.meta();
    if (body == null || body.isMissingNode() || body.isNull()) {
      missing("", fields, Set.of());
    } else if (body.isObject()) {
      object("", fields, body, false);
    } else {
      wrongType("", "object", body);
    }
  }

  private void object(String pointer, List<Field> fields, JsonNode node, boolean variants) {
    Set<String> present = new HashSet<>();
    Iterable<String> names = node::fieldNames;
    for (String name : names) {
      boolean given = !node.get(name).isNull();
      if (given) {
        present.add(name);
      }
      Field field = known(pointer, fields, name);
      if (field != null && given) {
        value(pointer + Types.step(name), field, node.get(name));
      }
    }
    // Only one of the variants is sent, so fields of the others may be absent.
    if (!variants) {
      missing(pointer, fields, present);
    }
  }

  private void missing(String pointer, List<Field> fields, Set<String> present) {
    boolean top = pointer.isEmpty();
    for (Field field : fields) {
      String name = field.name();
      // A field with an index may occur zero times.
      boolean required = field.isRequired() && !field.type().equals("file") && !name.contains("$");
      boolean excused = top && (isAdded(name) || either.stream().anyMatch(g -> g.contains(name)));
      if (required && !excused && !present.contains(name)) {
        add(Kind.MISSING, pointer + Types.step(name), "is required");
      }
    }
    for (List<String> group : top ? either : List.<List<String>>of()) {
      boolean applies = fields.stream().anyMatch(field -> group.contains(field.name()));
      if (applies && group.stream().noneMatch(present::contains)) {
        String others = String.join(" or ", group.subList(1, group.size()));
        add(Kind.MISSING, Types.step(group.get(0)), "is required, or " + others + " is");
      }
    }
  }

  private @Nullable Field known(String pointer, List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.isNamed(name)) {
        return field;
      }
    }
    if (!pointer.isEmpty() || !isAdded(name)) {
      add(Kind.UNKNOWN, pointer + Types.step(name), "is not documented" + nearest(fields, name));
    }
    return null;
  }

  private boolean isAdded(String name) {
    return v2 && ADDED.contains(name);
  }

  private static String nearest(List<Field> fields, String name) {
    String best = "";
    int min = 1 + name.length() / 2;
    for (Field field : fields) {
      int distance = Words.distance(name, field.name(), min);
      if (distance < min) {
        min = distance;
        best = field.name();
      }
    }
    return best.isEmpty() ? "" : "; did you mean " + best + "?";
  }

  private void value(String pointer, Field field, JsonNode node) {
    if (!field.isArray()) {
      element(pointer, field, node);
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        element(pointer + "/" + i, field, node.get(i));
      }
    } else {
      wrongType(pointer, field.type(), node);
    }
  }

  private void element(String pointer, Field field, JsonNode node) {
    String type = field.elementType();
    if (type.equals("object")) {
      object(pointer, field, node);
    } else if (node.isTextual() || (texts && node.isValueNode() && !node.isNull())) {
      if (texts || Types.fits(type, node)) {
        text(pointer, field, node.asText());
      } else {
        wrongType(pointer, type, node);
      }
    } else if (!field.json().isEmpty()) {
      add(Kind.WRONG_TYPE, pointer, mustBeJson(field) + ", not " + Types.typeOf(node));
    } else if (Types.fits(type, node)) {
      documented(pointer, field, node.asText());
    } else {
      wrongType(pointer, type, node);
    }
  }

  private void object(String pointer, Field field, JsonNode node) {
    if (!node.isObject()) {
      wrongType(pointer, "object", node);
    } else if (!field.fields().isEmpty()) {
      object(pointer, field.fields(), node, field.isOneOf());
    }
  }

  /** Checks a value that is sent as a string, whatever its type. */
  private void text(String pointer, Field field, String text) {
    if (!field.json().isEmpty()) {
      inside(pointer, field, text);
    } else if (Types.fits(field.elementType(), text)) {
      documented(pointer, field, text);
    } else {
      String shown = field.isEncrypted() ? "" : ", not " + Types.shortened(text);
      add(Kind.WRONG_TYPE, pointer, "must be " + Types.article(field.elementType()) + shown);
    }
  }

  /** Checks JSON in a string; JSON pointers continue within it. */
  private void inside(String pointer, Field field, String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (IOException e) {
      add(Kind.WRONG_TYPE, pointer, mustBeJson(field));
      return;
    }
    boolean outer = texts;
    texts = false;
    value(pointer, field.unwrapped(), node);
    texts = outer;
  }

  private static String mustBeJson(Field field) {
    return "must be a string with JSON of type " + field.json();
  }

  private void documented(String pointer, Field field, String text) {
    if (field.isEncrypted()) {
      return;
    }
    if (!field.values().isEmpty() && !field.values().contains(text)) {
      String all = String.join(", ", field.values());
      add(Kind.WRONG_VALUE, pointer, Types.shortened(text) + " is not one of " + all);
    } else if (Types.isNumber(field.elementType())) {
      number(pointer, field.limits(), text);
    } else {
      length(pointer, field.limits(), text);
    }
  }

  private void number(String pointer, Limits limits, String text) {
    if (limits.minimum == null && limits.maximum == null) {
      return;
    }
    BigDecimal value = new BigDecimal(text);
    String message = "must be " + limits.numbers() + ", not " + Types.shortened(text);
    if (limits.minimum != null && value.compareTo(BigDecimal.valueOf(limits.minimum)) < 0) {
      add(Kind.TOO_SMALL, pointer, message);
    } else if (limits.maximum != null && value.compareTo(BigDecimal.valueOf(limits.maximum)) > 0) {
      add(Kind.TOO_LARGE, pointer, message);
    }
  }

  private void length(String pointer, Limits limits, String text) {
    int length = limits.lengthOf(text);
    if (limits.minLength != null && length < limits.minLength) {
      add(Kind.TOO_SHORT, pointer, "must have " + limits.lengths() + ", not " + length);
    } else if (limits.maxLength != null && length > limits.maxLength) {
      add(Kind.TOO_LONG, pointer, "must have " + limits.lengths() + ", not " + length);
    } else if (limits.pattern != null && !limits.pattern.matcher(text).matches()) {
      // The value is not shown, because a URL may contain a secret.
      add(Kind.NOT_MATCHING, pointer, "must match " + limits.pattern);
    }
  }

  private void wrongType(String pointer, String type, JsonNode node) {
    String message = "must be " + Types.article(type) + ", not " + Types.typeOf(node);
    add(Kind.WRONG_TYPE, pointer, message);
  }

  private void add(Kind kind, String pointer, String message) {
    problems.add(new Problem(kind, where, pointer, message));
  }
}
