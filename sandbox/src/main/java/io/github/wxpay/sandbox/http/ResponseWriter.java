package io.github.wxpay.sandbox.http;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the responses of one connection, headers in the case and order in which the platform sends
 * them. Not safe for use by several threads.
 */
final class ResponseWriter {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(202, "Accepted"),
          Map.entry(204, "No Content"),
          Map.entry(302, "Moved Temporarily"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Request Entity Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Temporarily Unavailable"));

  private final BufferedOutputStream out;
  private final Clock clock;

  ResponseWriter(OutputStream out, Clock clock) {
    this.out = new BufferedOutputStream(out, 16 << 10);
    this.clock = clock;
  }

  /** Writes {@code 100 Continue}, which asks the client to send the body. */
  void writeContinue() throws IOException {
    print("HTTP/1.1 100 Continue\r\n\r\n");
    out.flush();
  }

  /** Writes the refusal of a request; the connection ends after it. */
  void refuse(BadRequestException problem) throws IOException {
    byte[] text = (problem.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
    Answer answer = Answer.of(problem.status(), "text/plain; charset=utf-8", text);
    print(head(answer, "Content-Length: " + text.length + "\r\n", false));
    answer.body().writeTo(out);
    out.flush();
  }

  /**
   * Writes a response.
   *
   * @param keepAlive whether the connection should be kept open
   * @return whether the connection can be kept open
   */
  boolean write(RequestHead request, Answer answer, boolean keepAlive) throws IOException {
    long length = answer.body().length();
    boolean bodiless = answer.status() == 204 || answer.status() == 304;
    boolean chunked = !bodiless && length < 0 && !request.isHttp10();
    boolean untilEnd = !bodiless && length < 0 && request.isHttp10();
    String framing = "Content-Length: " + length + "\r\n";
    if (chunked) {
      framing = "Transfer-Encoding: chunked\r\n";
    } else if (bodiless || untilEnd) {
      framing = "";
    }
    boolean kept = keepAlive && !untilEnd;
    print(head(answer, framing, kept));
    if (!bodiless && !request.method().equals("HEAD")) {
      if (chunked) {
        writeChunks(answer.body());
      } else {
        answer.body().writeTo(out);
      }
    }
    out.flush();
    return kept;
  }

  // If the body is truncated, the last chunk is missing, so that the client can detect it.
  private void writeChunks(Body body) throws IOException {
    OutputStream chunks = new BufferedOutputStream(new Chunks(out), 8 << 10);
    body.writeTo(chunks);
    chunks.flush();
    print("0\r\n\r\n");
  }

  // The order of recorded responses: headers of the gateway first, then those of the endpoint.
  private String head(Answer answer, String framing, boolean kept) {
    StringBuilder head = new StringBuilder(512);
    head.append("HTTP/1.1 ").append(answer.status()).append(' ');
    head.append(REASONS.getOrDefault(answer.status(), "")).append("\r\n");
    add(head, "Server", "nginx");
    add(head, "Date", DATE.format(clock.instant()));
    Map<String, String> headers = answer.headers();
    String type = headers.get("Content-Type");
    if (type != null) {
      add(head, "Content-Type", type);
    }
    head.append(framing);
    add(head, "Connection", kept ? "keep-alive" : "close");
    if (kept) {
      // The platform's value. The sandbox waits longer, so that a client is never too late.
      add(head, "Keep-Alive", "timeout=8");
    }
    headers.forEach(
        (name, value) -> {
          if (!name.equals("Content-Type")) {
            add(head, name, value);
          }
        });
    return head.append("\r\n").toString();
  }

  private static void add(StringBuilder head, String name, String value) {
    if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("the header " + name + " must not have a line break");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private void print(String head) throws IOException {
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Writes each array as one chunk. */
  private static final class Chunks extends FilterOutputStream {
    private static final byte[] CRLF = {'\r', '\n'};

    Chunks(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(Integer.toHexString(count).getBytes(StandardCharsets.US_ASCII));
      out.write(CRLF);
      out.write(bytes, from, count);
      out.write(CRLF);
    }
  }
}
