package io.github.wxpay.cli.node;

/** A piece of the program that is to be converted by hand, or a difference to know of. */
public final class Remaining {
  private final int line;
  private final String source;
  private final String reason;
  private final boolean note;

  Remaining(int line, String source, String reason, boolean note) {
    this.line = line;
    this.source = source;
    this.reason = reason;
    this.note = note;
  }

  /** Returns the line in the program. */
  public int line() {
    return line;
  }

  /** Returns the JavaScript, on one line. */
  public String source() {
    return source;
  }

  /** Returns why it is not converted and what to do, or the difference. */
  public String reason() {
    return reason;
  }

  /** Returns whether it was converted, and only differs. */
  public boolean isNote() {
    return note;
  }

  @Override
  public String toString() {
    return "line " + line + ": " + source + " -- " + reason;
  }
}
