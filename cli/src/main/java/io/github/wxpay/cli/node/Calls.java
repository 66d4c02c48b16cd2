package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Converts calls, by what is called. */
final class Calls {
  private static final Set<String> PROMISE = Set.of("then", "catch", "finally");

  private final Context context;
  private final Expressions expressions;
  private final Values values;
  private final Members members;
  private final Callbacks callbacks;
  private final Requests requests;
  private final Helpers helpers;
  private final Methods methods;

  Calls(
      Context context,
      Expressions expressions,
      Values values,
      Members members,
      Callbacks callbacks) {
    this.context = context;
    this.expressions = expressions;
    this.values = values;
    this.members = members;
    this.callbacks = callbacks;
    this.requests = new Requests(context, expressions, values);
    this.helpers = new Helpers(context, expressions, values);
    this.methods = new Methods(context, expressions, values, callbacks);
  }

  Code call(Node node) {
    Node callee = node.kid(0);
    List<Node> arguments = node.kidsFrom(1);
    if (callee.is(Syntax.MEMBER)) {
      return ofMember(node, callee, arguments);
    }
    if (callee.is(Syntax.FUNCTION)) {
      return immediately(callee, arguments, node);
    }
    if (callee.is(Syntax.NAME) && expressions.isUnknown(callee.text)) {
      throw new Unconvertible(
          node.line,
          "`" + callee.text + "` is called but not defined in this file; write the method");
    }
    Code code = expressions.convert(callee);
    switch (code.kind) {
      case CHAIN:
        return requests.call(code, "call", arguments, node);
      case FUNCTION:
        return ofFunction(code, arguments, node);
      case MODULE:
        if (code.module.startsWith("axios/")) {
          return requests.axios(code, "call", arguments, node);
        }
        return helpers.call(code.module, arguments, node);
      default:
        throw new Unconvertible(
            node.line,
            "`" + context.original(callee) + "` is not known to be a function; write the method");
    }
  }

  private Code ofMember(Node node, Node callee, List<Node> arguments) {
    String name = callee.text;
    if (PROMISE.contains(name) && !callee.kid(0).is(Syntax.NAME, "Promise")) {
      return callbacks.promise(node, false);
    }
    Code object = members.object(callee.kid(0), name);
    switch (object.kind) {
      case CLIENT:
      case CHAIN:
        return ofChain(object, name, arguments, node);
      case MODULE:
        if (object.module.startsWith("axios/")) {
          return requests.axios(object, name, arguments, node);
        }
        if (object.isModule("Promise")) {
          return ofPromise(name, arguments, node);
        }
        Code function = members.of(object, name, callee);
        return helpers.call(function.module, arguments, node);
      default:
        return methods.call(object, name, arguments, node);
    }
  }

  private Code ofChain(Code object, String name, List<Node> arguments, Node node) {
    boolean verb = Requests.WITH_BODY.contains(name) || Requests.WITHOUT_BODY.contains(name);
    if (verb) {
      return requests.call(object, name, arguments, node);
    }
    if (name.equals("chain") && arguments.size() == 1) {
      return requests.literal(object, expressions.convert(arguments.get(0)), node);
    }
    return requests.call(Requests.property(object, name, node), "call", arguments, node);
  }

  private Code ofPromise(String name, List<Node> arguments, Node node) {
    boolean all = name.equals("all") || name.equals("resolve");
    if (all && arguments.size() == 1) {
      return expressions.convert(arguments.get(0)); // one call after another
    }
    throw new Unconvertible(
        node.line,
        "`Promise." + name + "`; use the verbs that end in Async, and CompletableFuture");
  }

  private Code immediately(Node function, List<Node> arguments, Node node) {
    List<Code> given = new ArrayList<>();
    arguments.forEach(one -> given.add(expressions.convert(one)));
    return callbacks.inline(function, given, node);
  }

  private Code ofFunction(Code code, List<Node> arguments, Node node) {
    Variable variable = code.variable;
    Node function = variable == null ? null : variable.function;
    if (variable == null || function == null) {
      throw new Unconvertible(node.line, "this function is not known");
    }
    boolean sent = context.sent;
    context.sent = false;
    try {
      return ofFunction(variable, function, arguments, node);
    } finally {
      context.sent = sent;
    }
  }

  private Code ofFunction(Variable variable, Node function, List<Node> arguments, Node node) {
    List<String> given = new ArrayList<>();
    List<Node> parameters = function.kidsFrom(1);
    if (arguments.size() > parameters.size()) {
      throw new Unconvertible(node.line, "more arguments than `" + variable.name + "` takes");
    }
    for (int i = 0; i < parameters.size(); i++) {
      Node parameter = parameters.get(i);
      Node target = parameter.is(Syntax.ASSIGN) ? parameter.kid(0) : parameter;
      if (parameter.is(Syntax.SPREAD)) {
        throw new Unconvertible(node.line, "a call with any number of arguments; pass a List");
      }
      Code value = i < arguments.size() ? expressions.convert(arguments.get(i)) : Code.none();
      if (parameter.is(Syntax.ASSIGN)) {
        value = orDefault(value, parameter, parameters, node);
      }
      context.learned.value(target.start, value.kind == Kind.CHAIN ? Kind.CHAIN : value.kind);
      Kind kind = context.known.parameter(target.start);
      Node at = i < arguments.size() ? arguments.get(i) : node;
      given.add(value.kind == Kind.NULL && kind.isPrimitive() ? "0" : values.as(value, kind, at));
    }
    for (Map.Entry<String, Variable> one : context.known.capturedBy(variable.key).entrySet()) {
      Node name = Node.of(Syntax.NAME, one.getKey(), false, List.of(), node.line, node.start, 0);
      Variable found = context.resolve(name);
      if (found.key != one.getValue().key) {
        throw new Unconvertible(
            node.line, "`" + one.getKey() + "` has another meaning here than in the function");
      }
      Kind kind = one.getValue().kind.isValue() ? one.getValue().kind : Kind.ANY;
      given.add(values.as(found.read(), kind, node));
    }
    Kind result = context.known.valueOf(variable.key);
    return Code.of(
        variable.java + "(" + String.join(", ", given) + ")",
        result == null ? Kind.VOID : result == Kind.NULL ? Kind.ANY : result);
  }

  /** Returns an argument, or the default of its parameter where the argument is missing. */
  private Code orDefault(Code given, Node parameter, List<Node> parameters, Node at) {
    boolean known = given.kind.isPrimitive() || given.constant != null;
    if (known || given.kind == Kind.MAP || given.kind == Kind.LIST) {
      return given;
    }
    Node otherwise = parameter.kid(1);
    if (parameters.stream().anyMatch(one -> reads(otherwise, one))) {
      throw new Unconvertible(
          at.line, "the default of a parameter that reads another one; pass the argument");
    }
    if (given.kind == Kind.NULL) {
      return expressions.convert(otherwise);
    }
    Code value = values.named(given, "value", at);
    Code standard = expressions.convert(otherwise);
    Kind kind = value.kind.joined(standard.kind);
    kind = kind.isPrimitive() || kind == Kind.JSON ? Kind.ANY : kind;
    return Code.loose(
        value.text
            + (kind == Kind.ANY ? " == null ? (Object) " : " == null ? ")
            + values.as(standard, kind, at)
            + " : "
            + values.as(value, kind, at),
        kind);
  }

  private static boolean reads(Node expression, Node parameter) {
    Node target = parameter.is(Syntax.ASSIGN) ? parameter.kid(0) : parameter;
    return expression.is(Syntax.NAME, target.text)
        || expression.kids.stream().anyMatch(one -> reads(one, parameter));
  }

  /** Converts {@code new Type(…)}. */
  Code create(Node node) {
    Node type = node.kid(0);
    List<Node> arguments = node.kidsFrom(1);
    Code code = expressions.convert(type);
    if (code.kind == Kind.MODULE) {
      return helpers.create(code.module, arguments, node);
    }
    throw new Unconvertible(
        node.line,
        "`new " + context.original(type) + "`: the class is not known; write it in Java");
  }
}
