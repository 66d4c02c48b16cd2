package io.github.wxpay.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.Wxpay;
import io.github.wxpay.catalogue.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Marks the values of fields that are documented as encrypted, so that the client encrypts them.
 */
public final class Sensitive {
  private Sensitive() {}

  /**
   * Returns a body with its sensitive values marked.
   *
   * @param body fields, or JSON as text or bytes
   * @param fields the documented fields
   * @throws IllegalArgumentException if a text is not a JSON object
   */
  public static Map<String, @Nullable Object> marked(Object body, List<Field> fields) {
    return RequestData.members(body)
        .map(members -> object(members, fields))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "`--encrypt` needs fields or a JSON object in `-d`, and this body is neither."));
  }

  private static Map<String, @Nullable Object> object(Map<?, ?> values, List<Field> fields) {
    Map<String, @Nullable Object> marked = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Field documented = null;
          for (Field field : fields) {
            documented = field.name().equals(name) ? field : documented;
          }
          marked.put((String) name, documented == null ? value : value(plain(value), documented));
        });
    return marked;
  }

  private static @Nullable Object value(@Nullable Object value, Field field) {
    if (value instanceof List) {
      List<@Nullable Object> marked = new ArrayList<>();
      for (Object element : (List<?>) value) {
        marked.add(value(plain(element), field));
      }
      return marked;
    }
    if (value instanceof Map) {
      return object((Map<?, ?>) value, field.fields());
    }
    return value != null && field.isEncrypted() ? Wxpay.secret(value.toString()) : value;
  }

  /** Returns a tree as maps, lists and values, which can contain a secret. */
  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof JsonNode ? RequestData.JSON.convertValue(value, Object.class) : value;
  }
}
