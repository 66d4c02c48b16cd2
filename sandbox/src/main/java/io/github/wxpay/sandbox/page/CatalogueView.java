package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Example;
import io.github.wxpay.catalogue.Field;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Searches the documented endpoints and returns them as JSON for the page. */
final class CatalogueView {
  private static final int MAX_RESULTS = 60;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Catalogue catalogue = Catalogue.load();

  /** Returns the endpoints that match the words, best first, at most 60. */
  ArrayNode find(String words) {
    ArrayNode found = NODES.arrayNode();
    catalogue.find(words).stream()
        .limit(MAX_RESULTS)
        .forEach(endpoint -> found.add(head(endpoint)));
    return found;
  }

  /** Returns an endpoint with its fields and example calls, null if there is none. */
  @Nullable ObjectNode endpoint(String method, String path) {
    Optional<Endpoint> found = catalogue.endpoint(method, path);
    if (found.isEmpty()) {
      return null;
    }
    ObjectNode node = head(found.get());
    node.set("query", fields(found.get().query()));
    node.set("request", fields(found.get().request()));
    node.set("response", fields(found.get().response()));
    node.put("description", found.get().describe());
    node.set("calls", calls(found.get().example()));
    return node;
  }

  private static ObjectNode calls(Example example) {
    return NODES
        .objectNode()
        .put("Java", example.java())
        .put("Node.js", example.node())
        .put("wxpay", example.command())
        .put("curl", example.curl());
  }

  private static ObjectNode head(Endpoint endpoint) {
    return NODES
        .objectNode()
        .put("version", endpoint.version())
        .put("method", endpoint.method())
        .put("path", endpoint.path())
        .put("title", endpoint.title())
        .put("kind", endpoint.kind().name().toLowerCase(Locale.ROOT))
        .put("deprecated", endpoint.isDeprecated())
        .put("host", endpoint.host());
  }

  private static ArrayNode fields(List<Field> fields) {
    ArrayNode list = NODES.arrayNode();
    for (Field field : fields) {
      ObjectNode node =
          list.addObject()
              .put("name", field.name())
              .put("type", field.type())
              .put("required", field.isRequired())
              .put("encrypted", field.isEncrypted());
      ArrayNode values = node.putArray("enum");
      field.values().forEach(values::add);
      node.set("fields", fields(field.fields()));
    }
    return list;
  }
}
