package io.github.wxpay.cli.node;

import java.util.Locale;
import java.util.Set;

/** Texts and names in Java's notation. */
final class JavaText {
  private static final Set<String> RESERVED =
      Set.of(
          "abstract",
          "assert",
          "boolean",
          "break",
          "byte",
          "case",
          "catch",
          "char",
          "class",
          "const",
          "continue",
          "default",
          "do",
          "double",
          "else",
          "enum",
          "extends",
          "final",
          "finally",
          "float",
          "for",
          "goto",
          "if",
          "implements",
          "import",
          "instanceof",
          "int",
          "interface",
          "long",
          "native",
          "new",
          "null",
          "package",
          "private",
          "protected",
          "public",
          "return",
          "short",
          "static",
          "strictfp",
          "super",
          "switch",
          "synchronized",
          "this",
          "throw",
          "throws",
          "transient",
          "try",
          "void",
          "volatile",
          "while",
          "true",
          "false",
          "_",
          "var",
          "yield",
          "record");

  private JavaText() {}

  /** Returns a text as a literal. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\r') {
        out.append("\\r");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || isUnpaired(text, i)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static boolean isUnpaired(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  /** Returns a name that is allowed in Java. */
  static String name(String name) {
    return RESERVED.contains(name) ? name + "_" : name;
  }

  /**
   * Returns a text for a comment: on one line, and without a backslash before a u, which the
   * compiler reads as a character even there.
   */
  static String comment(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\\R", -1)) {
      out.append(out.length() == 0 || line.isBlank() ? "" : " ").append(line.strip());
    }
    return printable(out.toString()).replace("\\u", "\\ u");
  }

  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || isUnpaired(text, i) ? ' ' : c);
    }
    return out.toString();
  }

  /** Returns the name of the class for a file. */
  static String className(String file) {
    String base = file.replaceFirst("\\.[A-Za-z]+$", "");
    StringBuilder name = new StringBuilder();
    boolean upper = true;
    for (int i = 0; i < base.length(); i++) {
      char c = base.charAt(i);
      if (c < 128 && Character.isLetterOrDigit(c)) {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      } else {
        upper = true;
      }
    }
    boolean begins = name.length() > 0 && Character.isLetter(name.charAt(0));
    return begins ? name.toString() : "Node" + name;
  }
}
