package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Converts statements. One that cannot be converted becomes a comment, and the rest still compiles.
 */
final class Statements {
  /** The reason for a statement on which the converter itself failed. */
  static final String DEFECT = "a defect of node2java; convert it by hand, and report it";

  private final Context context;
  private final Expressions expressions;
  private final Values values;
  private final Functions functions;

  Statements(Context context) {
    this.context = context;
    this.expressions = new Expressions(context, this);
    this.values = expressions.values();
    this.functions = new Functions(context, expressions, this);
  }

  /**
   * Converts the statements of a block; functions first, since they may be called before. Returns
   * whether what follows cannot be reached.
   */
  boolean list(List<Node> nodes) {
    nodes.forEach(functions::declare);
    boolean ended = false;
    for (Node node : nodes) {
      if (ended && !functions.isFunction(node)) {
        context.remaining.add(
            new Remaining(
                node.line,
                JavaText.comment(context.original(node)),
                "never reached in the original; remove it",
                true));
        break;
      }
      ended |= statement(node);
    }
    nodes.forEach(functions::define);
    return ended;
  }

  /** Converts a statement; returns whether what follows cannot be reached. */
  boolean statement(Node node) {
    Method method = context.method();
    int lines = method.lines.size();
    int indent = method.indent;
    int found = context.remaining.size();
    int conditional = context.conditional;
    for (String comment : node.comments) {
      method.print("// " + JavaText.comment(comment));
    }
    try {
      return convert(node);
    } catch (RuntimeException e) { // a defect must not lose the other statements
      Unconvertible reason =
          e instanceof Unconvertible
              ? (Unconvertible) e
              : new Unconvertible(node.line, DEFECT + " (" + e.getClass().getSimpleName() + ")");
      method.forget(lines);
      method.indent = indent;
      context.conditional = conditional;
      context.remaining.subList(found, context.remaining.size()).clear();
      return remains(node, reason);
    }
  }

  private boolean remains(Node node, Unconvertible e) {
    String original = context.original(node);
    context.remaining.add(new Remaining(e.line(), JavaText.comment(original), e.reason(), false));
    String[] lines = original.split("\\R", -1);
    for (int i = 0; i < lines.length; i++) {
      String text = JavaText.comment(lines[i]);
      context.print((i == 0 ? "// TODO node2java line " + node.line + ": " : "//   ") + text);
    }
    declareUnknown(node);
    if (node.is(Syntax.RETURN) || node.is(Syntax.THROW)) {
      context.print(
          "throw new UnsupportedOperationException(\"line " + node.line + " is not converted\");");
      return true;
    }
    return false;
  }

  /** Declares the names of a declaration that was not converted, since others may read them. */
  private void declareUnknown(Node node) {
    if (node.is(Syntax.EXPORT)) {
      declareUnknown(node.kid(0));
    }
    if (node.is(Syntax.VARIABLES)) {
      node.kids.forEach(one -> names(one.kid(0)));
    } else if (node.is(Syntax.IMPORT)) {
      node.kids.forEach(one -> names(one.kid(0)));
    }
  }

  private void names(Node target) {
    switch (target.type) {
      case NAME:
        Variable known = context.scope.own(target.text);
        if (known == null || known.key != target.start) {
          Variable variable = context.declare(target, Kind.ANY, false);
          context.print("Object " + variable.java + " = null;");
        } else if (known.alias == null && known.function == null) {
          context.print(known.kind.type() + " " + known.java + " = null;");
        }
        break;
      case ASSIGN:
      case SPREAD:
        names(target.kid(0));
        break;
      case OBJECT:
        target.kids.forEach(
            one -> names(one.is(Syntax.SPREAD) ? one.kid(0) : one.kid(one.kids.size() - 1)));
        break;
      case ARRAY:
        target.kids.forEach(this::names);
        break;
      default:
        break;
    }
  }

  private boolean convert(Node node) {
    if (functions.isFunction(node)) {
      return false;
    }
    switch (node.type) {
      case VARIABLES:
        node.kids.forEach(one -> declaration(one, node.text.equals("const")));
        return false;
      case EXPRESSION:
        expression(node.kid(0));
        return false;
      case BLOCK:
        return block(node);
      case IF:
        return branch(node);
      case FOR:
      case FOR_OF:
      case WHILE:
      case DO:
        context.method().loops++;
        try {
          loop(node);
        } finally {
          context.method().loops--;
        }
        return false;
      case TRY:
        return attempt(node);
      case SWITCH:
        return choice(node);
      case RETURN:
        functions.result(node);
        return true;
      case THROW:
        raise(node);
        return true;
      case BREAK:
      case CONTINUE:
        if (!node.text.isEmpty() || context.method().loops == 0) {
          throw new Unconvertible(
              node.line, "a label, or a jump outside a loop; restructure the loop");
        }
        context.print(node.is(Syntax.BREAK) ? "break;" : "continue;");
        return true;
      case IMPORT:
        imports(node);
        return false;
      case EXPORT:
        export(node);
        return false;
      case EMPTY:
        return false;
      case CLASS:
        throw new Unconvertible(node.line, "a class; write it in Java");
      case GENERATOR:
        throw new Unconvertible(node.line, "a generator; collect the values in a list");
      default:
        throw new Unconvertible(node.line, "this statement has no counterpart");
    }
  }

  // Declarations

  private void declaration(Node declaration, boolean constant) {
    Node target = declaration.kid(0);
    Node init = declaration.kid(1);
    if (init.is(Syntax.NONE) && !target.is(Syntax.NAME)) {
      throw new Unconvertible(target.line, "names without a value; declare them one by one");
    }
    if (init.is(Syntax.NONE)) {
      Kind kind = context.known.valueOf(target.start);
      kind =
          kind == null || kind.isPrimitive() || !kind.isValue() || kind == Kind.NULL
              ? Kind.ANY
              : kind;
      kind = kind == Kind.JSON ? Kind.TEXT : kind;
      context.learned.value(target.start, Kind.NULL);
      Variable variable = context.declare(target, kind, false);
      context.print(kind.type() + " " + variable.java + " = null;");
      return;
    }
    Node value = awaited(init);
    if (target.is(Syntax.ARRAY) && isAll(value)) {
      List<Node> calls = value.kid(1).kids;
      for (int i = 0; i < Math.max(target.kids.size(), calls.size()); i++) {
        Code code = i < calls.size() ? expressions.convert(calls.get(i)) : null;
        if (i < target.kids.size() && !target.kid(i).is(Syntax.NONE)) {
          expressions.callbacks().bind(target.kid(i), code, constant);
        } else if (code != null) {
          effect(code, calls.get(i));
        }
      }
      return;
    }
    boolean named = target.is(Syntax.NAME);
    if (named && (value.is(Syntax.ARRAY) || value.is(Syntax.OBJECT))) {
      context.learned.literal(target.start);
    }
    if (named && value.is(Syntax.OBJECT)) {
      object(target, value, constant);
      return;
    }
    if (named && value.is(Syntax.ARRAY)) {
      Code list = expressions.literals().array(value, context.known.isChanged(target.start));
      expressions.callbacks().variable(target, list, constant);
      return;
    }
    Code code = expressions.convert(value);
    boolean alias =
        code.kind == Kind.MODULE
            || code.kind == Kind.FAILED_RESPONSE
            || (code.kind == Kind.JSON && !named)
            || (code.kind == Kind.JSON && code.names.isEmpty() && code.module.equals("response"));
    if (!named || (alias && constant)) {
      expressions.callbacks().bind(target, code, constant);
    } else if (code.kind == Kind.MODULE) {
      expressions.callbacks().bind(target, code, true);
    } else {
      expressions.callbacks().variable(target, code, constant);
    }
  }

  private void object(Node target, Node value, boolean constant) {
    boolean changed = context.known.isChanged(target.start);
    boolean plain = value.kids.stream().allMatch(one -> one.is(Syntax.PROPERTY) && !one.flag);
    if (plain) {
      Code map = expressions.literals().object(value, null, changed);
      expressions.callbacks().variable(target, map, constant);
      return;
    }
    String name = context.method().fresh(target.text);
    Code map = expressions.literals().object(value, name, changed);
    if (!map.text.equals(name)) {
      expressions.callbacks().variable(target, map, constant);
      return;
    }
    context.learned.value(target.start, Kind.MAP);
    context.scope.declare(Variable.of(target.text, name, Kind.MAP, target.start, constant));
  }

  private static Node awaited(Node node) {
    return node.is(Syntax.AWAIT) ? awaited(node.kid(0)) : node;
  }

  private static boolean isAll(Node node) {
    return node.is(Syntax.CALL)
        && node.kid(0).is(Syntax.MEMBER, "all")
        && node.kid(0).kid(0).is(Syntax.NAME, "Promise")
        && node.kids.size() == 2
        && node.kid(1).is(Syntax.ARRAY)
        && node.kid(1).kids.stream().noneMatch(one -> one.is(Syntax.SPREAD));
  }

  private void imports(Node node) {
    Code module = Helpers.module(node.text, node);
    for (Node name : node.kids) {
      boolean itself = name.text.equals("*") || name.text.equals("default");
      Code code =
          itself ? module : new Members(context, expressions, values).of(module, name.text, name);
      context.scope.declare(Variable.alias(name.kid(0).text, code, name.kid(0).start));
    }
  }

  private void export(Node node) {
    Node inner = node.kid(0);
    if (inner.is(Syntax.NONE) || inner.is(Syntax.NAME)) {
      return; // every method of the output is public
    }
    if (!convertible(inner)) {
      expression(inner);
      return;
    }
    convert(inner);
  }

  private static boolean convertible(Node node) {
    return Set.of(Syntax.VARIABLES, Syntax.FUNCTION, Syntax.CLASS, Syntax.GENERATOR)
        .contains(node.type);
  }

  // Expressions as statements

  private void expression(Node node) {
    Node inner = awaited(node);
    if (inner.is(Syntax.TEXT, "use strict") || isExport(inner)) {
      return;
    }
    if (inner.is(Syntax.OTHER)) {
      throw new Unconvertible(inner.line, inner.text);
    }
    if (inner.is(Syntax.SEQUENCE)) {
      inner.kids.forEach(this::expression);
      return;
    }
    if (inner.is(Syntax.BINARY, "&&") || inner.is(Syntax.BINARY, "||")) {
      String condition = expressions.condition(inner.kid(0));
      context.print(
          "if (" + (inner.text.equals("&&") ? condition : "!(" + condition + ")") + ") {");
      nested(() -> expression(inner.kid(1)));
      context.print("}");
      return;
    }
    if (inner.is(Syntax.CONDITIONAL)) {
      context.print("if (" + expressions.condition(inner.kid(0)) + ") {");
      nested(() -> expression(inner.kid(1)));
      context.print("} else {");
      nested(() -> expression(inner.kid(2)));
      context.print("}");
      return;
    }
    boolean promise =
        inner.is(Syntax.CALL)
            && inner.kid(0).is(Syntax.MEMBER)
            && Set.of("then", "catch", "finally").contains(inner.kid(0).text);
    if (promise) {
      expressions.callbacks().promise(inner, true); // which prints all that it does
      return;
    }
    effect(expressions.convert(inner), inner);
  }

  private boolean isExport(Node node) {
    boolean exports =
        node.is(Syntax.ASSIGN, "=")
            && node.kid(0).is(Syntax.MEMBER)
            && (node.kid(0).kid(0).is(Syntax.NAME, "module")
                || node.kid(0).kid(0).is(Syntax.NAME, "exports"));
    return exports
        && (node.kid(1).is(Syntax.NAME)
            || (node.kid(1).is(Syntax.OBJECT)
                && node.kid(1).kids.stream()
                    .allMatch(one -> one.is(Syntax.PROPERTY) && one.kid(0).is(Syntax.NAME))));
  }

  /** Prints an expression for its effect; one without any is dropped. */
  void effect(Code code, Node at) {
    switch (code.kind) {
      case CHAIN:
      case MODULE:
      case CLIENT:
      case NULL:
      case FAILED_RESPONSE:
      case FUNCTION:
        return;
      default:
        break;
    }
    if (code.kind == Kind.JSON) {
      if (!code.text.endsWith(")") || code.text.startsWith("(")) {
        return;
      }
      context.print(code.text + ";");
      return;
    }
    if (isStatement(code)) {
      context.print(code.text + ";");
    } else if (!code.isName()) {
      String name = context.method().fresh("unused");
      context.print(code.kind.type() + " " + name + " = " + values.object(code, at) + ";");
    }
  }

  /** Returns whether Java takes the expression as a statement. */
  private static boolean isStatement(Code code) {
    String text = code.text;
    if (!code.atom) {
      return text.matches("[\\w$]+ = (?s).*|[\\w$]+(\\+\\+|--)|(\\+\\+|--)[\\w$]+");
    }
    return text.endsWith(")") && text.matches("(?s)(new |\\(*[\\w$\"]).*") && !isOperators(text);
  }

  /** Returns whether a text is not one call, but for example two in parentheses. */
  private static boolean isOperators(String text) {
    int open = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
        continue;
      }
      quoted = c == '"';
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (open == 0 && c == ' ' && !text.startsWith("new ")) {
        return true;
      }
    }
    return text.startsWith("!") || (text.startsWith("\"") && !text.contains("."));
  }

  // Control flow

  private boolean block(Node node) {
    context.print("{");
    boolean ended = nestedList(node);
    context.print("}");
    return ended;
  }

  private void nested(Runnable code) {
    Method method = context.method();
    method.indent++;
    context.block(code);
    method.indent--;
  }

  private boolean nestedList(Node body) {
    boolean[] ended = {false};
    nested(
        () -> {
          if (body.is(Syntax.BLOCK)) {
            ended[0] = list(body.kids);
          } else {
            ended[0] = statement(body);
          }
        });
    return ended[0];
  }

  /** Returns whether what follows a statement cannot be reached. */
  static boolean ends(Node node) {
    switch (node.type) {
      case RETURN:
      case THROW:
      case BREAK:
      case CONTINUE:
        return true;
      case BLOCK:
        return node.kids.stream().anyMatch(Statements::ends);
      case IF:
        return !node.kid(2).is(Syntax.NONE) && ends(node.kid(1)) && ends(node.kid(2));
      case TRY:
        boolean caught = node.kid(2).is(Syntax.NONE) || ends(node.kid(2));
        return (ends(node.kid(0)) && caught) || ends(node.kid(3));
      default:
        return false;
    }
  }

  private boolean branch(Node node) {
    if (isMainCheck(node.kid(0))) {
      Node then = node.kid(1);
      boolean[] ended = {false};
      context.block(() -> ended[0] = list(then.is(Syntax.BLOCK) ? then.kids : List.of(then)));
      return ended[0];
    }
    Node at = node;
    String begin = "if (";
    boolean all = true;
    while (true) {
      context.print(begin + expressions.condition(at.kid(0)) + ") {");
      all &= nestedList(at.kid(1));
      Node otherwise = at.kid(2);
      if (otherwise.is(Syntax.NONE)) {
        all = false;
        break;
      }
      if (!otherwise.is(Syntax.IF) || needsLines(otherwise.kid(0))) {
        context.print("} else {");
        all &= nestedList(otherwise);
        break;
      }
      begin = "} else if (";
      at = otherwise;
    }
    context.print("}");
    return all;
  }

  /** Returns whether a condition may need lines before it, for which `else if` has no place. */
  private static boolean needsLines(Node node) {
    boolean may =
        node.is(Syntax.CALL)
            || node.is(Syntax.SPREAD)
            || node.is(Syntax.MEMBER)
            || node.is(Syntax.INDEX);
    return may || node.kids.stream().anyMatch(Statements::needsLines);
  }

  private static boolean isMainCheck(Node node) {
    return node.is(Syntax.BINARY)
        && node.kid(0).is(Syntax.MEMBER, "main")
        && node.kid(0).kid(0).is(Syntax.NAME, "require");
  }

  private void loop(Node node) {
    switch (node.type) {
      case WHILE:
        context.print("while (" + repeated(node.kid(0)) + ") {");
        nestedList(node.kid(1));
        context.print("}");
        break;
      case DO:
        context.print("do {");
        nestedList(node.kid(0));
        context.print("} while (" + repeated(node.kid(1)) + ");");
        break;
      case FOR:
        counting(node);
        break;
      default:
        iterating(node);
    }
  }

  /** Converts the condition of a loop, which is evaluated again and again. */
  private String repeated(Node node) {
    context.conditional++;
    try {
      String condition = expressions.condition(node);
      // A constant condition would make the compiler refuse what follows, or the body.
      boolean constant =
          condition.replaceAll("\"[^\"]*\"|true|false|L", "").matches("[^A-Za-z_$]*");
      return constant ? "Boolean.valueOf(" + condition + ")" : condition;
    } finally {
      context.conditional--;
    }
  }

  private void counting(Node node) {
    context.print("{");
    nested(
        () -> {
          Node start = node.kid(0);
          if (start.is(Syntax.VARIABLES)) {
            start.kids.forEach(one -> declaration(one, false));
          } else if (!start.is(Syntax.NONE)) {
            expression(start);
          }
          String condition = node.kid(1).is(Syntax.NONE) ? "Boolean.TRUE" : repeated(node.kid(1));
          context.conditional++;
          String step = node.kid(2).is(Syntax.NONE) ? "" : step(node.kid(2));
          context.conditional--;
          context.print("for (; " + condition + "; " + step + ") {");
          nestedList(node.kid(3));
          context.print("}");
        });
    context.print("}");
  }

  private String step(Node node) {
    if (node.is(Syntax.SEQUENCE)) {
      List<String> steps = new ArrayList<>();
      node.kids.forEach(one -> steps.add(step(one)));
      return String.join(", ", steps);
    }
    Code code = expressions.convert(node);
    if (!isStatement(code)) {
      throw new Unconvertible(node.line, "the step of this loop; write it as an assignment");
    }
    return code.text;
  }

  private void iterating(Node node) {
    Node start = node.kid(0);
    Node target = start.is(Syntax.VARIABLES) ? start.kid(0).kid(0) : start;
    if (!start.is(Syntax.VARIABLES)) {
      throw new Unconvertible(node.line, "declare the variable of the loop with `const`");
    }
    Code values1 = expressions.convert(node.kid(1));
    if (node.flag) {
      String map = values.as(values1, Kind.MAP, node.kid(1));
      each(target, "String", Kind.TEXT, "(" + map + ").keySet()", node.kid(2));
      return;
    }
    Iterated iterated = iterated(values1, node.kid(1));
    each(target, iterated.type, iterated.kind, iterated.text, node.kid(2));
  }

  /** Returns what a loop over a value reads. */
  Iterated iterated(Code code, Node at) {
    if (code.variable != null && code.kind != Kind.ANY && code.kind != Kind.LIST) {
      context.learned.wants(code.variable.key, Kind.JSON);
    }
    if (code.kind == Kind.JSON) {
      return new Iterated("JsonNode", Kind.JSON, values.json(code, at));
    }
    if (code.kind == Kind.ANY || code.kind == Kind.LIST) {
      return new Iterated("Object", Kind.ANY, values.as(code, Kind.LIST, at));
    }
    throw new Unconvertible(at.line, "a loop over this value; make it a List");
  }

  /** The values of a loop: the type and the kind of each, and their source. */
  static final class Iterated {
    final String type;
    final Kind kind;
    final String text;

    Iterated(String type, Kind kind, String text) {
      this.type = type;
      this.kind = kind;
      this.text = text;
    }
  }

  private void each(Node target, String type, Kind kind, String text, Node body) {
    String name = context.method().fresh(target.is(Syntax.NAME) ? target.text : "item");
    context.print("for (" + type + " " + name + " : " + text + ") {");
    nested(
        () -> {
          if (target.is(Syntax.NAME)) {
            context.learned.value(target.start, kind);
            context.scope.declare(Variable.of(target.text, name, kind, target.start, true));
          } else {
            expressions.callbacks().bind(target, Code.of(name, kind), true);
          }
          list(body.is(Syntax.BLOCK) ? body.kids : List.of(body));
        });
    context.print("}");
  }

  private boolean attempt(Node node) {
    context.print("try {");
    boolean ended = nestedList(node.kid(0));
    Node handler = node.kid(2);
    boolean[] caught = {true};
    if (!handler.is(Syntax.NONE)) {
      Node parameter = node.kid(1).is(Syntax.NONE) ? null : node.kid(1);
      List<Node> parts = parameter == null ? List.of(handler) : List.of(parameter, handler);
      Node all = Node.of(Syntax.BLOCK, "", false, parts, handler.line, handler.start, handler.end);
      Code failure = expressions.callbacks().begin(parameter, all);
      nested(
          () -> {
            if (parameter != null) {
              expressions.callbacks().bind(parameter, failure, true);
            }
            caught[0] = list(handler.kids);
          });
    }
    boolean last = false;
    if (!node.kid(3).is(Syntax.NONE)) {
      context.print("} finally {");
      last = nestedList(node.kid(3));
    }
    context.print("}");
    return (ended && caught[0]) || last;
  }

  /** Converts {@code switch} to comparisons one after another; each case must end. */
  private boolean choice(Node node) {
    Code subject = expressions.convert(node.kid(0));
    Node at = node.kid(0);
    String value = context.method().fresh("choice");
    context.print("String " + value + " = " + values.text(subject, at) + ";");
    List<String> tests = new ArrayList<>();
    String begin = "if (";
    List<Node> cases = node.kidsFrom(1);
    boolean[] ended = {cases.stream().anyMatch(one -> one.kid(0).is(Syntax.NONE))};
    for (int i = 0; i < cases.size(); i++) {
      Node one = cases.get(i);
      boolean isDefault = one.kid(0).is(Syntax.NONE);
      if (!isDefault) {
        Code code = expressions.convert(one.kid(0));
        String text = values.text(code, one);
        tests.add("Objects.equals(" + value + ", " + text + ")");
      }
      List<Node> body = new ArrayList<>(one.kidsFrom(1));
      if (body.size() == 1 && body.get(0).is(Syntax.BLOCK)) {
        body = new ArrayList<>(body.get(0).kids);
      }
      if (body.isEmpty() && !isDefault && i + 1 < cases.size()) {
        continue; // falls into the next one
      }
      boolean lastCase = i + 1 == cases.size();
      boolean breaks = !body.isEmpty() && body.get(body.size() - 1).is(Syntax.BREAK);
      boolean falls = !breaks && body.stream().noneMatch(Statements::ends);
      if (!lastCase && (isDefault || falls)) {
        throw new Unconvertible(one.line, "a case that continues with the next one; write `if`");
      }
      if (breaks) {
        body.remove(body.size() - 1);
      }
      if (body.stream().anyMatch(Statements::breaks)) {
        throw new Unconvertible(one.line, "`break` inside a case; write `if`");
      }
      List<Node> statements = body;
      if (isDefault) {
        context.print(i == 0 ? "{" : "} else {");
      } else {
        context.print(begin + String.join(" || ", tests) + ") {");
      }
      nested(() -> ended[0] &= list(statements));
      tests.clear();
      begin = "} else if (";
    }
    if (!cases.isEmpty()) {
      context.print("}");
    }
    return ended[0];
  }

  private static boolean breaks(Node node) {
    boolean inner =
        Set.of(Syntax.FOR, Syntax.FOR_OF, Syntax.WHILE, Syntax.DO, Syntax.SWITCH, Syntax.FUNCTION)
            .contains(node.type);
    return node.is(Syntax.BREAK) || (!inner && node.kids.stream().anyMatch(Statements::breaks));
  }

  private void raise(Node node) {
    Node value = node.kid(0);
    Code code = expressions.convert(value);
    if (code.kind.isFailure()) {
      context.print("throw " + code.text + ";");
      return;
    }
    context.print("throw new IllegalStateException(" + values.text(code, value) + ");");
  }
}
