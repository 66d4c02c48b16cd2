package io.github.wxpay.internal.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.DateDeserializers;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.Serializers;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.type.MapType;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Module for the types that {@link Json} writes and reads differently from Jackson: times in the
 * platform's formats, secrets encrypted; types of the JDK that are not data are refused.
 */
final class WireTypes extends SimpleModule {
  /** The attribute of a writer for the cipher of secrets. */
  static final Object CIPHER = new Object();

  /** The attribute of a writer for the format of times; {@link Times#V3} by default. */
  static final Object TIMES = new Object();

  private static final long serialVersionUID = 1L;

  WireTypes() {
    super("wxpay-types");
    addSerializer(Secret.class, new SecretSerializer());
    time(OffsetDateTime.class, time -> time);
    time(ZonedDateTime.class, OffsetDateTime::toZonedDateTime);
    time(Instant.class, OffsetDateTime::toInstant);
    time(LocalDateTime.class, time -> time.withOffsetSameInstant(Times.BEIJING).toLocalDateTime());
    addDeserializer(LocalDate.class, new TimeReader<>(LocalDate.class, WireTypes::date, null));
    addDeserializer(BigInteger.class, new IntegerReader());
    addDeserializer(Date.class, new DateReader());
    addDeserializer(Calendar.class, new CalendarReader());
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addSerializers(new Values());
    context.addKeySerializers(new Names());
  }

  private <T> void time(Class<T> type, Function<OffsetDateTime, T> conversion) {
    addDeserializer(
        type, new TimeReader<>(type, read -> conversion.apply(requireTime(read)), null));
  }

  private static OffsetDateTime requireTime(Temporal read) {
    if (!(read instanceof OffsetDateTime)) {
      throw new DateTimeException("a date without a time");
    }
    return (OffsetDateTime) read;
  }

  private static LocalDate date(Temporal read) {
    return read instanceof LocalDate
        ? (LocalDate) read
        : requireTime(read).withOffsetSameInstant(Times.BEIJING).toLocalDate();
  }

  private static Times times(SerializerProvider provider) {
    Object times = provider.getAttribute(TIMES);
    return times instanceof Times ? (Times) times : Times.V3;
  }

  /**
   * Returns whether a type belongs to the JDK. Jackson would write the getters of such an object,
   * or its path or host name.
   */
  private static boolean isJdk(Class<?> type) {
    String module = type.getModule().getName();
    return module != null
        && (module.startsWith("java.") || module.startsWith("jdk."))
        && !Proxy.isProxyClass(type);
  }

  private static final class Values extends Serializers.Base {
    @Override
    public @Nullable JsonSerializer<?> findSerializer(
        SerializationConfig config, JavaType type, BeanDescription description) {
      Class<?> raw = type.getRawClass();
      if (raw.isPrimitive() || raw.isEnum() || raw == String.class) {
        return null;
      }
      if (ForeignTypes.isTree(raw)) {
        return new TreeSerializer();
      }
      boolean text = CharSequence.class.isAssignableFrom(raw) || raw == UUID.class;
      if (Times.isTime(raw) || text) { // Jackson writes a UUID in a tree as bytes
        return new TextSerializer(raw, null);
      }
      boolean known = Scalars.isScalar(raw) || Map.Entry.class.isAssignableFrom(raw);
      return (isJdk(raw) || ForeignTypes.isForeign(raw)) && !known
          ? new TextSerializer(raw, null)
          : null;
    }

    @Override
    public @Nullable JsonSerializer<?> findMapSerializer(
        SerializationConfig config,
        MapType type,
        BeanDescription description,
        @Nullable JsonSerializer<Object> keys,
        @Nullable TypeSerializer types,
        @Nullable JsonSerializer<Object> values) {
      return ForeignTypes.isTree(type.getRawClass()) ? new TreeSerializer() : null;
    }

    @Override
    public @Nullable JsonSerializer<?> findCollectionSerializer(
        SerializationConfig config,
        CollectionType type,
        BeanDescription description,
        @Nullable TypeSerializer types,
        @Nullable JsonSerializer<Object> values) {
      return ForeignTypes.isTree(type.getRawClass()) ? new TreeSerializer() : null;
    }
  }

  private static final class Names extends Serializers.Base {
    @Override
    public @Nullable JsonSerializer<?> findSerializer(
        SerializationConfig config, JavaType type, BeanDescription description) {
      Class<?> raw = type.getRawClass();
      if (raw.isPrimitive() || Enum.class.isAssignableFrom(raw) || raw == Object.class) {
        return null;
      }
      return Scalars.isScalar(raw) || isJdk(raw) || !isName(config, type)
          ? new NameSerializer()
          : null;
    }

    /** Returns whether a class of the caller has an annotation for its form as a name. */
    private static boolean isName(SerializationConfig config, JavaType type) {
      BeanDescription description = config.introspect(type);
      return description.findJsonKeyAccessor() != null
          || description.findJsonValueAccessor() != null;
    }
  }

  /** Writes a scalar as text, a time in the pattern of {@code @JsonFormat} if it has one. */
  private static final class TextSerializer extends StdSerializer<Object>
      implements ContextualSerializer {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable DateTimeFormatter pattern;

    TextSerializer(Class<?> type, @Nullable DateTimeFormatter pattern) {
      super(type, false);
      this.pattern = pattern;
    }

    @Override
    public JsonSerializer<?> createContextual(
        SerializerProvider provider, @Nullable BeanProperty property) {
      JsonFormat.Value format = findFormatOverrides(provider, property, handledType());
      return Times.isTime(handledType()) && format != null && format.hasPattern()
          ? new TextSerializer(handledType(), formatter(format))
          : this;
    }

    @Override
    public void serialize(Object value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (pattern != null) {
        out.writeString(pattern.format(Times.forPattern(value)));
        return;
      }
      String problem = Scalars.problem(value);
      if (!problem.isEmpty()) {
        throw WireGenerator.refused(out, problem);
      }
      out.writeString(Scalars.text(value, times(provider)));
    }
  }

  /** Writes a tree of another library as the JSON of its {@code toString()}. */
  private static final class TreeSerializer extends JsonSerializer<Object> {
    @Override
    public void serialize(Object tree, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      String text = tree.toString(); // null if org.json cannot print it
      String problem = "it is null";
      if (text != null && Scalars.hasUnpairedSurrogate(text)) {
        problem = "it contains an unpaired surrogate";
      } else if (text != null) {
        try {
          byte[] json = text.getBytes(StandardCharsets.UTF_8);
          JsonNode node = Json.tree(json, json.length);
          if (!node.isMissingNode() && PlainWriter.write(out, node, null)) {
            return;
          }
        } catch (WireGenerator.Unwritable e) {
          throw e;
        } catch (JsonProcessingException e) {
          problem = Json.reason(e);
        } catch (IOException e) {
          problem = Json.shown(e.getMessage());
        }
      }
      throw WireGenerator.refused(
          out,
          Printable.type(tree) + ", whose text is not JSON that can be sent (" + problem + ")");
    }
  }

  /** Writes the key of a map as its text. */
  private static final class NameSerializer extends JsonSerializer<Object> {
    @Override
    public void serialize(Object key, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      String problem = Scalars.problem(key);
      if (!problem.isEmpty()) {
        throw new WireGenerator.Unwritable("a key is " + problem + "; use a text");
      }
      out.writeFieldName(Scalars.text(key, times(provider)));
    }
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
      @SuppressWarnings("unchecked") // only Json.write sets it
      UnaryOperator<String> encrypt = (UnaryOperator<String>) cipher;
      out.writeString(secret.encrypted(encrypt));
    }
  }

  private static DateTimeFormatter formatter(JsonFormat.Value format) {
    DateTimeFormatter pattern =
        DateTimeFormatter.ofPattern(
            format.getPattern(), format.hasLocale() ? format.getLocale() : Locale.ROOT);
    return format.hasTimeZone() ? pattern.withZone(format.getTimeZone().toZoneId()) : pattern;
  }

  /** Reads a time in any text format of the platform; an empty text is {@code null}. */
  private static final class TimeReader<T> extends StdScalarDeserializer<T>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient Function<Temporal, T> conversion;
    private final transient @Nullable DateTimeFormatter pattern;

    TimeReader(
        Class<T> type, Function<Temporal, T> conversion, @Nullable DateTimeFormatter pattern) {
      super(type);
      this.conversion = conversion;
      this.pattern = pattern;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      JsonFormat.Value format = findFormatOverrides(context, property, handledType());
      @SuppressWarnings("unchecked") // the type that was passed to the constructor
      Class<T> type = (Class<T>) handledType();
      return format != null && format.hasPattern()
          ? new TimeReader<>(type, conversion, formatter(format))
          : this;
    }

    @Override
    public @Nullable T deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      if (!in.hasToken(JsonToken.VALUE_STRING)) {
        return mismatch(in, context);
      }
      String text = in.getText().strip();
      if (text.isEmpty()) {
        return null;
      }
      try {
        return conversion.apply(pattern == null ? Times.read(text) : Times.read(text, pattern));
      } catch (DateTimeException e) {
        return mismatch(in, context);
      }
    }

    private T mismatch(JsonParser in, DeserializationContext context) throws IOException {
      return context.reportInputMismatch(
          this,
          "%s is not in a format of the platform's times, such as 2018-06-08T10:34:56+08:00",
          in.getParsingContext().pathAsPointer());
    }
  }

  /** Reads integers like Jackson from 2.15 on, which does not expand the zeros of 1e999999999. */
  private static final class IntegerReader extends NumberDeserializers.BigIntegerDeserializer {
    private static final long serialVersionUID = 1L;

    /** Jackson's limit. */
    private static final int MAX_SCALE = 100_000;

    @Override
    public BigInteger deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      if (in.hasToken(JsonToken.VALUE_NUMBER_FLOAT)
          && Math.abs((long) in.getDecimalValue().scale()) > MAX_SCALE) {
        return context.reportInputMismatch(
            this,
            "%s has an exponent beyond %s",
            in.getParsingContext().pathAsPointer(),
            MAX_SCALE);
      }
      return super.deserialize(in, context);
    }
  }

  /** Reads a {@link Date} in the platform's formats too, and otherwise as Jackson does. */
  private static final class DateReader extends DateDeserializers.DateDeserializer {
    private static final long serialVersionUID = 1L;

    @Override
    protected Date _parseDate(JsonParser in, DeserializationContext context) throws IOException {
      Date date = date(in);
      return date == null ? super._parseDate(in, context) : date;
    }
  }

  /** Does the same as {@link DateReader} for {@link Calendar}. */
  private static final class CalendarReader extends DateDeserializers.CalendarDeserializer {
    private static final long serialVersionUID = 1L;

    @Override
    protected Date _parseDate(JsonParser in, DeserializationContext context) throws IOException {
      Date date = date(in);
      return date == null ? super._parseDate(in, context) : date;
    }
  }

  private static @Nullable Date date(JsonParser in) throws IOException {
    if (!in.hasToken(JsonToken.VALUE_STRING)) {
      return null;
    }
    try {
      Temporal read = Times.read(in.getText().strip());
      return Date.from(
          read instanceof LocalDate
              ? ((LocalDate) read).atStartOfDay(Times.BEIJING).toInstant()
              : requireTime(read).toInstant());
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }
}
