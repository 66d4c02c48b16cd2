package io.github.wxpay.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What goes back: status, headers, body, and what of it is signed. Immutable. */
public final class Answer {
  private static final byte[] BAD_GATEWAY =
      "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final int status;
  private final Map<String, String> headers;
  private final Body body;
  private final boolean file;
  private final byte @Nullable [] signedText;
  private final ResponseDelivery wire;

  private Answer(
      int status,
      Map<String, String> headers,
      Body body,
      boolean file,
      byte @Nullable [] signedText,
      ResponseDelivery wire) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.file = file;
    this.signedText = signedText;
    this.wire = wire;
  }

  /** Returns an answer without a body. */
  public static Answer empty(int status) {
    return of(status, Map.of(), new byte[0]);
  }

  /** Returns an answer with a body that is signed if answers are; nobody may write to it. */
  public static Answer of(int status, String contentType, byte[] body) {
    return of(status, Map.of("Content-Type", contentType), body);
  }

  private static Answer of(int status, Map<String, String> headers, byte[] body) {
    return new Answer(status, headers, Body.of(body), false, body, ResponseDelivery.WHOLE);
  }

  /** Returns the page of a gateway with nobody behind it. */
  public static Answer badGateway() {
    return of(502, "text/html", BAD_GATEWAY);
  }

  /** Returns a file, which is not signed. */
  public static Answer file(String contentType, Body body) {
    return new Answer(
        200, Map.of("Content-Type", contentType), body, true, null, ResponseDelivery.WHOLE);
  }

  /** Returns this answer with one more header. */
  public Answer with(String name, String value) {
    return with(Map.of(name, value));
  }

  /** Returns this answer with more headers, behind those it has. */
  public Answer with(Map<String, String> others) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(others);
    return new Answer(status, more, body, file, signedText, wire);
  }

  /** Returns this answer without the headers of those names, whatever their case. */
  public Answer without(Set<String> names) {
    Map<String, String> fewer = new LinkedHashMap<>(headers);
    fewer.keySet().removeIf(name -> names.stream().anyMatch(name::equalsIgnoreCase));
    return new Answer(status, fewer, body, file, signedText, wire);
  }

  /** Returns this answer, to leave in another way. */
  public Answer with(ResponseDelivery other) {
    return new Answer(status, headers, body, file, signedText, other);
  }

  /** Returns this answer with another body; what is signed stays. */
  public Answer with(Body other) {
    return new Answer(status, headers, other, file, signedText, wire);
  }

  /** Returns this answer with that text to be signed in the place of its body. */
  public Answer signedOver(byte[] text) {
    return new Answer(status, headers, body, file, text, wire);
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

  /** Returns how it leaves. */
  public ResponseDelivery wire() {
    return wire;
  }

  /** Returns whether this is a file that was asked for, not a message. */
  public boolean isFile() {
    return file;
  }

  /** Returns what is to be signed, null if nothing is. */
  public byte @Nullable [] signedText() {
    return signedText;
  }
}
