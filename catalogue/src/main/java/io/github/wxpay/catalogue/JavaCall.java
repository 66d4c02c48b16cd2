package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the dynamic call of an example in Java. */
final class JavaCall {
  private static final int STEP = 4;
  private static final String NONE = "Options.none()";
  private static final String BANK_HOST = "fraud.mch.weixin.qq.com";

  private final Example example;
  private final Endpoint endpoint;

  JavaCall(Example example) {
    this.example = example;
    this.endpoint = example.endpoint();
  }

  String write() {
    List<Layout> calls = new ArrayList<>();
    calls.add(call("wxpay.chain(", literal(CallText.path(endpoint))));
    example.values().forEach((name, value) -> calls.add(pair("with(", name, literal(value))));
    example.query().forEach((name, value) -> calls.add(pair("query(", name, query(name, value))));
    example.headers().forEach((name, value) -> calls.add(pair("header(", name, literal(value))));
    calls.add(verb());
    StringBuilder flat = new StringBuilder();
    for (Layout call : calls) {
      flat.append(flat.length() == 0 ? "" : ".").append(call.flat());
    }
    if (flat.length() <= Layout.WIDTH) {
      return flat.toString();
    }
    String chain = inOneChain(calls);
    return chain.lines().allMatch(line -> line.length() <= Layout.WIDTH) ? chain : inLines(calls);
  }

  private static String inOneChain(List<Layout> calls) {
    StringBuilder text = new StringBuilder();
    for (Layout call : calls) {
      text.append(text.length() == 0 ? "" : ".");
      text.append(call.print(text.length(), 0, STEP));
    }
    return text.toString();
  }

  /** Returns each call on a line, with the dot at its end, because JShell reads line by line. */
  private static String inLines(List<Layout> calls) {
    List<String> lines = new ArrayList<>();
    for (Layout call : calls) {
      lines.add(call.print(STEP + 1, STEP, STEP));
    }
    return String.join(".\n" + " ".repeat(STEP), lines);
  }

  private Layout verb() {
    String options = options();
    List<Layout> arguments = new ArrayList<>();
    String verb = endpoint.method().toLowerCase(Locale.ROOT);
    boolean hasOptions = !options.equals(NONE);
    switch (endpoint.kind()) {
      case REDIRECT:
        verb = "url";
        break;
      case DOWNLOAD:
        verb = "download";
        arguments.add(file());
        if (example.body().isPresent()) {
          arguments.add(body());
          hasOptions = true;
        }
        break;
      case UPLOAD:
        verb = "upload";
        arguments.add(file());
        example.meta().ifPresent(meta -> arguments.add(object(endpoint.meta(), meta)));
        if (hasOptions && arguments.size() == 1) {
          arguments.add(Layout.text("Wxpay.fields()"));
        }
        break;
      default:
        if (verb.equals("delete") && example.body().isPresent()) {
          verb = "request";
          arguments.add(literal(endpoint.method()));
          hasOptions = true;
        }
        if (!List.of("get", "delete").contains(verb)) {
          arguments.add(body());
        }
    }
    if (hasOptions) {
      arguments.add(Layout.text(options));
    }
    return Layout.list(verb + "(", arguments, ")");
  }

  private Layout file() {
    return call("Path.of(", literal(example.file().orElse("file")));
  }

  private Layout body() {
    return example.body().map(body -> object(endpoint.request(), body)).orElse(Layout.text("null"));
  }

  private String options() {
    StringBuilder options = new StringBuilder(NONE);
    CallText.host(endpoint)
        .ifPresent(host -> options.append(".host(").append(CallText.quoted(host)).append(")"));
    if (endpoint.needsCertificate()) {
      options.append(".security(true)");
    }
    if (endpoint.isNonceless() && endpoint.kind() != Endpoint.Kind.UPLOAD) {
      options.append(".nonceless(true)");
    }
    if (endpoint.version() == 3 && CallText.isOldPadding(endpoint)) {
      options.append(".pkcs1(true)");
    }
    return options.toString();
  }

  private Layout query(String name, String value) {
    boolean secret = CallText.field(endpoint.query(), name).filter(Field::isEncrypted).isPresent();
    return secret ? call("Wxpay.secret(", literal(value)) : literal(value);
  }

  private Layout object(List<Field> fields, ObjectNode object) {
    List<Layout> pairs = new ArrayList<>();
    for (String name : CallText.names(object)) {
      Layout value =
          CallText.field(fields, name)
              .map(field -> value(field, object.get(name)))
              .orElseGet(() -> literal(object.get(name)));
      pairs.add(value.after(CallText.quoted(name) + ", "));
    }
    return Layout.list("Wxpay.fields(", pairs, ")");
  }

  private Layout value(Field field, JsonNode value) {
    if (value.isObject()) {
      return object(field.fields(), (ObjectNode) value);
    }
    if (value.isArray()) {
      List<Layout> elements = new ArrayList<>();
      value.forEach(element -> elements.add(value(field, element)));
      return Layout.list("List.of(", elements, ")");
    }
    if (!field.isEncrypted() && !field.isForBank()) {
      return literal(value);
    }
    Layout plain = literal(value.asText());
    return field.isForBank()
        ? Layout.list("Rsa.encrypt(", List.of(plain, bankKey()), ")")
        : call("Wxpay.secret(", plain);
  }

  /** Returns the key of the bank, which another endpoint returns. */
  private static Layout bankKey() {
    Layout fields = Layout.text("Wxpay.fields(\"mch_id\", \"" + ExampleValues.MCHID + "\")");
    Layout options = Layout.text(NONE + ".host(\"" + BANK_HOST + "\").security(true)");
    return Layout.list(
        "Rsa.publicKey(wxpay.chain(\"v2/risk/getpublickey\").post(",
        List.of(fields, options),
        ").get(\"pub_key\"))");
  }

  private static Layout literal(JsonNode value) {
    if (value.isNumber()) {
      return Layout.text(value.canConvertToInt() ? value.asText() : value.asText() + "L");
    }
    return value.isBoolean() ? Layout.text(value.asText()) : literal(value.asText());
  }

  private static Layout literal(String text) {
    return Layout.text(CallText.quoted(text));
  }

  private static Layout call(String open, Layout argument) {
    return Layout.text(open + argument.flat() + ")");
  }

  private static Layout pair(String open, String name, Layout value) {
    return Layout.text(open + CallText.quoted(name) + ", " + value.flat() + ")");
  }
}
