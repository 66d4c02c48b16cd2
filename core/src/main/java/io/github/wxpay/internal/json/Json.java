package io.github.wxpay.internal.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON. Trees, maps and lists do not require databind, see {@link PlainWriter};
 * objects of the caller's classes do, see {@link Databind}.
 *
 * <p>Writes compactly, in the given order. Members of a Map that are {@code null} are written;
 * fields of a plain object that are {@code null} are left out. Numbers have no exponent, and
 * integral ones no fraction; times are in Beijing time, {@code 2018-06-08T10:34:56+08:00} and
 * {@code 2018-06-08}. Reads numbers without loss ({@code long}, {@code BigInteger}, {@code
 * BigDecimal}), within limits (depth 64, 8 MiB, numbers of 64 digits); a repeated name in an object
 * is an error.
 */
public final class Json {
  /** Creates all parsers and generators, also those of databind. */
  static final JsonFactory FACTORY =
      Jackson.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(
              StreamReadFeature
                  .INCLUDE_SOURCE_IN_LOCATION) // up to 2.15 messages contained the source
          .characterEscapes(new LowerCaseEscapes())
          .build();

  /** The maximum length of a number or literal. */
  private static final int MAX_TOKEN = 70;

  private Json() {}

  /**
   * Writes a value (Map, list, plain object, {@code JsonNode}) as UTF-8 JSON that can be sent. A
   * {@link io.github.wxpay.crypto.Secret} cannot be written without a cipher.
   *
   * @throws IllegalArgumentException if it cannot be written; the message names the member as a
   *     JSON pointer
   */
  public static byte[] write(Object value) {
    return written(value, null);
  }

  /**
   * Writes as {@link #write(Object)} does, with every {@link io.github.wxpay.crypto.Secret}
   * encrypted with the cipher.
   */
  public static byte[] write(Object value, UnaryOperator<String> cipher) {
    return written(value, cipher);
  }

  private static byte[] written(Object value, @Nullable UnaryOperator<String> cipher) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
      JsonGenerator out = wire(bytes);
      if (PlainWriter.write(out, value, cipher)) {
        out.close();
        return bytes.toByteArray();
      }
      bytes = new ByteArrayOutputStream(512);
      try (JsonGenerator again = wire(bytes)) {
        Databind.write(again, value, cipher);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw unwritable(value, e);
    }
  }

  private static JsonGenerator wire(ByteArrayOutputStream bytes) throws IOException {
    JsonGenerator out = new WireGenerator(Jackson.generator(FACTORY, bytes));
    return out.enable(
        JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN); // numbers have at most 64 digits here
  }

  /**
   * Writes a node as compact UTF-8 JSON with unchanged numbers and texts: for nodes that were read,
   * and for replies that must not fail because of an unpaired surrogate.
   */
  public static byte[] compact(JsonNode node) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try {
      JsonGenerator out = FACTORY.createGenerator(bytes, JsonEncoding.UTF8);
      if (PlainWriter.write(out, node, null)) {
        out.close();
        return bytes.toByteArray();
      }
      return Databind.compact(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "A node cannot be written as JSON: " + reason(e), isPrintable(e) ? e : null);
    } catch (IOException e) {
      throw new IllegalStateException("A node cannot be written as JSON.", e); // no known case
    }
  }

  /** Returns a node as indented text, for logs and consoles. */
  public static String pretty(JsonNode node) {
    return node.toPrettyString();
  }

  /**
   * Reads UTF-8 JSON; returns the missing node if it is empty.
   *
   * @throws MalformedException if it is not JSON, or exceeds a limit
   */
  public static JsonNode read(byte[] json) {
    try {
      return tree(json, json.length);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  static JsonNode tree(byte[] json, int length) throws IOException {
    try (JsonParser in = Jackson.parser(FACTORY, json, length)) {
      return Trees.read(in);
    }
  }

  /**
   * Reads as {@link #read} does, but returns a text node for a syntax error, as the original does.
   * Repeated names, exceeded limits and more JSON after the first value remain errors.
   */
  public static JsonNode readOrText(byte[] body) {
    try {
      return tree(body, body.length);
    } catch (JsonParseException e) {
      requireSingleNames(body);
      return TextNode.valueOf(new String(body, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  /** Fails if there is a repeated name before a syntax error. */
  private static void requireSingleNames(byte[] body) {
    try (JsonParser in = Jackson.parser(FACTORY, body, body.length)) {
      while (in.nextToken() != null) {
        // Only the names are checked.
      }
    } catch (IOException e) {
      if (e instanceof JsonParseException
          && reason((JsonParseException) e).startsWith("Duplicate field")) {
        throw malformed(e);
      }
    }
  }

  /**
   * Returns the scalars of some names at the top level of an object, as texts. Does not create a
   * tree and reads up to the last of the names; stops at a syntax error.
   *
   * @return the values, numbers as written, without {@code null}, objects and arrays
   */
  public static Map<String, String> scalars(byte[] json, Set<String> names) {
    Map<String, String> found = new LinkedHashMap<>();
    int left = names.size();
    try (JsonParser in = Jackson.parser(FACTORY, json, json.length)) {
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
      // The values before the error have been read; a caller that needs all values reads a tree.
    }
    return found;
  }

  /**
   * Returns whether JSON is truncated: the parser reaches the end of the text, possibly within a
   * number or a literal.
   */
  public static boolean isCut(byte[] json) {
    int end = json.length;
    while (end > 0 && json.length - end <= MAX_TOKEN && isTokenByte(json[end - 1])) {
      end--; // a truncated literal or number is an error at its start, not at its end
    }
    try {
      var unused = tree(json, end);
      return false;
    } catch (JsonParseException e) { // a JsonEOFException, or an error after a comma
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

  /** Returns a node as an object of a class. */
  public static <T> T as(JsonNode node, Class<T> type) {
    return Databind.as(node, type, Databind.MAPPER);
  }

  /** Returns a node as an object of a generic type. */
  public static <T> T as(JsonNode node, TypeReference<T> type) {
    return Databind.as(node, type, Databind.MAPPER);
  }

  /** Returns a node as an object of a class, created by a mapper. */
  public static <T> T as(JsonNode node, Class<T> type, ObjectMapper mapper) {
    return Databind.as(node, type, Objects.requireNonNull(mapper, "mapper == null"));
  }

  /** Returns a node as an object of a generic type, created by a mapper. */
  public static <T> T as(JsonNode node, TypeReference<T> type, ObjectMapper mapper) {
    return Databind.as(node, type, Objects.requireNonNull(mapper, "mapper == null"));
  }

  /**
   * Returns the members of an object in their order, in a map that may be modified: {@code Map},
   * {@code List}, {@code String}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code
   * BigDecimal}, {@code Boolean} or {@code null}.
   *
   * @throws MalformedException if the node is not an object
   */
  public static Map<String, @Nullable Object> map(JsonNode node) {
    return node.isObject()
        ? Trees.map(node)
        : Databind.as(
            node, new TypeReference<LinkedHashMap<String, @Nullable Object>>() {}, Databind.MAPPER);
  }

  /** Returns any value as a node, the way {@link #write(Object)} writes it. */
  public static JsonNode node(@Nullable Object value) {
    return node(value, Times.V3);
  }

  /** Returns any value as a node, its times in the form of APIv2. */
  public static JsonNode fields(@Nullable Object value) {
    return node(value, Times.V2);
  }

  /** Returns whether a value is a tree of another JSON library, which may also be a Map. */
  public static boolean isTree(Object value) {
    return ForeignTypes.isTree(value.getClass());
  }

  /** Returns whether a value without a text form belongs to another language. */
  public static boolean isForeign(Object value) {
    Class<?> type = value.getClass();
    return !Scalars.isScalar(type) && (ForeignTypes.isTree(type) || ForeignTypes.isForeign(type));
  }

  /** Returns the text, number or boolean of a tree that is one; any other value unchanged. */
  public static Object scalar(Object value) {
    if (!(value instanceof JsonNode) && !isTree(value)) {
      return value;
    }
    JsonNode node = fields(value);
    return node.isTextual()
        ? node.textValue()
        : node.isNumber() ? node.numberValue() : node.isBoolean() ? node.booleanValue() : value;
  }

  private static JsonNode node(@Nullable Object value, Times times) {
    try {
      TokenBuffer buffer = new TokenBuffer(null, false);
      return PlainWriter.write(new WireGenerator(buffer), value, null)
          ? Trees.read(buffer.asParser())
          : Databind.node(value, times);
    } catch (IOException e) {
      throw unwritable(value, e);
    }
  }

  private static IllegalArgumentException unwritable(@Nullable Object value, IOException e) {
    String type = value == null ? "null" : "A value " + Printable.type(value);
    return new IllegalArgumentException(
        type + " cannot be written as JSON: " + Databind.member(e), e);
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
    return new MalformedException("The text cannot be read as JSON: " + reason, cause);
  }

  /** Returns Jackson's message, which may contain a token or a value of the document. */
  static String reason(JsonProcessingException e) {
    return shown(e.getOriginalMessage());
  }

  static String shown(@Nullable String message) {
    return Printable.of(String.valueOf(message), 400);
  }

  /** Returns whether the messages of an exception and its causes can be logged unchanged. */
  static boolean isPrintable(Throwable e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      // Jackson writes the position on a separate line.
      if (!Printable.isPrintable(String.valueOf(at.getMessage()).replace("\n", ""))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Escapes control characters as {@code JSON.stringify} does: {@code \\u001f}, not {@code
   * \\u001F}.
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
      return c >= ' ' ? null : new SerializedString(String.format(Locale.ROOT, "\\u%04x", c));
    }
  }
}
