package io.github.wxpay.cli.node;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts that one pass over the program learns for the next one: a variable is used before all
 * its values are known, so the program is converted until nothing new is learned.
 */
final class Facts {
  /** The kinds that a use may give to a parameter; others are too special to be guessed. */
  private static final Set<Kind> USEFUL =
      EnumSet.of(
          Kind.TEXT,
          Kind.MAP,
          Kind.LIST,
          Kind.BYTES,
          Kind.PRIVATE_KEY,
          Kind.PUBLIC_KEY,
          Kind.CLIENT,
          Kind.FORM,
          Kind.WHOLE);

  /** The key of what has no name. */
  private static final int ANOTHER = Integer.MIN_VALUE;

  private final Map<Integer, Kind> values = new HashMap<>();
  private final Map<Integer, Set<Kind>> wanted = new HashMap<>();
  private final Map<Integer, Map<String, Variable>> captured = new TreeMap<>();
  private final Set<Integer> mutable = new TreeSet<>();
  private final Set<Integer> literals = new TreeSet<>();
  private final Map<String, Integer> free = new LinkedHashMap<>();

  /** Records that a variable or the result of a function has a value of a kind. */
  void value(int key, Kind kind) {
    values.merge(key, kind, Kind::joined);
  }

  /** Records that a variable is used as a kind. */
  void wants(int key, Kind kind) {
    wanted.computeIfAbsent(key, any -> EnumSet.noneOf(Kind.class)).add(kind);
  }

  boolean isChanged(int key) {
    return mutable.contains(key);
  }

  /** Records that the map or the list of a variable is changed; null if it has no name. */
  void changesContent(@Nullable Variable variable) {
    mutable.add(variable == null ? ANOTHER : variable.key);
  }

  /** Records that a variable begins as a literal. */
  void literal(int key) {
    literals.add(key);
  }

  /**
   * Returns whether a map or a list is changed under another name than that of its literal, such as
   * that of a parameter, so that each of them may be.
   */
  boolean areChanged() {
    return !literals.containsAll(mutable);
  }

  void captures(int key, Map<String, Variable> variables) {
    captured.put(key, new LinkedHashMap<>(variables));
  }

  void free(String name, int key) {
    free.putIfAbsent(name, key);
  }

  @Nullable Kind valueOf(int key) {
    return values.get(key);
  }

  boolean isWanted(int key, Kind kind) {
    return wanted.getOrDefault(key, Set.of()).contains(kind);
  }

  /** Returns the kind of a parameter: that of its arguments, or what its uses agree on. */
  Kind parameter(int key) {
    Kind given = values.get(key);
    if (given != null && given.isValue() && given != Kind.ANY && given != Kind.NULL) {
      return given;
    }
    Set<Kind> uses = wanted.getOrDefault(key, Set.of());
    Kind use = uses.size() == 1 ? uses.iterator().next() : Kind.ANY;
    return USEFUL.contains(use) ? use : Kind.ANY;
  }

  Map<String, Variable> capturedBy(int key) {
    return captured.getOrDefault(key, Map.of());
  }

  Map<String, Integer> free() {
    return free;
  }

  /** Adds what an earlier pass has learned. */
  void keep(Facts earlier) {
    earlier.values.forEach(this::value);
    earlier.wanted.forEach((key, kinds) -> kinds.forEach(kind -> wants(key, kind)));
    earlier.captured.forEach(
        (key, names) -> {
          Map<String, Variable> all = new LinkedHashMap<>(names);
          all.putAll(captured.getOrDefault(key, Map.of()));
          captured.put(key, all);
        });
    earlier.free.forEach(this::free);
    mutable.addAll(earlier.mutable);
    literals.addAll(earlier.literals);
  }

  /** Returns a text that is equal if the same was learned. */
  String summary() {
    StringBuilder text = new StringBuilder();
    text.append(new TreeMap<>(values)).append(new TreeMap<>(wanted));
    captured.forEach(
        (key, names) -> {
          text.append(key);
          names.forEach((name, variable) -> text.append(name).append(variable.kind));
        });
    return Objects.toString(text.append(free).append(mutable).append(literals));
  }
}
