package io.github.wxpay.cli.offline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Headers of a message in a file: lines {@code Name: value}, also as curl writes them with {@code
 * -i}, {@code -D} or {@code -v}, or a JSON object. Names are case-insensitive. Immutable.
 */
public final class RecordedHeaders {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STATUS = Pattern.compile("HTTP/[0-9.]+ +([0-9]{3})(?: .*)?");
  private static final Pattern REQUEST = Pattern.compile("[A-Z]+ \\S+ HTTP/[0-9.]+");
  private static final Pattern TRACED = Pattern.compile("[<>] (.*)");

  private final Map<String, List<String>> values;
  private final int status;
  private final boolean request;
  private final byte[] rest;

  private RecordedHeaders(
      Map<String, List<String>> values, int status, boolean request, byte[] rest) {
    this.values = Collections.unmodifiableMap(values);
    this.status = status;
    this.request = request;
    this.rest = rest;
  }

  /** Returns no headers, as a message of APIv2 needs none. */
  public static RecordedHeaders none() {
    return new RecordedHeaders(Map.of(), 0, false, new byte[0]);
  }

  /**
   * Reads headers.
   *
   * @throws IllegalArgumentException if there is none, or a line is not a header
   */
  public static RecordedHeaders of(byte[] file) {
    int start = 0;
    if (file.length >= 3 && file[0] == (byte) 0xef && file[1] == (byte) 0xbb) {
      start = 3; // the byte order mark of a Windows editor
    }
    while (start < file.length && Character.isWhitespace(file[start])) {
      start++;
    }
    return start < file.length && file[start] == '{'
        ? ofJson(Arrays.copyOfRange(file, start, file.length))
        : ofLines(file, start);
  }

  private static RecordedHeaders ofJson(byte[] json) {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    try {
      for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
        List<String> list = values.computeIfAbsent(field.getKey(), name -> new ArrayList<>());
        if (field.getValue().isArray()) {
          field.getValue().forEach(value -> list.add(value.asText()));
        } else if (!field.getValue().isNull()) {
          list.add(field.getValue().asText());
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The file of `--headers` begins with { but is not a JSON object. Correct it, or write one"
              + " header on each line as Name: value.");
    }
    return new RecordedHeaders(required(values), 0, false, new byte[0]);
  }

  private static RecordedHeaders ofLines(byte[] file, int start) {
    Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int status = 0;
    boolean request = false;
    int at = start;
    String last = "";
    while (at < file.length) {
      int end = at;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      String line = new String(file, at, end - at, StandardCharsets.UTF_8);
      line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      Matcher traced = TRACED.matcher(line);
      line = traced.matches() ? traced.group(1) : line.matches("[<>]") ? "" : line;
      at = Math.min(end + 1, file.length);
      Matcher first = STATUS.matcher(line);
      if (first.matches()) {
        // A proxy, a redirect or 100 Continue comes first; the last response counts.
        values.clear();
        status = Integer.parseInt(first.group(1));
      } else if (REQUEST.matcher(line).matches()) {
        values.clear();
        request = true;
      } else if (line.isBlank()) {
        if (values.isEmpty() && status == 0 && !request) {
          continue;
        }
        if (!startsResponse(file, at)) {
          break;
        }
      } else if ((line.startsWith(" ") || line.startsWith("\t")) && !last.isEmpty()) {
        List<String> folded = values.getOrDefault(last, new ArrayList<>(List.of("")));
        int index = folded.size() - 1;
        folded.set(index, (folded.get(index) + " " + line.strip()).strip());
      } else if (!line.startsWith("* ")) {
        last = name(line);
        String value = line.substring(line.indexOf(':') + 1).strip();
        values.computeIfAbsent(last, name -> new ArrayList<>()).add(value);
      }
    }
    return new RecordedHeaders(
        required(values), status, request, Arrays.copyOfRange(file, at, file.length));
  }

  private static boolean startsResponse(byte[] file, int at) {
    int from = at + (at + 1 < file.length && file[at] == '<' ? 2 : 0);
    byte[] start = "HTTP/".getBytes(StandardCharsets.US_ASCII);
    return from + start.length <= file.length
        && Arrays.equals(file, from, from + start.length, start, 0, start.length);
  }

  private static String name(String line) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon).strip();
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")) {
      throw new IllegalArgumentException(
          "The file of `--headers` has a line that is not a header. Write Name: value on each"
              + " line, or save them with `curl -i` or `curl -D FILE`.");
    }
    return name;
  }

  private static Map<String, List<String>> required(Map<String, List<String>> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(
          "The file of `--headers` has no header. Write Name: value on each line, or save them with"
              + " `curl -D FILE`.");
    }
    return values;
  }

  /** Returns the values by name. */
  public Map<String, List<String>> values() {
    return values;
  }

  /** Returns the only value of a header; empty if it is missing or there are several. */
  public Optional<String> only(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** Returns the status of the response; 0 if the file has no status line. */
  public int status() {
    return status;
  }

  /** Returns whether the file has the line of a request, so that it is a notification. */
  public boolean isRequest() {
    return request;
  }

  /** Returns the bytes after the empty line that ends the headers, which {@code curl -i} writes. */
  public byte[] rest() {
    return rest.clone();
  }

  /** Returns these headers with another value of one of them. */
  RecordedHeaders with(String name, String value) {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(values);
    copy.put(name, List.of(value));
    return new RecordedHeaders(copy, status, request, rest);
  }
}
