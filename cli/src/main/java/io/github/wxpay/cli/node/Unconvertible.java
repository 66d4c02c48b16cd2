package io.github.wxpay.cli.node;

/** Thrown for a piece of JavaScript that has no counterpart here; names its line and the reason. */
final class Unconvertible extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  Unconvertible(int line, String reason) {
    super(reason, null, false, false);
    this.line = line;
  }

  int line() {
    return line;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
