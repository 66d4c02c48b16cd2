package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Endpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node of the tree of paths: a segment or a placeholder, with the endpoints that end there. */
final class PathNode {
  private final Root root;
  private final @Nullable PathNode parent;
  private final String segment;
  private final Map<String, PathNode> children = new TreeMap<>();
  private final Map<String, Endpoint> endpoints = new TreeMap<>();
  private String type = "";

  private PathNode(Root root, @Nullable PathNode parent, String segment) {
    this.root = root;
    this.parent = parent;
    this.segment = segment;
  }

  /** Returns the tree below a root. An empty last segment puts the verb on its parent. */
  static PathNode tree(Root root, Collection<Endpoint> endpoints) {
    PathNode top = new PathNode(root, null, "");
    for (Endpoint endpoint : endpoints) {
      if (Root.of(endpoint) == root) {
        PathNode node = top;
        for (String segment : root.segments(endpoint)) {
          node = segment.isEmpty() ? node : node.child(segment);
        }
        Endpoint other = node.endpoints.put(endpoint.method(), endpoint);
        if (other != null) {
          throw new IllegalStateException(endpoint + " and " + other + " are the same verb");
        }
      }
    }
    return top;
  }

  private PathNode child(String name) {
    return children.computeIfAbsent(name, one -> new PathNode(root, this, one));
  }

  Root root() {
    return root;
  }

  /** Returns whether this is the root itself, which has no segment. */
  boolean isRoot() {
    return parent == null;
  }

  boolean isPlaceholder() {
    return segment.startsWith("{");
  }

  /** Returns whether this is the first segment below a root. */
  boolean isProduct() {
    return parent != null && parent.parent == null;
  }

  /** Returns the name of the placeholder. */
  String placeholder() {
    return segment.substring(1, segment.length() - 1);
  }

  /** Returns the method of the parent that returns this node. */
  String method() {
    return isPlaceholder() ? Names.placeholder(placeholder()) : Names.segment(segment);
  }

  /** Returns the nodes below, literals first. */
  List<PathNode> children() {
    List<PathNode> sorted = new ArrayList<>();
    children.values().stream().filter(child -> !child.isPlaceholder()).forEach(sorted::add);
    children.values().stream().filter(PathNode::isPlaceholder).forEach(sorted::add);
    return sorted;
  }

  /** Returns the endpoints by their HTTP method, in its order. */
  Collection<Endpoint> endpoints() {
    return endpoints.values();
  }

  /** Returns this node and all below. */
  List<PathNode> all() {
    List<PathNode> all = new ArrayList<>(List.of(this));
    children().forEach(child -> all.addAll(child.all()));
    return all;
  }

  /** Returns the path as a chain takes it. */
  String path() {
    if (parent == null) {
      return root.prefix();
    }
    String before = parent.path();
    return before + (before.endsWith("/") ? "" : "/") + segment;
  }

  /** Returns the name of the product, the first segment of the path. */
  String product() {
    return parent == null || parent.parent == null ? segment : parent.product();
  }

  /** Returns the name that the path gives to the class. */
  String pathType() {
    if (parent == null) {
      return "";
    }
    String own =
        isPlaceholder() ? Names.typeOfPlaceholder(placeholder()) : Names.typeOfSegment(segment);
    return parent.pathType() + own;
  }

  /** Returns the name of the class. */
  String type() {
    return type;
  }

  void name(String given) {
    this.type = given;
  }

  @Override
  public String toString() {
    return path();
  }
}
