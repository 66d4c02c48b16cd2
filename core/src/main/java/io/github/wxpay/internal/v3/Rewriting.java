package io.github.wxpay.internal.v3;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.internal.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Transformations of a JSON body to another text by programs and gateways, recognised by the form
 * of the text. Each takes at most a few copies of the body.
 */
enum Rewriting {
  JSON_STRING("it is a JSON string that contains the JSON (encoded twice).", "\"") {
    @Override
    String undone(String text) {
      String inner = text;
      for (int i = 0; i < MAX_LAYERS && inner.startsWith("\""); i++) {
        inner = string(inner);
      }
      return inner;
    }
  },
  ESCAPED_QUOTES("its quotes were escaped as \\\".", "\\{\\s*+\\\\++\"") {
    @Override
    String undone(String text) {
      String inner = text;
      for (int i = 0; i < MAX_LAYERS && inner.startsWith("{\\"); i++) {
        inner = string('"' + inner + '"');
      }
      return inner;
    }
  },
  ENTITIES("its quotes were escaped as &quot;.", "\\{\\s*+&(?:amp;)?(?:quot|#34|#x22);") {
    @Override
    String undone(String text) {
      return text.replace("&quot;", "\"")
          .replace("&#34;", "\"")
          .replace("&#x22;", "\"")
          .replace("&#39;", "'")
          .replace("&lt;", "<")
          .replace("&gt;", ">")
          .replace("&amp;", "&");
    }
  },
  SINGLE_QUOTES("it has single quotes, and is not JSON.", "\\{\\s*+'") {
    @Override
    String undone(String text) {
      return new String(
          Json.compact(Json.read(bytes(text.replace('\'', '"')))), StandardCharsets.UTF_8);
    }
  },
  MAP_TEXT("it is a Map printed as text ({name=value}), and not JSON.", "\\{\\s*+[A-Za-z_]\\w*+="),
  URL_ENCODED("it was URL-encoded.", "(?i)%7B") {
    @Override
    String undone(String text) {
      String plain = text.endsWith("=") ? text.substring(0, text.length() - 1) : text;
      return URLDecoder.decode(plain, StandardCharsets.UTF_8);
    }
  },
  BLANKS("each + of its ciphertext was replaced by a space, as by URL decoding.", "\\{") {
    @Override
    boolean matches(String text) {
      return super.matches(text) && CIPHERTEXT.matcher(text).find();
    }

    @Override
    String undone(String text) {
      String times = OFFSET.matcher(text).replaceAll("+");
      return CIPHERTEXT.matcher(times).replaceAll(match -> match.group().replace(' ', '+'));
    }
  };

  private static final int MAX_LAYERS = 3;

  /** A space before the offset of a time. */
  private static final Pattern OFFSET =
      Pattern.compile("(?<=[0-9]:[0-9]{2}) (?=[0-9]{2}:[0-9]{2}\")");

  /** A ciphertext that contains spaces, without its name. */
  private static final Pattern CIPHERTEXT =
      Pattern.compile("(?<=\"ciphertext\" {0,1}: {0,1}\")[A-Za-z0-9+/=]*+ [A-Za-z0-9+/= ]*+(?=\")");

  private final String text;
  private final Pattern start;

  Rewriting(String text, String start) {
    this.text = text;
    this.start = Pattern.compile(start);
  }

  /** Returns what happened to the body, to follow "was written again:". */
  String text() {
    return text;
  }

  /** Returns whether a body without surrounding white space has the form of this transformation. */
  boolean matches(String body) {
    return start.matcher(body).lookingAt();
  }

  /** Returns the original body; empty if it cannot be restored. */
  Optional<byte[]> undo(String body) {
    try {
      String before = undone(body);
      return before.isEmpty() ? Optional.empty() : Optional.of(bytes(before));
    } catch (MalformedException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String undone(String body) {
    return "";
  }

  private static String string(String json) {
    JsonNode node = Json.read(bytes(json));
    return node.isTextual() ? node.textValue() : "";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
