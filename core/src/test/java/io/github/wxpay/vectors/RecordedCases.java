package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.http.Multipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The folder of recorded cases, and its encoding of values as Java values. */
final class RecordedCases {
  static final String MCHID = "1900000109";
  static final String SERIAL = "3775B6A45ACD588826D15E583A95F5DD4C8E2A17";
  static final String PLATFORM_SERIAL = "7132D72A03E93CDDF8C03BBD1F37EEDF5A9C0E42";
  static final String NONCE = "ORACLEnonce0123456789abcdefABCDE";
  static final Instant NOW = Instant.ofEpochSecond(1700000000);

  /** Stands for JavaScript's undefined. */
  static final Object UNDEFINED = new Object();

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static final Path FOLDER = folder();

  private final Map<String, String> names;

  /** Values in which {@code {BASE}} and its like stand for these. */
  RecordedCases(Map<String, String> names) {
    this.names = new LinkedHashMap<>(names);
    this.names.put("FIXTURES", FOLDER.resolve("fixtures").toString());
  }

  static JsonNode topic(String name) {
    try {
      return JSON.readTree(FOLDER.resolve(name + ".json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(String fixture) {
    try {
      return Files.readAllBytes(FOLDER.resolve("fixtures").resolve(fixture));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String fixture) {
    return new String(bytes(fixture), StandardCharsets.UTF_8);
  }

  /** The configuration of v3 and v2 topics, which a case may override. */
  Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("mchid", MCHID);
    config.put("serial", SERIAL);
    config.put("privateKey", text("apiclient_key.pem"));
    Map<String, Object> certs = new LinkedHashMap<>();
    certs.put(PLATFORM_SERIAL, text("platform_cert.pem"));
    config.put("certs", certs);
    return config;
  }

  /** Returns a recorded value as a Java value, without undefined members of objects. */
  Object value(JsonNode node) {
    if (node == null || node.isMissingNode()) {
      return UNDEFINED;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    if (node.isObject()) {
      String first = node.isEmpty() ? "" : node.fieldNames().next();
      return first.startsWith("$") ? special(first, node) : map(node);
    }
    if (node.isTextual()) {
      return substituted(node.textValue());
    }
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }
    return node.isNumber() ? node.decimalValue() : node.isBoolean() ? node.booleanValue() : null;
  }

  Map<String, Object> map(JsonNode node) {
    Map<String, Object> map = new LinkedHashMap<>();
    node.properties()
        .forEach(
            e -> {
              Object value = value(e.getValue());
              if (e.getKey().equals("certs") && e.getValue().isObject()) {
                // A certificate that is undefined is there by its name all the same.
                Map<String, Object> certs = new LinkedHashMap<>();
                e.getValue().fieldNames().forEachRemaining(id -> certs.put(id, null));
                certs.putAll(map(e.getValue()));
                value = certs;
              }
              if (value != UNDEFINED) {
                map.put(substituted(e.getKey()), value);
              }
            });
    return map;
  }

  String substituted(String text) {
    String out = text;
    for (Map.Entry<String, String> name : names.entrySet()) {
      out = out.replace("{" + name.getKey() + "}", name.getValue());
    }
    return out;
  }

  private Object special(String kind, JsonNode node) {
    JsonNode inner = node.get(kind);
    switch (kind) {
      case "$undefined":
        return UNDEFINED;
      case "$buffer":
        return Base64.getDecoder().decode(inner.textValue());
      case "$date":
        return Date.from(Instant.parse(inner.textValue()));
      case "$fixture":
        return text(inner.textValue());
      case "$fixtureBytes":
        return bytes(inner.textValue());
      case "$fixtureBody":
        return body(text(inner.textValue()));
      case "$stream":
        return FOLDER.resolve("fixtures").resolve(inner.textValue());
      case "$keyobject":
        return node.path("utf8").asText();
      case "$key":
        return inner.get(1).textValue().equals("private")
            ? Rsa.privateKey(text(inner.get(0).textValue()))
            : Rsa.publicKey(text(inner.get(0).textValue()));
      case "$concat":
        StringBuilder text = new StringBuilder();
        inner.forEach(part -> text.append(value(part)));
        return text.toString();
      case "$multipart":
        Multipart form = new Multipart();
        inner.forEach(
            part ->
                form.append(
                    part.get(0).textValue(),
                    value(part.get(1)),
                    part.has(2) ? part.get(2).textValue() : ""));
        return form;
      case "$multipartHeaders":
        return new LinkedHashMap<String, Object>();
      default:
        throw new Unportable("a JavaScript value " + kind);
    }
  }

  private static String body(String pem) {
    return pem.replaceAll("-----[A-Z0-9 ]+-----", "").replaceAll("\\s", "");
  }

  private static Path folder() {
    String given = System.getProperty("vectors");
    if (given != null && !given.isEmpty()) {
      return Path.of(given).toAbsolutePath();
    }
    try {
      return Path.of(
              Objects.requireNonNull(RecordedCases.class.getResource("/vectors/normalize.json"))
                  .toURI())
          .getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A case that needs JavaScript, whatever it is marked as. */
  static final class Unportable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unportable(String what) {
      super(what);
    }
  }
}
