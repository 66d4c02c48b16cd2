package io.github.wxpay.cli.node;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Converts expressions of Java from one kind to another. */
final class Values {
  private final Context context;

  Values(Context context) {
    this.context = context;
  }

  /** Returns a value as a kind, in any place where an expression is allowed. */
  String as(Code code, Kind kind, Node at) {
    switch (kind) {
      case TEXT:
        return text(code, at);
      case MAP:
        return map(code, at);
      case LIST:
        return list(code, at);
      case BYTES:
        return bytes(code, at);
      case WHOLE:
        return whole(code, at);
      case DECIMAL:
        return decimal(code, at);
      case FLAG:
        return condition(code, at);
      case PRIVATE_KEY:
      case PUBLIC_KEY:
        return key(code, kind, at);
      case FILE:
        return file(code, at);
      case JSON:
        return json(code, at);
      case ANY:
      case NULL:
        return object(code, at);
      default:
        return special(code, kind, at);
    }
  }

  private void wants(Code code, Kind kind) {
    if (code.variable != null) {
      context.learned.wants(code.variable.key, kind);
    }
  }

  private static Unconvertible wrong(Code code, String wanted, Node at) {
    return new Unconvertible(
        at.line,
        "expected "
            + wanted
            + ", but this is "
            + (code.kind == Kind.MODULE ? "the module or class " + code.module : "a " + name(code))
            + "; convert it by hand");
  }

  private static String name(Code code) {
    return code.kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private String special(Code code, Kind kind, Node at) {
    if (code.kind == kind || (code.kind.isResponse() && kind.isResponse())) {
      return code.kind == Kind.CHAIN ? Requests.rendered(code) : code.text;
    }
    if (code.kind == Kind.NULL) {
      return "null";
    }
    if (code.kind == Kind.ANY) {
      wants(code, kind);
      return "(" + kind.type() + ") " + code.operand();
    }
    if (kind == Kind.FAILURE && code.kind.isFailure()) {
      return code.text;
    }
    throw wrong(code, "a " + kind.type(), at);
  }

  /** Returns a value as an Object. */
  String object(Code code, Node at) {
    if (code.kind == Kind.JSON) {
      return json(code, at);
    }
    if (code.kind == Kind.CHAIN) {
      return Requests.rendered(code);
    }
    var unused = isReadFromJson(code); // as text a number would be sent in quotes
    if (code.kind == Kind.FUNCTION) {
      throw new Unconvertible(at.line, "a function is used as a value; call it where it is needed");
    }
    if (!code.kind.isValue()) {
      throw wrong(code, "a value", at);
    }
    return code.kind == Kind.DECIMAL ? shortest(code) : code.text;
  }

  /** Returns whether a variable is declared as text for a part of JSON, which is then kept. */
  boolean isReadFromJson(Code code) {
    boolean read =
        code.kind == Kind.TEXT
            && code.variable != null
            && context.known.valueOf(code.variable.key) == Kind.JSON;
    if (read) {
      wants(code, Kind.JSON);
    }
    return read;
  }

  /** Returns a decimal without the zeros at its end, as JavaScript writes it. */
  private String shortest(Code decimal) {
    context.decimals = true;
    boolean literal = decimal.text.matches("new BigDecimal\\(\"[^\"]*\"\\)");
    return literal ? decimal.text : decimal.operand() + ".stripTrailingZeros()";
  }

  /** Returns a value that is a number; the conversion of any other fails where it runs. */
  Code onlyNumber(Code code, Node at) {
    switch (code.kind) {
      case JSON:
        return Code.of(
            "new BigDecimal(" + json(code, at) + ".numberValue().toString())", Kind.DECIMAL);
      case ANY:
        return Code.of(
            "new BigDecimal(((Number) " + code.operand() + ").toString())", Kind.DECIMAL);
      default:
        return number(code, at);
    }
  }

  /** Returns the number that JavaScript makes of a value. */
  Code number(Code code, Node at) {
    if (code.kind.isNumber()) {
      return code;
    }
    Kind kind = code.kind == Kind.TIME ? Kind.WHOLE : Kind.DECIMAL;
    return Code.of(as(code, kind, at), kind);
  }

  /** Returns a value as text; the value of a field is {@code null} if it is missing. */
  String text(Code code, Node at) {
    switch (code.kind) {
      case TEXT:
        return code.text;
      case JSON:
        return jsonText(code);
      case RESPONSE:
      case FILE_RESPONSE:
        return code.operand() + ".text()";
      case BYTES:
        return "new String(" + code.text + ", StandardCharsets.UTF_8)";
      case DECIMAL:
        return shortest(code) + ".toPlainString()";
      case NULL:
        return "null";
      case ANY:
        wants(code, Kind.TEXT);
        return "String.valueOf(" + code.text + ")";
      case WHOLE:
      case FLAG:
      case FILE:
      case TIME:
      case LIST:
      case FAILURE:
      case STATUS_FAILURE:
      case RESULT_FAILURE:
        return "String.valueOf(" + code.text + ")";
      default:
        throw wrong(code, "a text", at);
    }
  }

  private static String jsonText(Code code) {
    if (code.module.equals("failure") && code.names.size() <= 1) {
      String name = code.names.isEmpty() ? "text" : code.names.get(0);
      if (Set.of("text", "code", "message", "detail").contains(name)) {
        return code.text + "." + name + "()";
      }
    }
    if (code.module.equals("result")) {
      return code.names.isEmpty()
          ? "String.valueOf(" + code.text + ".fields())"
          : code.text + ".get(" + JavaText.quoted(pointer(code.names)) + ")";
    }
    if (code.module.equals("response")) {
      return code.names.isEmpty()
          ? code.operand() + ".text()"
          : code.operand() + ".get(" + JavaText.quoted(pointer(code.names)) + ")";
    }
    String node = jsonNode(code);
    return node + (code.names.isEmpty() ? ".asText()" : ".asText(null)");
  }

  /** Returns a name, or a JSON pointer for several. */
  static String pointer(List<String> names) {
    if (names.size() == 1 && !names.get(0).startsWith("/") && !names.get(0).isEmpty()) {
      return names.get(0);
    }
    StringBuilder pointer = new StringBuilder();
    names.forEach(name -> pointer.append('/').append(name.replace("~", "~0").replace("/", "~1")));
    return pointer.toString();
  }

  private static String jsonNode(Code code) {
    String root = code.operand() + (code.module.equals("response") ? ".data()" : "");
    if (code.module.equals("failure")) {
      root = "new ObjectMapper().readTree(" + code.text + ".text())";
    } else if (code.module.equals("result")) {
      root = "new ObjectMapper().<JsonNode>valueToTree(" + code.text + ".fields())";
    }
    if (code.names.isEmpty()) {
      return root;
    }
    String pointer = JavaText.quoted(pointer(code.names));
    boolean single = code.names.size() == 1 && !code.names.get(0).isEmpty();
    return root + (single && !pointer.startsWith("\"/") ? ".path(" : ".at(") + pointer + ")";
  }

  /** Returns a value as a JSON tree. */
  String json(Code code, Node at) {
    if (code.kind == Kind.JSON) {
      return jsonNode(code);
    }
    if (code.kind == Kind.NULL) {
      return "null";
    }
    return "new ObjectMapper().valueToTree(" + object(code, at) + ")";
  }

  private String map(Code code, Node at) {
    switch (code.kind) {
      case MAP:
        return code.text;
      case JSON:
        return code.module.equals("response") && code.names.isEmpty()
            ? code.operand() + ".map()"
            : "new ObjectMapper().convertValue("
                + jsonNode(code)
                + ", new com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>>() {})";
      case ANY:
        wants(code, Kind.MAP);
        return "(Map<String, Object>) " + code.operand();
      default:
        throw wrong(code, "an object", at);
    }
  }

  private String list(Code code, Node at) {
    switch (code.kind) {
      case LIST:
        return code.text;
      case ANY:
        wants(code, Kind.LIST);
        return "(List<Object>) " + code.operand();
      case JSON:
        return "new ObjectMapper().convertValue("
            + jsonNode(code)
            + ", new com.fasterxml.jackson.core.type.TypeReference<List<Object>>() {})";
      default:
        throw wrong(code, "an array", at);
    }
  }

  private String bytes(Code code, Node at) {
    switch (code.kind) {
      case BYTES:
        return code.text;
      case NULL:
        return "null";
      case RESPONSE:
      case FILE_RESPONSE:
        return code.operand() + ".bytes()";
      case ANY:
        wants(code, Kind.BYTES);
        return "(byte[]) " + code.operand();
      case FILE:
        return "Files.readAllBytes(" + code.text + ")";
      case JSON:
        if (code.names.isEmpty() && code.module.equals("response")) {
          return code.operand() + ".bytes()";
        }
        break;
      default:
        break;
    }
    Code text = Code.of(text(code, at), Kind.TEXT);
    return (code.kind == Kind.TEXT ? code.operand() : text.operand())
        + ".getBytes(StandardCharsets.UTF_8)";
  }

  private String whole(Code code, Node at) {
    switch (code.kind) {
      case WHOLE:
        return code.text;
      case DECIMAL:
        return code.operand() + ".longValueExact()";
      case JSON:
        return "Long.parseLong(" + jsonText(code) + ")";
      case TEXT:
        return "Long.parseLong(" + code.text + ")";
      case ANY:
        return "Long.parseLong(String.valueOf(" + code.text + "))";
      case TIME:
        return code.operand() + ".toEpochMilli()";
      default:
        throw wrong(code, "a number", at);
    }
  }

  private String decimal(Code code, Node at) {
    switch (code.kind) {
      case DECIMAL:
        return code.text;
      case WHOLE:
        return "BigDecimal.valueOf(" + code.text + ")";
      case JSON:
        return "new BigDecimal(" + jsonText(code) + ")";
      case TEXT:
        return "new BigDecimal(" + code.text + ")";
      case ANY:
        return "new BigDecimal(String.valueOf(" + code.text + "))";
      default:
        throw wrong(code, "a number", at);
    }
  }

  private String key(Code code, Kind kind, Node at) {
    if (code.kind == kind || code.kind == Kind.NULL) {
      return code.text;
    }
    String reader = kind == Kind.PRIVATE_KEY ? "Rsa.privateKey(" : "Rsa.publicKey(";
    if (code.kind == Kind.FILE) {
      return reader + "Files.readString(" + code.text + "))";
    }
    if (code.kind == Kind.ANY) {
      wants(code, kind);
      return reader + "String.valueOf(" + code.text + "))";
    }
    return reader + text(code, at) + ")";
  }

  private String file(Code code, Node at) {
    if (code.kind == Kind.FILE || code.kind == Kind.NULL) {
      return code.text;
    }
    return "Path.of(" + text(code, at) + ")";
  }

  /** Returns whether JavaScript takes a value for true. */
  String condition(Code code, Node at) {
    switch (code.kind) {
      case FLAG:
        return code.text;
      case NULL:
        return "Boolean.FALSE";
      case WHOLE:
        return code.operand() + " != 0";
      case DECIMAL:
        return code.operand() + ".signum() != 0";
      case TEXT:
        Code text = named(code, "text", at);
        return text.text + " != null && !" + text.text + ".isEmpty()";
      case JSON:
        return jsonCondition(code);
      case ANY:
        Code any = named(code, "value", at);
        return any.text
            + " != null && !any.equals(false) && !any.equals(\"\") && !any.equals(0)"
                .replace("any", any.text);
      case FAILED_RESPONSE:
        return code.module + " instanceof StatusException";
      default:
        return object(code, at) + " != null";
    }
  }

  private static String jsonCondition(Code code) {
    if (code.names.isEmpty()) {
      return "!" + jsonNode(code) + ".isEmpty()";
    }
    String node = jsonNode(code);
    return "!List.of(\"\", \"0\", \"false\", \"null\").contains(" + node + ".asText(\"\"))";
  }

  /** Returns a name for a value that is used twice. */
  Code named(Code code, String name, Node at) {
    if (code.isName()) {
      return code;
    }
    String fresh = context.method().fresh(name);
    context.before(at, code.kind.type() + " " + fresh + " = " + object(code, at) + ";");
    return Code.of(fresh, code.kind);
  }
}
