package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event of which the merchant is notified. */
public final class BusinessEvent {
  private final String event;
  private final @Nullable String url;
  private final Map<String, JsonNode> fields = new HashMap<>();

  /**
   * Creates an event.
   *
   * @param event the event type of the notification
   * @param url the name of the document's field with the address of the merchant
   * @param document the document with the address and the fields
   * @param names the names of the fields of the notification; one that the document lacks is null
   */
  BusinessEvent(String event, String url, ObjectNode document, String... names) {
    this.event = event;
    this.url = document.hasNonNull(url) ? document.get(url).asText() : null;
    for (String name : names) {
      JsonNode value = document.get(name);
      fields.put(name, value == null ? NullNode.instance : value);
    }
  }

  public String event() {
    return event;
  }

  /** Returns the address for the notification, null if there is none. */
  public @Nullable String url() {
    return url;
  }

  /** Returns the fields; null removes a field from the notification. */
  public Map<String, JsonNode> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
