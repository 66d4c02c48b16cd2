package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Selects the fields of an example and generates their values. */
final class ExampleFields {
  private static final long SEED = 20261201;
  private static final Instant TIME = Instant.parse("2026-12-01T02:30:00Z");
  private static final String NUMBER = "1217752501201407033233368018";

  /** Fields that are set by the client. */
  private static final Set<String> SIGNED = Set.of("sign", "nonce_str");

  /** Fields of an upload that the client computes from the file. */
  private static final Set<String> OF_FILE =
      Set.of(
          "filename",
          "file_name",
          "sha256",
          "digest",
          "file_digest",
          "digest_alogrithm",
          "digest_algorithm");

  /** The fields that are set at each level if none is known to be required. */
  private static final int FIRST = 4;

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  private final Endpoint endpoint;
  private final Samples samples;

  ExampleFields(Endpoint endpoint) {
    this.endpoint = endpoint;
    Samples seeded = Samples.seeded(SEED, TIME).total(100).from(this::value);
    this.samples = endpoint.version() == 2 ? seeded.xml() : seeded;
  }

  Example example() {
    Map<String, String> values = new LinkedHashMap<>();
    for (Field field : endpoint.pathParameters()) {
      values.put(field.name(), samples.text(field));
    }
    ObjectNode meta = selected(endpoint.meta(), false);
    return new Example(
        endpoint,
        body(),
        endpoint.kind() == Endpoint.Kind.UPLOAD && !meta.isEmpty() ? meta : null,
        texts(selected(endpoint.query(), false)),
        Collections.unmodifiableMap(values),
        headers());
  }

  private @Nullable ObjectNode body() {
    boolean xml = endpoint.version() == 2 && endpoint.method().equals("POST");
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      return null;
    }
    if (endpoint.request().isEmpty()) {
      // APIv2 signs the fields of the body, so each request has one.
      return xml ? JsonNodeFactory.instance.objectNode().put("mch_id", ExampleValues.MCHID) : null;
    }
    return selected(endpoint.request(), true);
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header : endpoint.headers()) {
      if (!header.equals("Wechatpay-Serial")) {
        headers.put(header, NUMBER);
      }
    }
    return Collections.unmodifiableMap(headers);
  }

  private static Map<String, String> texts(ObjectNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : CallText.names(object)) {
      JsonNode value = object.get(name).isArray() ? object.get(name).get(0) : object.get(name);
      texts.put(name, value.isValueNode() ? value.asText() : value.toString());
    }
    return Collections.unmodifiableMap(texts);
  }

  private ObjectNode selected(List<Field> fields, boolean filled) {
    Set<String> pointers = new HashSet<>();
    select("", given(fields), filled, pointers);
    return samples.of(fields, (pointer, field) -> pointers.contains(pointer));
  }

  private void select(String pointer, List<Field> fields, boolean filled, Set<String> pointers) {
    for (Field field : chosen(pointer, fields, filled)) {
      String at = pointer + "/" + field.name();
      pointers.add(at);
      boolean indexed = field.isArray() || field.json().startsWith("array<");
      String inner = indexed ? at + "/0" : at;
      if (field.isOneOf()) {
        Field variant = field.fields().get(0);
        pointers.add(inner + "/" + variant.name());
        select(inner + "/" + variant.name(), variant.fields(), true, pointers);
      } else {
        select(inner, field.fields(), true, pointers);
      }
    }
  }

  private List<Field> given(List<Field> fields) {
    List<Field> given = new ArrayList<>();
    for (Field field : fields) {
      boolean other = endpoint.either().stream().anyMatch(group -> isOther(group, field.name()));
      if (!computed().contains(field.name()) && !other) {
        given.add(field);
      }
    }
    return given;
  }

  private static boolean isOther(List<String> group, String name) {
    return group.contains(name) && !kept(group).equals(name);
  }

  /** Returns the field of a group that is set: the merchant's own number rather than another. */
  private static String kept(List<String> group) {
    return group.stream().filter(name -> name.startsWith("out_")).findFirst().orElse(group.get(0));
  }

  private Set<String> computed() {
    if (endpoint.kind() == Endpoint.Kind.UPLOAD) {
      return OF_FILE;
    }
    return endpoint.version() == 2 ? SIGNED : Set.of();
  }

  private List<Field> chosen(String pointer, List<Field> fields, boolean filled) {
    List<Field> chosen = new ArrayList<>();
    for (Field field : fields) {
      if (field.isRequired() || isNeeded(pointer + "/" + field.name())) {
        chosen.add(field);
      }
    }
    if (!chosen.isEmpty() || !filled) {
      return chosen;
    }
    return fields.subList(0, Math.min(fields.size(), endpoint.isRequiredKnown() ? 1 : FIRST));
  }

  private boolean isNeeded(String pointer) {
    return ExampleValues.isNeeded(endpoint, pointer)
        || endpoint.either().stream().anyMatch(group -> pointer.equals("/" + kept(group)));
  }

  private @Nullable JsonNode value(String pointer, Field field) {
    if (pointer.equals("/sign_type")) {
      return TextNode.valueOf(endpoint.signType().orElse("HMAC-SHA256"));
    }
    if (!field.values().isEmpty() || !field.fields().isEmpty() || !field.json().isEmpty()) {
      return null;
    }
    JsonNode value =
        ExampleValues.text(endpoint, field.name()).map(text -> value(field, text)).orElse(null);
    return value == null || !field.isArray()
        ? value
        : JsonNodeFactory.instance.arrayNode().add(value);
  }

  /** Returns a text as a value of the field's type; null if the field does not allow it. */
  private static @Nullable JsonNode value(Field field, String text) {
    switch (field.elementType()) {
      case "string":
        return field.limits().allow(text) ? TextNode.valueOf(text) : null;
      case "integer":
      case "number":
        return DIGITS.matcher(text).matches() ? LongNode.valueOf(Long.parseLong(text)) : null;
      default:
        return null;
    }
  }
}
