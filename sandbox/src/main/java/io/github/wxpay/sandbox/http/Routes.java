package io.github.wxpay.sandbox.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The table of routes: method and path template to handler. A literal segment wins over a
 * placeholder at the same place.
 *
 * @param <H> what handles a request
 */
public final class Routes<H> {
  private final Node<H> root = new Node<>();

  /** Adds a route; a template is like {@code v3/refund/domestic/refunds/{out_refund_no}}. */
  public void add(String method, String template, H handler) {
    Node<H> node = root;
    List<String> names = new ArrayList<>();
    for (String segment : segments(template)) {
      if (segment.startsWith("{")) {
        names.add(segment.substring(1, segment.length() - 1));
        node = node.placeholder();
      } else {
        node = node.literals.computeIfAbsent(segment, s -> new Node<>());
      }
    }
    Leaf<H> before = node.leaves.putIfAbsent(method, new Leaf<>(handler, names));
    if (before != null) {
      throw new IllegalStateException("two handlers for " + method + " " + template);
    }
  }

  /** Returns the verbs that the path knows; empty if the path is unknown. */
  public Set<String> methods(String path) {
    Found<H> found = find(root, segments(path), 0, new ArrayList<>());
    return found == null ? Set.of() : new TreeSet<>(found.leaves.keySet());
  }

  /** Returns the handler with the decoded values of the placeholders, null if there is none. */
  public @Nullable Match<H> match(String method, String path) {
    Found<H> found = find(root, segments(path), 0, new ArrayList<>());
    Leaf<H> leaf = found == null ? null : found.leaves.get(method);
    if (found == null || leaf == null) {
      return null;
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < leaf.names.size(); i++) {
      variables.put(leaf.names.get(i), Percent.decode(found.values.get(i)));
    }
    return new Match<>(leaf.handler, variables);
  }

  private static <H> @Nullable Found<H> find(
      Node<H> node, List<String> path, int index, List<String> values) {
    if (index == path.size()) {
      return node.leaves.isEmpty() ? null : new Found<>(node.leaves, values);
    }
    String segment = path.get(index);
    Node<H> literal = node.literals.get(segment);
    Found<H> found = literal == null ? null : find(literal, path, index + 1, values);
    if (found != null || node.any == null || segment.isEmpty()) {
      return found;
    }
    List<String> longer = new ArrayList<>(values);
    longer.add(segment);
    return find(node.any, path, index + 1, longer);
  }

  private static List<String> segments(String path) {
    String bare = path.startsWith("/") ? path.substring(1) : path;
    return List.of(bare.split("/", -1));
  }

  /** A handler and the values of its placeholders. */
  public static final class Match<H> {
    private final H handler;
    private final Map<String, String> variables;

    Match(H handler, Map<String, String> variables) {
      this.handler = handler;
      this.variables = variables;
    }

    public H handler() {
      return handler;
    }

    public Map<String, String> variables() {
      return variables;
    }
  }

  private static final class Node<H> {
    final Map<String, Node<H>> literals = new HashMap<>();
    final Map<String, Leaf<H>> leaves = new HashMap<>();
    @Nullable Node<H> any;

    Node<H> placeholder() {
      Node<H> next = any == null ? new Node<>() : any;
      any = next;
      return next;
    }
  }

  private static final class Leaf<H> {
    final H handler;
    final List<String> names;

    Leaf(H handler, List<String> names) {
      this.handler = handler;
      this.names = names;
    }
  }

  private static final class Found<H> {
    final Map<String, Leaf<H>> leaves;
    final List<String> values;

    Found(Map<String, Leaf<H>> leaves, List<String> values) {
      this.leaves = leaves;
      this.values = values;
    }
  }
}
