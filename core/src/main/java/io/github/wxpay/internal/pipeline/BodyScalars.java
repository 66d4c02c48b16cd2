package io.github.wxpay.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads scalars at the top level of a request body, of whatever type the body is. */
final class BodyScalars {
  private BodyScalars() {}

  /**
   * Reads the scalars of some names as the texts that are sent. Leaves out secrets, {@code null},
   * objects, arrays, and all of a body that cannot be read.
   */
  static void read(@Nullable Object data, Set<String> names, BiConsumer<String, String> found) {
    if (data instanceof Map) {
      ((Map<?, ?>) data)
          .forEach(
              (key, value) -> {
                if (key instanceof CharSequence && names.contains(key.toString())) {
                  readValue(key.toString(), value, found);
                }
              });
    } else if (data instanceof JsonNode) {
      for (String name : names) {
        JsonNode value = ((JsonNode) data).path(name);
        found.accept(name, text(value.isNumber() ? value.numberValue() : value.textValue()));
      }
    } else {
      Json.scalars(json(data), names).forEach(found);
    }
  }

  /** Reads a value of a body, which may be of a caller's class that is written as text. */
  private static void readValue(
      String name, @Nullable Object value, BiConsumer<String, String> found) {
    String text = text(value);
    if (!text.isEmpty()) {
      found.accept(name, text);
    } else if (value != null && !Secret.isIn(value)) {
      Json.scalars(json(Map.of(name, value)), Set.of(name)).forEach(found);
    }
  }

  private static byte[] json(@Nullable Object data) {
    if (data instanceof byte[]) {
      return (byte[]) data;
    }
    if (data instanceof Body) {
      return ((Body) data).signed();
    }
    if (data instanceof CharSequence) {
      return data.toString().getBytes(StandardCharsets.UTF_8);
    }
    if (data == null || data instanceof Multipart || data instanceof Collection) {
      return new byte[0];
    }
    try {
      return Json.write(data, plaintext -> "");
    } catch (RuntimeException e) { // signing writes the body again and reports the error
      return new byte[0];
    }
  }

  /** Returns the text of a scalar as it is sent; empty for other values. */
  static String text(@Nullable Object value) {
    return value == null || !Scalars.problem(value).isEmpty() ? "" : Scalars.text(value, Times.V3);
  }
}
