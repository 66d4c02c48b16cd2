package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What another party did, for the merchant to be notified. */
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

  /** Returns where to send it, null if nobody asked for it. */
  public @Nullable String url() {
    return url;
  }

  /** Returns the fields that are known; those that are null have no place in it. */
  public Map<String, JsonNode> fields() {
    return Collections.unmodifiableMap(fields);
  }
}
