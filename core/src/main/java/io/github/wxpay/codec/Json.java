package io.github.wxpay.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Date;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the library reads and writes it, by one mapper.
 *
 * <p>Written compactly, in the order given; members of a Map that are {@code null} are written,
 * fields of a plain object that are {@code null} are left out; dates are RFC 3339. Read without
 * loss ({@code long}, {@code BigInteger}, {@code BigDecimal}), within limits (64 deep, 8 MiB,
 * numbers of 64 digits), and with a name at most once in an object.
 */
public final class Json {
  private static final Object CIPHER = new Object();
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

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
          .addModule(types())
          .build();

  private Json() {}

  /**
   * A value (Map, list, plain object, {@code JsonNode}) as UTF-8 JSON.
   *
   * @throws IllegalArgumentException when it cannot be written, with the member at fault
   */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "A " + value.getClass().getName() + " cannot be written as JSON: " + reason(e), e);
    }
  }

  /**
   * As {@link #write(Object)}, every {@link Secret} in it as what the cipher makes of it. Without a
   * cipher a secret cannot be written at all.
   */
  public static byte[] write(Object value, UnaryOperator<String> cipher) {
    try {
      return MAPPER.writer().withAttribute(CIPHER, cipher).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "A " + value.getClass().getName() + " cannot be written as JSON: " + reason(e), e);
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

  /** A node as an object of the caller's class. */
  public static <T> T as(JsonNode node, Class<T> type) {
    return convert(node, type.getName(), n -> MAPPER.convertValue(n, type));
  }

  /** A node as an object of the caller's generic type. */
  public static <T> T as(JsonNode node, TypeReference<T> type) {
    return convert(node, type.getType().getTypeName(), n -> MAPPER.convertValue(n, type));
  }

  /** Any value as a node, the way it would be written. */
  public static JsonNode node(@Nullable Object value) {
    return MAPPER.valueToTree(value);
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
              : String.valueOf(e.getMessage());
      throw new MalformedException("The JSON does not fit " + type + ": " + reason, e);
    }
  }

  private static MalformedException malformed(IOException e) {
    String reason =
        e instanceof JsonProcessingException
            ? reason((JsonProcessingException) e)
            : String.valueOf(e.getMessage());
    return new MalformedException("The text is no JSON that can be read: " + reason, e);
  }

  private static String reason(JsonProcessingException e) {
    return String.valueOf(e.getOriginalMessage());
  }

  private static SimpleModule types() {
    SimpleModule module = new SimpleModule("wxpay-types");
    module.addSerializer(Date.class, text(date -> MILLIS.format(date.toInstant())));
    module.addSerializer(Secret.class, new SecretSerializer());
    module.addSerializer(Instant.class, text(DateTimeFormatter.ISO_INSTANT::format));
    module.addSerializer(
        OffsetDateTime.class, text(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format));
    module.addSerializer(ZonedDateTime.class, text(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format));
    return module;
  }

  private static <T> JsonSerializer<T> text(Function<T, String> format) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        out.writeString(format.apply(value));
      }
    };
  }

  private static final class SecretSerializer extends JsonSerializer<Secret> {
    @Override
    public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      Object cipher = provider.getAttribute(CIPHER);
      if (!(cipher instanceof UnaryOperator)) {
        throw new IllegalArgumentException(
            "A secret can only be sent in the JSON body of APIv3, where it is encrypted.");
      }
      @SuppressWarnings("unchecked") // put there by write, and by nothing else
      UnaryOperator<String> encrypt = (UnaryOperator<String>) cipher;
      out.writeString(secret.encrypted(encrypt));
    }
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
