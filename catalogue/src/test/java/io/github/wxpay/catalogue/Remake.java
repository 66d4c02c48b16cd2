package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.catalogue.Endpoint.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes the resource from {@code catalogue.json}, as {@link Corrections} make it, and {@code
 * webhooks.json} in a folder and shows what came, went and changed; run by {@code mvn -P remake}.
 */
final class Remake {
  private static final Path RESOURCE =
      Path.of("src/main/resources/io/github/wxpay/catalogue/catalogue.txt");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEADING =
      "# Endpoints and notifications of WeChat Pay, made by mvn -P remake; Reader tells the form.\n";
  // What is read, then what is left out: where it comes from, and what follows from the rest.
  private static final Set<String> ENDPOINT =
      names(
          "version method path title kind status pathParams query headers request response meta"
              + " errorResponse deprecated altHost notice signType cert unsigned auth requiredKnown"
              + " nonceless either produces host headersOptional dynamicUrl fragment signedDigest"
              + " noAuth"
              + " source sources chain");
  private static final Set<String> FIELD =
      names(
          "name type required encrypted fields enum format json cipher oneOf urlencoded"
              + " from"
              + " minLength maxLength bytes minimum maximum pattern");
  private static final Set<String> NOTIFICATION =
      names(
          "version name title event_type original_type signature encrypted payload ack deprecated"
              + " oneOf"
              + " format algorithm envelope resource_type associated_data notice summary suspect");
  private static final Set<String> CIPHERS = Set.of("", "merchant", "v2-bank-pubkey");

  private static final String ADDED = "notifications.tsv";

  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final StringBuilder fields = new StringBuilder();
  private final Map<String, List<String>> added = added();

  private Remake() {}

  /** Takes the folder of the data, and the module's folder. */
  public static void main(String[] args) throws IOException {
    Path resource = Path.of(args[1]).resolve(RESOURCE);
    String before = Files.exists(resource) ? Files.readString(resource) : "";
    String after = of(Path.of(args[0]));
    Difference.of(Catalogue.of(before), Catalogue.of(after)).forEach(System.out::println);
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, after);
  }

  /** Returns the resource for the data in a folder, corrected. */
  static String of(Path folder) throws IOException {
    return of(
        Corrections.apply(
            Corrections.text(), JSON.readTree(folder.resolve("catalogue.json").toFile())),
        JSON.readTree(folder.resolve("webhooks.json").toFile()));
  }

  static String of(JsonNode endpoints, JsonNode notifications) {
    Remake remake = new Remake();
    StringBuilder rest = new StringBuilder();
    endpoints.forEach(endpoint -> rest.append(remake.endpoint(endpoint)).append('\n'));
    notifications.forEach(notice -> rest.append(remake.notification(notice)).append('\n'));
    return HEADING + rest + remake.fields;
  }

  private String endpoint(JsonNode node) {
    known(node, ENDPOINT);
    if (node.path("status").size() != 1) {
      throw new IllegalArgumentException("one status is wanted: " + node.path("path"));
    }
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

  /** Refuses an attribute nobody has thought of, lest it be lost in silence. */
  private static void known(JsonNode node, Set<String> attributes) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!attributes.contains(name)) {
                throw new IllegalArgumentException("unknown attribute " + name + " in " + node);
              }
            });
  }

  private static void flag(List<String> traits, String name, boolean on) {
    if (on) {
      traits.add(name);
    }
  }

  private static void text(List<String> traits, String name, String value) {
    if (value.contains(" ")) {
      throw new IllegalArgumentException(name + " holds a blank: " + value);
    }
    if (!value.isEmpty()) {
      traits.add(name + "=" + value);
    }
  }

  private String notification(JsonNode node) {
    known(node, NOTIFICATION);
    List<String> traits = new ArrayList<>();
    flag(traits, "deprecated", node.path("deprecated").asBoolean());
    flag(traits, "oneof", node.path("oneOf").asBoolean());
    flag(traits, "data", node.path("ack").path("business").asBoolean());
    flag(traits, "signed", !node.path("ack").path("headers").isEmpty());
    return row(
        "n",
        node.path("version").asText().substring(1),
        node.path("name").asText(),
        node.path("title").asText(),
        joined(node.path("event_type"), "|"),
        joined(node.path("original_type"), "|"),
        joined(node.path("signature"), "|"),
        node.path("encrypted").asText(),
        String.join(" ", traits),
        list(node.path("payload")),
        list(node.path("ack").path("fields")),
        added(node, "summary", 2),
        added(node, "original_type", 3),
        added(node, "associated_data", 4));
  }

  /** Returns the first value of the data, or else what the file of additions has. */
  private String added(JsonNode node, String attribute, int column) {
    String name = node.path("version").asText() + "\t" + node.path("name").asText();
    List<String> row = added.getOrDefault(name, List.of("", "", "", "", ""));
    return node.path(attribute).path(0).asText(row.get(column));
  }

  private static Map<String, List<String>> added() {
    String text;
    try (InputStream in = Objects.requireNonNull(Remake.class.getResourceAsStream(ADDED), ADDED)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + ADDED, e);
    }
    Map<String, List<String>> rows = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("v")) {
        List<String> row = Reader.split(line, '\t');
        rows.put(row.get(0) + "\t" + row.get(1), row);
      }
    }
    return rows;
  }

  private static Set<String> names(String text) {
    return Set.of(text.split(" "));
  }

  private String list(JsonNode list) {
    List<String> numbered = new ArrayList<>();
    list.forEach(field -> numbered.add(Fields.written(number(field))));
    return String.join(" ", numbered);
  }

  private int number(JsonNode node) {
    known(node, FIELD);
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
                children,
                limits(node))
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
    if (!CIPHERS.contains(cipher)) {
      throw new IllegalArgumentException("unknown cipher: " + cipher);
    }
    return (node.path("required").asBoolean() ? "r" : "")
        + (node.path("encrypted").asBoolean() ? "e" : "")
        + (cipher.equals("v2-bank-pubkey") ? "b" : "")
        + (node.path("urlencoded").asBoolean() ? "u" : "")
        + (node.path("oneOf").asBoolean() ? "o" : "");
  }

  /** Returns what {@link Limits} reads. */
  private static String limits(JsonNode node) {
    List<String> limits = new ArrayList<>();
    String length = range(node, "minLength", "maxLength");
    if (!length.isEmpty()) {
      limits.add((node.path("bytes").asBoolean() ? "b" : "") + length);
    }
    String numbers = range(node, "minimum", "maximum");
    if (!numbers.isEmpty()) {
      limits.add("r" + numbers);
    }
    text(limits, "pattern", node.path("pattern").asText());
    return String.join(" ", limits).replace("pattern=", "p");
  }

  private static String range(JsonNode node, String least, String most) {
    return node.has(least) || node.has(most)
        ? node.path(least).asText() + "-" + node.path(most).asText()
        : "";
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
