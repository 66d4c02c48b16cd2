package io.github.wxpay.sandbox.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import java.util.List;

/** A part of a list, as {@code offset} and {@code limit} of a request say. */
final class Page {
  private Page() {}

  /**
   * Returns the list's part with {@code total_count}, {@code offset} and {@code limit}.
   *
   * @param usual how many there are in a page if the request does not say
   * @param most how many a request may ask for
   */
  static ObjectNode of(
      List<? extends JsonNode> all, CheckedRequest request, long usual, long most) {
    long offset = request.number("offset", 0);
    long limit = request.number("limit", usual);
    if (offset < 0) {
      throw request.wrong("offset", "must be at least 0");
    }
    if (limit < 1 || limit > most) {
      throw request.wrong("limit", "must be 1 to " + most);
    }
    ObjectNode page = Json.object().put("total_count", all.size());
    page.put("offset", offset).put("limit", limit);
    ArrayNode data = page.putArray("data");
    all.stream().skip(offset).limit(limit).forEach(data::add);
    return page;
  }
}
