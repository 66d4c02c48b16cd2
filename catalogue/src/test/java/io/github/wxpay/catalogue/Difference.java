package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lists the entries and fields that were added, removed or changed between two catalogues. */
final class Difference {
  private Difference() {}

  /**
   * Returns a line for each changed endpoint or notification and for each of its changed fields.
   */
  static List<String> of(Catalogue before, Catalogue after) {
    Map<String, List<String>> original = described(before);
    Map<String, List<String>> updated = described(after);
    List<String> lines = new ArrayList<>();
    original.forEach(
        (name, text) -> {
          List<String> now = updated.get(name);
          if (now == null) {
            lines.add("- " + name);
          } else if (!now.equals(text)) {
            lines.add("~ " + name);
            lines.addAll(changes(text, now));
          }
        });
    updated.keySet().stream()
        .filter(name -> !original.containsKey(name))
        .forEach(name -> lines.add("+ " + name));
    lines.add(updated.size() + " entries, " + original.size() + " before");
    return lines;
  }

  private static List<String> changes(List<String> before, List<String> after) {
    List<String> changes = new ArrayList<>();
    Set<String> removed = new LinkedHashSet<>(before);
    after.forEach(removed::remove);
    removed.forEach(line -> changes.add("    - " + line));
    Set<String> added = new LinkedHashSet<>(after);
    before.forEach(added::remove);
    added.forEach(line -> changes.add("    + " + line));
    return changes.isEmpty() ? List.of("    the order of the fields") : changes;
  }

  private static Map<String, List<String>> described(Catalogue catalogue) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Endpoint endpoint : catalogue.endpoints()) {
      List<String> text = new ArrayList<>(List.of(endpoint.properties()));
      describe(text, "path", endpoint.pathParameters());
      describe(text, "query", endpoint.query());
      describe(text, "request", endpoint.request());
      describe(text, "meta", endpoint.meta());
      describe(text, "response", endpoint.response());
      describe(text, "error", endpoint.errorResponse());
      texts.put(endpoint.method() + " " + endpoint.path(), text);
    }
    for (NotificationType notification : catalogue.notifications()) {
      List<String> text = new ArrayList<>(List.of(notification.properties()));
      describe(text, "payload", notification.payload());
      describe(text, "reply", notification.reply());
      texts.put("v" + notification.version() + " " + notification.name(), text);
    }
    return texts;
  }

  private static void describe(List<String> text, String where, List<Field> fields) {
    for (Field field : fields) {
      text.add(where + "/" + field.properties().strip());
      describe(text, where + "/" + field.name(), field.fields());
    }
  }
}
