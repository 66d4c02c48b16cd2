package io.github.wxpay.cli.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.testing.Sent;
import java.util.Map;
import java.util.TreeMap;

/** A request as a text that is equal for equal requests of both languages. */
final class SentText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SentText() {}

  static String of(Sent sent) throws Exception {
    boolean form = sent.header("Content-Type").startsWith("multipart/");
    return line(
        sent.method(),
        sent.target(),
        form,
        sent.text(),
        sent.header("Accept-Language"),
        sent.header("X-Trace"),
        sent.header("X-A"));
  }

  static String of(JsonNode request) throws Exception {
    JsonNode headers = request.get("headers");
    String type = headers.path("content-type").asText();
    return line(
        request.get("method").asText(),
        request.get("target").asText(),
        request.get("form").asBoolean() || type.startsWith("multipart/"),
        request.get("body").asText(),
        headers.path("accept-language").asText(),
        headers.path("x-trace").asText(),
        headers.path("x-a").asText());
  }

  private static String line(
      String method, String target, boolean form, String body, String... headers) throws Exception {
    String text = form ? "(form)" : body(body);
    return method + " " + target + " " + String.join(",", headers) + " " + text;
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
