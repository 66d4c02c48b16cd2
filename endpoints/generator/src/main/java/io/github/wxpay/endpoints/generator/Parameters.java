package io.github.wxpay.endpoints.generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The parameters of a verb, in their order: headers, a file, a body, a meta part, a query. */
final class Parameters {
  private final List<String> types = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final StringBuilder call = new StringBuilder("call()");
  private String path = "";

  void header(String header) {
    String name = argument(header);
    add("String", name);
    call.append(".header(").append(JavaFile.literal(header)).append(", ").append(name).append(')');
  }

  void path(String name) {
    add("Path", name);
    this.path = name + ", ";
  }

  /** Adds a lambda that fills a body, a meta part or a query. */
  void lambda(String type, String suffix) {
    String name = suffix.toLowerCase(Locale.ROOT);
    add("Consumer<" + type + ">", name);
    String part = suffix.equals("Query") ? "query" : "body"; // meta is the body of an upload
    call.append('.')
        .append(part)
        .append("(new ")
        .append(type)
        .append("(), ")
        .append(name)
        .append(')');
  }

  private void add(String type, String name) {
    types.add(type);
    names.add(name);
  }

  boolean isSame(Parameters other) {
    return types.equals(other.types);
  }

  /** Returns the declaration, with more parameters at its end. */
  String declared(String... more) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      all.add(types.get(i) + " " + names.get(i));
    }
    all.addAll(Arrays.asList(more));
    return String.join(", ", all);
  }

  /** Returns the names for people, with an arrow after those of lambdas. */
  String shown() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      all.add(names.get(i) + (types.get(i).startsWith("Consumer<") ? " -> …" : ""));
    }
    return String.join(", ", all);
  }

  /** Returns the names as arguments, with one more at the end. */
  String passed(String more) {
    return Stream.concat(names.stream(), Stream.of(more)).collect(Collectors.joining(", "));
  }

  /** Returns what the verb is called with. */
  String call() {
    return call.toString();
  }

  /** Returns the file as the first argument; empty if there is none. */
  String path() {
    return path;
  }

  /** Returns the name of the parameter for a header: {@code idempotencyKey}. */
  static String argument(String header) {
    StringBuilder name = new StringBuilder();
    for (String word : header.split("-", -1)) {
      String lower = word.toLowerCase(Locale.ROOT);
      name.append(
          name.length() == 0 ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return name.toString();
  }
}
