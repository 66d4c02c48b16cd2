package io.github.wxpay.sandbox.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.http.Inbound;
import io.github.wxpay.sandbox.http.Multipart;
import io.github.wxpay.sandbox.http.Percent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request that passed the gate, as its handler sees it. */
final class V3Request {
  private final Inbound inbound;
  private final Map<String, String> variables;
  private final String mchid;

  V3Request(Inbound inbound, Map<String, String> variables, String mchid) {
    this.inbound = inbound;
    this.variables = variables;
    this.mchid = mchid;
  }

  /** Returns the merchant who asks. */
  String mchid() {
    return mchid;
  }

  /** Returns the decoded value of a placeholder of that form. */
  String path(String name, Pattern form, String rule) {
    String value = Percent.decode(variables.getOrDefault(name, ""));
    if (!form.matcher(value).matches()) {
      throw Refusal.field("path", "/" + name, value, "must be " + rule);
    }
    return value;
  }

  String method() {
    return inbound.method();
  }

  /** Returns the path, still encoded. */
  String path() {
    return inbound.path();
  }

  /** Returns the placeholders' values, still encoded. */
  Map<String, String> variables() {
    return variables;
  }

  boolean isBodiless() {
    return inbound.body().length == 0;
  }

  /** Returns the first value of a header, null if it is absent. */
  @Nullable String header(String name) {
    return inbound.header(name);
  }

  Fields query() {
    ObjectNode node = Json.object();
    Percent.query(inbound.query())
        .forEach(
            (name, values) -> {
              if (values.size() > 1) {
                throw Refusal.field("query", "/" + name, values.get(1), "stands there twice");
              }
              node.put(name, values.get(0));
            });
    return new Fields("query", "", node);
  }

  /** Returns the sandbox's own address, with a slash at the end. */
  String base() {
    return inbound.base();
  }

  /** Returns the parts of the body, which must be multipart and was read by the gate before. */
  Map<String, Multipart.Part> parts() {
    if (!inbound.hasType("multipart/form-data")) {
      throw new Refusal(
          415, "PARAM_ERROR", "Http头Content-Type有误: Content-Type must be multipart/form-data");
    }
    return Multipart.read(String.join("", inbound.headers("Content-Type")), inbound.body());
  }

  /** Returns the body, which must be a JSON object. */
  Fields body() {
    if (!inbound.hasType("application/json")) {
      throw new Refusal(
          415, "PARAM_ERROR", "Http头Content-Type有误: Content-Type must be application/json");
    }
    return fields("", inbound.body());
  }

  /** Returns the fields of a JSON object that is the body or a part of it. */
  static Fields fields(String pointer, byte[] json) {
    String text = new String(json, StandardCharsets.UTF_8);
    String where = pointer.isEmpty() ? "/" : pointer;
    try {
      JsonNode node = Json.read(json);
      if (node instanceof ObjectNode) {
        return new Fields("body", pointer, (ObjectNode) node);
      }
      throw Refusal.field("body", where, text, "must be a JSON object");
    } catch (IOException e) {
      throw Refusal.field("body", where, text, "is no well-formed JSON");
    }
  }

  /** Checks that the merchant number given there is the one who asks. */
  void mustBeOurs(Fields fields) {
    String given = fields.text("mchid", 1, 32);
    if (!given.equals(mchid)) {
      throw fields.wrong("mchid", "must be the merchant who signed, " + mchid);
    }
  }
}
