package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Converts functions with a name to static methods. What a function reads of the code around it
 * becomes parameters.
 */
final class Functions {
  private final Context context;
  private final Expressions expressions;
  private final Statements statements;
  private final Values values;

  Functions(Context context, Expressions expressions, Statements statements) {
    this.context = context;
    this.expressions = expressions;
    this.statements = statements;
    this.values = expressions.values();
  }

  /** Returns whether a statement only declares functions. */
  boolean isFunction(Node node) {
    if (node.is(Syntax.EXPORT)) {
      return isFunction(node.kid(0));
    }
    if (node.is(Syntax.FUNCTION)) {
      return !node.text.isEmpty();
    }
    return node.is(Syntax.VARIABLES) && node.kids.stream().allMatch(this::isNamed);
  }

  private boolean isNamed(Node declaration) {
    return declaration.kid(0).is(Syntax.NAME)
        && declaration.kid(1).is(Syntax.FUNCTION)
        && !context.known.isChanged(declaration.kid(0).start);
  }

  /** Declares the functions of a statement. */
  void declare(Node node) {
    if (!isFunction(node)) {
      return;
    }
    if (node.is(Syntax.EXPORT)) {
      declare(node.kid(0));
    } else if (node.is(Syntax.FUNCTION)) {
      declare(node.text, node);
    } else {
      node.kids.forEach(one -> declare(one.kid(0).text, one.kid(1)));
    }
  }

  private void declare(String name, Node function) {
    String base = JavaText.name(name);
    String java = base;
    for (int i = 2; !context.methodNames.add(java); i++) {
      java = base + i;
    }
    context.scope.declare(Variable.function(name, java, function));
  }

  /** Converts the functions of a statement, when all that they may read is declared. */
  void define(Node node) {
    if (!isFunction(node)) {
      return;
    }
    if (node.is(Syntax.EXPORT)) {
      define(node.kid(0));
    } else if (node.is(Syntax.FUNCTION)) {
      define(node.text, node, node);
    } else {
      node.kids.forEach(one -> define(one.kid(0).text, one.kid(1), node));
    }
  }

  private void define(String name, Node function, Node statement) {
    Variable variable = Objects.requireNonNull(context.scope.own(name));
    if (variable.function != function) {
      return; // declared twice; the last one counts
    }
    Scope outer = context.scope;
    int conditional = context.conditional;
    Method method = new Method(outer.method, outer, variable.key);
    method.indent = 1;
    context.scope = new Scope(null, method);
    context.conditional = 0;
    List<String> parameters = new ArrayList<>();
    Kind result = context.known.valueOf(variable.key);
    Kind type = result == null ? Kind.VOID : result == Kind.NULL ? Kind.ANY : result;
    try {
      List<Runnable> patterns = new ArrayList<>();
      for (Node parameter : function.kidsFrom(1)) {
        parameters.add(parameter(parameter, patterns));
      }
      patterns.forEach(Runnable::run);
      body(function, type);
    } catch (Unconvertible e) {
      method.lines.clear();
      method.print("// TODO node2java line " + function.line + ": " + JavaText.comment(name));
      method.print(
          "throw new UnsupportedOperationException(\"line " + e.line() + " is not converted\");");
      String original = JavaText.comment(context.original(function));
      context.remaining.add(new Remaining(e.line(), original, e.reason(), false));
    } finally {
      context.scope = outer;
      context.conditional = conditional;
    }
    context.learned.captures(variable.key, method.captured);
    Map<String, Variable> known = context.known.capturedBy(variable.key);
    for (String captured : known.keySet()) {
      Variable inner = method.captured.containsKey(captured) ? method.inside(captured) : null;
      Kind kind = known.get(captured).kind.isValue() ? known.get(captured).kind : Kind.ANY;
      parameters.add(kind.type() + " " + (inner == null ? method.fresh(captured) : inner.java));
    }
    List<String> lines = new ArrayList<>();
    statement.comments.forEach(one -> lines.add("// " + JavaText.comment(one)));
    lines.add(
        "public static "
            + type.type()
            + " "
            + variable.java
            + "("
            + String.join(", ", parameters)
            + ") throws Exception {");
    lines.addAll(method.lines);
    lines.add("}");
    context.methods.add(lines);
  }

  private String parameter(Node parameter, List<Runnable> patterns) {
    boolean rest = parameter.is(Syntax.SPREAD);
    Node target = rest || parameter.is(Syntax.ASSIGN) ? parameter.kid(0) : parameter;
    Kind kind = rest ? Kind.LIST : context.known.parameter(target.start);
    if (target.is(Syntax.NAME)) {
      Variable variable = context.declare(target, kind, false);
      return kind.type() + " " + variable.java;
    }
    String name = context.method().fresh("value");
    Kind seen = kind;
    patterns.add(() -> expressions.callbacks().bind(target, Code.of(name, seen), true));
    return kind.type() + " " + name;
  }

  private void body(Node function, Kind type) {
    Node body = function.kid(0);
    if (!function.flag) {
      if (!statements.list(body.kids)) {
        missing(type);
      }
      return;
    }
    give(expressions.convert(body), body);
  }

  private void missing(Kind type) {
    if (type != Kind.VOID) {
      context.print(
          "return " + (type == Kind.FLAG ? "false" : type == Kind.WHOLE ? "0" : "null") + ";");
    }
  }

  /** Converts {@code return}. */
  void result(Node node) {
    if (context.method().around == null) {
      throw new Unconvertible(node.line, "`return` outside a function; restructure it");
    }
    if (node.kid(0).is(Syntax.NONE)) {
      Kind known = context.known.valueOf(context.method().key);
      if (known == null) {
        context.print("return;");
      } else {
        missing(known == Kind.NULL ? Kind.ANY : known);
      }
      return;
    }
    give(expressions.convert(node.kid(0)), node.kid(0));
  }

  private void give(Code code, Node at) {
    int key = context.method().key;
    Kind known = context.known.valueOf(key);
    if (code.kind == Kind.VOID) {
      statements.effect(code, at);
      if (known != null) {
        missing(known == Kind.NULL ? Kind.ANY : known);
      } else if (at.is(Syntax.RETURN)) {
        context.print("return;");
      }
      return;
    }
    if (!code.kind.isValue()) {
      values.object(code, at);
      throw new Unconvertible(at.line, "this cannot be returned");
    }
    context.learned.value(key, code.kind);
    Kind kind = known == null || known == Kind.NULL ? Kind.ANY : known;
    context.print("return " + values.as(code, kind, at) + ";");
  }
}
