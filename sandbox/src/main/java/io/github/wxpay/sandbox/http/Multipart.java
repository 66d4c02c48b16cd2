package io.github.wxpay.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses {@code multipart/form-data} strictly: CR LF everywhere, no preamble, no epilogue. */
public final class Multipart {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          ";\\s*boundary=(?:\"([0-9A-Za-z'()+_,./:=? -]{1,70})\"|([0-9A-Za-z'+_.-]{1,70}))",
          Pattern.CASE_INSENSITIVE);
  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE;
  private static final String DISPOSITION = "^content-disposition:\\s*form-data\\s*;(?:.*;)?\\s*";
  private static final Pattern NAME = Pattern.compile(DISPOSITION + "name=\"([^\"]*)\"", FLAGS);
  private static final Pattern FILE_NAME =
      Pattern.compile(DISPOSITION + "filename=\"([^\"]*)\"", FLAGS);
  private static final Pattern TYPE = Pattern.compile("^content-type:\\s*([^;\\s]+)", FLAGS);

  private Multipart() {}

  /**
   * Returns the parts by their names.
   *
   * @throws IllegalArgumentException if the body is not well-formed; the message says where
   */
  public static Map<String, Part> read(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      throw new IllegalArgumentException("multipart: the Content-Type has no boundary");
    }
    String mark = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    byte[] between = ("\r\n--" + mark).getBytes(StandardCharsets.UTF_8);
    // No line break precedes the first delimiter.
    int at = between.length - 2;
    if (!matches(body, 0, Arrays.copyOfRange(between, 2, between.length))) {
      throw new IllegalArgumentException("multipart: the body does not begin with its boundary");
    }
    Map<String, Part> parts = new LinkedHashMap<>();
    while (matches(body, at, new byte[] {'\r', '\n'})) {
      int end = indexOf(body, between, at + 2);
      if (end < 0) {
        throw new IllegalArgumentException(
            "multipart: a part does not end with the boundary, see byte " + at);
      }
      put(parts, body, at + 2, end);
      at = end + between.length;
    }
    byte[] last = "--".getBytes(StandardCharsets.UTF_8);
    boolean closed = matches(body, at, last);
    int rest = body.length - at - 2;
    if (!closed || !(rest == 0 || (rest == 2 && matches(body, at + 2, new byte[] {'\r', '\n'})))) {
      throw new IllegalArgumentException(
          "multipart: the closing boundary must be followed by -- and end the body, see byte "
              + at);
    }
    return parts;
  }

  private static void put(Map<String, Part> parts, byte[] body, int start, int end) {
    int blank = indexOf(body, new byte[] {'\r', '\n', '\r', '\n'}, start);
    if (blank < 0 || blank + 4 > end) {
      throw new IllegalArgumentException("multipart: a part has no headers, see byte " + start);
    }
    String head = new String(body, start, blank - start, StandardCharsets.UTF_8);
    Matcher name = NAME.matcher(head);
    if (!name.find()) {
      throw new IllegalArgumentException(
          "multipart: a part has no Content-Disposition: form-data; name=\"…\", see byte " + start);
    }
    Part part =
        new Part(
            first(FILE_NAME, head), first(TYPE, head), Arrays.copyOfRange(body, blank + 4, end));
    if (parts.put(name.group(1), part) != null) {
      throw new IllegalArgumentException("multipart: two parts are named " + name.group(1));
    }
  }

  private static @Nullable String first(Pattern pattern, String head) {
    Matcher matcher = pattern.matcher(head);
    return matcher.find() ? matcher.group(1) : null;
  }

  private static int indexOf(byte[] body, byte[] sought, int from) {
    for (int i = from; i <= body.length - sought.length; i++) {
      if (matches(body, i, sought)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(byte[] body, int at, byte[] sought) {
    return at >= 0
        && at + sought.length <= body.length
        && Arrays.equals(body, at, at + sought.length, sought, 0, sought.length);
  }

  /** A part. Immutable as long as the array of its bytes is not changed. */
  public static final class Part {
    private final @Nullable String fileName;
    private final @Nullable String type;
    private final byte[] bytes;

    private Part(@Nullable String fileName, @Nullable String type, byte[] bytes) {
      this.fileName = fileName;
      this.type = type;
      this.bytes = bytes;
    }

    /** Returns the file name as sent; null if there is none. */
    public @Nullable String fileName() {
      return fileName;
    }

    /** Returns the content type without its parameters; null if there is none. */
    public @Nullable String type() {
      return type;
    }

    public byte[] bytes() {
      return bytes;
    }

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
