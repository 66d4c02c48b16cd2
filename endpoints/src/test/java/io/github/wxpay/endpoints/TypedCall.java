package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.http.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls endpoints through their types: finds the methods by the documented names of segments and
 * fields, with rules that are written apart from those of the generator, and counts the methods
 * that it calls.
 */
final class TypedCall {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter V2_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  /** How often each method was called. */
  private final Map<Method, Integer> called = new HashMap<>();

  /** The arguments of a call of an endpoint. */
  static final class Input {
    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> headers = new HashMap<>();
    @Nullable ObjectNode body;
    @Nullable ObjectNode query;
    @Nullable ObjectNode meta;
    @Nullable Path file;
    boolean async;
    boolean byOptions;
  }

  /** Returns the typed root of an endpoint. */
  static Object root(Wxpay wxpay, Endpoint endpoint) {
    if (endpoint.version() == 2) {
      return V2.of(wxpay);
    }
    String path = endpoint.path();
    return path.startsWith("brand/")
        ? Brand.of(wxpay)
        : path.startsWith("hk/")
            ? Hk.of(wxpay)
            : path.startsWith("global/") ? Customs.of(wxpay) : V3.of(wxpay);
  }

  /** Returns how often each method was called. */
  Map<Method, Integer> called() {
    return called;
  }

  /** Returns the node of an endpoint. */
  Object node(Object root, Endpoint endpoint, Input input) {
    Object node = root;
    String prefix =
        Stream.of("brand/", "hk/v3/", "global/v3/customs/", "v3/")
            .filter(start -> endpoint.version() == 3 && endpoint.path().startsWith(start))
            .findFirst()
            .orElse("");
    for (String segment : endpoint.path().substring(prefix.length()).split("/", -1)) {
      if (segment.startsWith("{")) {
        String name = segment.substring(1, segment.length() - 1);
        node =
            input.byOptions
                ? invoke(method(node, "_" + name + "_"), node)
                : invoke(
                    method(node, "_" + name + "_", Object.class), node, input.variables.get(name));
      } else if (!segment.isEmpty()) {
        node = invoke(named(node, camel(segment, '-')), node);
      }
    }
    return node;
  }

  /** Calls an endpoint and returns its view, or the URL of a page. */
  Object call(Object root, Endpoint endpoint, Input input) {
    Object node = node(root, endpoint, input);
    List<Object> arguments = new ArrayList<>();
    input.headers.forEach((name, value) -> arguments.add(value));
    if (input.file != null) {
      arguments.add(input.file);
    }
    List<Part> parts = new ArrayList<>();
    part(parts, endpoint.request(), input.body);
    part(parts, endpoint.meta(), input.meta);
    part(parts, endpoint.query(), input.query);
    String verb = verb(endpoint) + (input.async ? "Async" : "");
    Options options = Options.none();
    if (input.byOptions) {
      for (Map.Entry<String, String> variable : input.variables.entrySet()) {
        options = options.with(variable.getKey(), variable.getValue());
      }
    }
    int count = arguments.size() + parts.size() + (input.byOptions ? 1 : 0);
    Method method =
        Arrays.stream(node.getClass().getDeclaredMethods())
            .filter(one -> one.getName().equals(verb) && one.getParameterCount() == count)
            .filter(one -> fits(one, arguments.size(), parts.size(), input.byOptions))
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        endpoint + ": no " + verb + " with " + count + " arguments"));
    for (Part part : parts) {
      arguments.add(filler(method, arguments.size(), part));
    }
    if (input.byOptions) {
      arguments.add(options);
    }
    Object result = invoke(method, node, arguments.toArray());
    return result instanceof CompletableFuture ? joined((CompletableFuture<?>) result) : result;
  }

  private static Object joined(CompletableFuture<?> future) {
    try {
      return future.join();
    } catch (java.util.concurrent.CompletionException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw e;
    }
  }

  /** Returns whether a method takes so many lambdas at their place, and options or none. */
  private static boolean fits(Method method, int before, int lambdas, boolean options) {
    Class<?>[] types = method.getParameterTypes();
    boolean fits = types.length > 0 || !Node.class.isAssignableFrom(method.getReturnType());
    for (int i = before; i < before + lambdas; i++) {
      fits &= types[i] == Consumer.class;
    }
    return fits && (types.length > 0 && types[types.length - 1] == Options.class) == options;
  }

  static String verb(Endpoint endpoint) {
    switch (endpoint.kind()) {
      case UPLOAD:
        return "upload";
      case DOWNLOAD:
        return "download";
      case REDIRECT:
        return "url";
      default:
        return endpoint.method().toLowerCase(Locale.ROOT);
    }
  }

  private static void part(List<Part> parts, List<Field> fields, @Nullable ObjectNode values) {
    if (values != null) {
      parts.add(new Part(fields, values));
    }
  }

  private static final class Part {
    final List<Field> fields;
    final ObjectNode values;

    Part(List<Field> fields, ObjectNode values) {
      this.fields = fields;
      this.values = values;
    }
  }

  private Consumer<Object> filler(Method method, int index, Part part) {
    Type type = method.getGenericParameterTypes()[index];
    Class<?> filled = (Class<?>) ((ParameterizedType) type).getActualTypeArguments()[0];
    return body -> {
      if (!filled.isInstance(body)) {
        throw new AssertionError(method + " fills " + body.getClass());
      }
      fill(body, part.fields, part.values);
    };
  }

  /** Sets the values by the setters of their fields. */
  void fill(Object body, List<Field> fields, ObjectNode values) {
    for (Map.Entry<String, JsonNode> entry : values.properties()) {
      fill(body, field(fields, entry.getKey()), entry.getValue());
    }
  }

  static Field field(List<Field> fields, String name) {
    return fields.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .or(
            () ->
                fields.stream()
                    .filter(
                        field ->
                            field.name().contains("$")
                                && name.matches(field.name().replaceAll("\\$[nm]", "[0-9]+")))
                    .findFirst())
        .orElseThrow(() -> new AssertionError("no field " + name));
  }

  private void fill(Object body, Field field, JsonNode value) {
    String name = camel(field.name(), '_');
    String add = "add" + upper(name);
    boolean inside = !field.fields().isEmpty();
    JsonNode parsed = field.json().isEmpty() ? value : read(value.textValue());
    if (field.isUrlencoded()) {
      ObjectNode pairs = JSON.createObjectNode();
      for (String pair : value.textValue().split("&", -1)) {
        if (!pair.isEmpty()) {
          String[] parts = pair.split("=", 2);
          pairs.put(parts[0], parts[1]);
        }
      }
      nested(body, name, field, pairs);
    } else if (inside && parsed.isArray()) {
      parsed.forEach(one -> nested(body, add, field, one));
    } else if (inside) {
      nested(body, name, field, parsed);
    } else if (parsed.isArray()) {
      invoke(named(body, name), body, array((ArrayNode) parsed));
    } else if (field.isArray()) { // of a query
      invoke(named(body, name), body, array(JSON.createArrayNode().add(parsed)));
    } else if (!field.json().isEmpty()) {
      invoke(named(body, name), body, value.textValue());
    } else {
      single(body, name, value);
    }
  }

  private void nested(Object body, String name, Field field, JsonNode value) {
    Consumer<Object> fill = inner -> fill(inner, field.fields(), (ObjectNode) value);
    invoke(named(body, name), body, fill);
  }

  private static Object array(ArrayNode values) {
    if (values.get(0).isNumber()) {
      long[] numbers = new long[values.size()];
      Arrays.setAll(numbers, i -> values.get(i).longValue());
      return numbers;
    }
    String[] texts = new String[values.size()];
    Arrays.setAll(texts, i -> values.get(i).asText());
    return texts;
  }

  /** Calls that of the overloads which was called least often. */
  private void single(Object body, String name, JsonNode value) {
    Method setter =
        overloads(body, name).stream()
            .min(
                Comparator.comparing((Method one) -> called.getOrDefault(one, 0))
                    .thenComparing(Method::toString))
            .orElseThrow(() -> new AssertionError(body.getClass() + " has no " + name));
    Class<?> type = setter.getParameterTypes()[0];
    Object given =
        type == long.class
            ? value.asLong()
            : type == boolean.class
                ? value.asBoolean()
                : type == BigDecimal.class
                    ? new BigDecimal(value.asText())
                    : type == OffsetDateTime.class ? time(value.asText()) : value.asText();
    invoke(setter, body, given);
  }

  private static OffsetDateTime time(String text) {
    return text.length() == 14
        ? LocalDateTime.parse(text, V2_TIME).atOffset(ZoneOffset.ofHours(8))
        : OffsetDateTime.parse(text);
  }

  private static List<Method> overloads(Object body, String name) {
    String found = existing(body.getClass(), name);
    return Arrays.stream(body.getClass().getDeclaredMethods())
        .filter(one -> one.getName().equals(found) && !one.isBridge())
        .collect(Collectors.toList());
  }

  private static String existing(Class<?> type, String name) {
    boolean marked =
        Arrays.stream(type.getDeclaredMethods()).anyMatch(one -> one.getName().equals(name + "_"));
    return marked ? name + "_" : name;
  }

  private static Method named(Object object, String name) {
    Class<?> type = object.getClass();
    String found = existing(type, name);
    return Arrays.stream(type.getDeclaredMethods())
        .filter(one -> one.getName().equals(found) && !one.isBridge())
        .min(Comparator.comparing(Method::getParameterCount))
        .orElseThrow(() -> new AssertionError(type.getSimpleName() + " has no method " + name));
  }

  private static Method method(Object object, String name, Class<?>... parameters) {
    try {
      return object.getClass().getDeclaredMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  private Object invoke(Method method, Object object, Object... arguments) {
    called.merge(method, 1, Integer::sum);
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException) {
        throw (RuntimeException) e.getCause();
      }
      throw new AssertionError(method + " failed", e.getCause());
    } catch (IllegalAccessException | IllegalArgumentException e) {
      throw new AssertionError(method + " cannot be called: " + e, e);
    }
  }

  // Views

  /**
   * Reads every documented field of a view and compares it with the JSON.
   *
   * @param plain the JSON with its encrypted fields in plain
   */
  void read(Object view, String pointer, List<Field> fields, JsonNode plain, List<String> wrong) {
    for (Field field : fields) {
      String at = pointer + "/" + field.name();
      long indexes = field.name().chars().filter(c -> c == '$').count();
      String name = camel(field.name().replaceAll("_\\$[nm]", ""), '_');
      Class<?>[] parameters = new Class<?>[(int) indexes];
      Arrays.fill(parameters, int.class);
      Object[] zeros = new Object[(int) indexes];
      Arrays.fill(zeros, 0);
      String found = existing(view.getClass(), name);
      Method accessor = method(view, found, parameters);
      Object value = invoke(accessor, view, zeros);
      JsonNode expected = plain.path(field.name().replaceAll("\\$[nm]", "0"));
      compare(at, field, value, expected, wrong);
    }
  }

  private void compare(
      String at, Field field, @Nullable Object value, JsonNode expected, List<String> wrong) {
    if (expected.isMissingNode()) {
      if (!(value == null || (value instanceof List && ((List<?>) value).isEmpty()))) {
        wrong.add(at + " is absent, and read as " + value);
      }
      return;
    }
    JsonNode parsed = field.json().isEmpty() ? expected : read(expected.asText());
    if (field.fields().isEmpty()) {
      boolean list = field.isArray() || field.json().startsWith("array");
      JsonNode shown = list ? parsed : expected;
      String text = list ? JSON.valueToTree(value).toString() : String.valueOf(value);
      String meant = list || shown.isContainerNode() ? shown.toString() : shown.asText();
      if (!text.equals(meant)) {
        wrong.add(at + " is " + meant + ", and read as " + text);
      }
    } else if (parsed.isArray()) {
      List<?> views = (List<?>) Objects.requireNonNull(value);
      if (views.size() != parsed.size()) {
        wrong.add(at + " has " + parsed.size() + " objects, and read are " + views.size());
      }
      for (int i = 0; i < views.size(); i++) {
        read(views.get(i), at + "/" + i, field.fields(), parsed.get(i), wrong);
      }
    } else {
      read(Objects.requireNonNull(value, at), at, field.fields(), parsed, wrong);
    }
  }

  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns camelCase of a name with hyphens or underscores. */
  static String camel(String name, char between) {
    String[] words = name.split(between == '-' ? "-" : "_", -1);
    StringBuilder camel = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      camel.append(upper(words[i]));
    }
    return camel.toString();
  }

  private static String upper(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }
}
