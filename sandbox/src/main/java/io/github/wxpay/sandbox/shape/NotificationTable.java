package io.github.wxpay.sandbox.shape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table of values of notifications beyond their documented shape; the file describes its format.
 */
final class NotificationTable {
  private static final String FILE = "notifications.txt";

  private final Map<String, String> fields = new HashMap<>();
  private final Map<String, ObjectNode> events = new HashMap<>();
  private final Map<String, ObjectNode> complete = new HashMap<>();

  private NotificationTable() {
    for (String line : text().split("\n", -1)) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(line.split("\t", -1));
      }
    }
  }

  /** Returns the table, which is read once per JVM, at the first call. */
  static NotificationTable load() {
    return Loaded.TABLE;
  }

  /** Returns the pattern of text fields with a name, null if they may have any text. */
  @Nullable String field(String name) {
    return fields.get(name);
  }

  /** Returns the values of an event that replace those of its documented fields; may be empty. */
  ObjectNode event(String name) {
    ObjectNode only = complete.get(name);
    ObjectNode over = only == null ? events.get(name) : only;
    return over == null ? Json.object() : over;
  }

  /** Returns whether the table has all fields of the event. */
  boolean isComplete(String name) {
    return complete.containsKey(name);
  }

  private void add(String[] columns) {
    if (columns[0].equals("field")) {
      fields.put(columns[1], columns[2]);
    } else {
      (columns[0].equals("only") ? complete : events).put(columns[1], object(columns[2]));
    }
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) Json.read(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " has a line that is not JSON: " + json, e);
    }
  }

  private static String text() {
    try (InputStream in =
        Objects.requireNonNull(NotificationTable.class.getResourceAsStream(FILE), FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  private static final class Loaded {
    static final NotificationTable TABLE = new NotificationTable();
  }
}
