package io.github.wxpay.cli.offline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The text of a request of APIv3 that is signed: method, target, timestamp, nonce and body, each
 * followed by a line feed; and the texts that are signed by mistake. Immutable.
 */
public final class TextToSign {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final int LARGE = 64 << 10;
  private static final String HOST = "https://api.mch.weixin.qq.com";

  private final String method;
  private final String url;
  private final String target;
  private final String timestamp;
  private final String nonce;
  private final byte[] body;

  private TextToSign(
      String method, String url, String target, String timestamp, String nonce, byte[] body) {
    this.method = method;
    this.url = url;
    this.target = target;
    this.timestamp = timestamp;
    this.nonce = nonce;
    this.body = body;
  }

  /**
   * Returns the text of a request.
   *
   * @param url a URL, or a path with its query
   * @throws IllegalArgumentException if it is not a URL
   */
  public static TextToSign of(
      String method, String url, String timestamp, String nonce, byte[] body) {
    String path = url.contains("://") || url.startsWith("/") ? url : "/" + url;
    try {
      URI uri = new URI(path);
      String target =
          uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      target += uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new TextToSign(
          method.toUpperCase(Locale.ROOT), path, target, timestamp, nonce, body.clone());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "`--url` must be a URL or a path, with special characters percent-encoded; character "
              + e.getIndex()
              + " of it is not allowed.");
    }
  }

  /** Returns the bytes that are signed. */
  public byte[] bytes() {
    return joined(method, target, timestamp, nonce, body, "\n", true);
  }

  private static byte[] joined(
      String method,
      String target,
      String time,
      String nonce,
      byte[] body,
      String end,
      boolean last) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(utf8(method + end + target + end + time + end + nonce + end));
    bytes.writeBytes(body);
    bytes.writeBytes(utf8(last ? end : ""));
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns what distinguishes the first text that a predicate accepts from this one, such as
   * "without the query, with the body written again"; empty if it accepts none. Combinations of
   * mistakes in different lines are tried, those with few mistakes first.
   */
  public Optional<String> mistake(Predicate<byte[]> accepted) {
    Map<String, String> targets = targets();
    Map<String, byte[]> bodies = bodies();
    Map<String, String[]> heads = heads();
    Map<String, String> ends = new LinkedHashMap<>();
    ends.put("", "\n");
    ends.put("with CR LF instead of line feeds", "\r\n");
    ends.put("without the last line feed", "");
    ends.put("with \\n as two characters instead of line feeds", "\\n");
    int most = body.length > LARGE ? 1 : 3; // so that a large body does not take minutes
    for (int mistakes = 0; mistakes <= most; mistakes++) {
      for (Map.Entry<String, String[]> head : heads.entrySet()) {
        for (Map.Entry<String, String> line : targets.entrySet()) {
          for (Map.Entry<String, String> end : ends.entrySet()) {
            int before = count(head.getKey(), line.getKey(), end.getKey());
            for (Map.Entry<String, byte[]> content : bodies.entrySet()) {
              if (before + count(content.getKey()) != mistakes) {
                continue;
              }
              boolean last = !end.getValue().isEmpty();
              byte[] text =
                  joined(
                      head.getValue()[0],
                      line.getValue(),
                      head.getValue()[1],
                      head.getValue()[2],
                      content.getValue(),
                      last ? end.getValue() : "\n",
                      last);
              if (accepted.test(text)) {
                return Optional.of(
                    list(head.getKey(), line.getKey(), content.getKey(), end.getKey()));
              }
            }
          }
        }
      }
    }
    byte[] own = bytes();
    int start = method.length() + target.getBytes(StandardCharsets.UTF_8).length + 2;
    return accepted.test(Arrays.copyOfRange(own, start, own.length))
        ? Optional.of("without method and path, as the text of a response is")
        : Optional.empty();
  }

  private static int count(String... mistakes) {
    return (int) Arrays.stream(mistakes).filter(mistake -> !mistake.isEmpty()).count();
  }

  private static String list(String... mistakes) {
    return Arrays.stream(mistakes)
        .filter(mistake -> !mistake.isEmpty())
        .reduce((first, second) -> first + ", " + second)
        .orElse("");
  }

  private Map<String, String[]> heads() {
    Map<String, String[]> heads = new LinkedHashMap<>();
    heads.put("", new String[] {method, timestamp, nonce});
    heads.put(
        "with the method in lower case",
        new String[] {method.toLowerCase(Locale.ROOT), timestamp, nonce});
    heads.put("with timestamp and nonce swapped", new String[] {method, nonce, timestamp});
    heads.put(
        "with the timestamp in milliseconds", new String[] {method, timestamp + "000", nonce});
    for (String other : new String[] {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
      if (!other.equals(method)) {
        heads.put("with the method " + other, new String[] {other, timestamp, nonce});
      }
    }
    return heads;
  }

  private Map<String, String> targets() {
    Map<String, String> targets = new LinkedHashMap<>();
    targets.put("", target);
    int query = target.indexOf('?');
    String path = query < 0 ? target : target.substring(0, query);
    addTarget(targets, "without the query", path);
    addTarget(targets, "with the complete URL", url.contains("://") ? url : HOST + url);
    addTarget(targets, "with an empty query", path + "?");
    addTarget(targets, "without the slash before the path", target.substring(1));
    addTarget(targets, "with the decoded path and query", decoded(target));
    addTarget(
        targets,
        "with a slash at the end of the path",
        path + "/" + target.substring(path.length()));
    return targets;
  }

  private static void addTarget(Map<String, String> targets, String mistake, String text) {
    if (!targets.containsValue(text)) {
      targets.put(mistake, text);
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private Map<String, byte[]> bodies() {
    Map<String, byte[]> bodies = new LinkedHashMap<>();
    bodies.put("", body);
    String text = new String(body, StandardCharsets.UTF_8);
    if (body.length == 0) {
      add(bodies, "with the body {}", "{}");
      add(bodies, "with the body null", "null");
      add(bodies, "with the body []", "[]");
      return bodies;
    }
    add(bodies, "without the body", "");
    add(bodies, "without the line break or spaces at the end of the body", text.stripTrailing());
    add(bodies, "with a line feed after the body", text + "\n");
    add(bodies, "with CR LF after the body", text + "\r\n");
    add(bodies, "with LF instead of CR LF in the body", text.replace("\r\n", "\n"));
    add(bodies, "with CR LF instead of LF in the body", text.replaceAll("\r?\n", "\r\n"));
    add(bodies, "without the byte order mark of the body", text.replace("\ufeff", ""));
    add(bodies, "with a byte order mark before the body", "\ufeff" + text);
    add(bodies, "with / written as \\/ in the body", text.replace("\\/", "/").replace("/", "\\/"));
    add(bodies, "with \\/ written as / in the body", text.replace("\\/", "/"));
    for (String name : new String[] {"GBK", "ISO-8859-1"}) {
      if (Charset.isSupported(name)) {
        add(bodies, "with the body in " + name, text.getBytes(Charset.forName(name)));
        add(bodies, "with the body decoded as " + name, new String(body, Charset.forName(name)));
      }
    }
    try {
      written(bodies, JSON.readTree(text.replace("\ufeff", "")));
    } catch (IOException e) {
      // The body is not JSON, so nothing wrote it again.
    }
    return bodies;
  }

  private static void add(Map<String, byte[]> bodies, String mistake, String text) {
    add(bodies, mistake, utf8(text));
  }

  private static void add(Map<String, byte[]> bodies, String mistake, byte[] bytes) {
    if (bodies.values().stream().noneMatch(known -> Arrays.equals(known, bytes))) {
      bodies.put(mistake, bytes);
    }
  }

  /** Adds the forms in which libraries write the JSON of the body again. */
  private static void written(Map<String, byte[]> bodies, JsonNode json)
      throws JsonProcessingException {
    ObjectMapper sorted = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    Object value = JSON.convertValue(json, Object.class);
    for (boolean ordered : new boolean[] {false, true}) {
      ObjectMapper mapper = ordered ? sorted : JSON;
      Object content = ordered ? value : json;
      String names = ordered ? " with its names sorted" : "";
      for (boolean ascii : new boolean[] {false, true}) {
        String escapes = ascii ? ", and \\u escapes" : "";
        add(
            bodies,
            "with the body written again" + names + ", without spaces" + escapes,
            text(mapper, content, ascii, null));
        add(
            bodies,
            "with the body written again" + names + ", with a space after : and ," + escapes,
            text(mapper, content, ascii, new SpacedPrinter()));
        for (int indent : new int[] {2, 4}) {
          String how = ", indented by " + indent + escapes;
          add(
              bodies,
              "with the body written again" + names + how,
              text(mapper, content, ascii, new IndentedPrinter(indent)));
        }
      }
    }
  }

  private static String text(
      ObjectMapper mapper, Object content, boolean ascii, @Nullable PrettyPrinter printer)
      throws JsonProcessingException {
    String text =
        (printer == null ? mapper.writer() : mapper.writer(printer))
            .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .writeValueAsString(content);
    if (!ascii) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped.append(c < 0x80 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return escaped.toString();
  }

  /** Writes JSON on one line with a space after each colon and comma, as Python does. */
  private static final class SpacedPrinter extends MinimalPrettyPrinter {
    private static final long serialVersionUID = 1L;

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(", ");
    }
  }

  /** Writes JSON with an indentation, as JavaScript does. */
  private static final class IndentedPrinter extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;
    private final int indent;

    IndentedPrinter(int indent) {
      this.indent = indent;
      DefaultIndenter lines = new DefaultIndenter(" ".repeat(indent), "\n");
      indentObjectsWith(lines);
      indentArraysWith(lines);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
      return new IndentedPrinter(indent);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
      generator.writeRaw(": ");
    }
  }
}
