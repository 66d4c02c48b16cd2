package io.github.wxpay.examples;

/** A text for people in a source file or a page, on one line, with the line where it begins. */
final class Passage {
  /** The places of text; rules apply to some of them. */
  enum Kind {
    /** The Javadoc of a method or constructor. */
    METHOD,
    /** Any other Javadoc: of a class, a field, a constant or a package. */
    JAVADOC,
    COMMENT,
    /** A string literal, with the literals that are appended to it. */
    STRING,
    /** A line of Markdown, without code. */
    MARKDOWN
  }

  final Kind kind;
  final int line;
  final String text;

  Passage(Kind kind, int line, String text) {
    this.kind = kind;
    this.line = line;
    this.text = text;
  }
}
