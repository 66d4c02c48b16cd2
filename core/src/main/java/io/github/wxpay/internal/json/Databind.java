package io.github.wxpay.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Times;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads objects of the caller's classes with databind. Loaded when the first of them is
 * written or read.
 */
final class Databind {
  /** Declared as ObjectMapper: for a subtype the JVM would load databind to verify the callers. */
  static final ObjectMapper MAPPER =
      JsonMapper.builder(Json.FACTORY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .nodeFactory(new JsonNodeFactory(true))
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addModule(new WireTypes())
          .build();

  /** The maximum length of a pointer; a longer one indicates a loop. */
  private static final int MAX_POINTER = 200;

  private Databind() {}

  /** Writes any value, with its secrets encrypted if there is a cipher. */
  static void write(
      JsonGenerator out, @Nullable Object value, @Nullable UnaryOperator<String> cipher)
      throws IOException {
    ObjectWriter writer = MAPPER.writer();
    (cipher == null ? writer : writer.withAttribute(WireTypes.CIPHER, cipher))
        .writeValue(out, value);
  }

  static byte[] compact(JsonNode node) throws JsonProcessingException {
    return MAPPER.writeValueAsBytes(node);
  }

  static JsonNode node(@Nullable Object value, Times times) throws IOException {
    TokenBuffer buffer = new TokenBuffer(MAPPER, false);
    try (JsonGenerator out = new WireGenerator(buffer)) {
      MAPPER.writer().withAttribute(WireTypes.TIMES, times).writeValue(out, value);
      return MAPPER.readTree(buffer.asParser());
    }
  }

  static <T> T as(JsonNode node, Class<T> type, ObjectMapper mapper) {
    return convert(node, type.getName(), n -> mapper.convertValue(n, type));
  }

  static <T> T as(JsonNode node, TypeReference<T> type, ObjectMapper mapper) {
    return convert(node, type.getType().getTypeName(), n -> mapper.convertValue(n, type));
  }

  private static <T> T convert(JsonNode node, String type, Function<JsonNode, T> conversion) {
    try {
      T value = conversion.apply(node);
      if (value == null) {
        throw new MalformedException(
            "The JSON is " + (node.isNull() ? "null" : "empty") + ", so it has no " + type + ".");
      }
      return value;
    } catch (IllegalArgumentException e) {
      String reason =
          e.getCause() instanceof JsonProcessingException
              ? Json.reason((JsonProcessingException) e.getCause())
              : Json.shown(e.getMessage());
      throw new MalformedException(
          "The JSON does not fit " + type + ": " + reason, Json.isPrintable(e) ? e : null);
    }
  }

  /** Returns the reason, with the place in the value. */
  static String member(IOException e) {
    if (!(e instanceof JsonMappingException)) {
      return e instanceof JsonProcessingException
          ? Json.reason((JsonProcessingException) e)
          : String.valueOf(e.getMessage());
    }
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference part : ((JsonMappingException) e).getPath()) {
      Object name = part.getFieldName() == null ? part.getIndex() : part.getFieldName();
      pointer.append(WireGenerator.escaped(name));
    }
    String reason = Json.reason((JsonMappingException) e);
    if (e instanceof InvalidDefinitionException && reason.startsWith("No serializer found")) {
      JavaType type = ((InvalidDefinitionException) e).getType();
      return (pointer.length() == 0 ? "it" : pointer)
          + " is "
          + (type == null ? "of a type" : Printable.type(type.getRawClass()))
          + ", which has neither a getter nor a public field";
    }
    return pointer.length() == 0 || pointer.length() > MAX_POINTER
        ? reason
        : pointer + ": " + reason;
  }
}
