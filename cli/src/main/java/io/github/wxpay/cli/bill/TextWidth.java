package io.github.wxpay.cli.bill;

/** Columns that a text takes on a terminal, where characters of East Asian scripts take two. */
final class TextWidth {
  private TextWidth() {}

  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  private static int of(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115f)
            || (c >= 0x2e80 && c <= 0xa4cf)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0xffe0 && c <= 0xffe6)
            || (c >= 0x1f300 && c <= 0x1faff)
            || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
  }

  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - of(text)));
  }

  /** Returns a text without characters that act upon a terminal, of at most this width. */
  static String shortened(String text, int width) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]", "\ufffd");
    if (of(plain) <= width) {
      return plain;
    }
    StringBuilder start = new StringBuilder();
    int used = 1;
    for (int c : plain.codePoints().toArray()) {
      used += of(c);
      if (used > width) {
        break;
      }
      start.appendCodePoint(c);
    }
    return start + "…";
  }
}
