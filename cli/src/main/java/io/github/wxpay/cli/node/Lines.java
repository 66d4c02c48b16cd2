package io.github.wxpay.cli.node;

import java.util.ArrayList;
import java.util.List;

/** Breaks long lines of Java between the arguments of their outermost calls. */
final class Lines {
  private static final int WIDTH = 100;
  private static final int STEP = 4;

  private Lines() {}

  /** Returns a line, or the lines that it is broken into. */
  static List<String> broken(String line) {
    String code = line.strip();
    if (line.length() <= WIDTH || code.startsWith("//") || code.startsWith("import ")) {
      return List.of(line);
    }
    int indent = line.length() - line.stripLeading().length();
    int open = longest(line);
    if (open < 0) {
      return List.of(line);
    }
    int close = end(line, open);
    List<String> arguments = arguments(line.substring(open + 1, close));
    boolean pairs = line.substring(0, open).endsWith(".fields");
    List<String> lines = new ArrayList<>();
    lines.add(line.substring(0, open + 1));
    String margin = " ".repeat(indent + STEP);
    for (int i = 0; i < arguments.size(); i++) {
      StringBuilder text = new StringBuilder(margin).append(arguments.get(i));
      if (pairs && i + 1 < arguments.size()) {
        text.append(", ").append(arguments.get(++i));
      }
      boolean last = i + 1 >= arguments.size();
      text.append(last ? line.substring(close) : ",");
      lines.addAll(broken(text.toString()));
    }
    return lines;
  }

  /** Returns the position of the bracket that encloses the most, among the outermost ones. */
  private static int longest(String line) {
    int best = -1;
    int most = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        i = endOfText(line, i);
      } else if (c == '(') {
        int close = end(line, i);
        if (close < 0) {
          return -1;
        }
        boolean called = i > 0 && Character.isJavaIdentifierPart(line.charAt(i - 1));
        if (called && close - i > most) {
          most = close - i;
          best = i;
        }
        i = close;
      }
    }
    return most > 1 ? best : -1;
  }

  private static int endOfText(String line, int start) {
    int i = start + 1;
    while (i < line.length() && line.charAt(i) != '"') {
      i += line.charAt(i) == '\\' ? 2 : 1;
    }
    return i;
  }

  private static int end(String line, int open) {
    int depth = 0;
    for (int i = open; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        i = endOfText(line, i);
      } else if (c == '(' || c == '{') {
        depth++;
      } else if (c == ')' || c == '}') {
        depth--;
        if (depth == 0) {
          return i;
        }
      }
    }
    return -1;
  }

  private static List<String> arguments(String text) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        i = endOfText(text, i);
      } else if (c == '(' || c == '{' || isTypeArgument(text, i)) {
        depth++;
      } else if (c == ')' || c == '}' || (c == '>' && depth > 0 && opens(text, i))) {
        depth--;
      } else if (c == ',' && depth == 0) {
        arguments.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    arguments.add(text.substring(start).strip());
    return arguments;
  }

  /**
   * Returns whether a sign begins the type arguments of a map, whose comma is not that of calls.
   */
  private static boolean isTypeArgument(String text, int index) {
    return text.startsWith("<String, Object>", index);
  }

  private static boolean opens(String text, int index) {
    return text.startsWith("<String, Object>", Math.max(0, index - "<String, Object".length()));
  }
}
