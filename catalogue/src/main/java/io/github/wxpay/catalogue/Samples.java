package io.github.wxpay.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Generates requests and responses with their documented fields. Equal seeds and times produce
 * equal values, and the values are consistent: all amounts are equal, discounts are 0, and counts
 * are 1.
 *
 * <pre>{@code
 * Samples samples = Samples.seeded(42, Instant.now());
 * ObjectNode body = samples.of(endpoint.request(), (pointer, field) -> field.isRequired());
 * }</pre>
 *
 * <p>Immutable; safe for use by many threads if its {@link Source} and encryption are.
 */
public final class Samples {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final long seed;
  private final Values values;
  private final Source source;
  private final UnaryOperator<String> cipher;

  private Samples(long seed, Values values, Source source, UnaryOperator<String> cipher) {
    this.seed = seed;
    this.values = values;
    this.source = source;
    this.cipher = cipher;
  }

  /** Returns samples that generate values from a seed and use this time for all times. */
  public static Samples seeded(long seed, Instant time) {
    Values values = new Values(seed, time, 100 + Math.floorMod(seed * 31, 900L), false);
    return new Samples(seed, values, (pointer, field) -> null, text -> text);
  }

  /** Returns samples in which all amounts are this many fen. */
  public Samples total(long fen) {
    return new Samples(seed, values.total(fen), source, cipher);
  }

  /** Returns samples with times in the format of APIv2, {@code yyyyMMddHHmmss}. */
  public Samples xml() {
    return new Samples(seed, values.xml(), source, cipher);
  }

  /** Returns samples that use the values of a source and generate only the others. */
  public Samples from(Source other) {
    return new Samples(seed, values, other, cipher);
  }

  /** Returns samples that encrypt fields with this function, from plain text to base64. */
  public Samples sealed(UnaryOperator<String> by) {
    return new Samples(seed, values, source, by);
  }

  /**
   * Returns a JSON object with the selected fields.
   *
   * @param selected selects fields, nested ones too, by JSON pointer and description
   */
  public ObjectNode of(List<Field> fields, BiPredicate<String, Field> selected) {
    return object("", fields, selected);
  }

  /**
   * Returns the value of one field as a string: of a placeholder, a query parameter or an element
   * of APIv2.
   */
  public String text(Field field) {
    JsonNode value = value("/" + field.name(), field, (at, any) -> true);
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** Returns the seed as text. */
  @Override
  public String toString() {
    return "Samples[seed " + seed + "]";
  }

  private ObjectNode object(
      String pointer, List<Field> fields, BiPredicate<String, Field> selected) {
    ObjectNode object = NODES.objectNode();
    for (Field field : fields) {
      String name = field.name().replaceAll("\\$[nm]", "0");
      if (selected.test(pointer + "/" + name, field)) {
        object.set(name, value(pointer + "/" + name, field, selected));
      }
    }
    return object;
  }

  private JsonNode value(String pointer, Field field, BiPredicate<String, Field> selected) {
    JsonNode given = source.value(pointer, field);
    boolean filled = !field.fields().isEmpty();
    if (given != null && !(filled && given.isContainerNode())) {
      return field.isEncrypted() ? sealed(given) : given;
    }
    if (field.isUrlencoded()) {
      return NODES.textNode(urlencoded(object(pointer, field.fields(), selected)));
    }
    if (!field.json().isEmpty()) {
      return NODES.textNode(inside(pointer, field, selected).toString());
    }
    if (!field.isArray()) {
      return single(pointer, field, selected);
    }
    // The array has as many elements as that of the source.
    int size = given == null ? 1 : given.size();
    ArrayNode array = NODES.arrayNode();
    for (int i = 0; i < size; i++) {
      array.add(single(pointer + "/" + i, field, selected));
    }
    return array;
  }

  private JsonNode inside(String pointer, Field field, BiPredicate<String, Field> selected) {
    if (field.json().equals("object")) {
      return object(pointer, field.fields(), selected);
    }
    JsonNode element =
        field.fields().isEmpty()
            ? NODES.textNode(values.text(pointer, field))
            : object(pointer + "/0", field.fields(), selected);
    return NODES.arrayNode().add(element);
  }

  private JsonNode single(String pointer, Field field, BiPredicate<String, Field> selected) {
    switch (field.elementType()) {
      case "object":
        return object(pointer, field.fields(), selected);
      case "boolean":
        return NODES.booleanNode(false);
      case "integer":
      case "number":
        return NODES.numberNode(values.number(pointer, field));
      default:
        String text = values.text(pointer, field);
        return NODES.textNode(field.isEncrypted() ? cipher.apply(text) : text);
    }
  }

  private JsonNode sealed(JsonNode plain) {
    if (!plain.isArray()) {
      return NODES.textNode(cipher.apply(plain.asText()));
    }
    ArrayNode array = NODES.arrayNode();
    plain.forEach(one -> array.add(sealed(one)));
    return array;
  }

  private static String urlencoded(ObjectNode object) {
    StringBuilder text = new StringBuilder();
    Iterable<String> names = object::fieldNames;
    for (String name : names) {
      text.append(text.length() == 0 ? "" : "&");
      text.append(name).append('=').append(object.get(name).asText());
    }
    return text.toString();
  }

  /** A source of values, which takes precedence over generated values. */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns the value of a field; null to have it generated. For an array of objects, only the
     * number of elements is used.
     *
     * @param pointer the JSON pointer (RFC 6901) of the field
     */
    @Nullable JsonNode value(String pointer, Field field);
  }
}
