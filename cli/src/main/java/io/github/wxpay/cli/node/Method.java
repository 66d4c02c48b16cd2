package io.github.wxpay.cli.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A method of the output while its statements are converted. */
final class Method {
  /** The name of the first response, which a lambda in its call must not have. */
  static final String RESPONSE = "r";

  /** The method whose statements contain the function; none for the program itself. */
  final @Nullable Method outer;

  /** The scope that contains the function. */
  final @Nullable Scope around;

  final int key;
  final List<String> lines = new ArrayList<>();

  /** The variables of enclosing methods that it reads, by their names. */
  final Map<String, Variable> captured = new LinkedHashMap<>();

  private final Map<String, Variable> parameters = new LinkedHashMap<>();
  private final Set<String> names = new TreeSet<>();
  private final Set<String> lambdas = new TreeSet<>();
  int indent;

  /** The number of loops around the statement that is converted. */
  int loops;

  Method(@Nullable Method outer, @Nullable Scope around, int key) {
    this.outer = outer;
    this.around = around;
    this.key = key;
  }

  /** Returns a name that no other variable of the method has. */
  String fresh(String wanted) {
    String allowed = JavaText.name(wanted);
    String base = Context.isKnownClass(allowed) ? allowed + "_" : allowed;
    String name = base;
    for (int i = 2; lambdas.contains(name) || !names.add(name); i++) {
      name = base + i;
    }
    return name;
  }

  /**
   * Returns the name of the parameter of a lambda: the letter, or the first one that no variable
   * and no parameter of the same lambdas has.
   */
  String lambda(String letter, Set<String> others) {
    String name = letter;
    for (int i = 0;
        names.contains(name) || name.equals(RESPONSE) || (i > 0 && others.contains(name));
        i++) {
      name = i < 26 ? String.valueOf((char) ('a' + i)) : letter + i;
    }
    lambdas.add(name);
    return name;
  }

  /** Sets the parameter that a captured variable becomes. */
  void inside(String name, Variable parameter) {
    parameters.put(name, parameter);
  }

  Variable inside(String name) {
    return Objects.requireNonNull(parameters.get(name));
  }

  void print(String line) {
    lines.add(line.isEmpty() ? "" : "  ".repeat(indent) + line);
  }

  /** Removes the lines from a position on, which a statement left that could not be converted. */
  void forget(int from) {
    lines.subList(from, lines.size()).clear();
  }
}
