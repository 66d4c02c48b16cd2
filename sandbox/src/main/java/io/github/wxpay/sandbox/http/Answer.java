package io.github.wxpay.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A response: status, headers, body, and the text that is signed. Immutable. */
public final class Answer {
  private static final byte[] BAD_GATEWAY =
      "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final int status;
  private final Map<String, String> headers;
  private final Body body;
  private final boolean file;
  private final byte @Nullable [] signedText;
  private final ResponseDelivery delivery;

  private Answer(
      int status,
      Map<String, String> headers,
      Body body,
      boolean file,
      byte @Nullable [] signedText,
      ResponseDelivery delivery) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.file = file;
    this.signedText = signedText;
    this.delivery = delivery;
  }

  /** Returns a response without a body. */
  public static Answer empty(int status) {
    return of(status, Map.of(), new byte[0]);
  }

  /**
   * Returns a response whose body is signed if responses are signed. The array is not copied and
   * must not be changed.
   */
  public static Answer of(int status, String contentType, byte[] body) {
    return of(status, Map.of("Content-Type", contentType), body);
  }

  private static Answer of(int status, Map<String, String> headers, byte[] body) {
    return new Answer(status, headers, Body.of(body), false, body, ResponseDelivery.WHOLE);
  }

  /** Returns the page of a gateway that does not reach its server. */
  public static Answer badGateway() {
    return of(502, "text/html", BAD_GATEWAY);
  }

  /** Returns a file, which is not signed. */
  public static Answer file(String contentType, Body body) {
    return new Answer(
        200, Map.of("Content-Type", contentType), body, true, null, ResponseDelivery.WHOLE);
  }

  /** Returns this response with one more header, which replaces one of that name. */
  public Answer with(String name, String value) {
    return with(Map.of(name, value));
  }

  /** Returns this response with more headers, after those that it has. */
  public Answer with(Map<String, String> added) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(added);
    return new Answer(status, more, body, file, signedText, delivery);
  }

  /** Returns this response without the headers of these names, in any case. */
  public Answer without(Set<String> names) {
    Map<String, String> fewer = new LinkedHashMap<>(headers);
    fewer.keySet().removeIf(name -> names.stream().anyMatch(name::equalsIgnoreCase));
    return new Answer(status, fewer, body, file, signedText, delivery);
  }

  /** Returns this response with another delivery. */
  public Answer with(ResponseDelivery other) {
    return new Answer(status, headers, body, file, signedText, other);
  }

  /** Returns this response with another body; the signed text stays the same. */
  public Answer with(Body other) {
    return new Answer(status, headers, other, file, signedText, delivery);
  }

  /** Returns this response with a text that is signed instead of the body. */
  public Answer signedOver(byte[] text) {
    return new Answer(status, headers, body, file, text, delivery);
  }

  public int status() {
    return status;
  }

  /** Returns the headers in their order. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  public Body body() {
    return body;
  }

  /** Returns how this response is delivered. */
  public ResponseDelivery wire() {
    return delivery;
  }

  /** Returns whether this is a requested file and not a message. */
  public boolean isFile() {
    return file;
  }

  /** Returns the text to sign; null if this response is not signed. */
  public byte @Nullable [] signedText() {
    return signedText;
  }
}
