package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Token.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Splits JavaScript into tokens. It never fails: what is not a token becomes one of the sort BAD.
 */
final class Lexer {
  private static final List<String> SIGNS =
      List.of(
          ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=", "=>", "==",
          "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=",
          "|=", "^=", "<<", ">>", "**", "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-",
          "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".", "@", "#");

  /** The words after which a slash begins a regular expression. */
  private static final Set<String> BEFORE_REGEX =
      Set.of("return", "typeof", "case", "in", "of", "delete", "void", "throw", "await", "yield");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();
  private int at;
  private int line;
  private boolean broken = true;

  private Lexer(String source, int from, int line) {
    this.source = source;
    this.at = from;
    this.line = line;
  }

  /** Returns the tokens of a part of the source, which begins at a line; the last one is END. */
  static List<Token> tokens(String source, int from, int to, int line) {
    return new Lexer(source.substring(0, to), from, line).all();
  }

  private List<Token> all() {
    if (at == 0 && source.startsWith("#!")) {
      skipLine();
    }
    while (true) {
      skipBlanks();
      if (at >= source.length()) {
        add(Sort.END, "", at, line);
        return tokens;
      }
      next();
    }
  }

  private void add(Sort sort, String text, int start, int startLine) {
    tokens.add(new Token(sort, text, startLine, start, at, broken, comments));
    comments.clear();
    broken = false;
  }

  private void skipBlanks() {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\n') {
        line++;
        broken = true;
        at++;
      } else if (Character.isWhitespace(c) || c == '\ufeff' || Character.isSpaceChar(c)) {
        at++;
      } else if (source.startsWith("//", at)) {
        int start = at + 2;
        skipLine();
        comment(source.substring(start, at));
      } else if (source.startsWith("/*", at)) {
        int end = source.indexOf("*/", at + 2);
        String text = source.substring(at + 2, end < 0 ? source.length() : end);
        at = end < 0 ? source.length() : end + 2;
        text.lines().map(one -> one.strip().replaceFirst("^\\*+ ?", "")).forEach(this::comment);
        int breaks = (int) text.chars().filter(c1 -> c1 == '\n').count();
        line += breaks;
        broken |= breaks > 0;
      } else {
        return;
      }
    }
  }

  /** Keeps comments on their own lines; one behind code would be read as that of the next line. */
  private void comment(String text) {
    if (broken && !text.isBlank()) {
      comments.add(text.strip());
    }
  }

  private void skipLine() {
    int end = source.indexOf('\n', at);
    at = end < 0 ? source.length() : end;
  }

  private void next() {
    int start = at;
    char c = source.charAt(at);
    if ((isPartOfName(c) && Character.isJavaIdentifierStart(c)) || c == '\\') {
      while (at < source.length()
          && (isPartOfName(source.charAt(at)) || source.charAt(at) == '\\')) {
        at++;
      }
      String name = source.substring(start, at);
      add(name.indexOf('\\') < 0 ? Sort.NAME : Sort.BAD, name, start, line); // escapes are rare
    } else if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
      number();
    } else if (c == '"' || c == '\'') {
      text(c);
    } else if (c == '`') {
      template();
    } else if (c == '/' && regexMayBegin()) {
      regex();
    } else {
      String sign =
          SIGNS.stream().filter(one -> source.startsWith(one, start)).findFirst().orElse("");
      if (sign.equals("?.") && isDigit(at + 2)) {
        sign = "?";
      }
      at += Math.max(1, sign.length());
      add(sign.isEmpty() ? Sort.BAD : Sort.SIGN, source.substring(start, at), start, line);
    }
  }

  private static boolean isPartOfName(char c) {
    return Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  private boolean isDigit(int index) {
    return index < source.length() && source.charAt(index) >= '0' && source.charAt(index) <= '9';
  }

  private void number() {
    int start = at;
    while (at < source.length()) {
      char c = source.charAt(at);
      boolean sign =
          (c == '+' || c == '-')
              && Character.toLowerCase(source.charAt(at - 1)) == 'e'
              && !source.startsWith("0x", start);
      if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !sign) {
        break;
      }
      at++;
    }
    add(Sort.NUMBER, source.substring(start, at), start, line);
  }

  private void text(char quote) {
    int start = at++;
    int startLine = line;
    StringBuilder value = new StringBuilder();
    while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
      character(value);
    }
    boolean closed = at < source.length() && source.charAt(at) == quote;
    if (closed) {
      at++;
    }
    add(closed ? Sort.TEXT : Sort.BAD, value.toString(), start, startLine);
  }

  /** Appends the character at the position, decoded if it is escaped. */
  private void character(StringBuilder value) {
    char c = source.charAt(at++);
    if (c != '\\' || at >= source.length()) {
      value.append(c);
      return;
    }
    char escaped = source.charAt(at++);
    switch (escaped) {
      case 'n':
        value.append('\n');
        break;
      case 't':
        value.append('\t');
        break;
      case 'r':
        value.append('\r');
        break;
      case 'b':
        value.append('\b');
        break;
      case 'f':
        value.append('\f');
        break;
      case 'v':
        value.append('\u000b');
        break;
      case '0':
        value.append('\0');
        break;
      case '\n':
        line++;
        break;
      case 'x':
        hex(value, 2);
        break;
      case 'u':
        if (at < source.length() && source.charAt(at) == '{') {
          int end = source.indexOf('}', at);
          at++;
          hex(value, Math.max(0, Math.min(6, end - at)));
          at = Math.min(source.length(), at + 1);
        } else {
          hex(value, 4);
        }
        break;
      default:
        value.append(escaped);
    }
  }

  private void hex(StringBuilder value, int digits) {
    int end = Math.min(source.length(), at + digits);
    try {
      value.appendCodePoint(Integer.parseInt(source.substring(at, end), 16));
    } catch (IllegalArgumentException e) { // not hex digits, or not a code point
      value.append(source, at, end);
    }
    at = end;
  }

  private boolean regexMayBegin() {
    if (tokens.isEmpty()) {
      return true;
    }
    Token last = tokens.get(tokens.size() - 1);
    if (last.sort == Sort.NAME) {
      return BEFORE_REGEX.contains(last.text);
    }
    return last.sort == Sort.SIGN && !Set.of(")", "]", "}", "++", "--").contains(last.text);
  }

  private void regex() {
    int start = at++;
    boolean inClass = false;
    while (at < source.length() && source.charAt(at) != '\n') {
      char c = source.charAt(at++);
      if (c == '\\') {
        at = Math.min(source.length(), at + 1);
      } else if (c == '[') {
        inClass = true;
      } else if (c == ']') {
        inClass = false;
      } else if (c == '/' && !inClass) {
        while (at < source.length() && Character.isLetter(source.charAt(at))) {
          at++;
        }
        add(Sort.REGEX, source.substring(start, at), start, line);
        return;
      }
    }
    add(Sort.BAD, source.substring(start, at), start, line);
  }

  private void template() {
    int start = at;
    int startLine = line;
    boolean closed = skipTemplate(0);
    add(closed ? Sort.TEMPLATE : Sort.BAD, source.substring(start, at), start, startLine);
  }

  /** Moves behind a template, with those inside it; returns whether it is closed. */
  private boolean skipTemplate(int depth) {
    at++;
    while (at < source.length() && depth < 50) {
      char c = source.charAt(at);
      if (c == '\\') {
        at = Math.min(source.length(), at + 2);
      } else if (c == '`') {
        at++;
        return true;
      } else if (source.startsWith("${", at)) {
        at += 2;
        skipExpression(depth);
      } else {
        line += c == '\n' ? 1 : 0;
        at++;
      }
    }
    return false;
  }

  private void skipExpression(int depth) {
    int open = 1;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '`') {
        skipTemplate(depth + 1);
        continue;
      }
      if (c == '\'' || c == '"') {
        skipText(c);
        continue;
      }
      line += c == '\n' ? 1 : 0;
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      at++;
      if (open == 0) {
        return;
      }
    }
  }

  private void skipText(char quote) {
    at++;
    while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(source.length(), at + 1);
  }

  /** Returns the decoded text of a part of a template. */
  static String decoded(String source, int from, int to) {
    Lexer lexer = new Lexer(source.substring(0, to), from, 0);
    StringBuilder value = new StringBuilder();
    while (lexer.at < to) {
      lexer.character(value);
    }
    return value.toString().replace("\r\n", "\n");
  }

  /** Returns the position behind the brace that closes the expression of a template. */
  static int endOfExpression(String source, int from) {
    Lexer lexer = new Lexer(source, from, 0);
    lexer.skipExpression(0);
    return lexer.at;
  }
}
