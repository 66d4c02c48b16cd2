package io.github.wxpay.cli.terminal;

/** A way to set off a piece of text on a terminal that shows colours. */
public enum Style {
  /** A heading. */
  TITLE("1"),
  /** A name of a field, an option or a method. */
  NAME("36"),
  /** A string. */
  STRING("32"),
  /** A number or another literal. */
  NUMBER("33"),
  /** Something that succeeded. */
  GOOD("1;32"),
  /** Something that needs attention. */
  WARNING("1;33"),
  /** Something that failed. */
  BAD("1;31"),
  /** Text of less importance. */
  FAINT("2"),
  /** White on black, whatever the colours of the terminal. */
  QR("97;40");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** Returns the text with the escape sequences of this style. */
  String of(String text) {
    return text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
