package io.github.wxpay.benchmarks.stub;

import java.nio.charset.StandardCharsets;

/** An HTTP/1.1 request in a buffer that is reused; copy the parts that you keep. */
final class Request {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AUTHORIZATION = "authorization:".getBytes(StandardCharsets.US_ASCII);

  private final byte[] buffer;
  private final String method;
  private final String target;
  private final int authorizationStart;
  private final int authorizationEnd;
  private final int bodyStart;
  private final int end;

  private Request(
      byte[] buffer,
      String method,
      String target,
      int authorizationStart,
      int authorizationEnd,
      int bodyStart,
      int end) {
    this.buffer = buffer;
    this.method = method;
    this.target = target;
    this.authorizationStart = authorizationStart;
    this.authorizationEnd = authorizationEnd;
    this.bodyStart = bodyStart;
    this.end = end;
  }

  /** The length of the head and body of a request that is not complete yet. */
  static final Request INCOMPLETE = new Request(new byte[0], "", "", 0, 0, 0, 0);

  /** Reads the request between two positions, or returns {@link #INCOMPLETE}. */
  static Request read(byte[] buffer, int start, int limit) {
    int line = lineEnd(buffer, start, limit);
    if (line < 0) {
      return INCOMPLETE;
    }
    int space = indexOf(buffer, start, line, ' ');
    int secondSpace = indexOf(buffer, space + 1, line, ' ');
    int length = 0;
    int authorizationStart = 0;
    int authorizationEnd = 0;
    int position = line + 2;
    while (true) {
      int next = lineEnd(buffer, position, limit);
      if (next < 0) {
        return INCOMPLETE;
      }
      if (next == position) {
        break;
      }
      if (startsWith(buffer, position, next, LENGTH)) {
        length = number(buffer, position + LENGTH.length, next);
      } else if (startsWith(buffer, position, next, AUTHORIZATION)) {
        authorizationStart = position + AUTHORIZATION.length;
        authorizationEnd = next;
      }
      position = next + 2;
    }
    int body = position + 2;
    if (body + length > limit) {
      return INCOMPLETE;
    }
    return new Request(
        buffer,
        text(buffer, start, space),
        text(buffer, space + 1, secondSpace),
        authorizationStart,
        authorizationEnd,
        body,
        body + length);
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  /** Returns the header Authorization, or an empty text. */
  String authorization() {
    return text(buffer, authorizationStart, authorizationEnd).strip();
  }

  boolean hasAuthorization() {
    return authorizationEnd > authorizationStart;
  }

  String body() {
    return new String(buffer, bodyStart, end - bodyStart, StandardCharsets.UTF_8);
  }

  /** Returns the position of the byte after the body. */
  int end() {
    return end;
  }

  private static int lineEnd(byte[] buffer, int start, int limit) {
    int position = indexOf(buffer, start, limit, '\n');
    return position > start ? position - 1 : -1;
  }

  private static int indexOf(byte[] buffer, int start, int limit, char wanted) {
    for (int i = start; i < limit; i++) {
      if (buffer[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] buffer, int start, int limit, byte[] lowerCase) {
    if (limit - start < lowerCase.length) {
      return false;
    }
    for (int i = 0; i < lowerCase.length; i++) {
      if (Character.toLowerCase((char) buffer[start + i]) != lowerCase[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] buffer, int start, int limit) {
    return Integer.parseInt(text(buffer, start, limit).strip());
  }

  private static String text(byte[] buffer, int start, int end) {
    return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
  }
}
