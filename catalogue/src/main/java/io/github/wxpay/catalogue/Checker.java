package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.catalogue.Problem.Kind;
import io.github.wxpay.catalogue.Problem.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Holds one request against what is documented of its endpoint, and collects what differs. */
final class Checker {
  // Every client of APIv2 adds these; the tables leave some of them out.
  private static final Set<String> COMMON_V2 =
      Set.of("nonce_str", "sign", "sign_type", "appid", "mch_id");
  private static final Pattern INDEX = Pattern.compile("\\$[nm]");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Endpoint endpoint;
  private final Set<String> oneIsEnough = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  Checker(Endpoint endpoint) {
    this.endpoint = endpoint;
    endpoint.either().forEach(oneIsEnough::addAll);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  void path(Map<String, String> variables) {
    for (Field field : endpoint.pathParameters()) {
      String value = variables.getOrDefault(field.name(), "{}");
      if (!value.startsWith("{")) {
        plain(Location.PATH, "/" + field.name(), field, value);
      }
    }
  }

  void query(Map<String, ?> query) {
    List<Field> fields = endpoint.query();
    missing(Location.QUERY, "", fields, query.keySet());
    query.forEach(
        (name, value) -> {
          Field field = known(Location.QUERY, "", fields, name);
          Collection<?> values =
              value instanceof Collection ? (Collection<?>) value : List.of(value);
          for (Object one : field == null ? List.of() : values) {
            queried("/" + escape(name), field, String.valueOf(one));
          }
        });
  }

  private void queried(String pointer, @Nullable Field field, String text) {
    if (field != null && field.json().isEmpty()) {
      plain(Location.QUERY, pointer, field, text);
    } else if (field != null) {
      inside(Location.QUERY, pointer, field, text);
    }
  }

  void body(@Nullable JsonNode body) {
    boolean upload = endpoint.kind() == Endpoint.Kind.UPLOAD && !endpoint.meta().isEmpty();
    List<Field> fields = upload ? endpoint.meta() : endpoint.request();
    if (body == null || body.isMissingNode() || body.isNull()) {
      object(Location.BODY, "", fields, JsonNodeFactory.instance.objectNode(), false);
    } else if (!body.isObject()) {
      add(Kind.WRONG_TYPE, Location.BODY, "", "must be an object, not " + typeOf(body));
    } else {
      object(Location.BODY, "", fields, body, false);
    }
  }

  private void object(
      Location where, String pointer, List<Field> fields, JsonNode node, boolean variants) {
    Set<String> present = new HashSet<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isNull()) {
        present.add(entry.getKey());
      }
      Field field = known(where, pointer, fields, entry.getKey());
      if (field != null && !entry.getValue().isNull()) {
        value(where, pointer + "/" + escape(entry.getKey()), field, entry.getValue());
      }
    }
    // Of several variants one is sent, so that a field of another cannot be missed.
    if (!variants) {
      missing(where, pointer, fields, present);
    }
  }

  private void missing(Location where, String pointer, List<Field> fields, Set<String> present) {
    for (Field field : fields) {
      boolean top = pointer.isEmpty();
      boolean common = endpoint.version() == 2 && COMMON_V2.contains(field.name());
      if (field.isRequired()
          && !present.contains(field.name())
          && !field.name().contains("$")
          && !field.elementType().equals("file")
          && !(top && (common || oneIsEnough.contains(field.name())))) {
        add(Kind.MISSING, where, pointer + "/" + escape(field.name()), "is required");
      }
    }
    for (List<String> group : pointer.isEmpty() ? endpoint.either() : List.<List<String>>of()) {
      boolean here = fields.stream().anyMatch(field -> group.contains(field.name()));
      if (here && group.stream().noneMatch(present::contains)) {
        String others = String.join(" or ", group.subList(1, group.size()));
        add(Kind.MISSING, where, "/" + group.get(0), "is required, or " + others + " is");
      }
    }
  }

  private @Nullable Field known(Location where, String pointer, List<Field> fields, String name) {
    for (Field field : fields) {
      if (matches(field.name(), name)) {
        return field;
      }
    }
    if (pointer.isEmpty() && endpoint.version() == 2 && COMMON_V2.contains(name)) {
      return null;
    }
    add(
        Kind.UNKNOWN,
        where,
        pointer + "/" + escape(name),
        "is not documented" + nearest(fields, name));
    return null;
  }

  private static boolean matches(String documented, String name) {
    return documented.equals(name)
        || (documented.contains("$")
            && name.matches(INDEX.matcher(documented).replaceAll("\\\\d+")));
  }

  private static String nearest(List<Field> fields, String name) {
    String best = "";
    int least = 1 + name.length() / 2;
    for (Field field : fields) {
      int far = Words.distance(name, field.name(), least);
      if (far < least) {
        least = far;
        best = field.name();
      }
    }
    return best.isEmpty() ? "" : "; did you mean " + best + "?";
  }

  private void value(Location where, String pointer, Field field, JsonNode node) {
    if (field.isArray()) {
      if (!node.isArray()) {
        wrongType(where, pointer, field.type(), node);
        return;
      }
      for (int i = 0; i < node.size(); i++) {
        element(where, pointer + "/" + i, field, node.get(i));
      }
    } else {
      element(where, pointer, field, node);
    }
  }

  private void element(Location where, String pointer, Field field, JsonNode node) {
    if (field.elementType().equals("object")) {
      if (node.isObject()) {
        if (!field.fields().isEmpty()) {
          object(where, pointer, field.fields(), node, field.isOneOf());
        }
      } else {
        wrongType(where, pointer, field.elementType(), node);
      }
    } else if (!field.json().isEmpty() && node.isTextual()) {
      inside(where, pointer, field, node.textValue());
    } else if (endpoint.version() == 2 && node.isValueNode()) {
      // XML has texts only.
      plain(where, pointer, field, node.asText());
    } else if (fits(field.elementType(), node)) {
      documented(where, pointer, field, node.asText());
    } else {
      wrongType(where, pointer, field.elementType(), node);
    }
  }

  /** JSON in a text: the pointer goes on inside. */
  private void inside(Location where, String pointer, Field field, String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (IOException e) {
      add(Kind.WRONG_TYPE, where, pointer, "must be a text that holds JSON: " + field.json());
      return;
    }
    if (field.json().equals("object") ? !node.isObject() : !node.isArray()) {
      add(Kind.WRONG_TYPE, where, pointer, "must hold JSON of type " + field.json());
    } else if (node.isObject() && !field.fields().isEmpty()) {
      object(where, pointer, field.fields(), node, field.isOneOf());
    } else if (!field.fields().isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        object(where, pointer + "/" + i, field.fields(), node.get(i), field.isOneOf());
      }
    }
  }

  private static boolean fits(String type, JsonNode node) {
    switch (type) {
      case "integer":
        return node.isIntegralNumber();
      case "number":
        return node.isNumber();
      case "boolean":
        return node.isBoolean();
      default:
        return node.isTextual();
    }
  }

  /** A value that is a text on the wire whatever its type. */
  private void plain(Location where, String pointer, Field field, String text) {
    boolean right;
    switch (field.elementType()) {
      case "integer":
        right = text.matches("-?[0-9]+");
        break;
      case "number":
        right = text.matches("-?[0-9]+([.][0-9]+)?");
        break;
      case "boolean":
        right = text.equals("true") || text.equals("false");
        break;
      default:
        right = true;
    }
    if (right) {
      documented(where, pointer, field, text);
    } else {
      String shown = field.isEncrypted() ? "" : ", not " + shortened(text);
      add(Kind.WRONG_TYPE, where, pointer, "must be " + article(field.elementType()) + shown);
    }
  }

  private void documented(Location where, String pointer, Field field, String text) {
    if (!field.values().isEmpty() && !field.isEncrypted() && !field.values().contains(text)) {
      add(
          Kind.WRONG_VALUE,
          where,
          pointer,
          shortened(text) + " is none of " + String.join(", ", field.values()));
    }
  }

  private void wrongType(Location where, String pointer, String type, JsonNode node) {
    add(Kind.WRONG_TYPE, where, pointer, "must be " + article(type) + ", not " + typeOf(node));
  }

  private void add(Kind kind, Location where, String pointer, String message) {
    problems.add(new Problem(kind, where, pointer, message));
  }

  private static String typeOf(JsonNode node) {
    if (node.isNumber()) {
      return node.isIntegralNumber() ? "an integer" : "a number";
    }
    return node.isTextual()
        ? "a string"
        : article(node.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  private static String article(String type) {
    return ("aeio".indexOf(type.charAt(0)) < 0 ? "a " : "an ") + type;
  }

  private static String shortened(String text) {
    return text.length() > 64 ? text.substring(0, 64) + "…" : text;
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
