package io.github.wxpay.sandbox;

/** Makes text of a message short enough to print, in one line. */
final class OneLine {
  private static final int LONGEST = 300;

  private OneLine() {}

  /** Returns the first 300 characters, with a blank in the place of each control character. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text);
    if (line.length() > LONGEST) {
      boolean halved = Character.isHighSurrogate(line.charAt(LONGEST - 1));
      line.setLength(halved ? LONGEST - 1 : LONGEST);
      line.append('…');
    }
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString();
  }
}
