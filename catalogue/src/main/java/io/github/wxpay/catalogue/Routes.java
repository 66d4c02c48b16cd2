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
 * A table of routes that maps HTTP method and path template to a value, such as a handler. A
 * literal segment takes precedence over a placeholder, if it has the method. Not safe for use by
 * several threads while routes are added.
 *
 * <pre>{@code
 * Routes<String> routes = new Routes<>();
 * routes.add("GET", "v3/orders/{number}", "query");
 * routes.match("GET", "v3/orders/7").variables();  // {number=7}
 * }</pre>
 *
 * @param <T> the type of the values
 */
public final class Routes<T> {
  private final Node<T> root = new Node<>();

  /** Creates an empty table. */
  public Routes() {}

  /**
   * Adds a route.
   *
   * @param template a path such as {@code v3/refund/domestic/refunds/{out_refund_no}}
   * @throws IllegalStateException if the table has a route with this method whose template differs
   *     at most in the names of placeholders
   */
  public void add(String method, String template, T value) {
    if (!addIfAbsent(method, template, value)) {
      throw new IllegalStateException("two routes for " + method + " " + template);
    }
  }

  /**
   * Adds a route unless the table has one with this method whose template differs at most in the
   * names of placeholders. Returns whether the route was added.
   */
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

  /** Returns the HTTP methods of a path, sorted; empty if no route matches it. */
  public Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    collect(root, segments(path), 0, methods);
    return methods;
  }

  /** Returns the route that matches HTTP method and path; null if there is none. */
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

  /** Returns the value for a path with any HTTP method; null if no route matches it. */
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
   * The value of a route and the values of its placeholders, which are not decoded.
   *
   * @param <T> the type of the values
   */
  public static final class Match<T> {
    private final T value;
    private final Map<String, String> variables;

    Match(T value, Map<String, String> variables) {
      this.value = value;
      this.variables = variables;
    }

    /** Returns the value of the route. */
    public T value() {
      return value;
    }

    /** Returns the values of the placeholders by name, in the order of the path. */
    public Map<String, String> variables() {
      return variables;
    }

    /** Returns the value of the route and the values of its placeholders. */
    @Override
    public String toString() {
      return value + " " + variables;
    }
  }

  private static final class Node<T> {
    final Map<String, Node<T>> literals = new HashMap<>();
    final Map<String, Leaf<T>> leaves = new HashMap<>();
    @Nullable Node<T> any;

    /**
     * Returns the child for a segment. Uses no lambda, because the first lambda of a JVM is slow.
     */
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
