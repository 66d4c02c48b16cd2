package io.github.wxpay.cli.node;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a block declares. */
final class Scope {
  final @Nullable Scope parent;
  final Method method;
  private final Map<String, Variable> names = new HashMap<>();

  Scope(@Nullable Scope parent, Method method) {
    this.parent = parent;
    this.method = method;
  }

  void declare(Variable variable) {
    names.put(variable.name, variable);
  }

  /** Returns the variable that this block declares itself. */
  @Nullable Variable own(String name) {
    return names.get(name);
  }
}
