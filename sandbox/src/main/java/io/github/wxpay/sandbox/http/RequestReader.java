package io.github.wxpay.sandbox.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the requests of one connection, one after another, by RFC 9112 without its leniency: a bare
 * LF, a folded header or a space before a colon is refused. Not safe for use by several threads.
 */
final class RequestReader {
  /** The maximum size of a body in bytes. */
  static final int LARGEST_BODY = 32 << 20;

  private static final int MAX_HEAD = 380 << 10;
  private static final int MAX_CHUNK_LINE = 256;
  private static final int MAX_HEADERS = 200;
  private static final Pattern CHUNK_SIZE = Pattern.compile("([0-9A-Fa-f]{1,8})([ \\t]*;.*)?");

  private final InputStream in;
  private final byte[] buffer = new byte[16 << 10];
  private int position;
  private int limit;
  private int allowed;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /** Returns whether bytes of the next request have already been received. */
  boolean isBuffered() {
    return position < limit;
  }

  /** Waits for the first byte of a request; returns false if the client ends the connection. */
  boolean await() throws IOException {
    return isBuffered() || fill();
  }

  /** Reads the head of a request. */
  RequestHead head() throws IOException {
    allowed = MAX_HEAD;
    String first = line();
    // A client may send an empty line after a body, RFC 9112, 2.2.
    String requestLine = first.isEmpty() ? line() : first;
    return new RequestHead(requestLine, fields());
  }

  /**
   * Reads the body of a request.
   *
   * @param max the maximum number of bytes to read; if any are left, the connection must end
   * @param received called with the number of bytes, whenever bytes arrive
   */
  byte[] body(RequestHead head, long max, IntConsumer received) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (!head.isChunked()) {
      checkSize(head.length());
      read(body, Math.min(head.length(), max), received);
      return body.toByteArray();
    }
    while (body.size() < max) {
      long size = chunkSize();
      if (size == 0) {
        allowed = MAX_HEAD;
        fields();
        break;
      }
      checkSize(body.size() + size);
      read(body, Math.min(size, max - body.size()), received);
      if (body.size() < max) {
        allowed = MAX_CHUNK_LINE;
        if (!line().isEmpty()) {
          throw bad("a chunk is longer than its size");
        }
      }
    }
    return body.toByteArray();
  }

  /** Reads and discards all bytes up to the end, so that no reset discards the response. */
  void drain() throws IOException {
    do {
      position = limit;
    } while (fill());
  }

  private long chunkSize() throws IOException {
    allowed = MAX_CHUNK_LINE;
    Matcher line = CHUNK_SIZE.matcher(line());
    if (!line.matches()) {
      throw bad("a chunk does not begin with its size in hexadecimal");
    }
    return Long.parseLong(line.group(1), 16);
  }

  private void read(ByteArrayOutputStream body, long size, IntConsumer received)
      throws IOException {
    long left = size;
    while (left > 0) {
      if (!isBuffered() && !fill()) {
        throw new EOFException("the connection ended before the end of the body");
      }
      int count = (int) Math.min(left, limit - position);
      body.write(buffer, position, count);
      position += count;
      left -= count;
      received.accept(count);
    }
  }

  private Map<String, List<String>> fields() throws IOException {
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, Math.max(colon, 0));
      if (!RequestHead.isToken(name)) {
        throw bad("a header must be `name: value` on one line");
      }
      if (++count > MAX_HEADERS) {
        throw tooLarge();
      }
      fields.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value(line, colon + 1));
    }
    fields.replaceAll((name, values) -> List.copyOf(values));
    return Collections.unmodifiableMap(fields);
  }

  // Returns the rest of the line without surrounding spaces and tabs.
  private static String value(String line, int start) {
    int from = start;
    int to = line.length();
    while (from < to && isBlank(line.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(line.charAt(to - 1))) {
      to--;
    }
    return line.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    while (true) {
      int next = next();
      if (next == '\r') {
        if (next() != '\n') {
          throw bad("a line has a CR without LF");
        }
        return line.toString();
      }
      if (next == '\n') {
        throw bad("a line ends with LF without CR");
      }
      line.append((char) next);
    }
  }

  private int next() throws IOException {
    if (allowed-- == 0) {
      throw tooLarge();
    }
    if (!isBuffered() && !fill()) {
      throw new EOFException("the connection ended before the end of the head");
    }
    return buffer[position++] & 0xFF;
  }

  private boolean fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    return count > 0;
  }

  private static void checkSize(long length) throws BadRequestException {
    if (length > LARGEST_BODY) {
      throw new BadRequestException(413, "the body must have at most " + LARGEST_BODY + " bytes");
    }
  }

  private static BadRequestException tooLarge() {
    return new BadRequestException(
        431, "a head must have at most " + MAX_HEAD + " bytes and " + MAX_HEADERS + " headers");
  }

  private static BadRequestException bad(String message) {
    return new BadRequestException(400, message);
  }
}
