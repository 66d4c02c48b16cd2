package io.github.wxpay.cli.offline;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The first difference of two texts, with the names of characters that look like others. */
public final class TextDifference {
  private TextDifference() {}

  /** Returns where and how a text differs from another one; empty if they are equal. */
  public static Optional<String> of(byte[] ours, byte[] theirs) {
    String own = new String(ours, StandardCharsets.UTF_8);
    String other = new String(theirs, StandardCharsets.UTF_8);
    int at = 0;
    while (at < own.length() && at < other.length() && own.charAt(at) == other.charAt(at)) {
      at++;
    }
    if (at == own.length() && at == other.length()) {
      return Arrays.equals(ours, theirs)
          ? Optional.empty()
          : Optional.of("The texts are equal, but one of them is not UTF-8.");
    }
    if (at > 0 && Character.isHighSurrogate(own.charAt(at - 1))) {
      at--;
    }
    int line = 1;
    int start = 0;
    for (int i = 0; i < at; i++) {
      if (own.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    int column = own.codePointCount(start, at) + 1;
    return Optional.of(
        "Line "
            + line
            + ", column "
            + column
            + ": the text has "
            + name(own, at)
            + ", the other one has "
            + name(other, at)
            + "."
            + remark(own, other, at));
  }

  private static String name(String text, int at) {
    if (at >= text.length()) {
      return "its end";
    }
    int c = text.codePointAt(at);
    switch (c) {
      case '\n':
        return "a line feed";
      case '\r':
        return "a carriage return (CR)";
      case '\t':
        return "a tab";
      case ' ':
        return "a space" + (isTrailing(text, at) ? " at the end of the line" : "");
      case '\\':
        return "a backslash";
      case 0xa0:
        return "a no-break space (U+00A0)";
      case 0x3000:
        return "an ideographic space (U+3000)";
      case 0xfeff:
        return "a byte order mark (U+FEFF)";
      case 0xfffd:
        return "U+FFFD, a byte that is not UTF-8";
      default:
        String code = String.format(Locale.ROOT, "U+%04X", c);
        int type = Character.getType(c);
        boolean visible =
            type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE;
        return visible ? "'" + Character.toString(c) + "' (" + code + ")" : code;
    }
  }

  private static boolean isTrailing(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) == ' ') {
      end++;
    }
    return end == text.length() || text.charAt(end) == '\n' || text.charAt(end) == '\r';
  }

  private static String remark(String own, String other, int at) {
    for (String[] pair : new String[][] {{own, other, "the text"}, {other, own, "the other one"}}) {
      if (pair[0].startsWith("\\/", at) && pair[1].startsWith("/", at)) {
        return " A slash is escaped as \\/ in " + pair[2] + ".";
      }
      if (pair[0].startsWith("\\u", at)) {
        return " A character is written as a \\u escape in " + pair[2] + ".";
      }
      if (pair[0].startsWith("\\n", at) && pair[1].startsWith("\n", at)) {
        return " A line feed is written as the two characters \\n in " + pair[2] + ".";
      }
      if (pair[0].startsWith("%", at)) {
        return " A character is percent-encoded in " + pair[2] + ".";
      }
    }
    boolean recoded =
        (at < own.length() && own.charAt(at) > 0x7f)
            || (at < other.length() && other.charAt(at) > 0x7f);
    return recoded ? " One of them may have been decoded with another charset." : "";
  }
}
