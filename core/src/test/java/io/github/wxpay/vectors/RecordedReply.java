package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A recorded response, as a server sends it. */
final class RecordedReply {
  private RecordedReply() {}

  static byte[] body(JsonNode reply) {
    return reply.has("body_base64")
        ? Base64.getDecoder().decode(reply.get("body_base64").textValue())
        : reply.path("body").asText("").getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the status line, the headers and the body; a response with 204 has no body. */
  static byte[] http(JsonNode reply, byte[] body) {
    int status = reply.path("status").asInt(200);
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Recorded\r\n");
    reply
        .path("headers")
        .forEach(
            h ->
                head.append(h.get(0).textValue())
                    .append(": ")
                    .append(h.get(1).textValue())
                    .append("\r\n"));
    if (status != 204) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
    if (status != 204) {
      out.writeBytes(body);
    }
    return out.toByteArray();
  }
}
