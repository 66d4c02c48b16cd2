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
import java.util.Set;

/**
 * Reads the resource. Its lines have columns separated by tabs; the first column is the type:
 *
 * <ul>
 *   <li>{@code e} an endpoint: method, path, title, kind, status, traits, then fields by {@link
 *       Part}
 *   <li>{@code n} a notification: version, name, title, event types, original types, signature
 *       types, encrypted field, traits, payload, reply, summary, original type, associated data
 *   <li>{@code f} a field: name, type, flags, format, type of JSON inside, values, fields, {@link
 *       Limits}. These are the last lines, numbered from 0, parsed at their first use; equal fields
 *       share one line.
 * </ul>
 *
 * Lists of fields are their numbers in base 36, separated by spaces; lists of strings are separated
 * by {@code |}.
 */
final class Reader {
  private static final Part[] PARTS = Part.values();
  private static final String FIRST_FIELD = "\nf\t";
  private static final String FILE = "catalogue.txt";

  private final Fields fields;
  private final List<Endpoint> endpoints = new ArrayList<>();
  private final List<NotificationType> notifications = new ArrayList<>();

  private Reader(Fields fields) {
    this.fields = fields;
  }

  static Reader read() {
    InputStream in = Objects.requireNonNull(Reader.class.getResourceAsStream(FILE), FILE);
    try (in) {
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + FILE + ".", e);
    }
  }

  /** Reads UTF-8 as Latin-1, which is fast, and decodes only titles and values. */
  static Reader read(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int middle = text.indexOf(FIRST_FIELD) + 1;
    int rest = middle == 0 ? text.length() : middle;
    Reader reader = new Reader(new Fields(text.substring(rest)));
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0 && end < rest; end = text.indexOf('\n', from)) {
      reader.line(text.substring(from, end));
      from = end + 1;
    }
    return reader;
  }

  List<Endpoint> endpoints() {
    return Lines.of(endpoints);
  }

  List<NotificationType> notifications() {
    return Lines.of(notifications);
  }

  private void line(String line) {
    switch (line.charAt(0)) {
      case 'e':
        endpoints.add(endpoint(split(line, '\t')));
        break;
      case 'n':
        notifications.add(notification(split(line, '\t')));
        break;
      default:
        break;
    }
  }

  private Endpoint endpoint(List<String> columns) {
    Map<Part, List<Field>> parts = new EnumMap<>(Part.class);
    int column = 7;
    for (Part part : PARTS) {
      String numbers = columns.get(column++);
      if (!numbers.isEmpty()) {
        parts.put(part, fields.list(numbers));
      }
    }
    return new Endpoint(
        columns.get(1),
        columns.get(2),
        decoded(columns.get(3)),
        Endpoint.Kind.valueOf(columns.get(4)),
        Integer.parseInt(columns.get(5)),
        traits(columns.get(6)),
        parts);
  }

  private NotificationType notification(List<String> columns) {
    return new NotificationType(
        Integer.parseInt(columns.get(1)),
        columns.get(2),
        decoded(columns.get(3)),
        texts(columns.get(4), '|'),
        texts(columns.get(5), '|'),
        texts(columns.get(6), '|'),
        columns.get(7),
        Set.copyOf(texts(columns.get(8), ' ')),
        fields.list(columns.get(9)),
        fields.list(columns.get(10)),
        decoded(columns.get(11)),
        columns.get(12),
        columns.get(13));
  }

  private static Map<String, String> traits(String text) {
    if (text.isEmpty()) {
      return Map.of();
    }
    Map<String, String> traits = new HashMap<>();
    for (String trait : split(text, ' ')) {
      int equals = trait.indexOf('=');
      traits.put(
          equals < 0 ? trait : trait.substring(0, equals),
          equals < 0 ? "" : trait.substring(equals + 1));
    }
    return traits;
  }

  static String decoded(String text) {
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static List<String> texts(String text, char between) {
    return text.isEmpty() ? List.of() : List.copyOf(split(text, between));
  }

  /** Splits a string without a regular expression, which is faster than {@code split}. */
  static List<String> split(String text, char between) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf(between); end >= 0; end = text.indexOf(between, from)) {
      pieces.add(text.substring(from, end));
      from = end + 1;
    }
    pieces.add(text.substring(from));
    return pieces;
  }
}
