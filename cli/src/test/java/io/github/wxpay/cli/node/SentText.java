package io.github.wxpay.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.testing.Sent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as a text that is equal for equal requests of both languages. */
final class SentText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAMES =
      Pattern.compile("\\bname=\"([^\"]*)\"(?:; filename=\"([^\"]*)\")?");

  private SentText() {}

  static String of(Sent sent) throws Exception {
    boolean form = sent.header("Content-Type").startsWith("multipart/");
    return line(
        sent.method(),
        sent.target(),
        form ? form(sent.body()) : body(sent.text()),
        sent.header("Accept-Language"),
        sent.header("X-Trace"),
        sent.header("X-A"));
  }

  static String of(JsonNode request) throws Exception {
    JsonNode headers = request.get("headers");
    String form = request.get("form").asText();
    return line(
        request.get("method").asText(),
        request.get("target").asText(),
        form.isEmpty()
            ? body(request.get("body").asText())
            : form(Base64.getDecoder().decode(form)),
        headers.path("accept-language").asText(),
        headers.path("x-trace").asText(),
        headers.path("x-a").asText());
  }

  private static String line(String method, String target, String body, String... headers) {
    return method + " " + target + " " + String.join(",", headers) + " " + body;
  }

  /** Returns the parts of a form by their names, and files by their digests. */
  private static String form(byte[] bytes) throws Exception {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String boundary = text.substring(0, text.indexOf("\r\n"));
    assertThat(boundary).startsWith("--");
    assertThat(text.strip()).endsWith("\r\n" + boundary + "--");
    ObjectNode parts = JSON.createObjectNode();
    String parted = text.substring(0, text.lastIndexOf(boundary));
    for (String part : parted.split(Pattern.quote(boundary + "\r\n"), -1)) {
      if (!part.isEmpty()) {
        int head = part.indexOf("\r\n\r\n");
        Matcher names = NAMES.matcher(part.substring(0, head));
        assertThat(names.find()).as(part).isTrue();
        byte[] content =
            part.substring(head + 4, part.length() - 2).getBytes(StandardCharsets.ISO_8859_1);
        if (names.group(2) == null) {
          parts.set(names.group(1), JSON.readTree(content));
        } else {
          parts
              .putObject(names.group(1))
              .put("filename", names.group(2))
              .put("sha256", Hash.sha256(content));
        }
      }
    }
    return "(form) " + parts;
  }

  private static String body(String body) throws Exception {
    if (body.isEmpty()) {
      return "";
    }
    if (body.startsWith("<")) {
      Map<String, Object> fields = new TreeMap<>(Transformer.toObject(body));
      fields.remove("nonce_str");
      fields.remove("sign");
      fields.remove("workwx_sign"); // covers the nonce; a hook adds it in Java
      return fields.toString();
    }
    return JSON.readTree(body).toString().replaceAll("[A-Za-z0-9+/]{342}==", "(ciphertext)");
  }
}
