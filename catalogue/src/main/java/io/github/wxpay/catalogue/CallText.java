package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Helps to write the calls of an example: finds fields and quotes texts. */
final class CallText {
  private static final String HOST = "api.mch.weixin.qq.com";

  private CallText() {}

  /** Returns the path as a chain takes it, with {@code v2/} for APIv2. */
  static String path(Endpoint endpoint) {
    return (endpoint.version() == 2 ? "v2/" : "") + endpoint.path();
  }

  /** Returns the host, if a call must name it. */
  static Optional<String> host(Endpoint endpoint) {
    return Optional.of(endpoint.host()).filter(host -> !host.equals(HOST));
  }

  /** Returns whether any of the fields is encrypted, nested ones included. */
  static boolean isEncrypted(List<Field> fields) {
    return fields.stream().anyMatch(field -> field.isEncrypted() || isEncrypted(field.fields()));
  }

  /** Returns whether the caller must select the old padding. */
  static boolean isOldPadding(Endpoint endpoint) {
    return endpoint.hasOldPadding()
        && (isEncrypted(endpoint.query())
            || isEncrypted(endpoint.request())
            || isEncrypted(endpoint.response()));
  }

  /** Returns the names of an object's fields; none if it is not an object. */
  static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Returns the field with a name; fields with an index are found by the index 0 too. */
  static Optional<Field> field(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.isNamed(name)).findFirst();
  }

  /** Returns a text as a literal of Java. */
  static String quoted(String text) {
    return '"' + escaped(text, '"') + '"';
  }

  /** Returns a text as a literal of JavaScript. */
  static String singleQuoted(String text) {
    return '\'' + escaped(text, '\'') + '\'';
  }

  private static String escaped(String text, char quote) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c == '\n') {
        escaped.append("\\n");
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** Returns a text as one argument of a POSIX shell. */
  static String shell(String text) {
    return text.matches("[A-Za-z0-9_./:=@%+,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** Returns the plaintext of a value as text. */
  static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }
}
