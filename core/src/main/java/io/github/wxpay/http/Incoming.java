package io.github.wxpay.http;

import java.util.List;
import java.util.Map;

/** An answer: status, headers, and the bytes of its body, decoded of gzip. Immutable. */
public final class Incoming {
  private final int status;
  private final Headers headers;
  private final byte[] bytes;

  private Incoming(int status, Headers headers, byte[] bytes) {
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
  }

  /** An answer as it was received. */
  public static Incoming of(int status, Map<String, List<String>> headers, byte[] bytes) {
    return new Incoming(status, Headers.received(headers), bytes);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The headers. */
  public Headers headers() {
    return headers;
  }

  /** A copy of the body; empty when there is none. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The {@code Request-ID} to name to the platform's support; empty when the answer has none. */
  public String requestId() {
    return headers.first("Request-ID").orElse("");
  }

  /** This answer with another body. */
  public Incoming withBytes(byte[] other) {
    return new Incoming(status, headers, other.clone());
  }

  /** Status and size. */
  @Override
  public String toString() {
    return status + ", " + bytes.length + " bytes";
  }
}
