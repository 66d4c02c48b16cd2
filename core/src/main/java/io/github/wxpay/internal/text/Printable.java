package io.github.wxpay.internal.text;

import java.util.regex.Pattern;

/**
 * Makes external text (messages, headers, files, arguments) safe for exceptions and logs. Such text
 * could otherwise forge log lines, or change what a terminal or an editor displays.
 */
public final class Printable {
  private static final char REPLACEMENT = '?';
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_PATH = 255;

  /** The APIv2 and the APIv3 key have 32 characters; the names of settings have fewer. */
  private static final int SHORTEST_SECRET = 32;

  private static final Pattern JAVA_LANG = Pattern.compile("^java\\.lang\\.(?=[A-Z])");

  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;

  private Printable() {}

  /**
   * Returns the text on one line: control characters (C0, C1), format characters (including
   * bidirectional controls), line and paragraph separators and unpaired surrogates are replaced by
   * {@code ?}. The zero-width joiners, which emoji and some scripts need, are kept.
   */
  public static String of(String text) {
    return of(text, Integer.MAX_VALUE);
  }

  /**
   * Returns the text as {@link #of(String)} does, truncated to {@code max} characters and {@code
   * …}.
   */
  public static String of(String text, int max) {
    return replaced(text, max, false);
  }

  /**
   * Returns a text of several lines as {@link #of(String)} does, but keeps line ends, as {@code
   * \n}.
   */
  public static String lines(String text) {
    return replaced(text.replace("\r\n", "\n"), Integer.MAX_VALUE, true);
  }

  /**
   * Returns a name (of a setting, a field, a header) as {@link #of(String)} does, or {@code "N
   * characters"} instead of one that {@linkplain #looksLikeSecret looks like a secret}.
   */
  public static String name(String name) {
    return looksLikeSecret(name) ? characters(name) : of(name);
  }

  /**
   * Returns the name of a file as {@link #of(String)} does, or {@code "N characters"} instead of a
   * text that may be a key and not a path: longer than 255 characters, with line feeds, or with the
   * dashes, braces or quotes of PEM and JSON.
   */
  public static String path(String path) {
    boolean text =
        path.length() > LONGEST_PATH
            || path.contains("-----")
            || path.chars().anyMatch(c -> c == '\n' || c == '{' || c == '"');
    return text ? characters(path) : of(path);
  }

  /**
   * Returns whether a text that was passed as a name may be a misplaced key or secret: longer than
   * 64 characters, with the dashes of PEM, or with a word of at least 32 visible ASCII characters.
   */
  public static boolean looksLikeSecret(String name) {
    if (name.length() > LONGEST_NAME || name.contains("-----")) {
      return true;
    }
    int word = 0;
    for (int i = 0; i < name.length() && word < SHORTEST_SECRET; i++) {
      word = name.charAt(i) > ' ' && name.charAt(i) < 0x7f ? word + 1 : 0;
    }
    return word == SHORTEST_SECRET;
  }

  /**
   * Returns the class of a value as "of type Integer", to follow "is" or "a value", which avoids an
   * article. Classes of {@code java.lang} are without their package.
   */
  public static String type(Object value) {
    return type(value.getClass());
  }

  /** Returns a class as {@link #type(Object)} returns that of a value. */
  public static String type(Class<?> type) {
    return "of type " + JAVA_LANG.matcher(type.getTypeName()).replaceFirst("");
  }

  private static String characters(String text) {
    return text.length() + " characters";
  }

  private static String replaced(String text, int max, boolean lines) {
    if (text.length() <= max && isVisibleOrBlank(text)) {
      return text;
    }
    int end = Math.min(text.length(), max);
    StringBuilder out = new StringBuilder(end + 1);
    for (int i = 0; i < end; ) {
      int c = text.codePointAt(i);
      if (isPrintable(c) || (lines && c == '\n')) {
        out.appendCodePoint(c);
      } else {
        out.append(REPLACEMENT);
      }
      i += Character.charCount(c);
    }
    return end < text.length() ? out.append('…').toString() : out.toString();
  }

  private static boolean isVisibleOrBlank(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a text contains a control character (C0, DEL, C1). */
  public static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the text has no character that {@link #of(String)} would replace. */
  public static boolean isPrintable(String text) {
    return text.codePoints().allMatch(Printable::isPrintable);
  }

  private static boolean isPrintable(int c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
      return true;
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
