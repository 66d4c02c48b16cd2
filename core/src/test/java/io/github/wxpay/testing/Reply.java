package io.github.wxpay.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A response of the platform, genuine or forged. Immutable. */
public final class Reply {
  private final int status;
  private final Map<String, List<String>> headers;
  private final byte[] body;

  private Reply(int status, Map<String, List<String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Returns a response without a signature. */
  public static Reply bare(int status, String body) {
    return new Reply(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a response that the platform signed now. */
  public static Reply signed(String body) {
    return signed(200, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a response that the platform signed now. */
  public static Reply signed(int status, byte[] body) {
    return signed(status, body, Fixtures.NOW, "SHA256", Fixtures.platformKey());
  }

  /** Returns a response that is signed at a time, with a digest and a key. */
  public static Reply signed(
      int status, byte[] body, long timestamp, String digest, PrivateKey key) {
    return signedAs(status, body, Long.toString(timestamp), digest, key);
  }

  /** Returns a response with the signature of any text and a time. */
  public static Reply signedAs(
      int status, byte[] body, String timestamp, String digest, PrivateKey key) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes((timestamp + "\n" + Fixtures.NONCE + "\n").getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    message.write('\n');
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Request-ID", List.of("REQ-1"));
    headers.put("Wechatpay-Nonce", List.of(Fixtures.NONCE));
    headers.put("Wechatpay-Serial", List.of(Fixtures.PLATFORM_SERIAL));
    headers.put("Wechatpay-Signature", List.of(Fixtures.sign(digest, message.toByteArray(), key)));
    headers.put("Wechatpay-Timestamp", List.of(timestamp));
    return new Reply(status, headers, body);
  }

  public int status() {
    return status;
  }

  public Map<String, List<String>> headers() {
    return headers;
  }

  public byte[] body() {
    return body.clone();
  }

  public String header(String name) {
    return headers.get(name).get(0);
  }

  /** Returns this response with a header set to some values, or removed. */
  public Reply with(String name, String... values) {
    Map<String, List<String>> copy = new LinkedHashMap<>(headers);
    copy.put(name, List.of(values));
    if (values.length == 0) {
      copy.remove(name);
    }
    return new Reply(status, copy, body);
  }

  /** Returns this response with another body and the same signature. */
  public Reply withBody(byte[] other) {
    return new Reply(status, headers, other.clone());
  }

  /** Returns this response with another status and the same signature. */
  public Reply withStatus(int other) {
    return new Reply(other, headers, body);
  }

  /** Returns the bytes of the complete response on an HTTP/1.1 connection. */
  public byte[] wire() {
    return wire(body.length);
  }

  /** Returns the bytes on the connection, with a Content-Length that may be wrong. */
  public byte[] wire(long contentLength) {
    List<String> lines = new ArrayList<>();
    lines.add("HTTP/1.1 " + status + " X");
    headers.forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
    lines.add("Content-Length: " + contentLength);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
