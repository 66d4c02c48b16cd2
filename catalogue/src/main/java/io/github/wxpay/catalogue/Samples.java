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
 * Makes up requests and answers in their documented shape: same seed and time, same values, which
 * fit each other: amounts are all equal, what is taken off is 0, a count is the number of elements.
 *
 * <pre>{@code
 * Samples samples = Samples.seeded(42, Instant.now());
 * ObjectNode body = samples.of(endpoint.request(), (pointer, field) -> field.isRequired());
 * }</pre>
 *
 * <p>Immutable; a source that is set must be as safe as it is used.
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

  /** Returns samples of that seed, made at that time. */
  public static Samples seeded(long seed, Instant time) {
    Values values = new Values(seed, time, 100 + Math.floorMod(seed * 31, 900L), false);
    return new Samples(seed, values, (pointer, field) -> null, text -> text);
  }

  /** Returns the same with all amounts of that many fen. */
  public Samples total(long fen) {
    return new Samples(seed, values.total(fen), source, cipher);
  }

  /** Returns the same with times as APIv2 writes them, {@code yyyyMMddHHmmss}. */
  public Samples xml() {
    return new Samples(seed, values.xml(), source, cipher);
  }

  /** Returns the same with values that win over made-up ones. */
  public Samples from(Source other) {
    return new Samples(seed, values, other, cipher);
  }

  /** Returns the same with what encrypts the fields that must be, text to base64. */
  public Samples sealed(UnaryOperator<String> by) {
    return new Samples(seed, values, source, by);
  }

  /**
   * Returns an object of the fields that are wanted.
   *
   * @param wanted decides on each field by its JSON pointer, nested ones too
   */
  public ObjectNode of(List<Field> fields, BiPredicate<String, Field> wanted) {
    return object("", fields, wanted);
  }

  /**
   * Returns the text of one field: the value of a placeholder, a parameter of a query, an element
   * of APIv2.
   */
  public String text(Field field) {
    JsonNode value = value("/" + field.name(), field, (at, any) -> true);
    return value.isValueNode() ? value.asText() : value.toString();
  }

  /** Returns the seed, for people. */
  @Override
  public String toString() {
    return "Samples[seed " + seed + "]";
  }

  private ObjectNode object(String pointer, List<Field> fields, BiPredicate<String, Field> wanted) {
    ObjectNode object = NODES.objectNode();
    for (Field field : fields) {
      String name = field.name().replaceAll("\\$[nm]", "0");
      if (wanted.test(pointer + "/" + name, field)) {
        object.set(name, value(pointer + "/" + name, field, wanted));
      }
    }
    return object;
  }

  private JsonNode value(String pointer, Field field, BiPredicate<String, Field> wanted) {
    JsonNode given = source.value(pointer, field);
    boolean filled = !field.fields().isEmpty();
    if (given != null && !(filled && given.isContainerNode())) {
      return field.isEncrypted() ? sealed(given) : given;
    }
    if (field.isUrlencoded()) {
      return NODES.textNode(urlencoded(object(pointer, field.fields(), wanted)));
    }
    if (!field.json().isEmpty()) {
      return NODES.textNode(inside(pointer, field, wanted).toString());
    }
    if (!field.isArray()) {
      return single(pointer, field, wanted);
    }
    // As many as the source has.
    int size = given == null ? 1 : given.size();
    ArrayNode array = NODES.arrayNode();
    for (int i = 0; i < size; i++) {
      array.add(single(pointer + "/" + i, field, wanted));
    }
    return array;
  }

  private JsonNode inside(String pointer, Field field, BiPredicate<String, Field> wanted) {
    if (field.json().equals("object")) {
      return object(pointer, field.fields(), wanted);
    }
    JsonNode element =
        field.fields().isEmpty()
            ? NODES.textNode(values.text(pointer, field))
            : object(pointer + "/0", field.fields(), wanted);
    return NODES.arrayNode().add(element);
  }

  private JsonNode single(String pointer, Field field, BiPredicate<String, Field> wanted) {
    switch (field.elementType()) {
      case "object":
        return object(pointer, field.fields(), wanted);
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

  /** Where values come from before they are made up. */
  @FunctionalInterface
  public interface Source {
    /**
     * Returns the value of a field, null if it is to be made up. An array for a field of objects
     * says only how many there are.
     *
     * @param pointer the JSON pointer of the field
     */
    @Nullable JsonNode value(String pointer, Field field);
  }
}
