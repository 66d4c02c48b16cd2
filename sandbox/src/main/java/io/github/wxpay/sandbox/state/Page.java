package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import java.util.List;

/** Selects a page of a list by {@code offset} and {@code limit} of a request. */
final class Page {
  private Page() {}

  /**
   * Returns a page of the list, with {@code total_count}, {@code offset} and {@code limit}.
   *
   * @param usual the default of {@code limit}
   * @param max the maximum of {@code limit}
   */
  static ObjectNode of(List<? extends JsonNode> all, CheckedRequest request, long usual, long max) {
    long offset = request.number("offset", 0);
    long limit = request.number("limit", usual);
    if (offset < 0) {
      throw request.wrong("offset", "must be at least 0");
    }
    if (limit < 1 || limit > max) {
      throw request.wrong("limit", "must be 1 to " + max);
    }
    ObjectNode page = Json.object().put("total_count", all.size());
    page.put("offset", offset).put("limit", limit);
    ArrayNode data = page.putArray("data");
    all.stream().skip(offset).limit(limit).forEach(data::add);
    return page;
  }
}
