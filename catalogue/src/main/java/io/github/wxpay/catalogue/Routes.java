package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table of routes: verb and path template to whatever stands for it. A literal segment wins over
 * a placeholder at the same place, where it knows the verb. Not safe for use by several threads
 * while routes are added.
 *
 * @param <T> what stands for a route
 */
public final class Routes<T> {
  private final Node<T> root = new Node<>();

  /** Makes an empty table. */
  public Routes() {}

  /**
   * Adds a route; a template is like {@code v3/refund/domestic/refunds/{out_refund_no}}.
   *
   * @throws IllegalStateException if there is one of that shape and verb already
   */
  public void add(String method, String template, T value) {
    if (!addIfAbsent(method, template, value)) {
      throw new IllegalStateException("two routes for " + method + " " + template);
    }
  }

  /** Adds a route unless there is one of that shape and verb; returns whether it was added. */
  public boolean addIfAbsent(String method, String template, T value) {
    Node<T> node = root;
    List<String> names = new ArrayList<>();
    for (String segment : segments(template)) {
      if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
        node = node.placeholder();
      } else {
        node = node.literal(segment);
      }
    }
    return node.leaves.putIfAbsent(method, new Leaf<>(value, names)) == null;
  }

  /** Returns the verbs that the path knows; empty if the path is unknown. */
  public Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    collect(root, segments(path), 0, methods);
    return methods;
  }

  /** Returns what stands for verb and path, null if nothing does. */
  public @Nullable Match<T> match(String method, String path) {
    List<String> segments = segments(path);
    List<String> values = new ArrayList<>();
    Leaf<T> leaf = find(root, method, segments, 0, values);
    if (leaf == null) {
      return null;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < leaf.names.size(); i++) {
      variables.put(leaf.names.get(i), values.get(i));
    }
    return new Match<>(leaf.value, variables);
  }

  /** Returns what stands at a path for any verb, literal segments first; null if nothing does. */
  @Nullable T any(String path) {
    Leaf<T> leaf = find(root, null, segments(path), 0, new ArrayList<>());
    return leaf == null ? null : leaf.value;
  }

  private static <T> void collect(Node<T> node, List<String> path, int index, Set<String> methods) {
    if (index == path.size()) {
      methods.addAll(node.leaves.keySet());
      return;
    }
    Node<T> literal = node.literals.get(path.get(index));
    if (literal != null) {
      collect(literal, path, index + 1, methods);
    }
    if (node.any != null && !path.get(index).isEmpty()) {
      collect(node.any, path, index + 1, methods);
    }
  }

  private static <T> @Nullable Leaf<T> find(
      Node<T> node, @Nullable String method, List<String> path, int index, List<String> values) {
    if (index == path.size()) {
      return method == null ? node.first() : node.leaves.get(method);
    }
    String segment = path.get(index);
    Node<T> literal = node.literals.get(segment);
    Leaf<T> found = literal == null ? null : find(literal, method, path, index + 1, values);
    if (found != null || node.any == null || segment.isEmpty()) {
      return found;
    }
    values.add(segment);
    found = find(node.any, method, path, index + 1, values);
    if (found == null) {
      values.remove(values.size() - 1);
    }
    return found;
  }

  static List<String> segments(String path) {
    String bare = path.startsWith("/") ? path.substring(1) : path;
    return List.of(bare.split("/", -1));
  }

  /**
   * What stands for a route, and the placeholders' values as they stood in the path, encoded still.
   *
   * @param <T> what stands for a route
   */
  public static final class Match<T> {
    private final T value;
    private final Map<String, String> variables;

    Match(T value, Map<String, String> variables) {
      this.value = value;
      this.variables = variables;
    }

    public T value() {
      return value;
    }

    /** Returns names to values, in the order of the path. */
    public Map<String, String> variables() {
      return variables;
    }

    /** Returns what stands for the route, and the values. */
    @Override
    public String toString() {
      return value + " " + variables;
    }
  }

  private static final class Node<T> {
    final Map<String, Node<T>> literals = new HashMap<>();
    final Map<String, Leaf<T>> leaves = new HashMap<>();
    @Nullable Node<T> any;

    /** Spelt out: the first lambda of a program takes longer than all the routes. */
    Node<T> literal(String segment) {
      Node<T> next = literals.get(segment);
      if (next == null) {
        next = new Node<>();
        literals.put(segment, next);
      }
      return next;
    }

    @Nullable Leaf<T> first() {
      return leaves.isEmpty() ? null : leaves.get(Collections.min(leaves.keySet()));
    }

    Node<T> placeholder() {
      Node<T> next = any == null ? new Node<>() : any;
      any = next;
      return next;
    }
  }

  private static final class Leaf<T> {
    final T value;
    final List<String> names;

    Leaf(T value, List<String> names) {
      this.value = value;
      this.names = names;
    }
  }
}
