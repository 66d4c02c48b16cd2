package io.github.wxpay.endpoints.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The text of a Java file, with the imports that it needs. */
final class JavaFile {
  static final String PACKAGE = "io.github.wxpay.endpoints";

  private static final Map<String, String> IMPORTS = new TreeMap<>();

  static {
    for (String name :
        new String[] {
          "com.fasterxml.jackson.databind.JsonNode",
          "io.github.wxpay.Notification",
          "io.github.wxpay.Response",
          "io.github.wxpay.Wxpay",
          "io.github.wxpay.http.Options",
          "java.math.BigDecimal",
          "java.nio.file.Path",
          "java.time.OffsetDateTime",
          "java.util.List",
          "java.util.Map",
          "java.util.concurrent.CompletableFuture",
          "java.util.function.Consumer",
          "org.jspecify.annotations.Nullable"
        }) {
      IMPORTS.put(name.substring(name.lastIndexOf('.') + 1), name);
    }
    for (String name :
        new String[] {
          "Body",
          "Call",
          "CanIgnoreReturnValue",
          "CheckReturnValue",
          "EventView",
          "Node",
          "Place",
          "ResponseView",
          "Typed",
          "Verb",
          "View"
        }) {
      IMPORTS.put(name, PACKAGE + "." + name);
    }
  }

  private final String room;
  private final String type;
  private final StringBuilder code = new StringBuilder();
  private int depth;

  /**
   * Creates an empty file.
   *
   * @param room the last name of the package; empty for the package of the module
   */
  JavaFile(String room, String type) {
    this.room = room;
    this.type = type;
  }

  /** Adds a line at the current depth. */
  JavaFile line(String... parts) {
    if (parts.length == 0) {
      code.append("\n");
      return this;
    }
    code.append("  ".repeat(depth));
    for (String part : parts) {
      code.append(part);
    }
    code.append('\n');
    return this;
  }

  /** Adds a line that opens a block. */
  JavaFile open(String... parts) {
    line(String.join("", parts) + " {");
    depth++;
    return this;
  }

  /** Closes a block. */
  JavaFile close() {
    depth--;
    line("}");
    if (depth == 1) {
      code.append('\n');
    } else if (depth == 0) {
      code.setLength(code.length() - 2); // of the brace, after the blank line of the last member
      int end = code.length();
      while (end > 1 && code.charAt(end - 1) == '\n' && code.charAt(end - 2) == '\n') {
        end--;
      }
      code.setLength(end);
      code.append("}\n");
    }
    return this;
  }

  /** Adds documentation: its sentences, already in HTML. */
  JavaFile doc(String text) {
    return line("/** " + text + " */");
  }

  /** Returns a text in documentation. */
  static String html(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("*/", "*&#47;");
  }

  /** Returns a text as a literal. */
  static String literal(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  /** Writes the file below a folder of sources. */
  void write(Path folder) {
    String name = room.isEmpty() ? PACKAGE : PACKAGE + "." + room;
    StringBuilder head = new StringBuilder("package " + name + ";\n\n");
    for (String imported : imports()) {
      head.append("import ").append(imported).append(";\n");
    }
    Path file = folder.resolve(name.replace('.', '/')).resolve(type + ".java");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, head + "\n" + code, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Iterable<String> imports() {
    TreeSet<String> needed = new TreeSet<>();
    String words = Pattern.compile("\"[^\"]*\"|/\\*\\*.*?\\*/").matcher(code).replaceAll("");
    for (String word : words.split("\\W+", -1)) {
      String imported = IMPORTS.get(word);
      if (imported != null && !(room.isEmpty() && imported.equals(PACKAGE + "." + word))) {
        needed.add(imported);
      }
    }
    return needed;
  }
}
