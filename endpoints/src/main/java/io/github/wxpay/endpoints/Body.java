package io.github.wxpay.endpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.wxpay.Wxpay;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body, of a nested object or of a query, which a lambda fills. A setter replaces
 * an earlier value, {@code null} leaves the field out, and {@code add…} appends to a list. Not safe
 * for use by many threads; it lives as long as its lambda.
 *
 * <pre>{@code
 * v3.pay().transactions().jsapi().post(body -> body
 *     .appid(appid).payer(payer -> payer.openid(openid))
 *     .put("a_new_field", "value"));
 * }</pre>
 *
 * @param <T> the type itself
 */
public abstract class Body<T extends Body<T>> implements Typed {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  /** Whether a field is JSON in a text; else that class is not loaded. */
  private boolean hasJson;

  /** Creates an empty body. */
  protected Body() {}

  /** Sets any field, also one that is not documented; {@code null} removes it. */
  public final T put(String name, @Nullable Object value) {
    return set(Objects.requireNonNull(name, "name == null"), value);
  }

  /** Sets all fields of a map. */
  public final T putAll(Map<String, ?> more) {
    more.forEach(this::put);
    return self();
  }

  /** Returns a copy of the fields, as a body of a chain; JSON in a text is written. */
  final Map<String, Object> fields() {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<String, Object> field : fields.entrySet()) {
      copy.put(field.getKey(), plain(field.getValue()));
    }
    return copy;
  }

  private Object plain(Object value) {
    if (hasJson && value instanceof JsonText) {
      return value.toString();
    }
    if (value instanceof Body) {
      return ((Body<?>) value).fields();
    }
    if (value instanceof List) {
      List<Object> copy = new ArrayList<>();
      ((List<?>) value).forEach(one -> copy.add(plain(one)));
      return copy;
    }
    return value;
  }

  /** Sets a field; {@code null} removes it. */
  protected final T set(String name, @Nullable Object value) {
    if (value == null) {
      fields.remove(name);
    } else {
      fields.put(name, value);
    }
    return self();
  }

  /** Sets a time of the form {@code yyyyMMddHHmmss}, in Beijing. */
  protected final T compact(String name, @Nullable OffsetDateTime time) {
    return set(name, time == null ? null : Formats.V2.format(time));
  }

  /** Sets a field that is sent encrypted. */
  protected final T secret(String name, @Nullable String plaintext) {
    return set(name, plaintext == null ? null : Wxpay.secret(plaintext));
  }

  /** Sets a list of texts that are sent encrypted. */
  protected final T secrets(String name, String... plaintexts) {
    List<Object> secrets = new ArrayList<>();
    for (String plaintext : plaintexts) {
      secrets.add(Wxpay.secret(plaintext));
    }
    return set(name, secrets);
  }

  /** Sets a list of texts. */
  protected final T texts(String name, String... texts) {
    return set(name, List.of(texts));
  }

  /** Sets a parameter of a query to a list of texts, separated by commas. */
  protected final T joined(String name, String... texts) {
    return set(name, String.join(",", texts));
  }

  /** Sets a list of whole numbers. */
  protected final T numbers(String name, long... numbers) {
    List<Object> list = new ArrayList<>();
    for (long number : numbers) {
      list.add(number);
    }
    return set(name, list);
  }

  /** Sets a nested object. */
  protected final <N extends Typed> T object(String name, N empty, Consumer<? super N> fill) {
    return set(name, filled(name, empty, fill));
  }

  /** Appends an object to a list. */
  protected final <N extends Typed> T add(String name, N empty, Consumer<? super N> fill) {
    return set(name, longer(fields.get(name), filled(name, empty, fill)));
  }

  private T json(String name, JsonText text) {
    hasJson = true;
    return set(name, text);
  }

  /** Sets a text that is the JSON of an object. */
  protected final <N extends Typed> T json(String name, N empty, Consumer<? super N> fill) {
    return json(name, new JsonText(filled(name, empty, fill)));
  }

  /** Sets a text that is the JSON of a list of texts. */
  protected final T jsonTexts(String name, String... texts) {
    return json(name, new JsonText(List.of(texts)));
  }

  /** Appends an object to a list whose JSON is the text of a field. */
  protected final <N extends Typed> T addJson(String name, N empty, Consumer<? super N> fill) {
    Object known = fields.get(name);
    Object list = known instanceof JsonText ? ((JsonText) known).value : List.of();
    return json(name, new JsonText(longer(list, filled(name, empty, fill))));
  }

  /** Sets a text that is {@code name=value&name=value}, URL-encoded as a whole. */
  protected final <N extends Typed> T form(String name, N empty, Consumer<? super N> fill) {
    StringJoiner pairs = new StringJoiner("&");
    ((Body<?>) filled(name, empty, fill))
        .fields()
        .forEach((key, value) -> pairs.add(key + "=" + value));
    return set(name, URLEncoder.encode(pairs.toString(), StandardCharsets.UTF_8));
  }

  private static <N extends Typed> N filled(String name, N empty, Consumer<? super N> fill) {
    Objects.requireNonNull(fill, () -> name + " == null").accept(empty);
    return empty;
  }

  private static List<Object> longer(@Nullable Object list, Object one) {
    List<Object> longer = new ArrayList<>(list instanceof List ? (List<?>) list : List.of());
    longer.add(one);
    return longer;
  }

  @SuppressWarnings("unchecked") // each generated body names itself
  private T self() {
    return (T) this;
  }

  /** Returns the fields that are set; encrypted ones as {@code <secret>}. */
  @Override
  public final String toString() {
    return fields.toString();
  }

  /** A text field whose value is JSON, which is written when the fields are complete. */
  private static final class JsonText {
    private final Object value;

    JsonText(Object value) {
      this.value = value;
    }

    @Override
    public String toString() {
      try {
        return Formats.JSON.writeValueAsString(timed(value));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("A value cannot be written as JSON.", e);
      }
    }

    private static Object timed(Object value) {
      if (value instanceof Body) {
        return timed(((Body<?>) value).fields());
      }
      if (value instanceof Map) {
        Map<Object, Object> copy = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, one) -> copy.put(name, timed(one)));
        return copy;
      }
      if (value instanceof List) {
        List<Object> copy = new ArrayList<>();
        ((List<?>) value).forEach(one -> copy.add(timed(one)));
        return copy;
      }
      return value instanceof OffsetDateTime ? value.toString() : value;
    }
  }
}
