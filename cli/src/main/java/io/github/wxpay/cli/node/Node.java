package io.github.wxpay.cli.node;

import java.util.List;

/** A node of the syntax tree: an expression, a statement, or a part of one. */
final class Node {
  /** The types of nodes, each with its children. */
  enum Syntax {
    NONE,
    // Expressions
    NAME,
    TEXT,
    NUMBER,
    WORD, // null, true, false, this
    REGEX,
    TEMPLATE, // texts and expressions in turn
    ARRAY,
    OBJECT, // PROPERTY or SPREAD
    PROPERTY, // value; or key and value if it is flagged as computed
    SPREAD,
    MEMBER, // object; text is the name; flagged if optional
    INDEX, // object, index; flagged if optional
    CALL, // callee, arguments; flagged if optional
    NEW, // class, arguments
    UNARY,
    UPDATE, // flagged if prefix
    BINARY,
    ASSIGN, // target, value; text is the operator
    CONDITIONAL,
    FUNCTION, // body, parameters; text is the name; flagged if it is an arrow's expression
    GENERATOR,
    CLASS,
    AWAIT,
    SEQUENCE,
    OTHER, // without a counterpart; text is the reason
    // Statements
    PROGRAM,
    VARIABLES, // DECLARATION; text is the word
    DECLARATION, // target, value
    EXPRESSION,
    RETURN,
    IF,
    FOR, // start, condition, step, body
    FOR_OF, // target, values, body; flagged if for..in
    WHILE,
    DO,
    TRY, // block, parameter, handler, finalizer
    THROW,
    BLOCK,
    SWITCH, // value, CASE
    CASE, // value, statements
    BREAK,
    CONTINUE,
    IMPORT, // PROPERTY of a name and a local name; text is the module
    EXPORT, // statement or expression
    EMPTY
  }

  final Syntax type;
  final String text;
  final boolean flag;
  final List<Node> kids;
  final int line;
  final int start;
  final int end;
  final List<String> comments;

  private Node(
      Syntax type,
      String text,
      boolean flag,
      List<Node> kids,
      int line,
      int start,
      int end,
      List<String> comments) {
    this.type = type;
    this.text = text;
    this.flag = flag;
    this.kids = List.copyOf(kids);
    this.line = line;
    this.start = start;
    this.end = end;
    this.comments = comments;
  }

  /** Creates a node of the source between two positions, from the line of its first token. */
  static Node of(
      Syntax type, String text, boolean flag, List<Node> kids, int line, int start, int end) {
    return new Node(type, text, flag, kids, line, start, end, List.of());
  }

  static Node none(Token at) {
    return of(Syntax.NONE, "", false, List.of(), at.line, at.start, at.start);
  }

  /** Returns this statement with the comments before it. */
  Node commented(List<String> before) {
    return new Node(type, text, flag, kids, line, start, end, before);
  }

  boolean is(Syntax other) {
    return type == other;
  }

  boolean is(Syntax other, String word) {
    return type == other && text.equals(word);
  }

  Node kid(int index) {
    return kids.get(index);
  }

  List<Node> kidsFrom(int index) {
    return kids.subList(Math.min(index, kids.size()), kids.size());
  }
}
