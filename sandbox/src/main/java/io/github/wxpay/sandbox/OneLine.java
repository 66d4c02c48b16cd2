package io.github.wxpay.sandbox;

/** Shortens text of a message to one printable line. */
final class OneLine {
  private static final int MAX_LENGTH = 300;

  private OneLine() {}

  /** Returns the first 300 characters, with each control character replaced by a blank. */
  static String of(String text) {
    StringBuilder line = new StringBuilder(text);
    if (line.length() > MAX_LENGTH) {
      boolean halved = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1));
      line.setLength(halved ? MAX_LENGTH - 1 : MAX_LENGTH);
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
