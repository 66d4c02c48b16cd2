package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.catalogue.Endpoint.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes the resource from {@code catalogue.json} and {@code webhooks.json} in a folder and shows
 * what came, went and changed; run by {@code catalogue/remake FOLDER}.
 */
final class Remake {
  private static final Path RESOURCE =
      Path.of("src/main/resources/io/github/wxpay/catalogue/catalogue.txt");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADING =
      "# Endpoints and notifications of WeChat Pay, made by catalogue/remake; Reader tells the form.\n";

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final StringBuilder fields = new StringBuilder();

  private Remake() {}

  /** Takes the folder of the data, and the module's folder. */
  public static void main(String[] args) throws IOException {
    Path resource = Path.of(args[1]).resolve(RESOURCE);
    String before = Files.exists(resource) ? Files.readString(resource) : "";
    String after = of(Path.of(args[0]));
    difference(Catalogue.of(before), Catalogue.of(after)).forEach(System.out::println);
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, after);
  }

  /** Returns the resource for the data in a folder. */
  static String of(Path folder) throws IOException {
    return of(
        JSON.readTree(folder.resolve("catalogue.json").toFile()),
        JSON.readTree(folder.resolve("webhooks.json").toFile()));
  }

  static String of(JsonNode endpoints, JsonNode notifications) {
    Remake remake = new Remake();
    StringBuilder rest = new StringBuilder();
    endpoints.forEach(endpoint -> rest.append(remake.endpoint(endpoint)).append('\n'));
    notifications.forEach(notice -> rest.append(remake.notification(notice)).append('\n'));
    return HEADING + remake.fields + rest;
  }

  /** Returns a line for each endpoint or notification that came, went or changed. */
  static List<String> difference(Catalogue before, Catalogue after) {
    Map<String, String> old = described(before);
    Map<String, String> young = described(after);
    List<String> lines = new ArrayList<>();
    old.forEach(
        (name, text) -> {
          String now = young.get(name);
          if (now == null) {
            lines.add("- " + name);
          } else if (!now.equals(text)) {
            lines.add("~ " + name);
            changes(text, now).forEach(change -> lines.add("    " + change));
          }
        });
    young.keySet().stream()
        .filter(name -> !old.containsKey(name))
        .forEach(n -> lines.add("+ " + n));
    lines.add(young.size() + " entries, " + old.size() + " before");
    return lines;
  }

  private static List<String> changes(String before, String after) {
    List<String> old = List.of(before.split("\n"));
    List<String> young = List.of(after.split("\n"));
    List<String> changes = new ArrayList<>();
    old.stream().filter(line -> !young.contains(line)).forEach(line -> changes.add("- " + line));
    young.stream().filter(line -> !old.contains(line)).forEach(line -> changes.add("+ " + line));
    return changes;
  }

  private static Map<String, String> described(Catalogue catalogue) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Endpoint endpoint : catalogue.endpoints()) {
      StringBuilder text = new StringBuilder(endpoint.describe()).append('\n');
      describe(text, "path", endpoint.pathParameters());
      describe(text, "query", endpoint.query());
      describe(text, "request", endpoint.request());
      describe(text, "meta", endpoint.meta());
      describe(text, "response", endpoint.response());
      describe(text, "error", endpoint.errorResponse());
      texts.put(endpoint.method() + " " + endpoint.path(), text.toString());
    }
    for (Notification notification : catalogue.notifications()) {
      StringBuilder text = new StringBuilder(notification.title()).append('\n');
      describe(text, "payload", notification.payload());
      describe(text, "reply", notification.reply());
      texts.put("v" + notification.version() + " " + notification.name(), text.toString());
    }
    return texts;
  }

  private static void describe(StringBuilder text, String where, List<Field> list) {
    for (Field field : list) {
      text.append(where).append('/').append(field).append(' ').append(field.format());
      text.append(' ').append(field.json()).append('\n');
      describe(text, where + "/" + field.name(), field.fields());
    }
  }

  private String endpoint(JsonNode node) {
    Map<Part, String> parts = new EnumMap<>(Part.class);
    parts.put(Part.PATH, list(node.path("pathParams")));
    parts.put(Part.QUERY, list(node.path("query")));
    parts.put(Part.REQUEST, list(node.path("request")));
    parts.put(Part.RESPONSE, list(node.path("response")));
    parts.put(Part.META, list(node.path("meta")));
    parts.put(Part.ERROR, list(node.path("errorResponse")));
    return row(
        "e",
        node.path("method").asText(),
        node.path("path").asText(),
        node.path("title").asText(),
        node.path("kind").asText().toUpperCase(Locale.ROOT),
        node.path("status").path(0).asText(),
        traits(node),
        String.join("\t", parts.values()));
  }

  private static String traits(JsonNode node) {
    List<String> traits = new ArrayList<>();
    flag(traits, "v2", node.path("version").asText().equals("v2"));
    flag(traits, "deprecated", node.path("deprecated").asBoolean());
    flag(traits, "cert", node.path("cert").asBoolean());
    flag(traits, "nonceless", node.path("nonceless").asBoolean());
    flag(traits, "unsigned", node.path("unsigned").asBoolean());
    flag(traits, "noauth", node.path("noAuth").asBoolean());
    flag(traits, "dynamic", node.path("dynamicUrl").asBoolean());
    flag(traits, "unrequired", !node.path("requiredKnown").asBoolean(true));
    text(traits, "host", node.path("host").asText());
    text(traits, "alt", node.path("altHost").asText());
    text(traits, "sign", node.path("signType").asText());
    text(traits, "digest", node.path("signedDigest").asText());
    text(traits, "auth", node.path("auth").asText());
    text(traits, "produces", node.path("produces").asText());
    text(traits, "fragment", node.path("fragment").asText());
    text(traits, "notice", node.path("notice").path("state").asText());
    text(traits, "header", joined(node.path("headers"), ","));
    text(traits, "optional", joined(node.path("headersOptional"), ","));
    List<String> groups = new ArrayList<>();
    node.path("either").forEach(group -> groups.add(joined(group, ",")));
    text(traits, "either", String.join(";", groups));
    return String.join(" ", traits);
  }

  private static void flag(List<String> traits, String name, boolean on) {
    if (on) {
      traits.add(name);
    }
  }

  private static void text(List<String> traits, String name, String value) {
    if (!value.isEmpty()) {
      traits.add(name + "=" + value);
    }
  }

  private String notification(JsonNode node) {
    return row(
        "n",
        node.path("version").asText().substring(1),
        node.path("name").asText(),
        node.path("title").asText(),
        joined(node.path("event_type"), "|"),
        joined(node.path("original_type"), "|"),
        joined(node.path("signature"), "|"),
        node.path("encrypted").asText(),
        list(node.path("payload")),
        list(node.path("ack").path("fields")));
  }

  private String list(JsonNode list) {
    List<String> numbered = new ArrayList<>();
    list.forEach(field -> numbered.add(Fields.written(number(field))));
    return String.join(" ", numbered);
  }

  private int number(JsonNode node) {
    String children = list(node.path("fields"));
    String line =
        row(
                "f",
                node.path("name").asText(),
                node.path("type").asText(),
                flags(node),
                node.path("format").asText(),
                node.path("json").asText(),
                joined(node.path("enum"), "|"),
                children)
            .stripTrailing();
    Integer known = numbers.get(line);
    if (known == null) {
      known = numbers.size();
      numbers.put(line, known);
      fields.append(line).append('\n');
    }
    return known;
  }

  private static String flags(JsonNode node) {
    String cipher = node.path("cipher").asText();
    return (node.path("required").asBoolean() ? "r" : "")
        + (node.path("encrypted").asBoolean() ? "e" : "")
        + (cipher.equals("v2-bank-pubkey") ? "b" : "")
        + (node.path("urlencoded").asBoolean() ? "u" : "")
        + (node.path("oneOf").asBoolean() ? "o" : "");
  }

  private static String joined(JsonNode list, String between) {
    List<String> texts = new ArrayList<>();
    list.forEach(
        text -> {
          if (text.asText().contains(between)) {
            throw new IllegalArgumentException(text + " holds " + between);
          }
          texts.add(text.asText());
        });
    return String.join(between, texts);
  }

  private static String row(String... columns) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].contains("\n") || (i < columns.length - 1 && columns[i].contains("\t"))) {
        throw new IllegalArgumentException("a column holds a tab or a line break: " + columns[i]);
      }
    }
    return String.join("\t", columns);
  }
}
