package io.github.wxpay.cli.node;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression of Java with its kind. */
final class Code {
  final String text;
  final Kind kind;

  /** True if it binds as tightly as a call and needs no parentheses. */
  final boolean atom;

  /** The variable that it reads, if it is nothing else. */
  final @Nullable Variable variable;

  /** The value of a constant text. */
  final @Nullable String constant;

  /** The names from {@link #text}, a response or a JSON value, to the value. */
  final List<String> names;

  /** The name of a class, a module or a part of one. */
  final String module;

  private Code(
      String text,
      Kind kind,
      boolean atom,
      @Nullable Variable variable,
      @Nullable String constant,
      List<String> names,
      String module) {
    this.text = text;
    this.kind = kind;
    this.atom = atom;
    this.variable = variable;
    this.constant = constant;
    this.names = names;
    this.module = module;
  }

  /** Creates a call, a name or a literal. */
  static Code of(String text, Kind kind) {
    return new Code(text, kind, true, null, null, List.of(), "");
  }

  /** Creates an expression of operators. */
  static Code loose(String text, Kind kind) {
    return new Code(text, kind, false, null, null, List.of(), "");
  }

  static Code constant(String value) {
    return new Code(JavaText.quoted(value), Kind.TEXT, true, null, value, List.of(), "");
  }

  static Code module(String name) {
    return new Code("", Kind.MODULE, true, null, null, List.of(), name);
  }

  static Code none() {
    return of("null", Kind.NULL);
  }

  /** Creates a part of the data of a response, or of a JSON value, which the text says. */
  static Code data(String root, boolean response, List<String> names) {
    return new Code(root, Kind.JSON, true, null, null, names, response ? "response" : "");
  }

  /** Creates a part of the data of the response of a failure. */
  static Code failed(String failure, boolean result, List<String> names) {
    return new Code(failure, Kind.JSON, true, null, null, names, result ? "result" : "failure");
  }

  /** Creates the response of a failure; {@code bare} is the name of its variable. */
  static Code failedResponse(String text, String bare) {
    return new Code(text, Kind.FAILED_RESPONSE, true, null, null, List.of(), bare);
  }

  /** Returns the response of a failure as that of APIv2, or as it is. */
  Code typed(boolean result) {
    return result ? new Code(text, kind, atom, null, null, List.of("result"), module) : this;
  }

  /** Returns the JSON value of a name inside this one. */
  Code inside(String name) {
    List<String> longer = new ArrayList<>(names);
    longer.add(name);
    return new Code(text, kind, atom, null, null, List.copyOf(longer), module);
  }

  /** Creates the client of axios of one version, of a client here. */
  static Code axios(String version, String client) {
    return new Code(client, Kind.MODULE, true, null, null, List.of(), "axios/" + version);
  }

  /**
   * Creates a chain.
   *
   * @param root a client, or another chain
   * @param segments its segments; those that begin with a NUL are expressions
   */
  static Code chain(String root, boolean client, List<String> segments) {
    return new Code(
        root, Kind.CHAIN, true, null, null, List.copyOf(segments), client ? "client" : "");
  }

  Code reading(Variable read) {
    return new Code(text, kind, atom, read, constant, names, module);
  }

  /** Returns this expression as an operand. */
  String operand() {
    return atom ? text : "(" + text + ")";
  }

  boolean isModule(String name) {
    return kind == Kind.MODULE && module.equals(name);
  }

  /** Returns whether evaluating it twice has no effect and costs little. */
  boolean isName() {
    return constant != null || (names.isEmpty() && text.matches("[\\w$]+L?"));
  }
}
