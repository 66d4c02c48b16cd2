package io.github.wxpay.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.http.Multipart;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * The topic of multipart bodies: what is appended, set and deleted, and the bytes that come of it.
 */
final class Forms {
  private static final RecordedCases VALUES = new RecordedCases(Map.of());

  private Forms() {}

  static void run(JsonNode one, CaseReport report) {
    Multipart form = new Multipart("-".repeat(26) + "170000000000012345678901");
    one.at("/input/ops").forEach(op -> apply(form, op));
    JsonNode body = one.at("/expected/body");
    byte[] expected =
        body.has("base64")
            ? Base64.getDecoder().decode(body.get("base64").textValue())
            : body.path("utf8").asText().getBytes(StandardCharsets.UTF_8);
    if (Arrays.equals(form.bytes(), expected)) {
      report.held(one.get("port").textValue());
    } else {
      String got = new String(form.bytes(), StandardCharsets.UTF_8);
      report.differs(one.get("id").textValue(), one.get("port").textValue(), got);
    }
  }

  private static void apply(Multipart form, JsonNode op) {
    String name = op.path(1).asText();
    String filename = op.path(3).asText("");
    switch (op.get(0).textValue()) {
      case "append":
        form.append(name, VALUES.value(op.get(2)), filename);
        break;
      case "set":
        form.set(name, VALUES.value(op.get(2)), filename);
        break;
      case "delete":
        form.delete(name);
        break;
      case "appendMimeTypes":
        Map<String, String> types = new TreeMap<>();
        op.get(1).properties().forEach(e -> types.put(e.getKey(), e.getValue().textValue()));
        form.appendMimeTypes(types);
        break;
      default:
        break; // reads, which leave the bytes as they are
    }
  }
}
