package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes the members of a type: the setters of a body, or the accessors of a view. */
final class FieldsWriter {
  private final JavaFile file;
  private final String type;
  private final Set<String> methods = new HashSet<>();

  /**
   * Creates a writer.
   *
   * @param type the type whose members it writes
   */
  FieldsWriter(JavaFile file, String type) {
    this.file = file;
    this.type = type;
  }

  /** Writes the setters. */
  void setters(List<Member> members) {
    for (Member member : members) {
      setter(member);
    }
  }

  private void setter(Member member) {
    Field field = member.field();
    String name = JavaFile.literal(field.name());
    String method = name("set", field);
    String add = "add" + Names.typeOfField(field.name());
    String nested = member.nested();
    String fill = "Consumer<" + nested + "> fill";
    String made = name + ", new " + nested + "(), fill";
    boolean list = field.isArray();
    if (field.isUrlencoded()) {
      setter(field, method, fill, "form(" + made + ")");
    } else if (field.json().equals("array<object>") && !nested.isEmpty()) {
      setter(field, add, fill, "addJson(" + made + ")");
    } else if (field.json().equals("array<string>")) {
      setter(field, method, "String... values", "jsonTexts(" + name + ", values)");
    } else if (!field.json().isEmpty() && !nested.isEmpty()) {
      setter(field, method, fill, "json(" + made + ")");
    } else if (!nested.isEmpty()) {
      setter(field, list ? add : method, fill, (list ? "add(" : "object(") + made + ")");
    } else if (field.elementType().equals("object")) {
      setter(field, method, list ? "List<?> value" : "Map<String, ?> value", set(name));
    } else if (list && type.endsWith("Query")) {
      setter(field, method, "String... values", "joined(" + name + ", values)");
    } else if (list) {
      setter(
          field,
          method,
          member.isNumber() ? "long... values" : "String... values",
          (member.isNumber() ? "numbers(" : field.isEncrypted() ? "secrets(" : "texts(")
              + name
              + ", values)");
    } else {
      single(member, method, name);
    }
  }

  private void single(Member member, String method, String name) {
    Field field = member.field();
    if (field.elementType().equals("boolean")) {
      setter(field, method, "boolean value", set(name));
    } else if (member.isNumber()) {
      setter(field, method, "long value", set(name));
      if (field.type().equals("number")) {
        setter(field, method, "BigDecimal value", set(name));
      }
    } else {
      boolean secret = field.isEncrypted() && !field.isForBank();
      setter(field, method, "String value", secret ? "secret(" + name + ", value)" : set(name));
      if (Member.isTime(field)) {
        boolean rfc3339 = field.format().equals("rfc3339");
        setter(
            field,
            method,
            "OffsetDateTime value",
            rfc3339 ? set(name) : "compact(" + name + ", value)");
      }
    }
  }

  private static String set(String name) {
    return "set(" + name + ", value)";
  }

  private void setter(Field field, String method, String parameter, String value) {
    file.doc(Docs.member(field, "Sets"));
    file.open("public ", type, " ", method, "(", parameter, ")");
    file.line("return ", value, ";");
    file.close();
  }

  /** Writes the accessors. */
  void accessors(List<Member> members) {
    for (Member member : members) {
      accessor(member);
    }
  }

  private void accessor(Member member) {
    Field field = member.field();
    String nested = member.nested();
    String name = indexed(field);
    String made = name + ", new " + nested + "(place)";
    boolean list = field.isArray() || field.json().startsWith("array<");
    String inner = field.json().isEmpty() ? "object" : "parsed";
    if (!nested.isEmpty() && list) {
      String call = field.json().isEmpty() ? "objects(" : "parsedObjects(";
      accessor(field, "List<" + nested + ">", call + made + ")");
    } else if (!nested.isEmpty()) {
      accessor(field, "@Nullable " + nested, inner + "(" + made + ")");
    } else if (list) {
      list(member, name);
    } else {
      single(member, name);
    }
  }

  private void list(Member member, String name) {
    Field field = member.field();
    if (field.json().equals("array<string>")) {
      accessor(field, "List<String>", "parsedTexts(" + name + ")");
    } else if (field.elementType().equals("object")) {
      accessor(field, "List<JsonNode>", "nodes(" + name + ")");
    } else if (member.isNumber()) {
      accessor(field, "List<Long>", "numbers(" + name + ")");
    } else {
      String call = field.isEncrypted() ? "decryptedTexts(" : "texts(";
      accessor(field, "List<String>", call + name + ")");
    }
  }

  private void single(Member member, String name) {
    Field field = member.field();
    if (field.elementType().equals("object")) {
      accessor(field, "@Nullable JsonNode", "node(" + name + ")");
    } else if (field.elementType().equals("boolean")) {
      accessor(field, "@Nullable Boolean", "flag(" + name + ")");
    } else if (member.isDecimal()) {
      accessor(field, "@Nullable BigDecimal", "decimal(" + name + ")");
    } else if (member.isNumber()) {
      accessor(field, "@Nullable Long", "number(" + name + ")");
    } else {
      String call = field.isEncrypted() ? "decrypted(" : "text(";
      accessor(field, "@Nullable String", call + name + ")");
    }
  }

  private static String indexed(Field field) {
    String name = JavaFile.literal(Names.base(field.name()));
    switch (Names.indexes(field.name())) {
      case 0:
        return name;
      case 1:
        return "indexed(" + name + ", n)";
      default:
        return "indexed(" + name + ", n, m)";
    }
  }

  private void accessor(Field field, String returned, String value) {
    String[] parameters = {"", "int n", "int n, int m"};
    file.doc(Docs.member(field, "Returns"));
    file.open(
        "public ",
        returned,
        " ",
        name("get", field),
        "(",
        parameters[Names.indexes(field.name())],
        ")");
    file.line("return ", value, ";");
    file.close();
  }

  /** Returns the method of a field, which must be that of no other field. */
  private String name(String kind, Field field) {
    String method = Names.field(field.name());
    if (kind.equals("get") && (method.equals("json") || method.equals("response"))) {
      method += "_";
    }
    if (!methods.add(method + Names.indexes(field.name()))) {
      throw new IllegalStateException(type + " has two fields for the method " + method);
    }
    return method;
  }
}
