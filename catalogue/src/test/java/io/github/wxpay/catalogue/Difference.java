package io.github.wxpay.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What came, went and changed from one catalogue to the next, in lines for people. */
final class Difference {
  private Difference() {}

  /** Returns a line for each endpoint or notification, and one for each of its fields. */
  static List<String> of(Catalogue before, Catalogue after) {
    Map<String, List<String>> old = described(before);
    Map<String, List<String>> young = described(after);
    List<String> lines = new ArrayList<>();
    old.forEach(
        (name, text) -> {
          List<String> now = young.get(name);
          if (now == null) {
            lines.add("- " + name);
          } else if (!now.equals(text)) {
            lines.add("~ " + name);
            lines.addAll(changes(text, now));
          }
        });
    young.keySet().stream()
        .filter(name -> !old.containsKey(name))
        .forEach(name -> lines.add("+ " + name));
    lines.add(young.size() + " entries, " + old.size() + " before");
    return lines;
  }

  private static List<String> changes(List<String> before, List<String> after) {
    List<String> changes = new ArrayList<>();
    Set<String> gone = new LinkedHashSet<>(before);
    after.forEach(gone::remove);
    gone.forEach(line -> changes.add("    - " + line));
    Set<String> come = new LinkedHashSet<>(after);
    before.forEach(come::remove);
    come.forEach(line -> changes.add("    + " + line));
    return changes.isEmpty() ? List.of("    the order of the fields") : changes;
  }

  private static Map<String, List<String>> described(Catalogue catalogue) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    for (Endpoint endpoint : catalogue.endpoints()) {
      List<String> text = new ArrayList<>(List.of(endpoint.describe()));
      describe(text, "path", endpoint.pathParameters());
      describe(text, "query", endpoint.query());
      describe(text, "request", endpoint.request());
      describe(text, "meta", endpoint.meta());
      describe(text, "response", endpoint.response());
      describe(text, "error", endpoint.errorResponse());
      texts.put(endpoint.method() + " " + endpoint.path(), text);
    }
    for (NotificationType notification : catalogue.notifications()) {
      List<String> text = new ArrayList<>(List.of(notification.describe()));
      describe(text, "payload", notification.payload());
      describe(text, "reply", notification.reply());
      texts.put("v" + notification.version() + " " + notification.name(), text);
    }
    return texts;
  }

  private static void describe(List<String> text, String where, List<Field> fields) {
    for (Field field : fields) {
      text.add(where + "/" + field.describe().strip());
      describe(text, where + "/" + field.name(), field.fields());
    }
  }
}
