package io.github.wxpay;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.internal.text.Printable;
import java.util.List;
import java.util.Map;

/**
 * The amounts of a write, compared with those of the state that was found under its number. A
 * number that is found with another amount belongs to another request.
 */
final class Amounts {
  /** The places of amounts in a write, with the places of the same amount in a state. */
  private static final Map<String, List<String>> FIELDS =
      Map.ofEntries(
          Map.entry("/amount/total", List.of("/amount/total")),
          Map.entry("/amount/total_amount", List.of("/amount/total_amount")),
          Map.entry("/amount/refund", List.of("/amount/refund")),
          Map.entry("/amount/currency", List.of("/amount/currency")),
          Map.entry("/amount", List.of("/amount", "/payment_amount")),
          Map.entry("/transfer_amount", List.of("/transfer_amount")),
          Map.entry("/total_amount", List.of("/total_amount", "/transfer_batch/total_amount")),
          Map.entry("/total_fee", List.of("/total_fee")),
          Map.entry("/refund_fee", List.of("/refund_fee", "/refund_fee_0")),
          Map.entry("/return_amount", List.of("/return_amount")));

  private Amounts() {}

  /**
   * Returns how a state differs from a write, as a part of a message; empty if all amounts that
   * both have are equal.
   */
  static String difference(JsonNode write, JsonNode state) {
    for (Map.Entry<String, List<String>> field : FIELDS.entrySet()) {
      String own = text(write, field.getKey());
      for (String pointer : field.getValue()) {
        String found = text(state, pointer);
        if (!own.isEmpty() && !found.isEmpty() && !own.equals(found)) {
          return pointer + " " + found + ", but this request has " + field.getKey() + " " + own;
        }
      }
    }
    return "";
  }

  private static String text(JsonNode node, String pointer) {
    JsonNode value = node.at(pointer);
    return value.isValueNode() ? Printable.of(value.asText().strip(), 32) : "";
  }
}
