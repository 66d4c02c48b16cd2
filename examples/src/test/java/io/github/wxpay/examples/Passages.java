package io.github.wxpay.examples;

import io.github.wxpay.examples.Passage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Extracts the texts for people from Java sources and Markdown.
 *
 * <p>Code is left out: the arguments of {@code @code} and {@code @link}, blocks and spans of code
 * in Markdown, and string literals without two words in a row, such as names of fields, paths and
 * regular expressions.
 */
final class Passages {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<javadoc>/\\*\\*(?s:.)*?\\*/)"
              + "|(?<comment>/\\*(?s:.)*?\\*/|//[^\n]*(?:\n[ ]*//[^\n]*)*)"
              + "|(?<string>\"(?:\\\\.|[^\"\\\\\n])*\"(?:\\s*\\+\\s*\"(?:\\\\.|[^\"\\\\\n])*\")*)"
              + "|'(?:\\\\.|[^'\\\\\n])*'");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)<pre>.*?</pre>");
  private static final Pattern INLINE_TAG = Pattern.compile("\\{@\\w+[^{}]*(?:\\{[^{}]*}[^{}]*)*}");
  private static final Pattern LITERAL_JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern TWO_WORDS = Pattern.compile("[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}");

  /** The code after a Javadoc up to the parameters of a method, after its annotations. */
  private static final Pattern METHOD =
      Pattern.compile(
          "(?:\\s|@\\w+(?:\\([^)]*\\))?)*+(?:[^=;{}()@]|@\\w+ )*?\\b[A-Za-z]\\w*[a-z]\\w*\\(");

  private Passages() {}

  /** Returns the Javadoc, comments and strings of a Java source. */
  static List<Passage> ofJava(String source) {
    List<Passage> passages = new ArrayList<>();
    for (Matcher token = TOKEN.matcher(source); token.find(); ) {
      int line = lineAt(source, token.start());
      if (token.group("javadoc") != null) {
        Kind kind = isMethod(source.substring(token.end())) ? Kind.METHOD : Kind.JAVADOC;
        passages.add(new Passage(kind, line, javadoc(token.group())));
      } else if (token.group("comment") != null) {
        passages.add(new Passage(Kind.COMMENT, line, onOneLine(token.group())));
      } else if (token.group("string") != null) {
        String text = LITERAL_JOINT.matcher(token.group()).replaceAll("");
        if (TWO_WORDS.matcher(text).find()) {
          passages.add(new Passage(Kind.STRING, line, text.substring(1, text.length() - 1)));
        }
      }
    }
    return passages;
  }

  /** Returns the lines of a Markdown page without blocks and spans of code and link targets. */
  static List<Passage> ofMarkdown(String page) {
    List<Passage> passages = new ArrayList<>();
    boolean code = false;
    int number = 0;
    for (String line : page.split("\n", -1)) {
      number++;
      if (line.strip().startsWith("```")) {
        code = !code;
      } else if (!code && !line.isBlank()) {
        String text = line.replaceAll("`[^`]*`", "X").replaceAll("]\\([^)]*\\)", "]");
        passages.add(new Passage(Kind.MARKDOWN, number, text));
      }
    }
    return passages;
  }

  private static String javadoc(String comment) {
    String text = EXAMPLE.matcher(comment).replaceAll(" ");
    return INLINE_TAG.matcher(onOneLine(text)).replaceAll("X");
  }

  private static String onOneLine(String comment) {
    return comment
        .replaceAll("^/\\*+|\\*/$|(?m)^\\s*//", " ")
        .replaceAll("\n\\s*\\*?", " ")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static boolean isMethod(String code) {
    return METHOD.matcher(code).lookingAt();
  }

  private static int lineAt(String source, int position) {
    return 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
  }
}
