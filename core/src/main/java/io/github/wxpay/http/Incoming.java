package io.github.wxpay.http;

import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An answer: status, headers, and its body, decoded of gzip. Immutable. The body of a download lies
 * in a file, as it came.
 */
public final class Incoming {
  private static final int LIMIT = 8 << 20;

  private final int status;
  private final Headers headers;
  private final BodySource body;

  private Incoming(int status, Headers headers, BodySource body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** An answer as it was received. */
  public static Incoming of(int status, Map<String, List<String>> headers, byte[] bytes) {
    return new Incoming(status, Headers.received(headers), BodySource.of(bytes.clone()));
  }

  /** An answer whose body was received into a file. */
  public static Incoming of(int status, Map<String, List<String>> headers, Path file) {
    return new Incoming(status, Headers.received(headers), BodySource.of(file));
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The headers. */
  public Headers headers() {
    return headers;
  }

  /**
   * A copy of the body; empty when there is none.
   *
   * @throws MalformedException when it lies in a file and is too large for memory
   */
  public byte[] bytes() {
    if (body.length() > LIMIT) {
      throw new MalformedException(
          "The answer has " + body.length() + " bytes, more than belong into memory.");
    }
    return body.bytes();
  }

  /** The body, to be read from its start. */
  public InputStream open() throws IOException {
    return body.open();
  }

  /** The {@code Request-ID} to name to the platform's support; empty when the answer has none. */
  public String requestId() {
    return headers.first("Request-ID").orElse("");
  }

  /** This answer with another body. */
  public Incoming withBytes(byte[] other) {
    return new Incoming(status, headers, BodySource.of(other.clone()));
  }

  /** Status and size. */
  @Override
  public String toString() {
    return status + ", " + body.length() + " bytes";
  }
}
