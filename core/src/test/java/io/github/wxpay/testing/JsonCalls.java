package io.github.wxpay.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Values and calls of fluent methods that are written as JSON. */
public final class JsonCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonCalls() {}

  /**
   * Returns a value: a Map, a List, a text, a number, a boolean or null; {@code {"$file": name}} is
   * the path of a fixture, {@code {"$text": name}} its text, {@code {"$path": …}} any path and
   * {@code {"$duration": "PT1S"}} a Duration.
   */
  public static Object value(JsonNode node) {
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(element)));
      return list;
    }
    if (!node.isObject()) {
      return JSON.convertValue(node, Object.class);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
    if (map.size() == 1 && map.keySet().iterator().next().startsWith("$")) {
      Map.Entry<String, Object> only = map.entrySet().iterator().next();
      return tagged(only.getKey(), (String) only.getValue());
    }
    return map;
  }

  private static Object tagged(String tag, String text) {
    switch (tag) {
      case "$file":
        return Fixtures.path(text);
      case "$text":
        return Fixtures.text(text);
      case "$path":
        return Path.of(text);
      case "$duration":
        return Duration.parse(text);
      default:
        throw new AssertionError("no such tag: " + tag);
    }
  }

  /** Returns an object, which may be empty or absent, as a Map. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(JsonNode object) {
    return object.isMissingNode() ? Map.of() : (Map<String, Object>) value(object);
  }

  /**
   * Calls a method for each field of an object, {@code {"method": argument}} or {@code {"method":
   * [argument, argument]}}, each on what the one before returned.
   */
  @SuppressWarnings("unchecked")
  public static <T> T callEach(T target, JsonNode calls) throws Exception {
    T result = target;
    for (Map.Entry<String, Object> call : map(calls).entrySet()) {
      Object argument = call.getValue();
      List<?> arguments =
          argument instanceof List ? (List<?>) argument : Collections.singletonList(argument);
      result = (T) call(result, call.getKey(), arguments.toArray());
    }
    return result;
  }

  private static Object call(Object target, String name, Object[] arguments) throws Exception {
    List<Method> methods =
        Arrays.stream(target.getClass().getMethods())
            .filter(method -> method.getName().equals(name) && takes(method, arguments))
            .collect(Collectors.toList());
    assertThat(methods).as("%s(%s)", name, Arrays.toString(arguments)).hasSize(1);
    try {
      return methods.get(0).invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw (Exception) e.getCause();
    }
  }

  private static boolean takes(Method method, Object[] arguments) {
    Class<?>[] types = method.getParameterTypes();
    boolean all = types.length == arguments.length;
    for (int i = 0; all && i < types.length; i++) {
      all = arguments[i] == null || types[i].isInstance(arguments[i]);
    }
    return all;
  }
}
