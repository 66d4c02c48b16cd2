package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.catalogue.NotificationType;
import io.github.wxpay.endpoints.generator.Shapes.Owner;
import io.github.wxpay.endpoints.generator.Shapes.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Generates the typed chain: builds the tree of paths, names the types, and writes a class for each
 * node, body, query, view and kind of notification.
 */
public final class Generator {
  private static final String EVENTS = "events";

  private final Traits traits;
  private final Shapes shapes;
  private final List<PathNode> nodes = new ArrayList<>();
  private final List<EndpointType> endpoints = new ArrayList<>();
  private final Map<NotificationType, String> events = new LinkedHashMap<>();
  private final List<String> exceptions = new ArrayList<>();

  /**
   * Reads the catalogue.
   *
   * @param names the table of names of nested types, see {@link Shapes}
   * @param confirmed the fields that a second source requires, see {@link Traits}
   */
  Generator(Catalogue catalogue, List<String> names, List<String> confirmed) {
    this.traits = new Traits(confirmed);
    this.shapes = new Shapes(Shapes.read(names));
    for (Root root : Root.values()) {
      nodes.addAll(PathNode.tree(root, catalogue.endpoints()).all());
    }
    nodes.forEach(this::name);
    for (PathNode node : nodes) {
      node.endpoints().forEach(endpoint -> endpoints.add(new EndpointType(node, endpoint)));
    }
    endpoints.forEach(this::reserve);
    events(catalogue.notifications());
    endpoints.forEach(type -> type.add(shapes));
    events.forEach(
        (kind, type) -> shapes.add(owner(kind, type), Use.VIEW, "payload", kind.payload()));
    shapes.resolve();
    fields().stream()
        .map(Field::name)
        .filter(name -> Names.field(name).endsWith("_"))
        .distinct()
        .sorted()
        .forEach(this::keyword);
  }

  private void keyword(String field) {
    exceptions.add(
        "| `" + field + "` (field) | `" + Names.field(field) + "(…)` | a keyword of Java |");
  }

  /** Returns the fields of all messages, with those of nested objects. */
  private List<Field> fields() {
    List<Field> all = new ArrayList<>();
    for (EndpointType type : endpoints) {
      List.of(type.body(), type.query(), type.meta(), type.view()).forEach(f -> add(all, f));
    }
    events.keySet().forEach(kind -> add(all, kind.payload()));
    return all;
  }

  private static void add(List<Field> all, List<Field> fields) {
    for (Field field : fields) {
      all.add(field);
      add(all, field.fields());
    }
  }

  /** Names the class of a node by its path. */
  private void name(PathNode node) {
    if (node.isRoot()) {
      return;
    }
    String type = node.pathType();
    while (!shapes.isFree(node.root().room(), type)) {
      type += "_";
      exceptions.add(
          "| `" + node.path() + "` | class `" + type + "` | another path has that name |");
    }
    node.name(type);
    shapes.reserve(node.root().room(), type);
    if (!node.isPlaceholder() && node.method().endsWith("_")) {
      exceptions.add(
          "| `"
              + node.path()
              + "` | `"
              + node.method()
              + "()` | a keyword of Java or a method of Object |");
    }
  }

  private void reserve(EndpointType type) {
    String room = type.node().root().room();
    Endpoint endpoint = type.endpoint();
    if (endpoint.path().endsWith("/")) {
      exceptions.add(
          "| `"
              + endpoint.path()
              + "` | `"
              + type.node().method()
              + "()` | ends in an empty segment |");
    }
    reserve(room, type.type("Body"), type.body());
    reserve(room, type.type("Query"), type.query());
    reserve(room, type.type("Meta"), type.meta());
    reserve(room, type.type("View"), type.view());
  }

  private void reserve(String room, String type, List<Field> fields) {
    if (!fields.isEmpty()) {
      shapes.reserve(room, type);
    }
  }

  private void events(List<NotificationType> kinds) {
    List<NotificationType> sorted = new ArrayList<>(kinds);
    sorted.sort(
        Comparator.comparing(NotificationType::name).thenComparing(NotificationType::version));
    for (NotificationType kind : sorted) {
      boolean both =
          kinds.stream()
              .anyMatch(
                  other -> other.version() != kind.version() && other.name().equals(kind.name()));
      String type =
          (both && kind.version() == 3 ? "V3" : "")
              + Names.typeOfEvent(kind.version(), kind.name());
      shapes.reserve(EVENTS, type);
      events.put(kind, type);
    }
  }

  private static Owner owner(NotificationType kind, String type) {
    String product = Names.typeOfEvent(kind.version(), kind.name().split("[._-]", -1)[0]);
    return new Owner(
        EVENTS,
        product.replaceFirst("(Event|Notice)$", ""),
        type,
        "v" + kind.version() + " " + kind.name());
  }

  /** Writes all classes below a folder of sources. */
  void write(Path folder) {
    Map<PathNode, List<EndpointType>> types =
        endpoints.stream().collect(Collectors.groupingBy(EndpointType::node));
    for (PathNode node : nodes) {
      new NodeWriter(node, types.getOrDefault(node, List.of()), traits).write().write(folder);
    }
    for (EndpointType type : endpoints) {
      write(type, folder);
    }
    shapes.all().forEach(shape -> TypeWriter.nested(shape).write(folder));
    events.forEach(
        (kind, type) -> {
          List<Member> members =
              shapes.members(owner(kind, type), Use.VIEW, "payload", kind.payload());
          TypeWriter.event(type, kind, members).write(folder);
        });
    new EventsWriter(events).write().write(folder);
  }

  private void write(EndpointType type, Path folder) {
    String of = "of {@code " + type.endpoint().method() + " " + type.endpoint().path() + "}.";
    body(type, "Body", "The body " + of, "request", type.body(), folder);
    body(type, "Query", "The query " + of, "query", type.query(), folder);
    body(type, "Meta", "The part {@code meta} " + of, "meta", type.meta(), folder);
    if (!type.view().isEmpty()) {
      TypeWriter.response(
              type.node().root().room(),
              type.type("View"),
              type.endpoint(),
              type.members(shapes, "response", type.view()))
          .write(folder);
    }
  }

  private void body(
      EndpointType type, String suffix, String doc, String part, List<Field> fields, Path folder) {
    if (!fields.isEmpty()) {
      TypeWriter.body(
              type.node().root().room(), type.type(suffix), doc, type.members(shapes, part, fields))
          .write(folder);
    }
  }

  /** Returns the table of names, complete. */
  List<String> names() {
    return shapes.table();
  }

  /** Returns the rows of the table of exceptions to the rules of names, in Markdown. */
  List<String> exceptions() {
    return exceptions;
  }

  /** Returns the types of all endpoints. */
  List<EndpointType> endpoints() {
    return endpoints;
  }

  /** Returns the traits, with the fields that are checked. */
  Traits traits() {
    return traits;
  }

  /**
   * Generates the sources.
   *
   * @param args the file of the table of names, the file of the confirmed fields, the folder of the
   *     sources, and {@code extend} to add the missing names to the table
   */
  public static void main(String[] args) throws IOException {
    Path table = Path.of(args[0]);
    List<String> known = Files.readAllLines(table);
    Generator generator =
        new Generator(Catalogue.load(), known, Files.readAllLines(Path.of(args[1])));
    List<String> names = generator.names();
    if (args.length > 3 && args[3].equals("extend")) {
      Set<String> all = new TreeSet<>(known);
      all.addAll(names);
      Files.write(table, all);
    } else if (!known.containsAll(names)) {
      throw new IllegalStateException(
          table.getFileName()
              + " lacks names of new types. Add them by mvn -Pnames -pl endpoints -am compile, and"
              + " commit the file.");
    }
    generator.write(Path.of(args[2]));
  }
}
