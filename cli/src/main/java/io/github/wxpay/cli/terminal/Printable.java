package io.github.wxpay.cli.terminal;

/** Replaces the characters of a text that a terminal would act upon. */
public final class Printable {
  private static final int REPLACEMENT = 0xfffd;

  private Printable() {}

  /** Returns a text without control characters, on one line. */
  public static String line(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> out.appendCodePoint(acts(c) ? REPLACEMENT : c));
    return out.toString();
  }

  /** Returns a text without control characters other than line feeds and tabs. */
  public static String lines(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> out.appendCodePoint(acts(c) && c != '\n' && c != '\t' ? REPLACEMENT : c));
    return out.toString();
  }

  /** Returns whether a terminal acts upon a character instead of showing it. */
  static boolean acts(int c) {
    switch (Character.getType(c)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.SURROGATE:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
        return true;
      default:
        return false;
    }
  }
}
