package io.github.wxpay.catalogue;

import io.github.wxpay.catalogue.Endpoint.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads the resource. It is lines of columns with tabs between; the first column says what it is:
 *
 * <ul>
 *   <li>{@code f} a field: name, type, flags, format, type of JSON inside, values, fields. Fields
 *       are numbered from 0 and come before whoever has them; equal ones stand there once.
 *   <li>{@code e} an endpoint: verb, path, title, kind, status, traits, then fields by {@link Part}
 *   <li>{@code n} a notification: version, name, title, event types, original type, types of sign,
 *       encrypted field, payload, reply
 * </ul>
 *
 * Lists of fields are their numbers in base 36 with blanks between, lists of texts have {@code |}
 * between.
 */
final class Reader {
  static final int BASE = 36;
  private static final String FILE = "catalogue.txt";

  private final List<Field> fields = new ArrayList<>();
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<Notification> notifications = new ArrayList<>();

  private Reader() {}

  static Reader read() {
    InputStream in = Objects.requireNonNull(Reader.class.getResourceAsStream(FILE), FILE);
    try (in) {
      return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  static Reader read(String text) {
    Reader reader = new Reader();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      reader.line(columns(text, from, end));
      from = end + 1;
    }
    return reader;
  }

  List<Endpoint> endpoints() {
    return List.copyOf(endpoints);
  }

  List<Notification> notifications() {
    return List.copyOf(notifications);
  }

  private void line(List<String> columns) {
    switch (columns.get(0)) {
      case "f":
        fields.add(field(columns));
        break;
      case "e":
        endpoints.add(endpoint(columns));
        break;
      case "n":
        notifications.add(notification(columns));
        break;
      default:
        break;
    }
  }

  private Field field(List<String> columns) {
    return new Field(
        columns.get(1),
        columns.get(2),
        column(columns, 3),
        column(columns, 4),
        column(columns, 5),
        texts(column(columns, 6), '|'),
        fields(column(columns, 7)));
  }

  private Endpoint endpoint(List<String> columns) {
    Map<Part, List<Field>> parts = new EnumMap<>(Part.class);
    int index = 7;
    for (Part part : Part.values()) {
      List<Field> list = fields(column(columns, index++));
      if (!list.isEmpty()) {
        parts.put(part, list);
      }
    }
    return new Endpoint(
        columns.get(1),
        columns.get(2),
        columns.get(3),
        Endpoint.Kind.valueOf(columns.get(4)),
        Integer.parseInt(columns.get(5)),
        traits(column(columns, 6)),
        parts);
  }

  private Notification notification(List<String> columns) {
    return new Notification(
        Integer.parseInt(columns.get(1)),
        columns.get(2),
        columns.get(3),
        texts(columns.get(4), '|'),
        columns.get(5),
        texts(columns.get(6), '|'),
        columns.get(7),
        fields(column(columns, 8)),
        fields(column(columns, 9)));
  }

  private static Map<String, String> traits(String text) {
    Map<String, String> traits = new HashMap<>();
    for (String trait : texts(text, ' ')) {
      int equals = trait.indexOf('=');
      traits.put(
          equals < 0 ? trait : trait.substring(0, equals),
          equals < 0 ? "" : trait.substring(equals + 1));
    }
    return Map.copyOf(traits);
  }

  private List<Field> fields(String numbers) {
    List<Field> list = new ArrayList<>();
    for (String number : texts(numbers, ' ')) {
      list.add(fields.get(Integer.parseInt(number, BASE)));
    }
    return List.copyOf(list);
  }

  private static String column(List<String> columns, int index) {
    return index < columns.size() ? columns.get(index) : "";
  }

  private static List<String> texts(String text, char between) {
    return text.isEmpty() ? List.of() : split(text, 0, text.length(), between);
  }

  private static List<String> columns(String text, int from, int end) {
    return split(text, from, end, '\t');
  }

  private static List<String> split(String text, int from, int end, char between) {
    List<String> pieces = new ArrayList<>();
    int start = from;
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == between) {
        pieces.add(text.substring(start, i));
        start = i + 1;
      }
    }
    pieces.add(text.substring(start, end));
    return List.copyOf(pieces);
  }
}
