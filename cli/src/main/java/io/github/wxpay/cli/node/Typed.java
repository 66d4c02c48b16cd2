package io.github.wxpay.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.cli.node.Node.Syntax;
import io.github.wxpay.endpoints.TypedExample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Converts a request to a call of the typed chain. Marks represent the expressions until the
 * setter, and with it the type, is known.
 */
final class Typed {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern LAMBDA = Pattern.compile("(?<![\\w.])([a-z]) ->");

  /** A literal of text, which is kept, or the parameter of a lambda. */
  private static final Pattern LETTER =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|(?<![\\w.])[a-z](?=\\.| ->)");

  private static final String MARK = "node2java-";

  private final Context context;
  private final Expressions expressions;
  private final Values values;
  private final List<String> texts = new ArrayList<>();
  private final List<String> numbers = new ArrayList<>();

  Typed(Context context, Expressions expressions, Values values) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
  }

  /** Returns the call with its response; none if the typed chain does not express it. */
  @Nullable String call(Code chain, String method, @Nullable Node body, @Nullable Node config) {
    String path = Requests.path(chain);
    boolean encrypted = context.source.contains("encrypt"); // the setters encrypt themselves
    boolean simple =
        path != null
            && !encrypted
            && (body == null || isPlain(body))
            && (config == null || isPlain(config));
    return simple && path != null ? typed(chain.text, path, method, body, config) : null;
  }

  private static boolean isPlain(Node object) {
    return object.is(Syntax.OBJECT)
        && object.kids.stream()
            .allMatch(
                one ->
                    one.is(Syntax.PROPERTY)
                        && !one.flag
                        && !one.kid(0).is(Syntax.WORD, "null")
                        && (!one.kid(0).is(Syntax.OBJECT) || isPlain(one.kid(0))));
  }

  private @Nullable String typed(
      String client, String path, String method, @Nullable Node body, @Nullable Node config) {
    Map<String, Object> query = new LinkedHashMap<>();
    Map<String, String> placeholders = new LinkedHashMap<>();
    try {
      if (config != null) {
        for (Node property : config.kids) {
          if (property.text.equals("params") && property.kid(0).is(Syntax.OBJECT)) {
            property.kid(0).kids.forEach(one -> query.put(one.text, marked(one.kid(0))));
          } else if (path.contains("{" + property.text + "}")) {
            placeholders.put(property.text, marked(property.kid(0)));
          } else {
            return null;
          }
        }
      }
      JsonNode fields = body == null ? null : json(body);
      Optional<String> call =
          TypedExample.of(method.toUpperCase(Locale.ROOT), path, fields, query, placeholders);
      if (call.isEmpty() || !call.get().contains("." + method + "(")) {
        return broken(call.orElse(""), method) ? finished(call.get(), client) : null;
      }
      return finished(call.get(), client);
    } catch (IllegalArgumentException | IllegalStateException e) {
      return null; // a field of another form than this one
    }
  }

  /** Returns whether the verb has a separate line. */
  private static boolean broken(String call, String method) {
    return call.contains(".\n    " + method + "(");
  }

  private @Nullable String finished(String call, String client) {
    if (call.matches("(?s).*\\bput\\(\".*") || call.contains("\"…\"")) {
      return null;
    }
    // Unchecked, since the original sends what lacks a required field, and so must the port.
    String java = renamed(call).replace(".of(wxpay)", ".of(" + client + ").unchecked()");
    for (int i = 0; i < texts.size(); i++) {
      String mark = MARK + i + "-";
      if (!java.contains(mark)) {
        return null;
      }
      java = java.replace("\"" + mark + "\"", texts.get(i));
      if (java.contains(mark) && numbers.get(i).isEmpty()) {
        return null; // a decimal for an integer
      }
      java = java.replace(mark + "L", numbers.get(i)).replace(mark, numbers.get(i));
    }
    return java.replaceAll("\\.\\n\\s+", ".") + ".response()";
  }

  /** Gives the parameters of lambdas names that no variable has. */
  private String renamed(String call) {
    Map<String, String> names = new LinkedHashMap<>();
    LAMBDA.matcher(call).results().forEach(one -> names.put(one.group(1), ""));
    Set<String> others = new TreeSet<>(names.keySet());
    names.replaceAll(
        (letter, none) -> {
          String name = context.method().lambda(letter, others);
          others.add(name);
          return name;
        });
    return LETTER
        .matcher(call)
        .replaceAll(one -> Matcher.quoteReplacement(names.getOrDefault(one.group(), one.group())));
  }

  private String marked(Node node) {
    Code code = expressions.convert(node);
    if (!List.of(Kind.TEXT, Kind.ANY, Kind.WHOLE, Kind.JSON, Kind.DECIMAL).contains(code.kind)
        || (code.variable != null && !isFixed(code.variable))) {
      throw new IllegalStateException("not for a lambda");
    }
    texts.add(values.text(code, node));
    numbers.add(code.kind == Kind.DECIMAL ? "" : values.as(code, Kind.WHOLE, node));
    return MARK + (texts.size() - 1) + "-";
  }

  /** Returns whether a lambda may read a variable, which must not be assigned again. */
  private boolean isFixed(Variable variable) {
    return variable.constant || context.isFree(variable) || variable.alias != null;
  }

  private JsonNode json(Node node) {
    switch (node.type) {
      case OBJECT:
        if (!isPlain(node)) {
          throw new IllegalStateException("not plain");
        }
        ObjectNode object = JSON.objectNode();
        node.kids.forEach(
            one -> {
              if (!one.kid(0).is(Syntax.NAME, "undefined")) {
                object.set(one.text, json(one.kid(0)));
              }
            });
        return object;
      case ARRAY:
        ArrayNode array = JSON.arrayNode();
        node.kids.forEach(one -> array.add(json(one)));
        return array;
      case TEXT:
        return JSON.textNode(node.text);
      case NUMBER:
        if (!node.text.matches("\\d{1,18}")) {
          throw new IllegalStateException("not an integral number");
        }
        return JSON.numberNode(Long.parseLong(node.text));
      case WORD:
        if (node.text.equals("true") || node.text.equals("false")) {
          return JSON.booleanNode(node.text.equals("true"));
        }
        throw new IllegalStateException("not a value");
      default:
        return JSON.textNode(marked(node));
    }
  }
}
