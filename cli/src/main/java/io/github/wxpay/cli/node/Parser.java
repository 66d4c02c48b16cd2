package io.github.wxpay.cli.node;

import io.github.wxpay.cli.node.Node.Syntax;
import io.github.wxpay.cli.node.Token.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parses JavaScript by recursive descent. A statement of the file that cannot be parsed is reported
 * and skipped, so that the rest is still read.
 */
final class Parser {
  /** Deeper nesting is refused, because each level takes several frames of the stack. */
  private static final int DEEPEST = 150;

  private static final Map<String, Integer> BINARY =
      Map.ofEntries(
          Map.entry("??", 1),
          Map.entry("||", 2),
          Map.entry("&&", 3),
          Map.entry("|", 4),
          Map.entry("^", 5),
          Map.entry("&", 6),
          Map.entry("==", 7),
          Map.entry("!=", 7),
          Map.entry("===", 7),
          Map.entry("!==", 7),
          Map.entry("<", 8),
          Map.entry(">", 8),
          Map.entry("<=", 8),
          Map.entry(">=", 8),
          Map.entry("instanceof", 8),
          Map.entry("in", 8),
          Map.entry("<<", 9),
          Map.entry(">>", 9),
          Map.entry(">>>", 9),
          Map.entry("+", 10),
          Map.entry("-", 10),
          Map.entry("*", 11),
          Map.entry("/", 11),
          Map.entry("%", 11),
          Map.entry("**", 12));

  private static final Set<String> ASSIGNING =
      Set.of(
          "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=",
          "||=", "??=");
  private static final Set<String> RESERVED =
      Set.of(
          "break",
          "case",
          "catch",
          "const",
          "continue",
          "default",
          "do",
          "else",
          "export",
          "finally",
          "for",
          "if",
          "import",
          "in",
          "instanceof",
          "return",
          "switch",
          "throw",
          "try",
          "var",
          "while",
          "with",
          "extends",
          "enum",
          "debugger");

  private final String source;
  private final List<Token> tokens;
  private int at;
  private int depth;
  private boolean withoutIn;

  private Parser(String source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  /** Parses a file; statements that cannot be parsed become {@code OTHER}. */
  static Node program(String source) {
    List<Token> tokens = Lexer.tokens(source, 0, source.length(), 1);
    return new Parser(source, tokens).program();
  }

  private Node program() {
    Token first = peek();
    List<Node> statements = new ArrayList<>();
    while (peek().sort != Sort.END) {
      int begin = at;
      Token start = peek();
      depth = 0;
      withoutIn = false;
      try {
        statements.add(statement());
      } catch (Unconvertible e) {
        at = Math.max(at, begin);
        skipStatement(begin);
        Node bad =
            Node.of(Syntax.OTHER, e.reason(), false, List.of(), start.line, start.start, end());
        statements.add(node(Syntax.EXPRESSION, "", start, bad).commented(start.comments));
      }
    }
    return node(Syntax.PROGRAM, "", first, statements);
  }

  /**
   * Moves to the next line outside all brackets, or behind the next semicolon there. A bracket that
   * is never closed ends before a line that is not indented.
   */
  private void skipStatement(int begin) {
    int failed = at;
    int open = 0;
    at = begin;
    do {
      Token token = tokens.get(at);
      if (token.sort == Sort.END) {
        return;
      }
      at++;
      if (Set.of("(", "[", "{").contains(token.text) && token.sort == Sort.SIGN) {
        open++;
      } else if (Set.of(")", "]", "}").contains(token.text) && token.sort == Sort.SIGN) {
        open--;
      }
      Token next = peek();
      boolean margin = next.start > 0 && source.charAt(next.start - 1) == '\n';
      boolean closing = next.is("}") || next.is(")") || next.is("]");
      if (at > failed && margin && !closing) {
        return;
      }
      if (open <= 0 && at > failed && (token.is(";") || peek().afterBreak)) {
        return;
      }
    } while (true);
  }

  // Tokens

  private Token peek() {
    return tokens.get(at);
  }

  private Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  private Token take() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private boolean is(String sign) {
    return peek().is(sign);
  }

  private boolean takeIf(String sign) {
    boolean found = is(sign);
    if (found) {
      take();
    }
    return found;
  }

  private Token expect(String sign) {
    if (!is(sign)) {
      throw unexpected("expected '" + sign + "'");
    }
    return take();
  }

  private Unconvertible unexpected(String what) {
    Token token = peek();
    String found = token.sort == Sort.END ? "the end of the file" : "'" + shortened(token) + "'";
    return new Unconvertible(
        token.line,
        "not valid JavaScript at line " + token.line + ": " + what + ", found " + found);
  }

  private String shortened(Token token) {
    String text = source.substring(token.start, token.end);
    String line = text.lines().findFirst().orElse("");
    return line.length() > 30 ? line.substring(0, 30) + "…" : line;
  }

  private int end() {
    return at == 0 ? 0 : tokens.get(at - 1).end;
  }

  private Node node(Syntax type, String text, Token from, Node... kids) {
    return node(type, text, from, List.of(kids));
  }

  private Node node(Syntax type, String text, Token from, List<Node> kids) {
    return node(type, text, false, from, kids);
  }

  private Node node(Syntax type, String text, boolean flag, Token from, List<Node> kids) {
    return Node.of(type, text, flag, kids, from.line, from.start, Math.max(from.start, end()));
  }

  private void deeper() {
    if (++depth > DEEPEST) {
      throw new Unconvertible(
          peek().line, "nested more than " + DEEPEST + " levels deep; split the expression");
    }
  }

  private void semicolon() {
    if (!takeIf(";") && !is("}") && !peek().afterBreak && peek().sort != Sort.END) {
      throw unexpected("expected the end of a statement");
    }
  }

  // Statements

  private Node statement() {
    deeper();
    List<String> comments = peek().comments;
    Node statement = plainStatement();
    depth--;
    return statement.commented(comments);
  }

  private Node plainStatement() {
    Token first = peek();
    if (first.sort == Sort.SIGN) {
      if (first.is("{")) {
        return block();
      }
      if (takeIf(";")) {
        return node(Syntax.EMPTY, "", first);
      }
    }
    if (first.sort == Sort.NAME) {
      switch (first.text) {
        case "let":
          if (peek(1).sort != Sort.NAME && !peek(1).is("{") && !peek(1).is("[")) {
            break;
          }
          return variables();
        case "const":
        case "var":
          return variables();
        case "function":
          return function(false);
        case "async":
          if (peek(1).is("function") && !peek(1).afterBreak) {
            return function(false);
          }
          break;
        case "class":
          return classLike();
        case "if":
          return conditional();
        case "for":
          return loop();
        case "while":
          take();
          return node(Syntax.WHILE, "", first, parenthesized(), statement());
        case "do":
          return doLoop();
        case "return":
        case "throw":
          take();
          Node value =
              is(";") || is("}") || peek().afterBreak || peek().sort == Sort.END
                  ? Node.none(first)
                  : expression();
          semicolon();
          return node(first.text.equals("return") ? Syntax.RETURN : Syntax.THROW, "", first, value);
        case "break":
        case "continue":
          take();
          String label = peek().sort == Sort.NAME && !peek().afterBreak ? take().text : "";
          semicolon();
          return node(first.text.equals("break") ? Syntax.BREAK : Syntax.CONTINUE, label, first);
        case "try":
          return attempt();
        case "switch":
          return choice();
        case "import":
          if (!peek(1).is("(") && !peek(1).is(".")) {
            return imports();
          }
          break;
        case "export":
          return export();
        default:
          break;
      }
    }
    Node expression = expression();
    if (is(":") && expression.is(Syntax.NAME)) {
      throw new Unconvertible(first.line, "labels are not converted; restructure the loop");
    }
    semicolon();
    return node(Syntax.EXPRESSION, "", first, expression);
  }

  private Node block() {
    Token first = expect("{");
    List<Node> statements = new ArrayList<>();
    while (!is("}")) {
      if (peek().sort == Sort.END) {
        throw unexpected("expected '}'");
      }
      statements.add(statement());
    }
    take();
    return node(Syntax.BLOCK, "", first, statements);
  }

  private Node variables() {
    Node variables = declarations();
    semicolon();
    return variables;
  }

  private Node declarations() {
    Token word = take();
    List<Node> declarations = new ArrayList<>();
    do {
      Token first = peek();
      Node target = target();
      Node value = takeIf("=") ? assignment() : Node.none(first);
      declarations.add(node(Syntax.DECLARATION, "", first, target, value));
    } while (takeIf(","));
    return node(Syntax.VARIABLES, word.text, word, declarations);
  }

  /** Parses a name or a pattern, which has the form of a literal. */
  private Node target() {
    if (is("{") || is("[")) {
      return primary();
    }
    Token name = name();
    return node(Syntax.NAME, name.text, name);
  }

  private Token name() {
    if (peek().sort != Sort.NAME || RESERVED.contains(peek().text)) {
      throw unexpected("expected a name");
    }
    return take();
  }

  private Node parenthesized() {
    expect("(");
    Node value = expression();
    expect(")");
    return value;
  }

  private Node conditional() {
    Token first = take();
    Node condition = parenthesized();
    Node then = statement();
    Node otherwise = takeIf("else") ? statement() : Node.none(first);
    return node(Syntax.IF, "", first, condition, then, otherwise);
  }

  private Node doLoop() {
    Token first = take();
    Node body = statement();
    expect("while");
    Node condition = parenthesized();
    takeIf(";");
    return node(Syntax.DO, "", first, body, condition);
  }

  private Node loop() {
    Token first = take();
    takeIf("await");
    expect("(");
    Node start = Node.none(first);
    withoutIn = true;
    if (is("let") || is("const") || is("var")) {
      start = declarations();
    } else if (!is(";")) {
      start = expression();
    }
    withoutIn = false;
    if (is("of") || is("in")) {
      boolean in = take().text.equals("in");
      Node values = expression();
      expect(")");
      return node(Syntax.FOR_OF, "", in, first, List.of(start, values, statement()));
    }
    expect(";");
    Node condition = is(";") ? Node.none(first) : expression();
    expect(";");
    Node step = is(")") ? Node.none(first) : expression();
    expect(")");
    return node(Syntax.FOR, "", first, start, condition, step, statement());
  }

  private Node attempt() {
    Token first = take();
    Node block = block();
    Node parameter = Node.none(first);
    Node handler = Node.none(first);
    if (takeIf("catch")) {
      if (takeIf("(")) {
        parameter = target();
        expect(")");
      }
      handler = block();
    }
    Node finalizer = takeIf("finally") ? block() : Node.none(first);
    if (handler.is(Syntax.NONE) && finalizer.is(Syntax.NONE)) {
      throw unexpected("expected 'catch' or 'finally'");
    }
    return node(Syntax.TRY, "", first, block, parameter, handler, finalizer);
  }

  private Node choice() {
    Token first = take();
    List<Node> kids = new ArrayList<>();
    kids.add(parenthesized());
    expect("{");
    while (!takeIf("}")) {
      Token from = peek();
      List<Node> parts = new ArrayList<>();
      if (takeIf("default")) {
        parts.add(Node.none(from));
      } else {
        expect("case");
        parts.add(expression());
      }
      expect(":");
      while (!is("case") && !is("default") && !is("}")) {
        parts.add(statement());
      }
      kids.add(node(Syntax.CASE, "", from, parts));
    }
    return node(Syntax.SWITCH, "", first, kids);
  }

  private Node imports() {
    Token first = take();
    List<Node> names = new ArrayList<>();
    if (peek().sort != Sort.TEXT) {
      do {
        Token from = peek();
        if (takeIf("{")) {
          while (!takeIf("}")) {
            if (peek().sort != Sort.NAME) {
              throw unexpected("expected a name");
            }
            Token imported = take();
            String local = takeIf("as") ? name().text : imported.text;
            names.add(
                node(Syntax.PROPERTY, imported.text, from, node(Syntax.NAME, local, imported)));
            if (!is("}")) {
              expect(",");
            }
          }
        } else if (takeIf("*")) {
          expect("as");
          names.add(node(Syntax.PROPERTY, "*", from, node(Syntax.NAME, name().text, from)));
        } else {
          names.add(node(Syntax.PROPERTY, "default", from, node(Syntax.NAME, name().text, from)));
        }
      } while (takeIf(","));
      expect("from");
    }
    if (peek().sort != Sort.TEXT) {
      throw unexpected("expected the name of a module");
    }
    String module = take().text;
    semicolon();
    return node(Syntax.IMPORT, module, first, names);
  }

  private Node export() {
    Token first = take();
    if (takeIf("default")) {
      Node value = is("function") || is("class") || is("async") ? statement() : assignment();
      takeIf(";");
      return node(Syntax.EXPORT, "", first, value);
    }
    if (is("{") || is("*")) {
      while (!peek().afterBreak && peek().sort != Sort.END && !takeIf(";")) {
        take();
      }
      return node(Syntax.EXPORT, "", first, Node.none(first));
    }
    return node(Syntax.EXPORT, "", first, statement());
  }

  // Functions and classes

  private Node function(boolean expression) {
    Token first = peek();
    takeIf("async");
    expect("function");
    boolean generator = takeIf("*");
    String name = expression && peek().sort != Sort.NAME ? "" : name().text;
    List<Node> kids = new ArrayList<>();
    List<Node> parameters = parameters();
    kids.add(block());
    kids.addAll(parameters);
    return node(generator ? Syntax.GENERATOR : Syntax.FUNCTION, name, first, kids);
  }

  private List<Node> parameters() {
    expect("(");
    List<Node> parameters = new ArrayList<>();
    while (!takeIf(")")) {
      Token first = peek();
      if (takeIf("...")) {
        parameters.add(node(Syntax.SPREAD, "", first, target()));
      } else {
        Node target = target();
        parameters.add(
            takeIf("=") ? node(Syntax.ASSIGN, "=", first, target, assignment()) : target);
      }
      if (!is(")")) {
        expect(",");
      }
    }
    return parameters;
  }

  private Node classLike() {
    Token first = take();
    String name = peek().sort == Sort.NAME && !is("extends") ? take().text : "";
    if (takeIf("extends")) {
      unary();
    }
    skipBraces();
    return node(Syntax.CLASS, name, first);
  }

  private void skipBraces() {
    expect("{");
    int open = 1;
    while (open > 0) {
      if (peek().sort == Sort.END) {
        throw unexpected("expected '}'");
      }
      Token token = take();
      open += token.is("{") ? 1 : token.is("}") ? -1 : 0;
    }
  }

  // Expressions

  private Node expression() {
    Token first = peek();
    Node value = assignment();
    if (!is(",")) {
      return value;
    }
    List<Node> parts = new ArrayList<>(List.of(value));
    while (takeIf(",")) {
      parts.add(assignment());
    }
    return node(Syntax.SEQUENCE, "", first, parts);
  }

  private Node assignment() {
    deeper();
    Token first = peek();
    Node value = arrowAhead() ? arrow() : conditionalExpression();
    if (peek().sort == Sort.SIGN && ASSIGNING.contains(peek().text)) {
      if (!Set.of(Syntax.NAME, Syntax.MEMBER, Syntax.INDEX, Syntax.OBJECT, Syntax.ARRAY)
          .contains(value.type)) {
        throw unexpected("cannot assign to this");
      }
      String operator = take().text;
      value = node(Syntax.ASSIGN, operator, first, value, assignment());
    }
    depth--;
    return value;
  }

  private boolean arrowAhead() {
    int ahead = is("async") && !peek(1).afterBreak && !peek(1).is("=>") ? 1 : 0;
    if (peek(ahead).sort == Sort.NAME) {
      return peek(ahead + 1).is("=>");
    }
    if (!peek(ahead).is("(")) {
      return false;
    }
    int open = 0;
    for (int i = at + ahead; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.sort != Sort.SIGN) {
        continue;
      }
      open += Set.of("(", "[", "{").contains(token.text) ? 1 : 0;
      open -= Set.of(")", "]", "}").contains(token.text) ? 1 : 0;
      if (open <= 0) {
        return i + 1 < tokens.size() && tokens.get(i + 1).is("=>");
      }
    }
    return false;
  }

  private Node arrow() {
    Token first = peek();
    if (is("async") && !peek(1).is("=>")) {
      take();
    }
    List<Node> kids = new ArrayList<>();
    Token name = peek();
    List<Node> parameters = is("(") ? parameters() : List.of(node(Syntax.NAME, name().text, name));
    expect("=>");
    boolean expression = !is("{");
    boolean outer = withoutIn;
    withoutIn = false;
    kids.add(expression ? assignment() : block());
    withoutIn = outer;
    kids.addAll(parameters);
    return node(Syntax.FUNCTION, "", expression, first, kids);
  }

  private Node conditionalExpression() {
    Token first = peek();
    Node condition = binary(1);
    if (!takeIf("?")) {
      return condition;
    }
    Node then = assignment();
    expect(":");
    return node(Syntax.CONDITIONAL, "", first, condition, then, assignment());
  }

  private Node binary(int lowest) {
    Token first = peek();
    Node left = unary();
    while (true) {
      Token operator = peek();
      Integer level =
          operator.sort == Sort.SIGN || operator.sort == Sort.NAME
              ? BINARY.get(operator.text)
              : null;
      if (level == null || level < lowest || (withoutIn && operator.is("in"))) {
        return left;
      }
      take();
      Node right = operator.is("**") ? binary(level) : binary(level + 1);
      left = node(Syntax.BINARY, operator.text, first, left, right);
    }
  }

  private Node unary() {
    Token first = peek();
    Set<String> operators =
        first.sort == Sort.SIGN
            ? Set.of("!", "-", "+", "~")
            : first.sort == Sort.NAME ? Set.of("typeof", "void", "delete") : Set.of();
    if (operators.contains(first.text)) {
      deeper();
      take();
      Node value = node(Syntax.UNARY, first.text, first, unary());
      depth--;
      return value;
    }
    if (first.is("await") || first.is("yield")) {
      deeper();
      take();
      boolean await = first.is("await");
      if (!await) {
        takeIf("*");
      }
      boolean bare = !await && (is(";") || is(")") || is("}") || peek().afterBreak);
      Node value = bare ? Node.none(first) : unary();
      depth--;
      return node(await ? Syntax.AWAIT : Syntax.OTHER, await ? "" : "yield", first, value);
    }
    if (first.is("++") || first.is("--")) {
      take();
      return node(Syntax.UPDATE, first.text, true, first, List.of(unary()));
    }
    Node value = postfix(primary(), first, true);
    if ((is("++") || is("--")) && !peek().afterBreak) {
      return node(Syntax.UPDATE, take().text, first, value);
    }
    return value;
  }

  private Node postfix(Node begin, Token first, boolean calls) {
    Node value = begin;
    while (true) {
      if (takeIf("?.")) {
        if (is("(")) {
          value = call(value, first, true);
        } else if (is("[")) {
          value = index(value, first, true);
        } else {
          value = member(value, first, true);
        }
      } else if (is(".")) {
        take();
        value = member(value, first, false);
      } else if (is("[")) {
        value = index(value, first, false);
      } else if (is("(") && calls) {
        value = call(value, first, false);
      } else if (peek().sort == Sort.TEMPLATE) {
        take();
        value = node(Syntax.OTHER, "a tagged template", first, value);
      } else {
        return value;
      }
    }
  }

  private Node member(Node object, Token first, boolean optional) {
    takeIf("#");
    if (peek().sort != Sort.NAME) {
      throw unexpected("expected the name of a property");
    }
    return node(Syntax.MEMBER, take().text, optional, first, List.of(object));
  }

  private Node index(Node object, Token first, boolean optional) {
    take();
    boolean outer = withoutIn;
    withoutIn = false;
    Node index = expression();
    withoutIn = outer;
    expect("]");
    return node(Syntax.INDEX, "", optional, first, List.of(object, index));
  }

  private Node call(Node callee, Token first, boolean optional) {
    List<Node> kids = new ArrayList<>(List.of(callee));
    kids.addAll(arguments());
    return node(Syntax.CALL, "", optional, first, kids);
  }

  private List<Node> arguments() {
    expect("(");
    boolean outer = withoutIn;
    withoutIn = false;
    List<Node> arguments = new ArrayList<>();
    while (!takeIf(")")) {
      arguments.add(element());
      if (!is(")")) {
        expect(",");
      }
    }
    withoutIn = outer;
    return arguments;
  }

  private Node element() {
    Token first = peek();
    return takeIf("...") ? node(Syntax.SPREAD, "", first, assignment()) : assignment();
  }

  private Node primary() {
    Token first = peek();
    switch (first.sort) {
      case NUMBER:
        take();
        return node(Syntax.NUMBER, first.text, first);
      case TEXT:
        take();
        return node(Syntax.TEXT, first.text, first);
      case REGEX:
        take();
        return node(Syntax.REGEX, first.text, first);
      case TEMPLATE:
        take();
        return template(first);
      case NAME:
        return word(first);
      case SIGN:
        if (first.is("(")) {
          boolean outer = withoutIn;
          withoutIn = false;
          Node inner = parenthesized();
          withoutIn = outer;
          return inner;
        }
        if (first.is("[")) {
          return array();
        }
        if (first.is("{")) {
          return object();
        }
        throw unexpected("expected an expression");
      default:
        throw unexpected("expected an expression");
    }
  }

  private Node word(Token first) {
    switch (first.text) {
      case "function":
        return function(true);
      case "async":
        if (peek(1).is("function")) {
          return function(true);
        }
        break;
      case "class":
        return classLike();
      case "new":
        take();
        if (takeIf(".")) {
          take();
          return node(Syntax.OTHER, "new.target", first);
        }
        Token from = peek();
        deeper();
        Node type = postfix(primary(), from, false);
        depth--;
        List<Node> kids = new ArrayList<>(List.of(type));
        if (is("(")) {
          kids.addAll(arguments());
        }
        return node(Syntax.NEW, "", first, kids);
      case "null":
      case "true":
      case "false":
      case "this":
      case "super":
        take();
        return node(Syntax.WORD, first.text, first);
      case "import":
        take();
        return node(Syntax.OTHER, "a dynamic import", first);
      default:
        break;
    }
    Token name = name();
    return node(Syntax.NAME, name.text, name);
  }

  private Node array() {
    Token first = take();
    List<Node> items = new ArrayList<>();
    while (!takeIf("]")) {
      if (is(",")) {
        items.add(Node.none(take()));
        continue;
      }
      items.add(element());
      if (!is("]")) {
        expect(",");
      }
    }
    return node(Syntax.ARRAY, "", first, items);
  }

  private Node object() {
    Token first = take();
    boolean outer = withoutIn;
    withoutIn = false;
    List<Node> properties = new ArrayList<>();
    while (!takeIf("}")) {
      properties.add(property());
      if (!is("}")) {
        expect(",");
      }
    }
    withoutIn = outer;
    return node(Syntax.OBJECT, "", first, properties);
  }

  private Node property() {
    Token first = peek();
    if (takeIf("...")) {
      return node(Syntax.SPREAD, "", first, assignment());
    }
    if (takeIf("[")) {
      Node key = assignment();
      expect("]");
      expect(":");
      return node(Syntax.PROPERTY, "", true, first, List.of(key, assignment()));
    }
    boolean accessor = is("get") || is("set") || is("async") || is("*");
    if (accessor && !Set.of(",", ":", "}", "(", "=").contains(peek(1).text)) {
      return method(first);
    }
    if (first.sort != Sort.NAME && first.sort != Sort.TEXT && first.sort != Sort.NUMBER) {
      throw unexpected("expected the name of a property");
    }
    String key = take().text;
    if (takeIf(":")) {
      return node(Syntax.PROPERTY, key, first, assignment());
    }
    if (is("(")) {
      return method(first);
    }
    if (first.sort != Sort.NAME) {
      throw unexpected("expected ':'");
    }
    Node name = node(Syntax.NAME, key, first);
    return node(
        Syntax.PROPERTY,
        key,
        first,
        takeIf("=") ? node(Syntax.ASSIGN, "=", first, name, assignment()) : name);
  }

  private Node method(Token first) {
    String key = first.text;
    while (!is("(")) {
      if (peek().sort == Sort.END) {
        throw unexpected("expected '('");
      }
      key = take().text;
    }
    List<Node> kids = new ArrayList<>();
    List<Node> parameters = parameters();
    kids.add(block());
    kids.addAll(parameters);
    return node(Syntax.PROPERTY, key, first, node(Syntax.FUNCTION, key, first, kids));
  }

  private Node template(Token token) {
    deeper();
    List<Node> parts = new ArrayList<>();
    int position = token.start + 1;
    int last = token.end - 1;
    int line = token.line;
    while (true) {
      int open = position;
      while (open < last && !source.startsWith("${", open)) {
        open += source.charAt(open) == '\\' ? 2 : 1;
      }
      open = Math.min(open, last);
      String text = Lexer.decoded(source, position, open);
      parts.add(node(Syntax.TEXT, text, token));
      if (open >= last) {
        depth--;
        return node(Syntax.TEMPLATE, "", token, parts);
      }
      line += (int) source.substring(position, open).chars().filter(c -> c == '\n').count();
      int end = Math.min(last, Lexer.endOfExpression(source, open + 2));
      List<Token> inner = Lexer.tokens(source, open + 2, Math.max(open + 2, end - 1), line);
      Parser parser = new Parser(source, inner);
      parser.depth = depth;
      Node value = parser.expression();
      if (parser.peek().sort != Sort.END) {
        throw parser.unexpected("expected '}'");
      }
      parts.add(value);
      line += (int) source.substring(open, end).chars().filter(c -> c == '\n').count();
      position = end;
    }
  }
}
