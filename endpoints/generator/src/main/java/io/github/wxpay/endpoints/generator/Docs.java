package io.github.wxpay.endpoints.generator;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The documentation of generated members: names, types and values, without prose of the pages. */
final class Docs {
  private static final int SHOWN = 12;

  private Docs() {}

  /** Returns the documentation of a setter or an accessor. */
  static String member(Field field, String verb) {
    StringBuilder text = new StringBuilder(verb);
    text.append(" {@code ").append(field.name()).append('}');
    if (!field.format().isEmpty()) {
      text.append(", ").append(JavaFile.html(field.format()));
    }
    if (field.isRequired()) {
      text.append(", required");
    }
    if (field.isForBank()) {
      text.append(
          ", ciphertext: {@code Rsa.encrypt(value, key)} with the key of {@code risk/getpublickey}");
    } else if (field.isEncrypted()) {
      text.append(verb.equals("Sets") ? ", encrypted when it is sent" : ", decrypted");
    }
    if (!field.json().isEmpty()) {
      text.append(", JSON in a text");
    }
    List<String> values = field.values();
    if (!values.isEmpty()) {
      text.append(": ")
          .append(
              values.stream().limit(SHOWN).map(JavaFile::html).collect(Collectors.joining(", ")))
          .append(values.size() > SHOWN ? ", …" : "");
    }
    return text.append('.').toString();
  }

  /** Returns the documentation of a verb. */
  static String verb(Endpoint endpoint) {
    String required = required(endpoint);
    return JavaFile.html(endpoint.title())
        + ": {@code "
        + endpoint.method()
        + " "
        + endpoint.path()
        + "}."
        + (required.isEmpty() ? "" : " Required: {@code " + required + "}.");
  }

  /** Returns the names of the documented required fields of query and body. */
  static String required(Endpoint endpoint) {
    return Stream.of(endpoint.query(), endpoint.request(), endpoint.meta())
        .flatMap(List::stream)
        .filter(Field::isRequired)
        .map(Field::name)
        .collect(Collectors.joining(", "));
  }
}
