package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.http.Options;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a call of the typed chain as Java source, by the names of the generated classes.
 *
 * <pre>{@code
 * TypedExample.of("POST", "v3/pay/transactions/native", body, Map.of(), Map.of());
 * // V3.of(wxpay).pay().transactions().native_().post(b -> b.appid("wx…").amount(a -> a.total(1)))
 * }</pre>
 *
 * <p>The source needs the imports of {@code io.github.wxpay.endpoints} and {@code
 * java.nio.file.Path}, and a client named {@code wxpay}. It is on one line, or has lines that end
 * with a dot, so it can be pasted into JShell.
 */
public final class TypedExample {
  private static final int WIDTH = 100;
  private static final String FILE = "file";

  /** The beginnings of paths and the names of their root classes, which are generated. */
  private static final Map<String, String> ROOTS = roots();

  private final String verb;
  private final String path;
  private final Map<String, String> arguments;

  private TypedExample(String method, String path, Map<String, String> values) {
    this.verb = method.toLowerCase(Locale.ROOT);
    this.path = path;
    this.arguments = new LinkedHashMap<>(values);
  }

  private static Map<String, String> roots() {
    Map<String, String> roots = new LinkedHashMap<>();
    roots.put("v2/", "V2");
    roots.put("brand/", "Brand");
    roots.put("hk/v3/", "Hk");
    roots.put("global/v3/customs/", "Customs");
    roots.put("v3/", "V3");
    return roots;
  }

  private static Class<?> type(String root) {
    try {
      return Class.forName(TypedExample.class.getPackageName() + "." + root);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The generated class " + root + " is missing.", e);
    }
  }

  /**
   * Returns the call; empty if the endpoint is not documented or has no verb, as the files whose
   * URL comes from a response.
   *
   * @param method the HTTP method
   * @param path the path template as a chain takes it, with {@code v2/} for APIv2
   * @param body the fields of the body or of the part {@code meta} of an upload, with encrypted
   *     fields in plaintext; {@code null} if there is none
   * @param query the parameters of the query
   * @param values the placeholders by their names, then the values of required headers, and {@code
   *     file} for the file of an upload or a download
   */
  public static Optional<String> of(
      String method,
      String path,
      @Nullable JsonNode body,
      Map<String, ?> query,
      Map<String, String> values) {
    return new TypedExample(method, path, values).write(body, query);
  }

  private Optional<String> write(@Nullable JsonNode body, Map<String, ?> query) {
    Optional<String> start = ROOTS.keySet().stream().filter(path::startsWith).findFirst();
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String root = ROOTS.getOrDefault(start.get(), "");
    List<String> chain = new ArrayList<>(List.of(root + ".of(wxpay)"));
    Class<?> node = type(root);
    for (String segment : path.substring(start.get().length()).split("/", -1)) {
      if (segment.isEmpty()) {
        continue;
      }
      Method next = child(node, segment);
      if (next == null) {
        return Optional.empty();
      }
      chain.add(next.getName() + "(" + value(segment) + ")");
      node = next.getReturnType();
    }
    JsonNode filled = body == null ? JsonNodeFactory.instance.objectNode() : body;
    // A verb without documented fields sets the merchant's number of APIv2 itself.
    boolean bare = filled.size() == 1 && filled.has("mch_id");
    Method method = verb(node, !filled.isEmpty(), !query.isEmpty());
    method = method == null && bare ? verb(node, false, !query.isEmpty()) : method;
    if (method == null) {
      return Optional.empty();
    }
    chain.add(method.getName() + "(" + arguments(method, filled, node(query)) + ")");
    String line = String.join(".", chain);
    return Optional.of(line.length() <= WIDTH ? line : broken(chain));
  }

  /** Returns the chain with its last call on another line, because lines cannot begin with dots. */
  private static String broken(List<String> chain) {
    int last = chain.size() - 1;
    String call = chain.get(last);
    return String.join(".", chain.subList(0, last)) + ".\n    " + call;
  }

  private static ObjectNode node(Map<String, ?> query) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    query.forEach((name, value) -> node.put(name, String.valueOf(value)));
    return node;
  }

  private static @Nullable Method child(Class<?> node, String segment) {
    boolean placeholder = segment.startsWith("{");
    String name = placeholder ? "_" + inner(segment) + "_" : camel(segment, '-');
    return Arrays.stream(node.getMethods())
        .filter(method -> Node.class.isAssignableFrom(method.getReturnType()))
        .filter(method -> method.getParameterCount() == (placeholder ? 1 : 0))
        .filter(method -> isNamed(method, name))
        .findFirst()
        .orElse(null);
  }

  private static String inner(String segment) {
    return segment.substring(1, segment.length() - 1);
  }

  private String value(String segment) {
    return segment.startsWith("{")
        ? quoted(Objects.requireNonNullElse(arguments.remove(inner(segment)), "…"))
        : "";
  }

  /** Returns the verb without options that takes the least lambdas of those that are needed. */
  private @Nullable Method verb(Class<?> node, boolean body, boolean query) {
    List<String> names = List.of(verb, "upload", "download", "url");
    Method found = null;
    for (Method method : node.getDeclaredMethods()) {
      List<Class<?>> types = List.of(method.getParameterTypes());
      boolean fits =
          names.contains(method.getName())
              && !method.isBridge()
              && !Node.class.isAssignableFrom(method.getReturnType())
              && !types.contains(Options.class)
              && (!body || fills(method, "Body") || fills(method, "Meta"))
              && (!query || fills(method, "Query"));
      if (fits && (found == null || isBetter(method, found))) {
        found = method;
      }
    }
    return found;
  }

  private boolean isBetter(Method method, Method found) {
    boolean exact = method.getName().equals(verb);
    return exact == found.getName().equals(verb)
        ? method.getParameterCount() < found.getParameterCount()
        : exact;
  }

  private static boolean fills(Method method, String part) {
    return Arrays.stream(Fillers.of(method)).anyMatch(type -> type.getName().endsWith(part));
  }

  private String arguments(Method method, JsonNode body, JsonNode query) {
    List<String> texts = new ArrayList<>();
    String file = arguments.remove(FILE);
    List<String> headers = new ArrayList<>(arguments.values());
    int lambda = 0;
    for (Class<?> type : method.getParameterTypes()) {
      if (type == Path.class) {
        texts.add("Path.of(" + quoted(file == null ? FILE : file) + ")");
      } else if (type == Consumer.class) {
        Class<?> filled = Fillers.of(method)[lambda++];
        boolean isQuery = filled.getName().endsWith("Query");
        texts.add(new TypedLambda(filled, isQuery ? 'q' : 'b').write(isQuery ? query : body));
      } else {
        texts.add(quoted(headers.isEmpty() ? "…" : headers.remove(0)));
      }
    }
    return String.join(", ", texts);
  }

  /** Returns whether a method has a name, or that name with an underscore. */
  static boolean isNamed(Method method, String name) {
    return method.getName().equals(name) || method.getName().equals(name + "_");
  }

  /** Returns camelCase of a name with hyphens or underscores. */
  static String camel(String text, char between) {
    StringBuilder camel = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == between) {
        upper = camel.length() > 0;
      } else {
        camel.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }

  /** Returns a text as a literal of Java. */
  static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped.replace("\r", "\\r") + '"';
  }
}
