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

/** Makes messages fit to be looked at: readable, of bearable length, without secrets. */
final class DisplayText {
  private static final int LONGEST = 64 << 10;

  private final Redactor veil;

  DisplayText(Redactor veil) {
    this.veil = veil;
  }

  /** Returns the beginning of a long text. */
  String text(String text, int most) {
    return veil.text(text, most);
  }

  String text(String text) {
    return veil.text(text, LONGEST);
  }

  /** Returns {@code length} and, unless the bytes are no text or not there, {@code text}. */
  ObjectNode body(byte @Nullable [] bytes) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (bytes == null) {
      return body.put("kept", false);
    }
    body.put("kept", true);
    body.put("length", bytes.length);
    if (isText(bytes)) {
      String all = new String(bytes, StandardCharsets.UTF_8);
      body.put("text", veil.text(all.length() > LONGEST ? all : Indented.of(all), LONGEST));
    }
    return body;
  }

  /** Returns pairs of name and value, one for each value. */
  ArrayNode headers(Map<String, List<String>> headers) {
    ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
    headers.forEach(
        (name, values) ->
            values.forEach(
                value -> pairs.addArray().add(name).add(text(veil.header(name, value), LONGEST))));
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
