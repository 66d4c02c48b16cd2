package io.github.wxpay.cli.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The state of one pass over a program: its scopes, its output, and what it learns. */
final class Context {
  private static final String ROOT = "io.github.wxpay.";

  /** The packages of the classes that the output may name. */
  private static final Map<String, String> PACKAGES = packages();

  /** The methods that every class has, and the one that begins. */
  private static final Set<String> METHODS =
      Set.of(
          "clone",
          "equals",
          "finalize",
          "getClass",
          "hashCode",
          "main",
          "notify",
          "notifyAll",
          "run",
          "toString",
          "wait");

  final String source;
  final boolean typed;
  final Facts known;
  final Facts learned = new Facts();
  final List<Remaining> remaining = new ArrayList<>();
  final Set<String> imports = new TreeSet<>();
  final List<List<String>> methods = new ArrayList<>();
  final Set<String> methodNames = new TreeSet<>(METHODS);
  final Method program = new Method(null, null, -1);
  final Scope top = new Scope(null, program);

  /** The parameters of the program, by the names that it does not declare. */
  final Map<String, Variable> parameters = new LinkedHashMap<>();

  Scope scope = top;

  /** Set while an argument of a verb is converted, which no program changes afterwards. */
  boolean sent;

  /** Set if a decimal is a value, which Jackson may write with an exponent. */
  boolean decimals;

  /** The number of enclosing operators that decide whether the expression is evaluated. */
  int conditional;

  /** The names that {@code var} declares, which JavaScript knows outside their blocks. */
  private final Set<String> hoisted = new TreeSet<>();

  Context(String source, Node tree, boolean typed, Facts known) {
    this.source = source;
    this.typed = typed;
    this.known = known;
    hoist(tree, false);
    program.fresh("arguments_"); // the parameter of main
    known.free().forEach((name, key) -> free(parameter(name, program.fresh(name), key)));
  }

  private void hoist(Node node, boolean declared) {
    if (declared && node.is(Node.Syntax.NAME)) {
      hoisted.add(node.text);
    }
    boolean inside = node.is(Node.Syntax.VARIABLES, "var");
    boolean value = node.is(Node.Syntax.DECLARATION) || node.is(Node.Syntax.ASSIGN);
    for (int i = 0; i < node.kids.size(); i++) {
      hoist(node.kid(i), inside || (declared && !(value && i == 1)));
    }
  }

  private static Map<String, String> packages() {
    Map<String, String> all = new java.util.HashMap<>();
    for (String name : List.of("Wxpay", "Chain", "Response")) {
      all.put(name, ROOT);
    }
    for (String name : List.of("Formatter", "Transformer")) {
      all.put(name, ROOT + "codec.");
    }
    for (String name : List.of("AesCbc", "AesEcb", "AesGcm", "Hash", "Rsa")) {
      all.put(name, ROOT + "crypto.");
    }
    for (String name : List.of("Headers", "Multipart")) {
      all.put(name, ROOT + "http.");
    }
    for (String name : List.of("ResultException", "StatusException", "WxpayException")) {
      all.put(name, ROOT + "exception.");
    }
    for (String name : List.of("V2", "V3", "Brand", "Hk", "Customs")) {
      all.put(name, ROOT + "endpoints.");
    }
    for (String name : List.of("JsonNode", "ObjectMapper")) {
      all.put(name, "com.fasterxml.jackson.databind.");
    }
    all.put("NullNode", "com.fasterxml.jackson.databind.node.");
    for (String name :
        List.of(
            "ArrayList", "Arrays", "Base64", "LinkedHashMap", "List", "Map", "Objects", "UUID")) {
      all.put(name, "java.util.");
    }
    for (String name : List.of("BigDecimal", "MathContext", "RoundingMode")) {
      all.put(name, "java.math.");
    }
    for (String name : List.of("Files", "Path")) {
      all.put(name, "java.nio.file.");
    }
    all.put("StandardCharsets", "java.nio.charset.");
    for (String name : List.of("Instant", "ZoneId")) {
      all.put(name, "java.time.");
    }
    all.put("ChronoUnit", "java.time.temporal.");
    for (String name : List.of("PrivateKey", "PublicKey")) {
      all.put(name, "java.security.");
    }
    return Map.copyOf(all);
  }

  /** Returns the imports of the classes that the lines name. */
  static Set<String> importsOf(List<String> lines) {
    Set<String> found = new TreeSet<>();
    for (String line : lines) {
      String code = line.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "").replaceFirst("//.*", "");
      for (String word : code.split("[^\\w$]+", -1)) {
        String in = PACKAGES.get(word);
        if (in != null) {
          found.add(in + word);
        }
      }
    }
    return found;
  }

  static boolean isKnownClass(String name) {
    return PACKAGES.containsKey(name)
        || Set.of("Object", "String", "Long", "Math", "System", "Boolean", "Exception")
            .contains(name);
  }

  Method method() {
    return scope.method;
  }

  void print(String line) {
    method().print(line);
  }

  /** Prints a line that a statement needs before it, in the order of evaluation. */
  void before(Node node, String line) {
    if (conditional > 0) {
      throw new Unconvertible(
          node.line,
          "this needs separate statements, but is evaluated under a condition; write it as a"
              + " statement");
    }
    print(line);
  }

  String original(Node node) {
    return source.substring(
        Math.min(node.start, source.length()),
        Math.max(node.start, Math.min(node.end, source.length())));
  }

  void note(Node node, String text) {
    remaining.add(new Remaining(node.line, JavaText.comment(original(node)), text, true));
  }

  // Names

  /** Returns what a name means; a name that nothing declares becomes a parameter. */
  Variable resolve(Node name) {
    Variable found = find(scope, name.text);
    if (found != null) {
      return found;
    }
    if (hoisted.contains(name.text)) {
      throw new Unconvertible(
          name.line, "`" + name.text + "` is declared with `var` elsewhere; declare it before");
    }
    Integer key = known.free().get(name.text);
    int at = key == null ? name.start : key;
    learned.free(name.text, at);
    Variable free = parameter(name.text, program.fresh(name.text), at);
    free(free);
    return Objects.requireNonNull(find(scope, name.text));
  }

  private void free(Variable variable) {
    parameters.put(variable.name, variable);
    top.declare(variable);
  }

  private Variable parameter(String name, String java, int key) {
    return Variable.of(name, java, known.parameter(key), key, false);
  }

  /** Returns what a name means; null if nothing declares it. */
  @Nullable Variable declared(String name) {
    return find(scope, name);
  }

  boolean isDeclared(String name) {
    Variable found = find(scope, name);
    return found != null && !known.free().containsKey(name) && !isFree(found);
  }

  boolean isFree(Variable variable) {
    return variable.key == learned.free().getOrDefault(variable.name, -2)
        || variable.key == known.free().getOrDefault(variable.name, -2);
  }

  private @Nullable Variable find(Scope from, String name) {
    for (Scope at = from; at != null; at = at.parent) {
      Variable own = at.own(name);
      if (own != null) {
        if (isFree(own)) {
          learned.free(name, own.key);
        }
        return own;
      }
    }
    Method inner = from.method;
    if (inner.around == null) {
      return null;
    }
    Variable outer = find(inner.around, name);
    if (outer == null || outer.function != null || outer.kind == Kind.MODULE) {
      return outer;
    }
    Variable earlier = inner.captured.get(name);
    if (earlier == null) {
      inner.captured.put(name, outer);
      Kind kind = outer.kind.isValue() ? outer.kind : Kind.ANY;
      Variable known = Variable.of(name, inner.fresh(name), kind, outer.key, false);
      inner.inside(name, known);
      return known;
    }
    return inner.inside(name);
  }

  /** Declares a variable in the current block. */
  Variable declare(Node name, Kind kind, boolean constant) {
    Variable variable =
        Variable.of(name.text, method().fresh(name.text), kind, name.start, constant);
    scope.declare(variable);
    return variable;
  }

  /** Runs code in a new block. */
  void block(Runnable code) {
    Scope outer = scope;
    scope = new Scope(outer, outer.method);
    try {
      code.run();
    } finally {
      scope = outer;
    }
  }
}
