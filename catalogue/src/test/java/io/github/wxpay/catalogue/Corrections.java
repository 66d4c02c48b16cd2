package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies {@code corrections.txt} to {@code catalogue.json}; the head of that file describes its
 * format. A correction without effect is an error, so that none outlives its cause.
 */
final class Corrections {
  private static final Pattern SOURCE = Pattern.compile("source (\\w+) +\\S.*");
  private static final Pattern ENDPOINT =
      Pattern.compile("(GET|POST|PUT|PATCH|DELETE|v2|v3) (\\S+)");
  private static final Pattern CHANGE =
      Pattern.compile(" +(\\S+) +(\\w+)(?: +(\\S+))? +\\[(\\w+(?: \\w+)*)]");
  private static final Pattern CHOICE = Pattern.compile("\\(([^()]*)\\)");
  private static final Pattern RANGE = Pattern.compile("([0-9]*)-([0-9]*)");
  private static final Set<String> FLAGS = Set.of("required", "optional");

  private final Map<String, ObjectNode> endpoints = new HashMap<>();
  private final Set<String> sources = new HashSet<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> block = new ArrayList<>();
  private boolean blockEnded = true;

  private Corrections(JsonNode rows) {
    rows.forEach(
        row -> {
          boolean endpoint = row.has("path");
          endpoints.put(
              row.path(endpoint ? "method" : "version").asText()
                  + " "
                  + row.path(endpoint ? "path" : "name").asText(),
              (ObjectNode) row);
        });
  }

  /** Returns the text of {@code corrections.txt}. */
  static String text() throws IOException {
    return text("corrections.txt");
  }

  /** Returns the text of {@code notification-corrections.txt}, for notifications. */
  static String ofNotifications() throws IOException {
    return text("notification-corrections.txt");
  }

  private static String text(String file) throws IOException {
    try (InputStream in = Corrections.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns a copy of the endpoints with the corrections of the text applied. */
  static JsonNode apply(String text, JsonNode rows) {
    JsonNode corrected = rows.deepCopy();
    new Corrections(corrected).apply(text);
    return corrected;
  }

  /** Returns the number of changes of each kind. */
  static Map<String, Integer> count(String text, JsonNode rows) {
    Corrections corrections = new Corrections(rows.deepCopy());
    corrections.apply(text);
    return corrections.counts;
  }

  private void apply(String text) {
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      try {
        line(line);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
      }
    }
  }

  private void line(String line) {
    Matcher source = SOURCE.matcher(line);
    Matcher endpoint = ENDPOINT.matcher(line);
    Matcher change = CHANGE.matcher(line);
    if (source.matches()) {
      sources.add(source.group(1));
    } else if (endpoint.matches()) {
      if (blockEnded) {
        block.clear();
        blockEnded = false;
      }
      choices(line).forEach(this::endpoint);
    } else if (change.matches()) {
      blockEnded = true;
      for (String name : change.group(4).split(" ", -1)) {
        check(sources.contains(name), "unknown source " + name);
      }
      check(!block.isEmpty(), "no endpoint precedes this change");
      for (String field : choices(change.group(1))) {
        block.forEach(at -> change(at, field, change.group(2), change.group(3)));
      }
    } else {
      check(line.isBlank() || line.startsWith("#"), "cannot parse " + line);
    }
  }

  private void endpoint(String name) {
    check(endpoints.containsKey(name), "unknown endpoint " + name);
    block.add(name);
  }

  /** Returns all expansions of a text with {@code (a|b)}. */
  private static List<String> choices(String text) {
    Matcher choice = CHOICE.matcher(text);
    if (!choice.find()) {
      return List.of(text);
    }
    List<String> all = new ArrayList<>();
    for (String one : choice.group(1).split("\\|", -1)) {
      all.addAll(choices(text.substring(0, choice.start()) + one + text.substring(choice.end())));
    }
    return all;
  }

  private void change(String endpoint, String field, String kind, @Nullable String value) {
    ObjectNode row = Objects.requireNonNull(endpoints.get(endpoint));
    check(FLAGS.contains(kind) == (value == null), kind + " has an unexpected value or lacks one");
    String text = value == null ? "" : value;
    boolean changed =
        kind.equals("either")
            ? either(row, field, text)
            : kind.equals("add") ? add(row, field, text) : set(field(row, field), kind, text);
    check(changed, endpoint + " " + field + " " + kind + " " + text + " does not change anything");
    counts.merge(kind, 1, Integer::sum);
  }

  private static ObjectNode field(ObjectNode row, String pointer) {
    JsonNode fields = row;
    JsonNode found = row;
    String[] steps = pointer.split("/", -1);
    for (int i = 0; i < steps.length; i++) {
      String step = steps[i];
      if (i == 0) {
        fields = row.path(step.equals("path") ? "pathParams" : step);
        continue;
      }
      found = row;
      for (JsonNode field : fields) {
        found = field.path("name").asText().equals(step) ? field : found;
      }
      check(!Objects.equals(found, row), row.path("path").asText() + " has no field " + pointer);
      fields = found.path("fields");
    }
    check(steps.length > 1, pointer + " is not a field");
    return (ObjectNode) found;
  }

  private static boolean set(ObjectNode field, String kind, String value) {
    boolean limits = !FLAGS.contains(kind) && !kind.equals("values");
    check(
        !limits || !field.path("encrypted").asBoolean(),
        field.path("name").asText() + " is encrypted: its length is that of the cipher text");
    JsonNode before = field.deepCopy();
    switch (kind) {
      case "required":
      case "optional":
        field.put("required", kind.equals("required"));
        break;
      case "values":
        values(field, value);
        break;
      case "length":
      case "bytes":
        checkType(field, "string");
        range(field, "minLength", "maxLength", value);
        field.remove("bytes");
        if (kind.equals("bytes")) {
          field.put("bytes", true);
        }
        break;
      case "range":
        checkType(field, "number");
        range(field, "minimum", "maximum", value);
        break;
      case "pattern":
        checkType(field, "string");
        field.put("pattern", Pattern.compile(value).pattern());
        break;
      default:
        throw new IllegalArgumentException("unknown change " + kind);
    }
    return !before.equals(field);
  }

  private static void checkType(ObjectNode field, String expected) {
    String type = field.path("type").asText().replaceAll("array<(.*)>", "$1");
    String kind = Types.isNumber(type) ? "number" : type;
    check(kind.equals(expected), field.path("name").asText() + " is a " + type);
  }

  private static void values(ObjectNode field, String value) {
    ArrayNode values = field.withArray("enum");
    Set<String> known = new HashSet<>();
    values.forEach(one -> known.add(one.asText()));
    for (String one : value.split("\\|", -1)) {
      check(known.add(one), one + " is a value already");
      values.add(one);
    }
  }

  private static void range(ObjectNode field, String min, String max, String value) {
    Matcher range = RANGE.matcher(value);
    check(range.matches() && !value.equals("-"), "not a range: " + value);
    Map<String, String> ends = new LinkedHashMap<>();
    ends.put(min, range.group(1));
    ends.put(max, range.group(2));
    ends.forEach(
        (name, digits) -> {
          if (digits.isEmpty()) {
            field.remove(name);
          } else {
            // The node type that Jackson reads, so that equal numbers are equal.
            field.set(name, number(digits));
          }
        });
  }

  private static JsonNode number(String digits) {
    long number = Long.parseLong(digits);
    return number <= Integer.MAX_VALUE ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
  }

  private static boolean either(ObjectNode row, String part, String value) {
    check(part.equals("request") || part.equals("query"), "either belongs to request or query");
    ArrayNode groups = row.withArray("either");
    ArrayNode group = groups.arrayNode();
    for (String name : value.split(",", -1)) {
      field(row, part + "/" + name);
      group.add(name);
    }
    for (JsonNode known : groups) {
      if (known.equals(group)) {
        return false;
      }
    }
    groups.add(group);
    return true;
  }

  /** Adds an optional field to an object. */
  private static boolean add(ObjectNode row, String pointer, String type) {
    int last = pointer.lastIndexOf('/');
    String name = pointer.substring(last + 1);
    ObjectNode parent = field(row, pointer.substring(0, last));
    for (JsonNode field : parent.withArray("fields")) {
      check(!field.path("name").asText().equals(name), pointer + " is there already");
    }
    parent
        .withArray("fields")
        .addObject()
        .put("name", name)
        .put("type", type)
        .put("required", false);
    return true;
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new IllegalArgumentException(message);
    }
  }
}
