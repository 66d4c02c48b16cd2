package io.github.wxpay.sandbox.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The checked request line and headers of a request, and the length of its body. Immutable. */
final class RequestHead {
  private static final long CHUNKED = -1;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

  private final String method;
  private final String target;
  private final boolean http10;
  private final Map<String, List<String>> headers;
  private final long length;

  /**
   * Creates a head and checks it.
   *
   * @param headers an unmodifiable map with case-insensitive names
   */
  RequestHead(String requestLine, Map<String, List<String>> headers) throws BadRequestException {
    String[] parts = requestLine.split(" ", -1);
    boolean three = parts.length == 3 && isToken(parts[0]) && !parts[1].isEmpty();
    if (!three || !VERSION.matcher(parts[2]).matches()) {
      throw bad("the request line must be METHOD SP target SP HTTP/1.1");
    }
    if (!parts[2].startsWith("HTTP/1.")) {
      throw new BadRequestException(505, "only HTTP/1.1 and HTTP/1.0 are supported");
    }
    this.method = parts[0];
    this.target = checkedTarget(parts[1]);
    this.http10 = parts[2].equals("HTTP/1.0");
    this.headers = headers;
    int hosts = values("Host").size();
    if (hosts > 1 || (hosts == 0 && !http10)) {
      throw bad("there must be one Host header, not " + hosts);
    }
    List<String> expect = values("Expect");
    if (!expect.isEmpty() && !String.join(",", expect).equalsIgnoreCase("100-continue")) {
      throw new BadRequestException(417, "Expect must be 100-continue");
    }
    this.length = bodyLength();
  }

  static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  boolean isHttp10() {
    return http10;
  }

  Map<String, List<String>> headers() {
    return headers;
  }

  boolean isChunked() {
    return length == CHUNKED;
  }

  /** Returns the length of the body in bytes; negative if the body is chunked. */
  long length() {
    return length;
  }

  /** Returns whether the client waits for {@code 100 Continue} before it sends the body. */
  boolean expectsContinue() {
    return !http10 && length != 0 && !values("Expect").isEmpty();
  }

  /** Returns whether the client may send another request on the connection. */
  boolean keepsAlive() {
    String options = String.join(",", values("Connection")).toLowerCase(Locale.ROOT).trim();
    List<String> all = List.of(COMMA.split(options));
    return http10 ? all.contains("keep-alive") : !all.contains("close");
  }

  private static String checkedTarget(String target) throws BadRequestException {
    try {
      return new URI(target).toString();
    } catch (URISyntaxException e) {
      throw bad("the target is not a URI: " + e.getReason() + ". Percent-encode it.");
    }
  }

  // Two lengths, or both kinds of length, would allow one request to be smuggled in another.
  private long bodyLength() throws BadRequestException {
    List<String> codings = values("Transfer-Encoding");
    List<String> lengths = values("Content-Length");
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty() || http10) {
        throw bad("Transfer-Encoding must not be used with HTTP/1.0 or with Content-Length");
      }
      if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
        throw new BadRequestException(501, "Transfer-Encoding must be chunked");
      }
      return CHUNKED;
    }
    if (lengths.isEmpty()) {
      return 0;
    }
    if (lengths.size() > 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
      throw bad("Content-Length must be one number, not " + lengths);
    }
    return Long.parseLong(lengths.get(0));
  }

  private List<String> values(String name) {
    return headers.getOrDefault(name, List.of());
  }

  private static BadRequestException bad(String message) {
    return new BadRequestException(400, message);
  }
}
