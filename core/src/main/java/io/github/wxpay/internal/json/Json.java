package io.github.wxpay.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the library reads and writes it, by one mapper.
 *
 * <p>Written compactly, in the order given; members of a Map that are {@code null} are written,
 * fields of a plain object that are {@code null} are left out. Numbers are in plain notation, whole
 * ones without fraction; times are Beijing time, {@code 2018-06-08T10:34:56+08:00} and {@code
 * 2018-06-08}. Read without loss ({@code long}, {@code BigInteger}, {@code BigDecimal}), within
 * limits (64 deep, 8 MiB, numbers of 64 digits), and with a name at most once in an object.
 */
public final class Json {
  /** Beyond it a pointer names a loop rather than a field. */
  private static final int MAX_POINTER = 200;

  /** No number or literal is longer. */
  private static final int MAX_TOKEN = 70;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxStringLength(4 << 20)
                          .maxDocumentLength(8L << 20)
                          .maxNumberLength(64)
                          .maxTokenCount(500_000)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                  .characterEscapes(new LowerCaseEscapes())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addModule(new WireTypes())
          .build();

  private Json() {}

  /**
   * Writes a value (Map, list, plain object, {@code JsonNode}) as UTF-8 JSON that can be sent.
   *
   * @throws IllegalArgumentException if it cannot be written; the message names the member as a
   *     JSON pointer
   */
  public static byte[] write(Object value) {
    return write(value, MAPPER.writer());
  }

  /**
   * Writes as {@link #write(Object)} does, every {@link io.github.wxpay.crypto.Secret} in it as the
   * cipher returns it. Without a cipher a secret cannot be written at all.
   */
  public static byte[] write(Object value, UnaryOperator<String> cipher) {
    return write(value, MAPPER.writer().withAttribute(WireTypes.CIPHER, cipher));
  }

  /**
   * Writes a node as compact UTF-8 JSON with its numbers and texts as they are. For what was read,
   * and for replies that must not fail over half of a surrogate pair.
   */
  public static byte[] compact(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "A node cannot be written as JSON: " + reason(e), isPrintable(e) ? e : null);
    }
  }

  /** A node as indented text, for people. */
  public static String pretty(JsonNode node) {
    return node.toPrettyString();
  }

  /**
   * UTF-8 JSON as a node; the missing node when there is none.
   *
   * @throws MalformedException when it is no JSON, or breaks a limit
   */
  public static JsonNode read(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * As {@link #read}, but what is no JSON by its syntax is a text node, as the original hands it
   * out. Doubled names, broken limits and more JSON behind the first remain errors.
   */
  public static JsonNode readOrText(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JsonParseException e) {
      if (reason(e).startsWith("Duplicate field")) {
        throw malformed(e);
      }
      return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /**
   * Returns the texts of the scalars that an object has under some names at its top level. Reads no
   * tree, and no further than the last of the names; ends where the text is not JSON.
   *
   * @return numbers as they are written; without {@code null}, objects and arrays
   */
  public static Map<String, String> scalars(byte[] json, Set<String> names) {
    Map<String, String> found = new LinkedHashMap<>();
    int left = names.size();
    try (JsonParser in = MAPPER.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        return found;
      }
      while (left > 0 && in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        if (names.contains(name)) {
          left--;
          if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
            found.put(name, in.getText());
          }
        }
        in.skipChildren();
      }
    } catch (IOException e) {
      // What is in front of the error has been read; a caller that needs all of it reads a tree.
    }
    return found;
  }

  /**
   * Returns whether JSON is cut off: the parser meets the end of the text, within a number or a
   * literal too.
   */
  public static boolean isCut(byte[] json) {
    int end = json.length;
    while (end > 0 && json.length - end <= MAX_TOKEN && isTokenByte(json[end - 1])) {
      end--; // a cut literal or number is an error at its start, not at its end
    }
    try {
      MAPPER.readTree(json, 0, end);
      return false;
    } catch (JsonParseException e) { // of a JsonEOFException, or behind a comma
      return reason(e).startsWith("Unexpected end-of-input");
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isTokenByte(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || b == '.'
        || b == '-'
        || b == '+'
        || b == 'E';
  }

  /** A node as an object of the caller's class. */
  public static <T> T as(JsonNode node, Class<T> type) {
    return as(node, type, MAPPER);
  }

  /** A node as an object of the caller's generic type. */
  public static <T> T as(JsonNode node, TypeReference<T> type) {
    return as(node, type, MAPPER);
  }

  /** Returns a node as an object of the caller's class, created by the caller's mapper. */
  public static <T> T as(JsonNode node, Class<T> type, ObjectMapper mapper) {
    Objects.requireNonNull(mapper, "mapper == null");
    return convert(node, type.getName(), n -> mapper.convertValue(n, type));
  }

  /** Returns a node as an object of the caller's generic type, created by the caller's mapper. */
  public static <T> T as(JsonNode node, TypeReference<T> type, ObjectMapper mapper) {
    Objects.requireNonNull(mapper, "mapper == null");
    return convert(node, type.getType().getTypeName(), n -> mapper.convertValue(n, type));
  }

  /** Returns any value as a node, the way {@link #write(Object)} writes it. */
  public static JsonNode node(@Nullable Object value) {
    return node(value, Times.V3);
  }

  /** Returns any value as a node, its times in the form of APIv2. */
  public static JsonNode fields(@Nullable Object value) {
    return node(value, Times.V2);
  }

  private static JsonNode node(@Nullable Object value, Times times) {
    TokenBuffer buffer = new TokenBuffer(MAPPER, false);
    try (JsonGenerator out = new WireGenerator(buffer)) {
      MAPPER.writer().withAttribute(WireTypes.TIMES, times).writeValue(out, value);
      return MAPPER.readTree(buffer.asParser());
    } catch (IOException e) {
      throw unwritable(value, e);
    }
  }

  private static byte[] write(Object value, ObjectWriter writer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator plain = MAPPER.createGenerator(bytes, JsonEncoding.UTF8);
        JsonGenerator out = new WireGenerator(plain)) {
      out.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN); // at most 64 digits get there
      writer.writeValue(out, value);
    } catch (IOException e) {
      throw unwritable(value, e);
    }
    return bytes.toByteArray();
  }

  private static IllegalArgumentException unwritable(@Nullable Object value, IOException e) {
    String type = value == null ? "null" : "A value " + Printable.type(value);
    return new IllegalArgumentException(type + " cannot be written as JSON: " + member(e), e);
  }

  /** The reason, with the place that it concerns. */
  private static String member(IOException e) {
    if (!(e instanceof JsonMappingException)) {
      return e instanceof JsonProcessingException
          ? reason((JsonProcessingException) e)
          : String.valueOf(e.getMessage());
    }
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference part : ((JsonMappingException) e).getPath()) {
      Object name = part.getFieldName() == null ? part.getIndex() : part.getFieldName();
      pointer.append(WireGenerator.escaped(name));
    }
    String reason = reason((JsonMappingException) e);
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

  private static <T> T convert(JsonNode node, String type, Function<JsonNode, T> conversion) {
    try {
      T value = conversion.apply(node);
      if (value == null) {
        throw new MalformedException(
            "There is no " + type + " in it: the JSON is " + (node.isNull() ? "null." : "empty."));
      }
      return value;
    } catch (IllegalArgumentException e) {
      String reason =
          e.getCause() instanceof JsonProcessingException
              ? reason((JsonProcessingException) e.getCause())
              : shown(e.getMessage());
      throw new MalformedException(
          "The JSON does not fit " + type + ": " + reason, isPrintable(e) ? e : null);
    }
  }

  private static MalformedException malformed(IOException e) {
    boolean jackson = e instanceof JsonProcessingException;
    String reason = jackson ? reason((JsonProcessingException) e) : shown(e.getMessage());
    Throwable cause = e;
    if (!isPrintable(e)) {
      cause =
          jackson
              ? new JsonParseException(null, reason, ((JsonProcessingException) e).getLocation())
              : null;
    }
    return new MalformedException("The text is no JSON that can be read: " + reason, cause);
  }

  /** Returns Jackson's message, which may show a token or a value of the document. */
  private static String reason(JsonProcessingException e) {
    return shown(e.getOriginalMessage());
  }

  private static String shown(@Nullable String message) {
    return Printable.of(String.valueOf(message), 400);
  }

  /** Returns whether the messages of an exception and its causes can be logged as they are. */
  private static boolean isPrintable(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      // Jackson puts the position on a line of its own.
      if (!Printable.isPrintable(String.valueOf(at.getMessage()).replace("\n", ""))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Control characters as {@code JSON.stringify} writes them: {@code \\u001f}, not {@code \\u001F}.
   */
  private static final class LowerCaseEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private final int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();

    LowerCaseEscapes() {
      for (int c = 0; c < ' '; c++) {
        if (codes[c] == CharacterEscapes.ESCAPE_STANDARD) {
          codes[c] = CharacterEscapes.ESCAPE_CUSTOM;
        }
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int c) {
      return c >= ' ' ? null : new SerializedString(String.format("\\u%04x", c));
    }
  }
}
