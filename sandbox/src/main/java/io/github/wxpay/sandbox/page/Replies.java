package io.github.wxpay.sandbox.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.sandbox.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Creates responses of the page, with headers that keep a browser from loading external resources.
 */
final class Replies {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Redactor redactor;

  Replies(Redactor redactor) {
    this.redactor = redactor;
  }

  Answer json(int status, JsonNode node) {
    redactor.cover(node);
    try {
      return file(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON", e);
    }
  }

  /** Returns a failure with a message. */
  Answer failed(int status, String message) {
    return json(status, JsonNodeFactory.instance.objectNode().put("message", message));
  }

  Answer file(int status, String type, byte[] bytes) {
    return Answer.of(status, type, bytes)
        .with("Content-Security-Policy", POLICY)
        .with("X-Content-Type-Options", "nosniff")
        .with("Cross-Origin-Resource-Policy", "same-origin")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-store");
  }

  /** Returns a resource of this package. */
  Answer resource(String name) {
    return file(200, type(name), read(name));
  }

  private static byte[] read(String name) {
    try (InputStream in = Replies.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + name, e);
    }
  }

  private static String type(String name) {
    String end = name.substring(name.lastIndexOf('.') + 1);
    switch (end) {
      case "html":
        return "text/html; charset=utf-8";
      case "css":
        return "text/css; charset=utf-8";
      case "js":
        return "text/javascript; charset=utf-8";
      case "svg":
        return "image/svg+xml";
      default:
        throw new IllegalArgumentException("no type for " + name);
    }
  }
}
