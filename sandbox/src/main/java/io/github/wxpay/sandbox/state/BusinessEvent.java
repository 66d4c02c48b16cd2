package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An act of another party, of which the merchant is notified. */
public final class BusinessEvent {
  private final String event;
  private final @Nullable String url;
  private final Map<String, JsonNode> fields = new HashMap<>();

  /**
   * Takes what happened.
   *
   * @param event the event type of the notification
   * @param document where the address and the fields come from
   * @param names the fields; one that the document has not is null
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

  /** Returns the address for the notification, null if none was given. */
  public @Nullable String url() {
    return url;
  }

  /** Returns the fields that are known; those that are null have no place in it. */
  public Map<String, JsonNode> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
