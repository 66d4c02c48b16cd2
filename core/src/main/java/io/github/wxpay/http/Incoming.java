package io.github.wxpay.http;

import io.github.wxpay.exception.MalformedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A response: status, headers and the decompressed body. Immutable. The body of a download is in a
 * file, as received.
 *
 * <pre>{@code
 * public Incoming response(Incoming response) { // of a Hook
 *   return response.status() == 204 ? response.withBytes("{}".getBytes(UTF_8)) : response;
 * }
 * }</pre>
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

  /** Returns a response with its body in memory. */
  public static Incoming of(int status, Map<String, List<String>> headers, byte[] bytes) {
    return new Incoming(status, Headers.received(headers), BodySource.of(bytes.clone()));
  }

  /** Returns a response whose body was received into a file. */
  public static Incoming of(int status, Map<String, List<String>> headers, Path file) {
    return new Incoming(status, Headers.received(headers), BodySource.of(file));
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the headers. */
  public Headers headers() {
    return headers;
  }

  /**
   * Returns a copy of the body; empty if there is none.
   *
   * @throws MalformedException if it is in a file and larger than 8 MiB
   */
  public byte[] bytes() {
    if (body.length() > LIMIT) {
      throw new MalformedException(
          "The response has "
              + body.length()
              + " bytes; at most "
              + LIMIT
              + " are read into memory. Read it with open().");
    }
    return body.bytes();
  }

  /** Returns a stream of the body, from its start. */
  public InputStream open() throws IOException {
    return body.open();
  }

  /**
   * Returns the {@code Request-ID}, to be given to the platform's support; empty if the response
   * has none.
   */
  public String requestId() {
    return headers.first("Request-ID").orElse("");
  }

  /** Returns this response with another body. */
  public Incoming withBytes(byte[] other) {
    return new Incoming(status, headers, BodySource.of(other.clone()));
  }

  /** Returns the status and the size of the body. */
  @Override
  public String toString() {
    return status + ", " + body.length() + " bytes";
  }
}
