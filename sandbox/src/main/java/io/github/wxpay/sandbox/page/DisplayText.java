package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prepares texts for display: indented, truncated, and without secrets. */
final class DisplayText {
  private static final int MAX_LENGTH = 64 << 10;

  private final Redactor redactor;

  DisplayText(Redactor redactor) {
    this.redactor = redactor;
  }

  /** Returns at most that many characters of a text. */
  String text(String text, int max) {
    return redactor.text(text, max);
  }

  String text(String text) {
    return redactor.text(text, MAX_LENGTH);
  }

  /** Returns {@code length} and, if the bytes are present and UTF-8 text, {@code text}. */
  ObjectNode body(byte @Nullable [] bytes) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (bytes == null) {
      return body.put("kept", false);
    }
    body.put("kept", true);
    body.put("length", bytes.length);
    if (isText(bytes)) {
      String all = new String(bytes, StandardCharsets.UTF_8);
      body.put(
          "text", redactor.text(all.length() > MAX_LENGTH ? all : Indented.of(all), MAX_LENGTH));
    }
    return body;
  }

  /** Returns a pair of name and value for each value. */
  ArrayNode headers(Map<String, List<String>> headers) {
    ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
    headers.forEach(
        (name, values) ->
            values.forEach(
                value ->
                    pairs
                        .addArray()
                        .add(name)
                        .add(text(redactor.header(name, value), MAX_LENGTH))));
    return pairs;
  }

  ArrayNode plainHeaders(Map<String, String> headers) {
    ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
    headers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(header -> pairs.addArray().add(header.getKey()).add(text(header.getValue())));
    return pairs;
  }

  private static boolean isText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes))
          .chars()
          .noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
