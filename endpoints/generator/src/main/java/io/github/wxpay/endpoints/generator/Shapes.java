package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The types of nested objects. Equal objects of a product share one type. A type is named by the
 * places where it stands: those that are in the table of names keep their type, whatever else
 * changes, so a new field or a new endpoint renames nothing. A type has the fields of all its
 * places.
 */
final class Shapes {
  private final Map<String, String> committed;
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, String> names = new TreeMap<>();
  private final Map<String, Set<String>> used = new TreeMap<>();

  /**
   * Creates the types.
   *
   * @param committed the table of names: type by place
   */
  Shapes(Map<String, String> committed) {
    this.committed = committed;
  }

  /** Returns whether no class has a name; on some file systems case does not tell files apart. */
  boolean isFree(String room, String type) {
    return !names(room).contains(type.toLowerCase(Locale.ROOT));
  }

  /** Reserves the name of another class. */
  void reserve(String room, String type) {
    if (!names(room).add(type.toLowerCase(Locale.ROOT))) {
      throw new IllegalStateException(room + "." + type + " is the name of two classes");
    }
  }

  /** Adds the objects in the fields of a message, nested ones too. */
  void add(Owner owner, Use use, String pointer, List<Field> fields) {
    for (Field field : fields) {
      if (!field.fields().isEmpty()) {
        String at = pointer + "/" + field.name();
        Place place = new Place(owner, use, at, field);
        places.put(place.key(), place);
        add(owner, use, at, field.fields());
      }
    }
  }

  /** Names all types. */
  void resolve() {
    committed.forEach(
        (key, name) -> {
          Place place = places.get(key);
          if (place != null) {
            names(place.owner.room).add(name.toLowerCase(Locale.ROOT));
            names.put(key, name);
          }
        });
    Map<String, List<Place>> groups = new LinkedHashMap<>();
    for (Place place : places.values()) {
      groups.computeIfAbsent(place.group(), key -> new ArrayList<>()).add(place);
    }
    groups.values().stream()
        .sorted(Comparator.comparing((List<Place> group) -> -group.size()))
        .forEach(this::name);
  }

  private void name(List<Place> group) {
    String known =
        group.stream()
            .filter(place -> names.containsKey(place.key()))
            .map(place -> names.get(place.key()))
            .findFirst()
            .orElse("");
    String name = known.isEmpty() ? fresh(group.get(0)) : known;
    group.forEach(place -> names.putIfAbsent(place.key(), name));
  }

  private String fresh(Place place) {
    Set<String> taken = names(place.owner.room);
    for (String name : place.candidates()) {
      if (taken.add(name.toLowerCase(Locale.ROOT))) {
        return name;
      }
    }
    throw new IllegalStateException("no name is free for " + place.key());
  }

  private Set<String> names(String room) {
    return used.computeIfAbsent(room, key -> new HashSet<>());
  }

  /** Returns the members for the fields of a message. */
  List<Member> members(Owner owner, Use use, String pointer, List<Field> fields) {
    return members(owner.key + " " + pointer, use, fields);
  }

  private List<Member> members(String key, Use use, List<Field> fields) {
    return fields.stream()
        .map(
            field -> {
              String nested = field.fields().isEmpty() ? "" : type(key + "/" + field.name());
              return new Member(field, nested, use);
            })
        .collect(Collectors.toList());
  }

  private String type(String key) {
    String name = names.get(key);
    if (name == null) {
      throw new IllegalStateException("no type stands at " + key);
    }
    return name;
  }

  /** Returns all types in a stable order. */
  List<Shape> all() {
    Map<String, List<Place>> byType = new TreeMap<>();
    for (Place place : places.values()) {
      byType
          .computeIfAbsent(place.owner.room + " " + type(place.key()), key -> new ArrayList<>())
          .add(place);
    }
    return byType.values().stream().map(this::shape).collect(Collectors.toList());
  }

  private Shape shape(List<Place> all) {
    Place first = all.get(0);
    Map<String, Member> members = new LinkedHashMap<>();
    for (Place place : all) {
      for (Member member : members(place.key(), place.use, place.field.fields())) {
        String name = member.field().name();
        Member other = members.putIfAbsent(name, member);
        if (other != null && !other.isSame(member)) {
          throw new IllegalStateException(
              type(place.key())
                  + " stands at places with different fields "
                  + name
                  + "; give "
                  + place.key()
                  + " another type in the table of names");
        }
      }
    }
    return new Shape(first.owner.room, type(first.key()), first.use, List.copyOf(members.values()));
  }

  /** Returns the table of names: a line with package, type and place for each place. */
  List<String> table() {
    return places.values().stream()
        .map(place -> place.owner.room + " " + type(place.key()) + " " + place.key())
        .sorted()
        .collect(Collectors.toList());
  }

  /** Reads a table of names. */
  static Map<String, String> read(Collection<String> lines) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String line : lines) {
      String[] columns = line.split(" ", 3);
      names.put(columns[2], columns[1]);
    }
    return names;
  }

  /** The use of an object. */
  enum Use {
    BODY("Body"),
    VIEW("View");

    private final String suffix;

    Use(String suffix) {
      this.suffix = suffix;
    }
  }

  /** A message with fields: an endpoint or a kind of notification. */
  static final class Owner {
    private final String room;
    private final String product;
    private final String type;
    private final String key;

    /**
     * Creates an owner.
     *
     * @param room the last name of the package
     * @param product the beginning of the names of its types
     * @param type a name that no other owner has, to which Body and View are appended
     * @param key how the table of names calls it
     */
    Owner(String room, String product, String type, String key) {
      this.room = room;
      this.product = product;
      this.type = type;
      this.key = key;
    }
  }

  /** A generated type of nested objects. */
  static final class Shape {
    final String room;
    final String type;
    final Use use;
    final List<Member> members;

    Shape(String room, String type, Use use, List<Member> members) {
      this.room = room;
      this.type = type;
      this.use = use;
      this.members = members;
    }
  }

  private static final class Place {
    private final Owner owner;
    private final Use use;
    private final String pointer;
    private final Field field;

    Place(Owner owner, Use use, String pointer, Field field) {
      this.owner = owner;
      this.use = use;
      this.pointer = pointer;
      this.field = field;
    }

    String key() {
      return owner.key + " " + pointer;
    }

    String group() {
      return String.join(" ", owner.room, owner.product, use.suffix, signature(field.fields()));
    }

    private String signature(List<Field> fields) {
      return fields.stream()
          .map(
              field ->
                  Member.signature(field, use)
                      + (field.fields().isEmpty() ? "" : "{" + signature(field.fields()) + "}"))
          .sorted()
          .collect(Collectors.joining(","));
    }

    /** Returns possible names, the shortest first. */
    Set<String> candidates() {
      String[] steps = pointer.split("/", -1); // the first is the part of the message
      int last = steps.length - 1;
      Set<String> names = new LinkedHashSet<>();
      StringBuilder inner = new StringBuilder();
      for (int i = last; i > 0; i--) {
        inner.insert(0, Names.typeOfField(steps[i]));
        names.add(owner.product + inner + use.suffix);
      }
      names.add(owner.type + inner + use.suffix);
      return names;
    }
  }
}
