package io.github.wxpay.sandbox.shape;

import io.github.wxpay.catalogue.NotificationType;
import java.util.Map;

/** A notification that is ready for sending. The body is not copied and must not be changed. */
public final class Message {
  private final NotificationType type;
  private final String id;
  private final Map<String, String> headers;
  private final byte[] body;
  private final String plaintext;

  /** Creates a message; the plain text is the content before encryption, or the body. */
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
