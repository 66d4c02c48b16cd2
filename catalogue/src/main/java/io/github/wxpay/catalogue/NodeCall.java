package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes the call of an example in JavaScript, in the style of wechatpay-axios-plugin. */
final class NodeCall {
  private static final int STEP = 2;
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  /** Names that a chain does not take as segments. */
  private static final Set<String> RESERVED =
      Set.of(
          "apply",
          "bind",
          "call",
          "chain",
          "client",
          "constructor",
          "delete",
          "get",
          "inspect",
          "length",
          "name",
          "patch",
          "post",
          "put",
          "toString");

  private final Example example;
  private final Endpoint endpoint;

  NodeCall(Example example) {
    this.example = example;
    this.endpoint = example.endpoint();
  }

  String write() {
    StringBuilder chain = new StringBuilder("wxpay");
    for (String segment : CallText.path(endpoint).split("/", -1)) {
      chain.append(segment(segment));
    }
    String verb = endpoint.method().toLowerCase(Locale.ROOT);
    List<Layout> arguments = new ArrayList<>();
    List<Layout> config = config();
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      arguments.add(Layout.text("form"));
    } else if (!verb.equals("get") && !verb.equals("delete")) {
      arguments.add(
          example
              .body()
              .map(body -> object(endpoint.request(), body))
              .orElse(Layout.text(config.isEmpty() ? "" : "{}")));
    } else {
      example
          .body()
          .ifPresent(body -> config.add(object(endpoint.request(), body).after("data: ")));
    }
    if (!config.isEmpty()) {
      arguments.add(braces(config));
    }
    String open = chain + "." + verb + "(";
    Layout call = Layout.list(open, arguments, ")");
    if (call.flat().length() <= Layout.WIDTH) {
      return call.flat();
    }
    List<String> printed = new ArrayList<>();
    arguments.forEach(argument -> printed.add(argument.print(Layout.WIDTH, 0, STEP)));
    return open + String.join(", ", printed) + ")";
  }

  /** Returns an access of a segment whose name the chain converts back to the segment. */
  static String segment(String segment) {
    String name = segment.startsWith("{") ? "_" + inner(segment) + "_" : camel(segment);
    boolean same =
        IDENTIFIER.matcher(name).matches()
            && !RESERVED.contains(name)
            && normalized(name).equals(segment);
    return same ? "." + name : ".chain(" + CallText.singleQuoted(segment) + ")";
  }

  private static String inner(String placeholder) {
    return placeholder.substring(1, placeholder.length() - 1);
  }

  private static String camel(String segment) {
    StringBuilder name = new StringBuilder();
    for (String word : segment.split("-", -1)) {
      name.append(
          name.length() == 0 || word.isEmpty()
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return name.toString();
  }

  private static String normalized(String name) {
    if (name.startsWith("_") && name.endsWith("_") && name.length() > 1) {
      return "{" + inner(name) + "}";
    }
    return name.isEmpty()
        ? name
        : name.charAt(0)
            + CAPITAL
                .matcher(name.substring(1))
                .replaceAll(match -> "-" + match.group().toLowerCase(Locale.ROOT));
  }

  private List<Layout> config() {
    List<Layout> config = new ArrayList<>();
    if (!example.query().isEmpty()) {
      List<Layout> query = new ArrayList<>();
      example.query().forEach((name, value) -> query.add(query(name, value)));
      config.add(braces(query).after("params: "));
    }
    example.values().forEach((name, value) -> config.add(text(value).after(key(name))));
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      config.add(Layout.text("meta: form.toJSON().meta"));
      config.add(Layout.text("headers: form.getHeaders()"));
    } else if (!example.headers().isEmpty()) {
      List<Layout> headers = new ArrayList<>();
      example.headers().forEach((name, value) -> headers.add(text(value).after(key(name))));
      config.add(braces(headers).after("headers: "));
    }
    if (endpoint.needsCertificate()) {
      config.add(Layout.text("security: true"));
    }
    if (endpoint.isNonceless()) {
      config.add(Layout.text("nonceless: true"));
    }
    if (endpoint.kind() == Endpoint.Kind.DOWNLOAD) {
      config.add(Layout.text("responseType: 'arraybuffer'"));
    }
    CallText.host(endpoint)
        .ifPresent(host -> config.add(text("https://" + host + "/").after("baseURL: ")));
    return config;
  }

  private Layout query(String name, String value) {
    Optional<Field> field = CallText.field(endpoint.query(), name).filter(Field::isEncrypted);
    return (field.isPresent() ? encrypted(value) : text(value)).after(key(name));
  }

  private static Layout object(List<Field> fields, ObjectNode object) {
    List<Layout> pairs = new ArrayList<>();
    for (String name : CallText.names(object)) {
      Layout value =
          CallText.field(fields, name)
              .map(field -> value(field, object.get(name)))
              .orElseGet(() -> text(object.get(name).asText()));
      pairs.add(value.after(key(name)));
    }
    return braces(pairs);
  }

  private static Layout value(Field field, JsonNode value) {
    if (value.isObject()) {
      return object(field.fields(), (ObjectNode) value);
    }
    if (value.isArray()) {
      List<Layout> elements = new ArrayList<>();
      value.forEach(element -> elements.add(value(field, element)));
      return Layout.list("[", elements, "]");
    }
    if (field.isEncrypted()) {
      return encrypted(value.asText());
    }
    return value.isTextual() ? text(value.asText()) : Layout.text(value.asText());
  }

  private static Layout encrypted(String plain) {
    return Layout.text("encrypt(" + CallText.singleQuoted(plain) + ")");
  }

  private static Layout text(String text) {
    return Layout.text(CallText.singleQuoted(text));
  }

  private static String key(String name) {
    return (IDENTIFIER.matcher(name).matches() ? name : CallText.singleQuoted(name)) + ": ";
  }

  private static Layout braces(List<Layout> pairs) {
    return pairs.isEmpty() ? Layout.text("{}") : Layout.list("{ ", pairs, " }");
  }
}
