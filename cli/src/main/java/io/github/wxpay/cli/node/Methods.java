package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts the methods of values: of texts, arrays, bytes, numbers, times and forms. */
final class Methods {
  private static final Set<String> OF_TEXT =
      Set.of(
          "toUpperCase",
          "toLowerCase",
          "trim",
          "startsWith",
          "endsWith",
          "substring",
          "substr",
          "split",
          "replace",
          "replaceAll",
          "padStart",
          "padEnd",
          "repeat",
          "charAt");
  private static final Set<String> OF_LIST =
      Set.of("forEach", "map", "filter", "find", "some", "every", "push", "join");
  private static final Set<String> OF_FORM = Set.of("append", "getHeaders", "getBuffer", "toJSON");

  /** The methods of texts whose second argument is converted. */
  private static final Set<String> TWO_ARGUMENTS =
      Set.of(
          "replace", "replaceAll", "slice", "split", "substring", "substr", "padStart", "padEnd");

  private static final Map<String, String> OF_TIME =
      Map.of(
          "getFullYear", "getYear()",
          "getMonth", "getMonthValue() - 1",
          "getDate", "getDayOfMonth()",
          "getHours", "getHour()",
          "getMinutes", "getMinute()",
          "getSeconds", "getSecond()");

  private final Context context;
  private final Expressions expressions;
  private final Values values;
  private final Callbacks callbacks;

  Methods(Context context, Expressions expressions, Values values, Callbacks callbacks) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
    this.callbacks = callbacks;
  }

  /** Converts a call of a method of a value. */
  Code call(Code object, String name, List<Node> arguments, Node at) {
    if (arguments.stream().anyMatch(one -> one.is(Syntax.SPREAD))) {
      throw new Unconvertible(at.line, "`" + name + "` with a spread argument; use a loop");
    }
    if (name.equals("toString") && arguments.isEmpty()) {
      return Code.of(values.text(object, at), Kind.TEXT);
    }
    if (OF_LIST.contains(name)
        && Set.of(Kind.LIST, Kind.ANY, Kind.JSON, Kind.TEXT).contains(object.kind)) {
      return ofList(object, name, arguments, at);
    }
    switch (object.kind) {
      case TEXT:
        return ofText(object, name, arguments, at);
      case JSON:
        return ofText(Code.of(values.text(object, at), Kind.TEXT), name, arguments, at);
      case BYTES:
        return ofBytes(object, name, arguments, at);
      case FORM:
        return ofForm(object, name, arguments, at);
      case TIME:
        return ofTime(object, name, at);
      case WHOLE:
      case DECIMAL:
        return ofNumber(object, name, arguments, at);
      case LIST:
        return ofPlainList(object, name, arguments, at);
      case ANY:
        return ofAny(object, name, arguments, at);
      default:
        throw unknown(name, at);
    }
  }

  /** Refuses arguments that would be lost. */
  private static void atMost(int count, String name, List<Node> arguments, Node at) {
    if (arguments.size() > count) {
      throw new Unconvertible(
          at.line, "`" + name + "` with " + arguments.size() + " arguments; write it in Java");
    }
  }

  private static Unconvertible unknown(String name, Node at) {
    return new Unconvertible(at.line, "`" + name + "(…)` of this value has no counterpart");
  }

  private Code ofAny(Code object, String name, List<Node> arguments, Node at) {
    if (OF_TEXT.contains(name)) {
      return ofText(Code.of(values.text(object, at), Kind.TEXT), name, arguments, at);
    }
    if (OF_FORM.contains(name)) {
      if (object.variable != null) {
        context.learned.wants(object.variable.key, Kind.FORM);
      }
      return ofForm(Code.of("((Multipart) " + object.text + ")", Kind.FORM), name, arguments, at);
    }
    if (name.equals("toFixed")) {
      return ofNumber(object, name, arguments, at);
    }
    throw unknown(name, at);
  }

  private String text(List<Node> arguments, int index, Node at) {
    if (index >= arguments.size()) {
      throw new Unconvertible(at.line, "an argument is missing");
    }
    Node node = arguments.get(index);
    return values.text(expressions.convert(node), node);
  }

  private String integer(List<Node> arguments, int index, Node at) {
    if (index >= arguments.size()) {
      throw new Unconvertible(at.line, "an argument is missing");
    }
    Node node = arguments.get(index);
    String text = values.as(expressions.convert(node), Kind.WHOLE, node);
    return text.matches("-?\\d{1,9}") ? text : "(int) (" + text + ")";
  }

  // Texts

  private Code ofText(Code text, String name, List<Node> arguments, Node at) {
    atMost(TWO_ARGUMENTS.contains(name) ? 2 : 1, name, arguments, at);
    String operand = text.operand();
    switch (name) {
      case "toUpperCase":
      case "toLowerCase":
        return Code.of(operand + "." + name + "(java.util.Locale.ROOT)", Kind.TEXT);
      case "trim":
        return Code.of(operand + ".strip()", Kind.TEXT);
      case "startsWith":
      case "endsWith":
        return Code.of(operand + "." + name + "(" + text(arguments, 0, at) + ")", Kind.FLAG);
      case "includes":
        return Code.of(operand + ".contains(" + text(arguments, 0, at) + ")", Kind.FLAG);
      case "indexOf":
      case "lastIndexOf":
        return Code.of(operand + "." + name + "(" + text(arguments, 0, at) + ")", Kind.WHOLE);
      case "repeat":
        return Code.of(operand + ".repeat(" + integer(arguments, 0, at) + ")", Kind.TEXT);
      case "charAt":
        return Code.of(
            "String.valueOf(" + operand + ".charAt(" + integer(arguments, 0, at) + "))", Kind.TEXT);
      case "concat":
        return Code.of(operand + ".concat(" + text(arguments, 0, at) + ")", Kind.TEXT);
      case "localeCompare":
        return Code.of(operand + ".compareTo(" + text(arguments, 0, at) + ")", Kind.WHOLE);
      case "replace":
      case "replaceAll":
        return replaced(operand, name, arguments, at);
      case "split":
        return split(operand, arguments, at);
      case "slice":
      case "substring":
      case "substr":
        return part(values.named(text, "text", at), name, arguments, at);
      case "padStart":
      case "padEnd":
        return padded(values.named(text, "text", at), name, arguments, at);
      default:
        throw unknown(name, at);
    }
  }

  private Code replaced(String operand, String name, List<Node> arguments, Node at) {
    boolean all = name.equals("replaceAll");
    String from = text(arguments, 0, at);
    String to = text(arguments, 1, at);
    return Code.of(
        all
            ? operand + ".replace(" + from + ", " + to + ")"
            : operand
                + ".replaceFirst(java.util.regex.Pattern.quote("
                + from
                + "), java.util.regex.Matcher.quoteReplacement("
                + to
                + "))",
        Kind.TEXT);
  }

  private Code split(String operand, List<Node> arguments, Node at) {
    if (arguments.size() != 1 || arguments.get(0).is(Syntax.TEXT, "")) {
      throw new Unconvertible(at.line, "this `split`; use the methods of String");
    }
    return Code.of(
        "Arrays.<Object>asList((Object[]) "
            + operand
            + ".split(java.util.regex.Pattern.quote("
            + text(arguments, 0, at)
            + "), -1))",
        Kind.LIST);
  }

  private Code part(Code text, String name, List<Node> arguments, Node at) {
    String length = text.text + ".length()";
    String from = position(arguments, 0, length, at);
    if (arguments.size() == 1) {
      return Code.of(text.text + ".substring(" + from + ")", Kind.TEXT);
    }
    String second = integer(arguments, 1, at);
    String to =
        name.equals("substr")
            ? "Math.min(" + length + ", " + from + " + " + second + ")"
            : position(arguments, 1, length, at);
    return Code.of(text.text + ".substring(" + from + ", " + to + ")", Kind.TEXT);
  }

  private String position(List<Node> arguments, int index, String length, Node at) {
    String position = integer(arguments, index, at);
    if (position.matches("-\\d+L?")) {
      return "Math.max(0, " + length + " - " + position.replaceAll("[-L]", "") + ")";
    }
    return position.equals("0") ? "0" : "Math.min(" + length + ", " + position + ")";
  }

  private Code padded(Code text, String name, List<Node> arguments, Node at) {
    String fill = arguments.size() > 1 ? text(arguments, 1, at) : "\" \"";
    if (!fill.matches("\"[^\\\\\"]\"")) {
      throw new Unconvertible(at.line, "this `" + name + "`; use one constant character");
    }
    String padding =
        fill
            + ".repeat(Math.max(0, "
            + integer(arguments, 0, at)
            + " - "
            + text.text
            + ".length()))";
    return Code.loose(
        name.equals("padStart") ? padding + " + " + text.text : text.text + " + " + padding,
        Kind.TEXT);
  }

  // Bytes, forms, times and numbers

  private Code ofBytes(Code bytes, String name, List<Node> arguments, Node at) {
    if (name.equals("toString")) {
      Code encoding = expressions.convert(arguments.get(0));
      if ("base64".equals(encoding.constant)) {
        return Code.of("Base64.getEncoder().encodeToString(" + bytes.text + ")", Kind.TEXT);
      }
      if ("utf8".equals(encoding.constant) || "utf-8".equals(encoding.constant)) {
        return Code.of(values.text(bytes, at), Kind.TEXT);
      }
    }
    if (name.equals("pipe") && arguments.size() == 1) {
      Node target = arguments.get(0);
      String file = values.as(expressions.convert(target), Kind.FILE, target);
      return Code.of("Files.write(" + file + ", " + bytes.text + ")", Kind.VOID);
    }
    throw unknown(name, at);
  }

  private Code ofForm(Code form, String name, List<Node> arguments, Node at) {
    switch (name) {
      case "append":
      case "set":
        int size = arguments.size();
        if (size < 2 || size > 3) {
          break;
        }
        Node value = arguments.get(1);
        String object = values.object(expressions.convert(value), value);
        String filename =
            size == 3 ? ", " + text(arguments, 2, at) : name.equals("set") ? ", \"\"" : "";
        return Code.of(
            form.operand()
                + "."
                + name
                + "("
                + text(arguments, 0, at)
                + ", "
                + object
                + filename
                + ")",
            Kind.FORM);
      case "delete":
        return Code.of(form.operand() + ".delete(" + text(arguments, 0, at) + ")", Kind.FORM);
      case "getBuffer":
        return Code.of(form.operand() + ".bytes()", Kind.BYTES);
      case "getHeaders":
      case "toJSON":
        throw new Unconvertible(
            at.line, "`" + name + "`: headers and meta of a form are set for you; remove it");
      default:
        break;
    }
    throw unknown(name, at);
  }

  private Code ofTime(Code time, String name, Node at) {
    switch (name) {
      case "getTime":
      case "valueOf":
        return Code.of(time.operand() + ".toEpochMilli()", Kind.WHOLE);
      case "toISOString":
      case "toJSON":
        return Code.of(time.operand() + ".truncatedTo(ChronoUnit.MILLIS).toString()", Kind.TEXT);
      default:
        break;
    }
    String part = OF_TIME.get(name);
    if (part == null) {
      throw new Unconvertible(at.line, "`" + name + "` of a date; use java.time");
    }
    return Code.loose(time.operand() + ".atZone(ZoneId.systemDefault())." + part, Kind.WHOLE);
  }

  private Code ofNumber(Code number, String name, List<Node> arguments, Node at) {
    if (!name.equals("toFixed") || arguments.size() > 1) {
      throw unknown(name, at);
    }
    String digits = arguments.isEmpty() ? "0" : integer(arguments, 0, at);
    String decimal = values.as(number, Kind.DECIMAL, at);
    return Code.of(
        (number.kind == Kind.DECIMAL ? number.operand() : decimal)
            + ".setScale("
            + digits
            + ", RoundingMode.HALF_UP).toPlainString()",
        Kind.TEXT);
  }

  // Arrays

  private Code ofPlainList(Code list, String name, List<Node> arguments, Node at) {
    switch (name) {
      case "includes":
        Node value = arguments.size() == 1 ? arguments.get(0) : at;
        if (value != at) {
          String object = values.object(expressions.convert(value), value);
          return Code.of(list.operand() + ".contains(" + object + ")", Kind.FLAG);
        }
        break;
      case "slice":
        if (arguments.size() == 1) {
          return Code.of(
              list.operand()
                  + ".subList("
                  + integer(arguments, 0, at)
                  + ", "
                  + list.operand()
                  + ".size())",
              Kind.LIST);
        }
        break;
      default:
        break;
    }
    throw new Unconvertible(at.line, "`" + name + "` of an array; use the methods of List");
  }

  private Code ofList(Code list, String name, List<Node> arguments, Node at) {
    if (arguments.isEmpty()) {
      throw unknown(name, at);
    }
    atMost(1, name, arguments, at);
    switch (name) {
      case "push":
        context.learned.changesContent(list.variable);
        if (list.kind == Kind.JSON || list.kind == Kind.TEXT || arguments.size() != 1) {
          break;
        }
        String item = values.object(expressions.convert(arguments.get(0)), at);
        String target = values.as(list, Kind.LIST, at);
        return Code.of(
            (target.startsWith("(") ? "(" + target + ")" : target) + ".add(" + item + ")",
            Kind.VOID);
      case "join":
        if (list.kind == Kind.TEXT) {
          break;
        }
        String joined = values.as(list, Kind.LIST, at);
        return Code.of(
            "("
                + joined
                + ").stream().map(String::valueOf).collect(java.util.stream.Collectors.joining("
                + text(arguments, 0, at)
                + "))",
            Kind.TEXT);
      default:
        return loop(list, name, arguments.get(0), at);
    }
    throw unknown(name, at);
  }

  /** Converts a function of an array with a callback to a loop. */
  private Code loop(Code list, String name, Node callback, Node at) {
    if (context.conditional > 0) {
      throw new Unconvertible(at.line, "`" + name + "` under a condition; write `if` and a loop");
    }
    Statements.Iterated source = callbacks.iterated(list, at);
    boolean flag = name.equals("some") || name.equals("every");
    Method method = context.method();
    String result = "";
    if (flag) {
      result = method.fresh(name);
      method.print("boolean " + result + " = " + name.equals("every") + ";");
    } else if (name.equals("find")) {
      result = method.fresh("found");
      method.print(source.type + " " + result + " = null;");
    } else if (!name.equals("forEach")) {
      result = method.fresh(name.equals("map") ? "mapped" : "filtered");
      method.print("List<Object> " + result + " = new ArrayList<>();");
    }
    String item = method.fresh(itemName(callback));
    List<Code> given = new ArrayList<>(List.of(Code.of(item, source.kind)));
    int taken = callbacks.parameters(callback);
    String index = "";
    if (taken > 1) {
      index = method.fresh("index");
      method.print("long " + index + " = 0;");
      given.add(Code.of(index, Kind.WHOLE));
    }
    if (taken > 2) {
      given.add(list);
    }
    method.print("for (" + source.type + " " + item + " : " + source.text + ") {");
    method.indent++;
    Code value = callbacks.call(callback, given, at);
    switch (name) {
      case "forEach":
        callbacks.effect(value, at);
        break;
      case "map":
        method.print(result + ".add(" + values.object(value, at) + ");");
        break;
      case "some":
        method.print(result + " |= " + values.condition(value, at) + ";");
        break;
      case "every":
        method.print(result + " &= " + values.condition(value, at) + ";");
        break;
      default:
        String first = name.equals("find") ? result + " == null && (" : "";
        method.print(
            "if (" + first + values.condition(value, at) + (first.isEmpty() ? "" : ")") + ") {");
        method.print(
            name.equals("find")
                ? "  " + result + " = " + item + ";"
                : "  " + result + ".add(" + item + ");");
        method.print("}");
    }
    if (!index.isEmpty()) {
      method.print(index + "++;");
    }
    method.indent--;
    method.print("}");
    return name.equals("forEach")
        ? Code.of("", Kind.NULL)
        : Code.of(result, flag ? Kind.FLAG : name.equals("find") ? source.kind : Kind.LIST);
  }

  private static String itemName(Node callback) {
    boolean named =
        callback.is(Syntax.FUNCTION) && callback.kids.size() > 1 && callback.kid(1).is(Syntax.NAME);
    return named ? callback.kid(1).text : "item";
  }
}
