package io.github.wxpay.sandbox.shape;

import io.github.wxpay.catalogue.NotificationType;
import java.util.Map;

/** A notification ready to be sent; immutable as long as nobody writes to its body. */
public final class Message {
  private final NotificationType type;
  private final String id;
  private final Map<String, String> headers;
  private final byte[] body;
  private final String plaintext;

  /** Takes all of it; the plain text is what was encrypted, or the body if nothing was. */
  public Message(
      NotificationType type,
      String id,
      Map<String, String> headers,
      byte[] body,
      String plaintext) {
    this.type = type;
    this.id = id;
    this.headers = headers;
    this.body = body;
    this.plaintext = plaintext;
  }

  public NotificationType type() {
    return type;
  }

  public String id() {
    return id;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public byte[] body() {
    return body;
  }

  public String plaintext() {
    return plaintext;
  }
}
