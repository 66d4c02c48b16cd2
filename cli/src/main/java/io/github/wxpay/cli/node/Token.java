package io.github.wxpay.cli.node;

import java.util.List;

/** A token of JavaScript with its position. */
final class Token {
  /** The sorts of tokens. */
  enum Sort {
    NAME,
    NUMBER,
    TEXT,
    TEMPLATE,
    REGEX,
    SIGN,
    BAD,
    END
  }

  final Sort sort;
  final String text;
  final int line;
  final int start;
  final int end;
  final boolean afterBreak;
  final List<String> comments;

  /**
   * Creates a token. Its text is the decoded value of a text, and the source of any other token.
   *
   * @param afterBreak whether a line break precedes it, which may end a statement
   * @param comments the comments on separate lines before it, without their marks
   */
  Token(
      Sort sort,
      String text,
      int line,
      int start,
      int end,
      boolean afterBreak,
      List<String> comments) {
    this.sort = sort;
    this.text = text;
    this.line = line;
    this.start = start;
    this.end = end;
    this.afterBreak = afterBreak;
    this.comments = List.copyOf(comments);
  }

  boolean is(String sign) {
    return (sort == Sort.SIGN || sort == Sort.NAME) && text.equals(sign);
  }
}
