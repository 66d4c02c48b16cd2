package io.github.wxpay;

import io.github.wxpay.internal.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A reply to a notification: status, headers and body, to be sent unchanged. Immutable.
 *
 * <pre>{@code
 * response.setStatus(reply.status());
 * reply.headers().forEach(response::setHeader);
 * response.getOutputStream().write(reply.body());
 * }</pre>
 */
public final class Reply {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  Reply(int status, String contentType, String body) {
    this(status, body.isEmpty() ? Map.of() : Map.of("Content-Type", contentType), body);
  }

  Reply(int status, Map<String, String> headers, String body) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body.getBytes(StandardCharsets.UTF_8);
  }

  Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, text());
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the headers to set. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns a copy of the body; empty for none. */
  public byte[] body() {
    return body.clone();
  }

  /** Returns the body as UTF-8 text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Returns status and body; control characters other than line feeds are replaced. */
  @Override
  public String toString() {
    return status + (body.length == 0 ? "" : " " + Printable.lines(text()));
  }
}
