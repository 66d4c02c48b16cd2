package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts expressions: operators here, everything else by the class for it. */
final class Expressions {
  /** Names that the program need not declare. */
  private static final Set<String> GLOBAL =
      Set.of(
          "console",
          "process",
          "JSON",
          "Math",
          "Date",
          "Buffer",
          "Promise",
          "Object",
          "Array",
          "Number",
          "String",
          "Boolean",
          "require",
          "module",
          "exports",
          "Error",
          "TypeError",
          "parseInt",
          "parseFloat",
          "encodeURIComponent",
          "decodeURIComponent",
          "setTimeout",
          "setInterval",
          "clearTimeout",
          "eval",
          "Symbol",
          "Map",
          "Set",
          "URL",
          "URLSearchParams",
          "Function",
          "Proxy",
          "Reflect",
          "RegExp",
          "globalThis",
          "global",
          "isNaN",
          "BigInt");

  private static final Set<String> ORIGINAL =
      Set.of(
          "Wechatpay",
          "Rsa",
          "Aes",
          "AesGcm",
          "AesEcb",
          "AesCbc",
          "Hash",
          "Formatter",
          "Transformer",
          "Multipart",
          "FormData",
          "Decorator");
  private static final Set<String> FILES =
      Set.of(
          "readFileSync", "createReadStream", "createWriteStream", "writeFileSync", "existsSync");

  private static final Map<String, String> COMPARED =
      Map.of("<", "<", ">", ">", "<=", "<=", ">=", ">=");

  private final Context context;
  private final Values values;
  private final Literals literals;
  private final Members members;
  private final Calls calls;
  private final Callbacks callbacks;

  Expressions(Context context, Statements statements) {
    this.context = context;
    this.values = new Values(context);
    this.literals = new Literals(context, this, values);
    this.members = new Members(context, this, values);
    this.callbacks = new Callbacks(context, this, values, members, statements);
    this.calls = new Calls(context, this, values, members, callbacks);
  }

  Literals literals() {
    return literals;
  }

  Values values() {
    return values;
  }

  Callbacks callbacks() {
    return callbacks;
  }

  /** Converts an expression. */
  Code convert(Node node) {
    switch (node.type) {
      case NAME:
        return name(node);
      case TEXT:
        return Code.constant(node.text);
      case NUMBER:
        return Literals.number(node);
      case TEMPLATE:
        return literals.template(node);
      case WORD:
        return word(node);
      case OBJECT:
        return literals.object(node, null, false);
      case ARRAY:
        return literals.array(node, false);
      case MEMBER:
        return members.member(node);
      case INDEX:
        return members.index(node);
      case CALL:
        return calls.call(node);
      case NEW:
        return calls.create(node);
      case AWAIT:
        return convert(node.kid(0));
      case UNARY:
        return unary(node);
      case UPDATE:
        return update(node);
      case BINARY:
        return binary(node);
      case ASSIGN:
        return assignment(node);
      case CONDITIONAL:
        return conditional(node);
      case REGEX:
        throw new Unconvertible(
            node.line, "a regular expression; write it with java.util.regex.Pattern");
      case FUNCTION:
        throw new Unconvertible(
            node.line, "a function as a value; declare it with a name, and call it there");
      case GENERATOR:
        throw new Unconvertible(node.line, "a generator; collect the values in a list");
      case CLASS:
        throw new Unconvertible(node.line, "a class; write it in Java");
      case SEQUENCE:
        throw new Unconvertible(node.line, "the comma operator; write two statements");
      default:
        throw new Unconvertible(
            node.line, node.text.isEmpty() ? "this has no counterpart" : node.text);
    }
  }

  /** Returns whether nothing declares a name. */
  boolean isUnknown(String name) {
    return !context.isDeclared(name)
        && !ORIGINAL.contains(name)
        && !FILES.contains(name)
        && !GLOBAL.contains(name)
        && !name.matches("wxpay|wechatpay|wxpayClient");
  }

  private Code name(Node node) {
    String name = node.text;
    if (context.isDeclared(name)) {
      return context.resolve(node).read();
    }
    if (name.equals("undefined")) {
      return Code.none();
    }
    if (name.equals("__dirname")) {
      return Code.constant(".");
    }
    if (ORIGINAL.contains(name)) {
      return Code.module(name.equals("FormData") ? "Multipart" : name);
    }
    if (FILES.contains(name)) {
      return Code.module("fs." + name);
    }
    if (GLOBAL.contains(name)) {
      return Code.module(name);
    }
    if (name.equals("NaN") || name.equals("Infinity") || name.equals("__filename")) {
      throw new Unconvertible(node.line, "`" + name + "` has no counterpart; write its value");
    }
    if (name.equals("arguments")) {
      throw new Unconvertible(node.line, "`arguments`; name the parameters of the function");
    }
    return context.resolve(node).read();
  }

  private static Code word(Node node) {
    switch (node.text) {
      case "null":
        return Code.none();
      case "true":
      case "false":
        return Code.of(node.text, Kind.FLAG);
      default:
        throw new Unconvertible(
            node.line, "`" + node.text + "`; name the value, or write the class in Java");
    }
  }

  // Operators

  private Code unary(Node node) {
    Node inner = node.kid(0);
    switch (node.text) {
      case "!":
        Code code = convert(inner);
        if (code.kind == Kind.FAILED_RESPONSE) {
          return Code.loose("!(" + values.condition(code, inner) + ")", Kind.FLAG);
        }
        String condition = values.condition(code, inner);
        return Code.of(
            "!"
                + (condition.matches("[\\w$.]+(\\([^()]*\\))?")
                    ? condition
                    : "(" + condition + ")"),
            Kind.FLAG);
      case "-":
        Code number = values.number(convert(inner), inner);
        if (number.kind == Kind.DECIMAL) {
          return Code.of(number.operand() + ".negate()", Kind.DECIMAL);
        }
        return Code.loose("-" + operand(number), Kind.WHOLE);
      case "+":
        return values.number(convert(inner), inner);
      default:
        throw new Unconvertible(node.line, "the operator `" + node.text + "` has no counterpart");
    }
  }

  private static String operand(Code whole) {
    String text = whole.operand();
    return text.matches("\\d+") ? text + "L" : text;
  }

  private Code update(Node node) {
    Node target = node.kid(0);
    Code code = convert(target);
    if (!target.is(Syntax.NAME) || code.kind != Kind.WHOLE || code.variable == null) {
      throw new Unconvertible(node.line, "`" + node.text + "` of this; write an assignment");
    }
    checkAssignable(code.variable, target);
    context.learned.value(code.variable.key, Kind.WHOLE);
    return Code.loose(node.flag ? node.text + code.text : code.text + node.text, Kind.WHOLE);
  }

  private void checkAssignable(Variable variable, Node at) {
    boolean captured = context.method().captured.containsKey(variable.name);
    if (variable.alias != null || variable.function != null || captured) {
      throw new Unconvertible(
          at.line,
          "`"
              + variable.name
              + "` is assigned "
              + (captured ? "inside a function that does not declare it" : "later")
              + "; return the value, or use a field");
    }
  }

  private Code binary(Node node) {
    switch (node.text) {
      case "&&":
      case "||":
        return logical(node);
      case "??":
        return orElse(node);
      case "===":
      case "==":
        return equality(node, false);
      case "!==":
      case "!=":
        return equality(node, true);
      case "instanceof":
        return instance(node);
      default:
        break;
    }
    Code left = convert(node.kid(0));
    Code right = convert(node.kid(1));
    if (COMPARED.containsKey(node.text)) {
      return comparison(node, left, right);
    }
    if (node.text.equals("+") && !(left.kind.isNumber() && right.kind.isNumber())) {
      boolean sum =
          (left.kind.isNumber() && isUnknown(right)) || (isUnknown(left) && right.kind.isNumber());
      return sum
          ? arithmetic(node, values.onlyNumber(left, node), values.onlyNumber(right, node))
          : concatenation(node, left, right);
    }
    return arithmetic(node, left, right);
  }

  private Code concatenation(Node node, Code left, Code right) {
    boolean leftGuessed = values.isReadFromJson(left);
    boolean guessed = values.isReadFromJson(right) || leftGuessed;
    boolean text = !guessed && (left.kind == Kind.TEXT || right.kind == Kind.TEXT);
    boolean known = left.kind != Kind.ANY && left.kind != Kind.JSON;
    boolean flag = left.kind == Kind.FLAG || right.kind == Kind.FLAG;
    if (!text && (guessed || flag || !known || right.kind == Kind.ANY || right.kind == Kind.JSON)) {
      throw new Unconvertible(
          node.line, "this is a sum or a text, which the program does not show; write one of both");
    }
    if (left.constant != null && right.constant != null) {
      return Code.constant(left.constant + right.constant);
    }
    String first = text ? literals.concatenated(left, node) : values.text(left, node);
    String second = literals.concatenated(right, node);
    return Code.loose(first + " + " + (right.atom ? second : "(" + second + ")"), Kind.TEXT);
  }

  private Code arithmetic(Node node, Code left, Code right) {
    String operator = node.text;
    if (!Set.of("+", "-", "*", "/", "%").contains(operator)) {
      throw new Unconvertible(node.line, "the operator `" + operator + "` has no counterpart");
    }
    boolean whole = left.kind == Kind.WHOLE && right.kind == Kind.WHOLE;
    if (whole && !operator.equals("/")) {
      return Code.loose(operand(left) + " " + operator + " " + operand(right), Kind.WHOLE);
    }
    String a = values.as(left, Kind.DECIMAL, node.kid(0));
    String b = values.as(right, Kind.DECIMAL, node.kid(1));
    Code receiver = left.kind == Kind.DECIMAL ? left : Code.of(a, Kind.DECIMAL);
    switch (operator) {
      case "+":
        return Code.of(receiver.operand() + ".add(" + b + ")", Kind.DECIMAL);
      case "-":
        return Code.of(receiver.operand() + ".subtract(" + b + ")", Kind.DECIMAL);
      case "*":
        return Code.of(receiver.operand() + ".multiply(" + b + ")", Kind.DECIMAL);
      case "/":
        return Code.of(
            receiver.operand() + ".divide(" + b + ", MathContext.DECIMAL64)", Kind.DECIMAL);
      default:
        return Code.of(receiver.operand() + ".remainder(" + b + ")", Kind.DECIMAL);
    }
  }

  private Code comparison(Node node, Code left, Code right) {
    if (left.kind == Kind.TEXT && right.kind == Kind.TEXT) {
      return Code.loose(
          left.operand() + ".compareTo(" + right.text + ") " + node.text + " 0", Kind.FLAG);
    }
    if (!left.kind.isNumber() && !right.kind.isNumber()) {
      throw new Unconvertible(
          node.line, "a comparison of texts or numbers, which the program does not show");
    }
    if (left.kind == Kind.WHOLE && right.kind == Kind.WHOLE) {
      return Code.loose(operand(left) + " " + node.text + " " + operand(right), Kind.FLAG);
    }
    return compared(node, left, right, node.text);
  }

  /** Compares two numbers of which one is a decimal. */
  private Code compared(Node node, Code left, Code right, String operator) {
    String decimal = values.as(left, Kind.DECIMAL, node.kid(0));
    String receiver = left.kind == Kind.DECIMAL ? left.operand() : decimal;
    String other = values.as(right, Kind.DECIMAL, node.kid(1));
    return Code.loose(receiver + ".compareTo(" + other + ") " + operator + " 0", Kind.FLAG);
  }

  private Code equality(Node node, boolean not) {
    Code left = convert(node.kid(0));
    Code right = convert(node.kid(1));
    if (left.isModule("require.main") || left.isModule("module")) {
      return Code.of("true", Kind.FLAG); // the file is always the one that was started
    }
    String operator = not ? " != " : " == ";
    if (left.kind == Kind.NULL || right.kind == Kind.NULL) {
      Code value = left.kind == Kind.NULL ? right : left;
      Node at = left.kind == Kind.NULL ? node.kid(1) : node.kid(0);
      if (value.kind.isPrimitive()) {
        return Code.of(not ? "true" : "false", Kind.FLAG);
      }
      boolean text = value.kind == Kind.JSON && !value.names.isEmpty();
      String tested = text ? values.text(value, at) : values.object(value, at);
      return Code.loose(tested + operator + "null", Kind.FLAG);
    }
    if ((left.kind == Kind.WHOLE && right.kind == Kind.WHOLE)
        || (left.kind == Kind.FLAG && right.kind == Kind.FLAG)) {
      return Code.loose(left.operand() + operator + right.operand(), Kind.FLAG);
    }
    if ((left.kind == Kind.DECIMAL && right.kind.isNumber())
        || (right.kind == Kind.DECIMAL && left.kind == Kind.WHOLE)) {
      return compared(node, left, right, operator.strip());
    }
    boolean strict = node.text.length() == 3;
    if (strict && isSimple(left) && isSimple(right) && left.kind != right.kind) {
      throw new Unconvertible(
          node.line, "`" + node.text + "` of different types, which are never equal");
    }
    String a = values.text(left, node.kid(0));
    String b = values.text(right, node.kid(1));
    String equal =
        right.constant != null
            ? b + ".equals(" + a + ")"
            : left.constant != null
                ? a + ".equals(" + b + ")"
                : "Objects.equals(" + a + ", " + b + ")";
    return Code.of(not ? "!" + equal : equal, Kind.FLAG);
  }

  private static boolean isUnknown(Code code) {
    return code.kind == Kind.ANY || code.kind == Kind.JSON;
  }

  private boolean isSimple(Code code) {
    boolean text = code.kind == Kind.TEXT && !values.isReadFromJson(code);
    return text || code.kind == Kind.FLAG || code.kind.isNumber();
  }

  private Code instance(Node node) {
    Code left = convert(node.kid(0));
    Node type = node.kid(1);
    if (left.kind.isFailure() && type.is(Syntax.NAME, "Error")) {
      return Code.of("true", Kind.FLAG);
    }
    throw new Unconvertible(node.line, "`instanceof` of this; compare with a type of Java");
  }

  private Code logical(Node node) {
    boolean and = node.text.equals("&&");
    Code left = convert(node.kid(0));
    String condition = values.condition(left, node.kid(0));
    context.conditional++;
    try {
      Code right = convert(node.kid(1));
      boolean flags = left.kind == Kind.FLAG && right.kind == Kind.FLAG;
      if (flags || left.kind == Kind.FAILED_RESPONSE) {
        return Code.loose(
            inside(condition, and)
                + " "
                + node.text
                + " "
                + inside(values.condition(right, node.kid(1)), and),
            Kind.FLAG);
      }
      Kind kind = left.kind.joined(right.kind);
      Code value = left.isName() ? left : left.kind == Kind.JSON ? left : renamed(left, condition);
      String a = left.kind == Kind.FLAG ? "(Object) " + !and : boxed(value, kind, node.kid(0));
      String b = boxed(right, kind, node.kid(1));
      String test = condition.matches("[\\w$.]+") ? condition : "(" + condition + ")";
      return Code.loose(and ? test + " ? " + b + " : " + a : test + " ? " + a + " : " + b, kind);
    } finally {
      context.conditional--;
    }
  }

  /** Returns the variable that the condition has made of a value, which it tests first. */
  private static Code renamed(Code value, String condition) {
    String name = condition.replaceFirst("^!?([\\w$]+).*", "$1");
    boolean made = !name.equals(condition) && (value.kind == Kind.TEXT || value.kind == Kind.ANY);
    return made ? Code.of(name, value.kind) : value;
  }

  private static String inside(String condition, boolean and) {
    boolean mixed = condition.contains(and ? "||" : "&&") || condition.contains(" ? ");
    return mixed ? "(" + condition + ")" : condition;
  }

  /** Returns the condition that an expression is for {@code if} and loops. */
  String condition(Node node) {
    if (node.is(Syntax.BINARY) && (node.text.equals("&&") || node.text.equals("||"))) {
      boolean and = node.text.equals("&&");
      String left = inside(condition(node.kid(0)), and);
      context.conditional++;
      try {
        return left + " " + node.text + " " + inside(condition(node.kid(1)), and);
      } finally {
        context.conditional--;
      }
    }
    if (node.is(Syntax.UNARY, "!")
        && node.kid(0).is(Syntax.BINARY)
        && Set.of("&&", "||").contains(node.kid(0).text)) {
      return "!(" + condition(node.kid(0)) + ")";
    }
    return values.condition(convert(node), node);
  }

  private String boxed(Code code, Kind kind, Node at) {
    String text = values.as(code, kind == Kind.NULL ? Kind.ANY : kind, at);
    if (kind == Kind.ANY || kind == Kind.NULL) {
      return "(Object) " + (text.matches("[\\w$.\"]+|\"[^\"]*\"") ? text : "(" + text + ")");
    }
    return text.contains(" ? ") ? "(" + text + ")" : text;
  }

  private Code orElse(Node node) {
    Code left = convert(node.kid(0));
    if (left.kind.isPrimitive()) {
      return left;
    }
    context.conditional++;
    try {
      Code right = convert(node.kid(1));
      Kind kind = left.kind.joined(right.kind);
      if (left.kind == Kind.NULL) {
        return right;
      }
      kind = kind == Kind.JSON ? Kind.TEXT : kind;
      if (kind.isPrimitive()) {
        kind = Kind.ANY;
      }
      String value =
          left.kind == Kind.JSON ? values.text(left, node) : values.as(left, kind, node.kid(0));
      return Code.of(
          "Objects.requireNonNullElse("
              + (kind == Kind.ANY ? "(Object) " + paren(value) : value)
              + ", "
              + values.as(right, kind, node.kid(1))
              + ")",
          kind);
    } finally {
      context.conditional--;
    }
  }

  private static String paren(String text) {
    return text.matches("[\\w$.]+") ? text : "(" + text + ")";
  }

  private Code conditional(Node node) {
    String condition = condition(node.kid(0));
    context.conditional++;
    try {
      Code then = convert(node.kid(1));
      Code otherwise = convert(node.kid(2));
      Kind kind = then.kind.joined(otherwise.kind);
      if (kind == Kind.JSON) {
        kind = Kind.TEXT;
      }
      if (!kind.isValue()) {
        throw new Unconvertible(node.line, "a condition without a value; write `if`");
      }
      String test = condition.matches("[\\w$.]+") ? condition : "(" + condition + ")";
      return Code.loose(
          test
              + " ? "
              + boxed(then, kind, node.kid(1))
              + " : "
              + boxed(otherwise, kind, node.kid(2)),
          kind);
    } finally {
      context.conditional--;
    }
  }

  // Assignments

  private Code assignment(Node node) {
    Node target = node.kid(0);
    if (!node.text.equals("=")) {
      return compound(node);
    }
    if (target.is(Syntax.NAME)) {
      Variable variable = context.resolve(target);
      checkAssignable(variable, target);
      Code value = assigned(node.kid(1), context.known.isChanged(variable.key));
      if (value.kind == Kind.FUNCTION || !value.kind.isValue()) {
        throw new Unconvertible(node.line, "this value cannot be assigned; see its line");
      }
      return store(variable, value, node);
    }
    return put(node, target, convert(node.kid(1)));
  }

  /** Converts an assigned value; a literal can be changed if its variable is. */
  private Code assigned(Node value, boolean changed) {
    return value.is(Syntax.ARRAY)
        ? literals.array(value, changed)
        : value.is(Syntax.OBJECT) ? literals.object(value, null, changed) : convert(value);
  }

  private Code store(Variable variable, Code value, Node at) {
    context.learned.value(variable.key, value.kind);
    Kind kind = variable.kind;
    return Code.loose(variable.java + " = " + values.as(value, kind, at), kind);
  }

  private Code compound(Node node) {
    Node target = node.kid(0);
    String operator = node.text.substring(0, node.text.length() - 1);
    if (!target.is(Syntax.NAME) && !(target.is(Syntax.MEMBER) && target.kid(0).is(Syntax.NAME))) {
      throw new Unconvertible(node.line, "`" + node.text + "` of this; write an assignment");
    }
    Node value =
        Node.of(
            Syntax.BINARY,
            operator,
            false,
            List.of(target, node.kid(1)),
            node.line,
            node.start,
            node.end);
    if (target.is(Syntax.MEMBER)) {
      return put(node, target, convert(value));
    }
    Variable variable = context.resolve(target);
    checkAssignable(variable, target);
    return store(variable, convert(value), node);
  }

  private Code put(Node node, Node target, Code value) {
    if (!target.is(Syntax.MEMBER) && !target.is(Syntax.INDEX)) {
      throw new Unconvertible(
          node.line, "an assignment to a pattern; declare the names with `const`");
    }
    Code object = convert(target.kid(0));
    if (object.kind == Kind.MODULE) {
      throw new Unconvertible(
          node.line, "`" + object.module + "` cannot be changed here; remove the assignment");
    }
    if (object.kind == Kind.JSON) {
      throw new Unconvertible(
          node.line, "parsed JSON is changed; copy it with `{...data}`, and change the copy");
    }
    context.learned.changesContent(object.variable);
    if (object.kind == Kind.LIST && target.is(Syntax.INDEX)) {
      String index = values.as(convert(target.kid(1)), Kind.WHOLE, target);
      return Code.of(
          object.operand() + ".set((int) (" + index + "), " + values.object(value, node) + ")",
          Kind.VOID);
    }
    String key =
        target.is(Syntax.MEMBER)
            ? JavaText.quoted(target.text)
            : values.text(convert(target.kid(1)), target);
    String map = values.as(object, Kind.MAP, target);
    String receiver = map.startsWith("(") ? "(" + map + ")" : map;
    return Code.of(receiver + ".put(" + key + ", " + values.object(value, node) + ")", Kind.VOID);
  }
}
