package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts callbacks to statements in the place where they are called: a verb here waits for its
 * response, so what follows `then` simply follows.
 */
final class Callbacks {
  private static final Set<String> RESULT_FIELDS =
      Set.of("return_code", "return_msg", "result_code", "err_code", "err_code_des");

  private final Context context;
  private final Expressions expressions;
  private final Values values;
  private final Members members;
  private final Statements statements;

  Callbacks(
      Context context,
      Expressions expressions,
      Values values,
      Members members,
      Statements statements) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
    this.members = members;
    this.statements = statements;
  }

  // Functions in place

  /** Converts a function to statements, and returns its result; none is the value null. */
  Code inline(Node function, List<Code> arguments, Node at) {
    if (context.conditional > 0 && !function.flag) {
      throw new Unconvertible(at.line, "a function is called under a condition; write `if`");
    }
    Code[] result = {Code.none()};
    context.block(
        () -> {
          List<Node> parameters = function.kidsFrom(1);
          for (int i = 0; i < parameters.size(); i++) {
            bind(parameters.get(i), i < arguments.size() ? arguments.get(i) : null, true);
          }
          result[0] = function.flag ? expressions.convert(function.kid(0)) : body(function.kid(0));
        });
    return result[0];
  }

  private Code body(Node block) {
    List<Node> all = block.kids;
    Node last = all.isEmpty() ? null : all.get(all.size() - 1);
    boolean returns = last != null && last.is(Syntax.RETURN);
    List<Node> before = returns ? all.subList(0, all.size() - 1) : all;
    Node early = returning(before);
    if (early != null) {
      throw new Unconvertible(
          early.line, "a callback that returns early; write it as a function with a name");
    }
    statements.list(before);
    if (!returns || last == null || last.kid(0).is(Syntax.NONE)) {
      return Code.none();
    }
    return expressions.convert(last.kid(0));
  }

  private static @Nullable Node returning(List<Node> nodes) {
    for (Node node : nodes) {
      if (node.is(Syntax.RETURN)) {
        return node;
      }
      Node inner = node.is(Syntax.FUNCTION) ? null : returning(node.kids);
      if (inner != null) {
        return inner;
      }
    }
    return null;
  }

  /** Returns how many parameters a callback has; one if it is not known. */
  int parameters(Node callback) {
    if (callback.is(Syntax.FUNCTION)) {
      return callback.kids.size() - 1;
    }
    Variable variable = callback.is(Syntax.NAME) ? context.declared(callback.text) : null;
    return variable == null || variable.function == null ? 1 : variable.function.kids.size() - 1;
  }

  /** Converts a callback, which is a function in place, or the name of one. */
  Code call(Node callback, List<Code> arguments, Node at) {
    if (callback.is(Syntax.FUNCTION)) {
      return inline(callback, arguments, at);
    }
    String name = "value";
    List<Node> given = new ArrayList<>();
    Code[] result = {Code.none()};
    context.block(
        () -> {
          for (Code argument : arguments) {
            if (argument.kind == Kind.NULL) {
              continue;
            }
            Node node =
                Node.of(
                    Syntax.NAME,
                    name + " " + given.size(), // a name that no program has
                    false,
                    List.of(),
                    at.line,
                    callback.start,
                    at.end);
            context.scope.declare(Variable.alias(node.text, argument, -3));
            given.add(node);
          }
          List<Node> kids = new ArrayList<>(List.of(callback));
          kids.addAll(given);
          result[0] =
              expressions.convert(
                  Node.of(
                      Syntax.CALL, "", false, kids, callback.line, callback.start, callback.end));
        });
    return result[0];
  }

  /** Returns what a loop over a value reads. */
  Statements.Iterated iterated(Code code, Node at) {
    return statements.iterated(code, at);
  }

  /** Prints an expression for its effect. */
  void effect(Code code, Node at) {
    statements.effect(code, at);
  }

  // Names for values

  /** Declares the names of a target for a value; without one they have none. */
  void bind(Node target, @Nullable Code value, boolean constant) {
    switch (target.type) {
      case NAME:
        bindName(target, value == null ? Code.none() : value, constant);
        break;
      case ASSIGN:
        bindDefault(target, value, constant);
        break;
      case OBJECT:
        bindObject(target, value, constant);
        break;
      case ARRAY:
        bindArray(target, value, constant);
        break;
      default:
        throw new Unconvertible(target.line, "this pattern of names; declare them one by one");
    }
  }

  private void bindDefault(Node target, @Nullable Code value, boolean constant) {
    Code otherwise = expressions.convert(target.kid(1));
    if (value == null) {
      bind(target.kid(0), otherwise, constant);
      return;
    }
    Kind kind = value.kind == Kind.JSON ? Kind.TEXT : value.kind;
    if (kind.isPrimitive()) {
      bind(target.kid(0), value, constant);
      return;
    }
    kind = kind.joined(otherwise.kind);
    kind = kind.isPrimitive() || kind == Kind.DECIMAL ? Kind.ANY : kind;
    String text =
        value.kind == Kind.JSON ? values.text(value, target) : values.as(value, kind, target);
    String code =
        "Objects.requireNonNullElse("
            + (kind == Kind.ANY ? "(Object) " : "")
            + text
            + ", "
            + values.as(otherwise, kind, target)
            + ")";
    bind(target.kid(0), Code.of(code, kind), constant);
  }

  private void bindName(Node name, Code value, boolean constant) {
    boolean path = isPath(value);
    boolean alias =
        constant
            && (path
                || value.text.matches("[\\w$]+\\.(status|headers|getMessage|code)\\(\\)")
                || (value.isName() && value.kind != Kind.NULL)
                || value.kind == Kind.MODULE
                || value.kind == Kind.FUNCTION
                || value.kind == Kind.FAILED_RESPONSE
                || (value.kind == Kind.CHAIN && value.names.isEmpty()));
    if (alias && !assigned(name)) {
      context.scope.declare(Variable.alias(name.text, value, name.start));
      return;
    }
    variable(name, value, constant);
  }

  /** Returns whether a value is a part of the data of a variable, which is never assigned again. */
  private static boolean isPath(Code value) {
    return value.kind == Kind.JSON && value.text.matches("[\\w$]+|\\(\\([\\w$]+\\) [\\w$]+\\)");
  }

  private boolean assigned(Node name) {
    return context.known.isChanged(name.start);
  }

  /** Declares a variable of Java for a value. */
  void variable(Node name, Code value, boolean constant) {
    if (!value.kind.isValue()) {
      throw new Unconvertible(name.line, "`" + name.text + "` has no value in Java");
    }
    context.learned.value(name.start, value.kind);
    Kind kind = value.kind;
    if (!constant) {
      Kind joined = context.known.valueOf(name.start);
      kind = joined == null ? kind : joined;
    }
    if (kind == Kind.JSON) {
      kind = context.known.isWanted(name.start, Kind.JSON) ? Kind.JSON : Kind.TEXT;
    }
    String text =
        value.kind == Kind.NULL
            ? "null"
            : values.as(value, kind == Kind.NULL ? Kind.ANY : kind, name);
    kind = kind == Kind.NULL ? Kind.ANY : kind;
    Variable variable = context.declare(name, kind, constant);
    if (!text.equals(variable.java)) {
      context.before(name, kind.type() + " " + variable.java + " = " + text + ";");
    }
  }

  private void bindObject(Node target, @Nullable Code given, boolean constant) {
    Code value = given == null ? Code.none() : given;
    if (value.kind == Kind.NULL) {
      throw new Unconvertible(target.line, "the names of a value that is not known");
    }
    Code base = value;
    boolean stable =
        value.kind == Kind.MODULE
            || value.kind == Kind.FAILED_RESPONSE
            || value.kind == Kind.CHAIN
            || isPath(value);
    if (!stable && !value.isName()) {
      String name =
          value.kind.isResponse() ? Method.RESPONSE : value.kind == Kind.JSON ? "json" : "value";
      base = value.kind == Kind.JSON ? Code.of(values.json(value, target), Kind.JSON) : value;
      String fresh = context.method().fresh(name);
      context.before(
          target, base.kind.type() + " " + fresh + " = " + values.object(base, target) + ";");
      base = Code.of(fresh, base.kind);
    }
    for (Node property : target.kids) {
      if (!property.is(Syntax.PROPERTY) || property.flag) {
        throw new Unconvertible(
            property.line, "the rest of an object in a pattern; copy the map and remove the names");
      }
      Node inner = property.kid(0);
      Node at =
          Node.of(
              Syntax.MEMBER,
              property.text,
              false,
              List.of(),
              property.line,
              property.start,
              property.end);
      bind(inner, members.of(base, property.text, at), constant);
    }
  }

  private void bindArray(Node target, @Nullable Code given, boolean constant) {
    if (given == null) {
      throw new Unconvertible(target.line, "the names of a value that is not known");
    }
    Code base = given;
    if (!given.isName()) {
      String fresh = context.method().fresh("list");
      Kind kind = given.kind == Kind.JSON ? Kind.JSON : Kind.LIST;
      context.before(
          target, kind.type() + " " + fresh + " = " + values.as(given, kind, target) + ";");
      base = Code.of(fresh, kind);
    }
    for (int i = 0; i < target.kids.size(); i++) {
      Node item = target.kid(i);
      if (item.is(Syntax.SPREAD)) {
        throw new Unconvertible(item.line, "the rest of an array in a pattern; use subList");
      }
      if (!item.is(Syntax.NONE)) {
        Code element =
            base.kind == Kind.JSON
                ? Code.data(base.text + ".path(" + i + ")", false, List.of())
                : Code.of(
                    (base.kind == Kind.LIST
                            ? base.text
                            : "(" + values.as(base, Kind.LIST, item) + ")")
                        + ".get("
                        + i
                        + ")",
                    Kind.ANY);
        bind(item, element, constant);
      }
    }
  }

  // Promises

  /** Converts a chain of {@code then}, {@code catch} and {@code finally} to statements. */
  Code promise(Node node, boolean statement) {
    if (context.conditional > 0) {
      throw new Unconvertible(node.line, "`then` under a condition; write `if` and `await`");
    }
    if (!isHandler(node)) {
      Code value = expressions.convert(node);
      return value;
    }
    String name = node.kid(0).text;
    Node before = node.kid(0).kid(0);
    List<Node> handlers = node.kidsFrom(1);
    if (handlers.isEmpty() || handlers.size() > 2) {
      throw new Unconvertible(node.line, "`" + name + "` without a function");
    }
    if (name.equals("then") && handlers.size() == 1) {
      Code value = promise(before, false);
      Code result = call(handlers.get(0), List.of(value), node);
      if (statement) {
        statements.effect(result, node);
      }
      return result;
    }
    if (!statement) {
      throw new Unconvertible(
          node.line, "the value after `" + name + "`; write it with `await` and `try`");
    }
    attempt(node, name, before, handlers);
    return Code.none();
  }

  private static boolean isHandler(Node node) {
    return node.is(Syntax.CALL)
        && node.kid(0).is(Syntax.MEMBER)
        && Set.of("then", "catch", "finally").contains(node.kid(0).text)
        && !node.kid(0).kid(0).is(Syntax.NAME, "Promise");
  }

  private void attempt(Node node, String name, Node before, List<Node> handlers) {
    context.print("try {");
    context.method().indent++;
    boolean finallyOnly = name.equals("finally");
    Node caught = null;
    Node tried = before;
    if (finallyOnly && isHandler(before) && before.kid(0).text.equals("catch")) {
      caught = before.kid(1);
      tried = before.kid(0).kid(0);
    } else if (!finallyOnly) {
      caught = handlers.get(handlers.size() - 1);
    }
    Node body = tried;
    Node then = handlers.size() == 2 ? handlers.get(0) : null;
    context.block(
        () -> {
          Code value = promise(body, then == null && isHandler(body));
          if (then != null) {
            statements.effect(call(then, List.of(value), node), node);
          } else if (!isHandler(body)) {
            statements.effect(value, node);
          }
        });
    context.method().indent--;
    if (caught != null) {
      handler(caught, node);
    }
    if (finallyOnly) {
      Node last = handlers.get(0);
      context.print("} finally {");
      context.method().indent++;
      statements.effect(call(last, List.of(), node), node);
      context.method().indent--;
    }
    context.print("}");
  }

  private void handler(Node callback, Node at) {
    Node parameter =
        callback.is(Syntax.FUNCTION) && callback.kids.size() > 1 ? callback.kid(1) : null;
    Code failure = begin(parameter, callback);
    context.block(
        () -> {
          context.method().indent++;
          statements.effect(call(callback, List.of(failure), at), at);
          context.method().indent--;
        });
  }

  /** Prints the beginning of a handler of exceptions, and returns its exception. */
  Code begin(@Nullable Node parameter, Node handler) {
    Usage usage = new Usage();
    usage.read(handler);
    Kind kind =
        !usage.response || usage.guarded
            ? Kind.FAILURE
            : usage.resultFields ? Kind.RESULT_FAILURE : Kind.STATUS_FAILURE;
    String name =
        context
            .method()
            .fresh(parameter != null && parameter.is(Syntax.NAME) ? parameter.text : "e");
    context.print("} catch (" + kind.type() + " " + name + ") {");
    return Code.of(name, kind);
  }

  /** The parts of its exception that a handler reads. */
  private static final class Usage {
    boolean response;
    boolean guarded;
    boolean resultFields;

    void read(Node node) {
      boolean property = node.is(Syntax.MEMBER) || (node.is(Syntax.PROPERTY) && !node.flag);
      if (property && node.text.equals("response")) {
        response = true;
      }
      if (property && RESULT_FIELDS.contains(node.text)) {
        resultFields = true;
      }
      boolean optional = node.is(Syntax.MEMBER) && node.flag;
      if (optional && node.kid(0).is(Syntax.MEMBER, "response")) {
        guarded = true;
      }
      boolean tests =
          node.is(Syntax.IF)
              || node.is(Syntax.CONDITIONAL)
              || node.is(Syntax.UNARY, "!")
              || node.is(Syntax.BINARY, "&&")
              || node.is(Syntax.BINARY, "||");
      if (tests && node.kid(0).is(Syntax.MEMBER, "response")) {
        guarded = true;
      }
      node.kids.forEach(this::read);
    }
  }
}
