package io.github.wxpay.internal.text;

/**
 * Text from outside (messages, headers, files, arguments), made safe for exceptions and logs. Such
 * text could otherwise forge log lines, or change what a terminal or an editor displays.
 */
public final class Printable {
  private static final char REPLACEMENT = '?';

  private Printable() {}

  /**
   * Returns the text on one line: control characters (C0, C1), format characters (bidirectional
   * controls among them), line and paragraph separators and unpaired surrogates are replaced by
   * {@code ?}.
   */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /** Returns the text as {@link #of(String)} does, cut to {@code max} characters and {@code …}. */
  public static String of(String text, int max) {
    int end = Math.min(text.length(), max);
    StringBuilder out = new StringBuilder(end + 1);
    for (int i = 0; i < end; ) {
      int c = text.codePointAt(i);
      if (isPrintable(c)) {
        out.appendCodePoint(c);
      } else {
        out.append(REPLACEMENT);
      }
      i += Character.charCount(c);
    }
    return end < text.length() ? out.append('…').toString() : out.toString();
  }

  /** Whether the text has no character that {@link #of(String)} would replace. */
  public static boolean isPrintable(String text) {
    return text.codePoints().allMatch(Printable::isPrintable);
  }

  private static boolean isPrintable(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    switch (Character.getType(c)) {
      case Character.CONTROL:
      case Character.FORMAT:
      case Character.LINE_SEPARATOR:
      case Character.PARAGRAPH_SEPARATOR:
      case Character.SURROGATE:
        return false;
      default:
        return true;
    }
  }
}
