package io.github.wxpay.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * An object in a verified message: its source, its JSON Pointer and its node. For generated code.
 */
public final class Place {
  private final Source source;
  private final String pointer;

  /** The object; that of a whole message is parsed when a field is first read. */
  private volatile @Nullable JsonNode node;

  private Place(Source source, String pointer, @Nullable JsonNode node) {
    this.source = source;
    this.pointer = pointer;
    this.node = node;
  }

  /** Returns the root of a message. */
  static Place root(Source source) {
    return new Place(source, "", null);
  }

  /** Returns an object in this one, by its JSON Pointer from here. */
  Place at(String more, JsonNode inside) {
    return new Place(source, pointer + more, inside);
  }

  Source source() {
    return source;
  }

  String pointer() {
    return pointer;
  }

  JsonNode node() {
    JsonNode known = node;
    if (known == null) {
      known = source.data();
      node = known;
    }
    return known;
  }

  /** Returns a field; the missing node if it is not there or is {@code null}. */
  JsonNode get(String name) {
    JsonNode value = node().path(name);
    return value.isNull() ? MissingNode.getInstance() : value;
  }
}
