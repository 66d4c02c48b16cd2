package io.github.wxpay.sandbox.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All documented notifications, by name. */
public final class Events {
  private static final String FILE = "events.txt";

  private Events() {}

  /** Returns all, JSON ones first. */
  public static List<Event> all() {
    return List.copyOf(Loaded.BY_NAME.values());
  }

  /**
   * Returns the notification of that name. Two names stand for a JSON and an XML notification; the
   * bare name means JSON, {@code v2/} in front of it XML.
   *
   * @throws IllegalArgumentException if there is none; the message names the nearest
   */
  public static Event named(String name) {
    String bare = name.startsWith("v3/") ? name.substring(3) : name;
    Event event = Loaded.BY_NAME.get(bare);
    if (event == null && !name.startsWith("v3/")) {
      event = Loaded.BY_NAME.get("v2/" + bare);
    }
    if (event == null) {
      throw new IllegalArgumentException(
          "there is no event type " + name + "; the nearest is " + nearest(name));
    }
    return event;
  }

  private static String nearest(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return Loaded.BY_NAME.keySet().stream()
        .min(Comparator.comparingInt(known -> distance(wanted, known.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  // Levenshtein's.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static Map<String, Event> load() {
    List<Event> events = new ArrayList<>();
    InputStream in = Objects.requireNonNull(Events.class.getResourceAsStream(FILE), FILE);
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          events.add(new Event(Nodes.read(line)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
    events.sort(Comparator.comparingInt(event -> -event.version()));
    Map<String, Event> byName = new LinkedHashMap<>();
    events.forEach(event -> byName.put(event.toString(), event));
    return byName;
  }

  private static final class Loaded {
    static final Map<String, Event> BY_NAME = load();
  }
}
