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
 * A {@code multipart/form-data} body (RFC 7578). Corresponds to the original's class of that name.
 * In an upload of APIv3 exactly the bytes of the part {@code meta} are signed.
 *
 * <pre>{@code
 * new Multipart().append("meta", "{\"filename\":\"a.png\",…}").append("file", Path.of("a.png"))
 * }</pre>
 *
 * <p>Not safe for use by several threads while parts are added.
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
   * Creates an empty form with a random boundary. Values are not searched for it: it contains the
   * time and one of 10^11 random numbers and is only known to the receiver, so a crafted value
   * contains it with a probability of at most 2^-36.
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
   * Creates an empty form with a given boundary, for tests. When the form is written or sent, its
   * names and contents are searched for the boundary; files are read once more for this.
   *
   * @throws IllegalArgumentException if the boundary is not one of RFC 2046; also thrown when the
   *     form is written or sent, if {@code --} and the boundary occur in a part
   */
  public Multipart(String boundary) {
    this(boundary, true);
  }

  private Multipart(String boundary, boolean searched) {
    if (!boundary.matches("[0-9A-Za-z'()+_,./:=?-]{1,70}")) {
      throw new IllegalArgumentException(
          "The boundary must be 1 to 70 characters that RFC 2046 allows; got '" + boundary + "'.");
    }
    this.boundary = boundary;
    this.searched = searched;
  }

  /** Adds a part; a {@link Path} also gives the part its file name. */
  public Multipart append(String name, @Nullable Object value) {
    return append(name, value, "");
  }

  /**
   * Adds a part. A file is read each time the form is sent.
   *
   * @param value bytes or a {@link Path} for a file, a text or a number, or an object that becomes
   *     JSON
   * @param filename the file's name; empty for none
   */
  public Multipart append(String name, @Nullable Object value, String filename) {
    parts.add(FormPart.of(name, value, filename, mimeTypes));
    return this;
  }

  /** Replaces all parts of a name by one, at the position of the first or at the end. */
  public Multipart set(String name, @Nullable Object value, String filename) {
    int index = names().indexOf(name);
    if (index < 0) {
      return append(name, value, filename);
    }
    parts.set(index, FormPart.of(name, value, filename, mimeTypes));
    parts.subList(index + 1, parts.size()).removeIf(part -> part.name.equals(name));
    return this;
  }

  /** Removes all parts of a name. */
  public Multipart delete(String name) {
    parts.removeIf(part -> part.name.equals(name));
    return this;
  }

  /** Returns the content of the first part of a name. */
  public Optional<byte[]> get(String name) {
    return getAll(name).stream().findFirst();
  }

  /** Returns the contents of all parts of a name. */
  public List<byte[]> getAll(String name) {
    List<byte[]> contents = new ArrayList<>();
    parts.stream().filter(p -> p.name.equals(name)).forEach(p -> contents.add(p.content.bytes()));
    return contents;
  }

  /** Returns the names of the parts, in order. */
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

  /** Returns the {@code Content-Type} of the form. */
  public String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** Returns the complete form as it is sent; empty if it has no part. Reads files into memory. */
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
   * Requires a part without the boundary at any position: some receivers accept the delimiter
   * elsewhere than at the start of a line.
   */
  private void requireWithoutBoundary(FormPart part) {
    byte[] delimiter = utf8("--" + boundary);
    if (BodySource.of(utf8(part.header)).contains(delimiter) || part.content.contains(delimiter)) {
      throw new IllegalArgumentException(
          "The boundary '"
              + boundary
              + "' occurs in the part '"
              + Printable.of(part.name, 64)
              + "', which a receiver would end there. Use another boundary, or new Multipart() for"
              + " a random one.");
    }
  }

  /** Returns the parts that are not files, as texts. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (FormPart part : parts) {
      if (!part.file) {
        texts.put(part.name, new String(part.content.bytes(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** Returns a form with these texts and the same files. */
  public Multipart withTexts(Map<String, String> texts) {
    Multipart form = new Multipart(boundary, searched);
    texts.forEach(form::append);
    parts.stream().filter(part -> part.file).forEach(form.parts::add);
    return form;
  }

  /**
   * Returns this form with the {@linkplain io.github.wxpay.crypto.Secret secrets} in its parts
   * encrypted with a cipher.
   */
  public Multipart encrypted(UnaryOperator<String> cipher) {
    Multipart form = new Multipart(boundary, searched);
    parts.forEach(part -> form.parts.add(part.encrypted(cipher)));
    return form;
  }

  /**
   * Returns a publisher of the form for the JDK's client, which may subscribe repeatedly; files are
   * streamed.
   *
   * @param progress receives the number of bytes sent; {@code null} for none
   * @throws IllegalArgumentException if a given boundary occurs in a part
   */
  public BodyPublisher publisher(@Nullable Progress progress) {
    return parts.isEmpty() ? BodyPublishers.noBody() : BodySource.publisher(pieces(), progress);
  }

  /** Returns the names of the parts, without their contents. */
  @Override
  public String toString() {
    return "Multipart" + names();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
