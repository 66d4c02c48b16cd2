package io.github.wxpay.fuzz;

import static io.github.wxpay.fuzz.Property.documented;
import static io.github.wxpay.fuzz.Property.require;
import static io.github.wxpay.fuzz.Property.requireEqual;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.sandbox.testing.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The reader of JSON: all ways to read agree, the copy of a tree is equal, and what is written can
 * be read and is written the same again.
 */
public final class JsonTarget {
  public static final FuzzTarget TARGET = FuzzTarget.of(JsonTarget.class, "json");

  private static final Set<String> NAMES = Set.of("code", "mchid", "out_trade_no");

  private JsonTarget() {}

  /** Loads the classes before the time of the inputs is measured. */
  public static void fuzzerInitialize() throws Throwable {
    TARGET.load();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Optional<JsonNode> tree = documented(() -> Json.read(input), MalformedException.class);
    Optional<JsonNode> orText = documented(() -> Json.readOrText(input), MalformedException.class);
    Map<String, String> scalars = Json.scalars(input, NAMES);
    boolean cut = Json.isCut(input);
    if (tree.isEmpty()) {
      orText.ifPresent(node -> require(node.isTextual(), "not JSON, but read as " + node));
      return;
    }
    JsonNode node = tree.get();
    requireEqual(orText.orElse(null), node, "read as JSON or text");
    require(!cut, "complete JSON is not truncated");
    for (String name : NAMES) {
      JsonNode value = node.path(name);
      boolean scalar = value.isValueNode() && !value.isNull();
      require(scalars.containsKey(name) == scalar, "the scalar " + name);
      if (value.isTextual()) {
        requireEqual(scalars.get(name), value.textValue(), "the scalar " + name);
      }
    }
    if (!node.isMissingNode()) {
      JsonNode copy = Json.read(Json.compact(node));
      require(node.equals(JsonTarget::compare, copy), "a compact copy: " + copy);
      documented(() -> Json.write(node), IllegalArgumentException.class)
          .ifPresent(JsonTarget::requireSame);
    }
  }

  /** Compares scalars; 0 and 0e0 are equal numbers, though nodes of different types. */
  private static int compare(JsonNode node, JsonNode other) {
    if (node.isNumber() && other.isNumber()) {
      return node.decimalValue().compareTo(other.decimalValue());
    }
    return node.equals(other) ? 0 : 1;
  }

  private static void requireSame(byte[] written) {
    requireEqual(
        new String(Json.write(Json.read(written)), StandardCharsets.UTF_8),
        new String(written, StandardCharsets.UTF_8),
        "JSON written again");
  }
}
