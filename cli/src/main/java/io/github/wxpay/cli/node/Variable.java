package io.github.wxpay.cli.node;

import org.jspecify.annotations.Nullable;

/** A name of the program in a scope. */
final class Variable {
  final String name;
  final String java;
  final Kind kind;

  /** The position of its declaration, which identifies it in each pass. */
  final int key;

  /** The expression that the name means instead of a variable in Java. */
  final @Nullable Code alias;

  /** The function that the name means. */
  final @Nullable Node function;

  final boolean constant;

  private Variable(
      String name,
      String java,
      Kind kind,
      int key,
      @Nullable Code alias,
      @Nullable Node function,
      boolean constant) {
    this.name = name;
    this.java = java;
    this.kind = kind;
    this.key = key;
    this.alias = alias;
    this.function = function;
    this.constant = constant;
  }

  static Variable of(String name, String java, Kind kind, int key, boolean constant) {
    return new Variable(name, java, kind, key, null, null, constant);
  }

  static Variable alias(String name, Code code, int key) {
    return new Variable(name, code.text, code.kind, key, code, null, true);
  }

  static Variable function(String name, String java, Node function) {
    return new Variable(name, java, Kind.FUNCTION, key(function), null, function, true);
  }

  /** Returns the key of a function, which differs from that of its first parameter. */
  static int key(Node function) {
    return -10 - function.start;
  }

  Code read() {
    return alias != null ? alias : Code.of(java, kind).reading(this);
  }
}
