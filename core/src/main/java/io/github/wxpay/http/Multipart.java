package io.github.wxpay.http;

import io.github.wxpay.internal.text.Printable;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/form-data} body (RFC 7578), the original's class of that name. For an upload
 * of APIv3 the text of its part {@code meta} is what is signed, byte for byte.
 *
 * <pre>{@code
 * new Multipart().append("meta", "{\"filename\":\"a.png\",…}").append("file", Path.of("a.png"))
 * }</pre>
 *
 * <p>Not for several threads at once while parts are added.
 */
public final class Multipart {
  private static final Map<String, String> MIME_TYPES =
      Map.ofEntries(
          Map.entry("bmp", "image/bmp"),
          Map.entry("gif", "image/gif"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpe", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("mpeg", "video/mpeg"),
          Map.entry("json", "application/json"),
          Map.entry("js", "application/javascript"),
          Map.entry("htm", "text/html"),
          Map.entry("html", "text/html"),
          Map.entry("css", "text/css"));

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String boundary;
  private final boolean searched;
  private final Map<String, String> mimeTypes = new HashMap<>(MIME_TYPES);
  private final List<FormPart> parts = new ArrayList<>();

  /**
   * Creates an empty form with a random boundary. Values are not searched for it: the time and one
   * of 10^11 random numbers are in it, and only the receiver sees it, so that a value which was
   * written to contain it does so with a probability of 2^-36 at most.
   */
  public Multipart() {
    this(
        String.format(
            Locale.ROOT,
            "%s%013d%011d",
            "-".repeat(26),
            System.currentTimeMillis(),
            Math.floorMod(RANDOM.nextLong(), 100_000_000_000L)),
        false);
  }

  /**
   * Creates an empty form with a given boundary: for tests and replays. When the form is written or
   * sent, its names and contents are searched for the boundary, files too, which are read once more
   * for that.
   *
   * @throws IllegalArgumentException if the boundary is not one of RFC 2046; also thrown when the
   *     form is written or sent, if {@code --} and the boundary occur in a part
   */
  public Multipart(String boundary) {
    this(boundary, true);
  }

  private Multipart(String boundary, boolean searched) {
    if (!boundary.matches("[0-9A-Za-z'()+_,./:=?-]{1,70}")) {
      throw new IllegalArgumentException("The boundary '" + boundary + "' is none of RFC 2046.");
    }
    this.boundary = boundary;
    this.searched = searched;
  }

  /** Adds a part, its file name that of the value if it is a {@link Path}. */
  public Multipart append(String name, @Nullable Object value) {
    return append(name, value, "");
  }

  /**
   * Adds a part. A file is read when it is sent, and as often as that takes.
   *
   * @param value bytes or a {@link Path} for a file, a text or a number, or what becomes JSON
   * @param filename the file's name; empty for none
   */
  public Multipart append(String name, @Nullable Object value, String filename) {
    parts.add(FormPart.of(name, value, filename, mimeTypes));
    return this;
  }

  /** Puts a part in the place of all parts of that name: where the first is, or at the end. */
  public Multipart set(String name, @Nullable Object value, String filename) {
    int index = names().indexOf(name);
    if (index < 0) {
      return append(name, value, filename);
    }
    parts.set(index, FormPart.of(name, value, filename, mimeTypes));
    parts.subList(index + 1, parts.size()).removeIf(part -> part.name.equals(name));
    return this;
  }

  /** Takes all parts of a name away. */
  public Multipart delete(String name) {
    parts.removeIf(part -> part.name.equals(name));
    return this;
  }

  /** The content of the first part of a name. */
  public Optional<byte[]> get(String name) {
    return getAll(name).stream().findFirst();
  }

  /** The contents of all parts of a name. */
  public List<byte[]> getAll(String name) {
    List<byte[]> contents = new ArrayList<>();
    parts.stream().filter(p -> p.name.equals(name)).forEach(p -> contents.add(p.content.bytes()));
    return contents;
  }

  /** The names of the parts, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    parts.forEach(part -> names.add(part.name));
    return names;
  }

  /** Adds media types by file name extension, for parts appended later. */
  public Multipart appendMimeTypes(Map<String, String> types) {
    types.forEach((extension, type) -> mimeTypes.put(extension.toLowerCase(Locale.ROOT), type));
    return this;
  }

  /** The {@code Content-Type} of the whole. */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** The whole as it will be sent, read into memory; empty while it has no part. */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    pieces().forEach(piece -> out.writeBytes(piece.bytes()));
    return out.toByteArray();
  }

  private List<BodySource> pieces() {
    List<BodySource> pieces = new ArrayList<>();
    for (FormPart part : parts) {
      if (searched) {
        requireWithoutBoundary(part);
      }
      pieces.add(BodySource.of(utf8("--" + boundary + "\r\n" + part.header + "\r\n")));
      pieces.add(part.content);
      pieces.add(BodySource.of(utf8("\r\n")));
    }
    if (!parts.isEmpty()) {
      pieces.add(BodySource.of(utf8("--" + boundary + "--\r\n")));
    }
    return pieces;
  }

  /**
   * Wherever it occurs: some receivers take the delimiter anywhere, not at a line's start alone.
   */
  private void requireWithoutBoundary(FormPart part) {
    byte[] delimiter = utf8("--" + boundary);
    if (BodySource.of(utf8(part.header)).contains(delimiter) || part.content.contains(delimiter)) {
      throw new IllegalArgumentException(
          "The boundary '"
              + boundary
              + "' occurs in the part '"
              + Printable.of(part.name, 64)
              + "', which a receiver would end there. Give another boundary, or use new Multipart(),"
              + " which makes a random one.");
    }
  }

  /** The parts that are no files, as texts. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (FormPart part : parts) {
      if (!part.file) {
        texts.put(part.name, new String(part.content.bytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** A form of these texts and the same files. */
  public Multipart withTexts(Map<String, String> texts) {
    Multipart form = new Multipart(boundary, searched);
    texts.forEach(form::append);
    parts.stream().filter(part -> part.file).forEach(form.parts::add);
    return form;
  }

  /**
   * Returns this form with the secrets in its parts, see {@link io.github.wxpay.crypto.Secret},
   * written by a cipher.
   */
  public Multipart encrypted(UnaryOperator<String> cipher) {
    Multipart form = new Multipart(boundary, searched);
    parts.forEach(part -> form.parts.add(part.sealed(cipher)));
    return form;
  }

  /**
   * Returns the form for the JDK's client, as often as it asks; files are streamed.
   *
   * @param progress takes the number of bytes sent; {@code null} for none
   * @throws IllegalArgumentException if a given boundary occurs in a part
   */
  public BodyPublisher publisher(@Nullable Progress progress) {
    return parts.isEmpty() ? BodyPublishers.noBody() : BodySource.publisher(pieces(), progress);
  }

  /** The names of the parts; no contents. */
  @Override
  public String toString() {
    return "Multipart" + names();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
