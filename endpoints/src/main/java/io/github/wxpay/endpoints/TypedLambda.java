package io.github.wxpay.endpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a lambda that fills a body by its setters. */
final class TypedLambda {
  private static final int WIDTH = 100;
  private static final int STEP = 4;

  /** The columns that the verb, the setter and brackets around a lambda have. */
  private static final int MARGIN = 16;

  private final Class<?> type;

  /** The names of the parameters of this lambda and those around it; the last one is its own. */
  private final String names;

  /** The number of spaces before the line on which the lambda begins. */
  private final int indent;

  /** Creates a lambda of a verb, which is on a line with 4 spaces. */
  TypedLambda(Class<?> type, char name) {
    this(type, String.valueOf(name), STEP);
  }

  private TypedLambda(Class<?> type, String names, int indent) {
    this.type = type;
    this.names = names;
    this.indent = indent;
  }

  /**
   * Returns the lambda that sets the fields of a JSON object. If it is long, each setter is on a
   * line, with the dot at the end of the line before.
   */
  String write(JsonNode values) {
    String name = names.substring(names.length() - 1);
    if (values.isEmpty()) {
      return name + " -> {}";
    }
    List<String> setters = new ArrayList<>();
    int width = indent + name.length() * 2;
    for (String field : names(values)) {
      setters.addAll(setters(field, values.get(field)));
    }
    for (String setter : setters) {
      width += setter.contains("\n") ? WIDTH : setter.length() + 1;
    }
    String between = width <= WIDTH - MARGIN ? "." : ".\n" + " ".repeat(indent + STEP);
    return name + " -> " + name + between + String.join(between, setters);
  }

  private List<String> setters(String field, JsonNode value) {
    String name = TypedExample.camel(field, '_');
    String add = "add" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    List<Method> setters = methods(name);
    List<Method> adders = methods(add);
    if (setters.isEmpty() && !adders.isEmpty()) {
      List<String> calls = new ArrayList<>();
      for (JsonNode one : parsed(value)) {
        calls.add(call(adders.get(0), one));
      }
      return calls;
    }
    Method best = null;
    for (Method setter : setters) {
      best = best == null || rank(setter, value) < rank(best, value) ? setter : best;
    }
    return List.of(
        best == null
            ? "put(" + TypedExample.quoted(field) + ", " + literal(value) + ")"
            : call(best, value));
  }

  private List<Method> methods(String name) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> TypedExample.isNamed(method, name) && !method.isBridge())
        .collect(Collectors.toList());
  }

  /** Returns 0 for the overload of the value's own type, and more for one that takes its text. */
  private static int rank(Method setter, JsonNode value) {
    Class<?> parameter = setter.getParameterTypes()[0];
    if (parameter == String.class || parameter == long.class) {
      return 0;
    }
    return parameter == BigDecimal.class ? (value.isIntegralNumber() ? 2 : 1) : 1;
  }

  private String call(Method setter, JsonNode value) {
    return setter.getName() + "(" + argument(setter, value) + ")";
  }

  private String argument(Method setter, JsonNode value) {
    Class<?> parameter = setter.getParameterTypes()[0];
    if (parameter == Consumer.class) {
      Class<?> filled = Fillers.of(setter)[0];
      return new TypedLambda(filled, names + inner(setter.getName()), indent + STEP)
          .write(parsed(value));
    }
    if (parameter == String[].class || parameter == long[].class) {
      List<String> texts = new ArrayList<>();
      JsonNode list = parsed(value);
      for (JsonNode one : list.isArray() ? list : List.of(value)) {
        texts.add(parameter == long[].class ? number(one) : TypedExample.quoted(one.asText()));
      }
      return String.join(", ", texts);
    }
    if (parameter == boolean.class) {
      return value.asText();
    }
    if (parameter == long.class) {
      return number(value);
    }
    if (parameter == BigDecimal.class) {
      return "new java.math.BigDecimal(" + TypedExample.quoted(value.asText()) + ")";
    }
    return parameter == String.class
        ? TypedExample.quoted(value.isValueNode() ? value.asText() : value.toString())
        : literal(value);
  }

  /** Returns a name that no lambda around has: the first free letter of the method, or another. */
  private char inner(String method) {
    String letters = method.replaceFirst("^add(?=[A-Z])", "") + "abcdefghijklmnopqrstuvwxyz";
    for (int i = 0; i < letters.length(); i++) {
      char letter = Character.toLowerCase(letters.charAt(i));
      if (letter >= 'a' && letter <= 'z' && names.indexOf(letter) < 0) {
        return letter;
      }
    }
    throw new IllegalStateException("More than 26 lambdas are nested.");
  }

  /** Returns the JSON or the form in a text, and any other value as it is. */
  private static JsonNode parsed(JsonNode value) {
    String text = value.asText();
    if (!value.isTextual()) {
      return value;
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        return Formats.JSON.readTree(text);
      } catch (JsonProcessingException e) {
        return value;
      }
    }
    return text.contains("=") ? form(text) : value;
  }

  private static ObjectNode form(String text) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    for (String pair : text.split("&", -1)) {
      int end = pair.indexOf('=');
      if (end > 0) {
        form.put(pair.substring(0, end), pair.substring(end + 1));
      }
    }
    return form;
  }

  private static String number(JsonNode value) {
    return isInt(value) ? value.asText() : value.asText() + "L";
  }

  private static boolean isInt(JsonNode value) {
    return value.asText().length() < 10;
  }

  /** Returns any value as Java: maps, lists, numbers and texts. */
  private static String literal(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "null";
    }
    List<String> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(one -> parts.add(literal(one)));
      return "java.util.List.of(" + String.join(", ", parts) + ")";
    }
    if (value.isObject()) {
      for (String name : names(value)) {
        parts.add(TypedExample.quoted(name) + ", " + literal(value.get(name)));
      }
      return "io.github.wxpay.Wxpay.fields(" + String.join(", ", parts) + ")";
    }
    if (value.isIntegralNumber()) {
      return number(value);
    }
    return value.isTextual() ? TypedExample.quoted(value.asText()) : value.asText();
  }

  /** Returns the names of an object's fields. */
  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
