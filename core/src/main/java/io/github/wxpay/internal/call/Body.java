package io.github.wxpay.internal.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Progress;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Names;
import io.github.wxpay.internal.text.Printable;
import java.io.File;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request: the bytes that are sent, created once, the signed bytes, and the content
 * type.
 */
public final class Body {
  private static final Body NONE = of(new byte[0]);

  private final BodyPublisher publisher;
  private final byte[] signed;
  private final @Nullable String contentType;
  private final boolean mayBlock;

  private Body(
      BodyPublisher publisher, byte[] signed, @Nullable String contentType, boolean mayBlock) {
    this.publisher = publisher;
    this.signed = signed;
    this.contentType = contentType;
    this.mayBlock = mayBlock;
  }

  /** Returns the empty body. */
  public static Body none() {
    return NONE;
  }

  /** Returns a body of bytes, all of which are signed. */
  public static Body of(byte[] bytes) {
    return ofOwn(bytes.clone());
  }

  /** Returns a body of bytes that are not shared, without a copy. */
  private static Body ofOwn(byte[] bytes) {
    BodyPublisher publisher =
        bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes);
    return new Body(publisher, bytes, null, false);
  }

  /**
   * Returns the body of a form; its part {@code meta} is signed, or nothing if it has none.
   *
   * @throws IllegalArgumentException if the form cannot be sent, see {@link Multipart#publisher}
   */
  public static Body of(Multipart form, @Nullable Progress progress) {
    byte[] meta = form.get("meta").orElse(new byte[0]);
    return new Body(form.publisher(progress), meta, form.contentType(), true);
  }

  /**
   * Returns the body of an APIv3 request: text and bytes unchanged, a form as a form, a Map as a
   * form if the header is {@code multipart/form-data}, anything else as JSON with its secrets
   * encrypted with the cipher.
   */
  public static Body json(
      @Nullable Object data, Headers headers, Options options, UnaryOperator<String> cipher) {
    Progress progress = options.progress().orElse(null);
    if (data == null) {
      return NONE;
    }
    if (data instanceof Body) {
      return (Body) data;
    }
    if (data instanceof byte[]) {
      return of((byte[]) data);
    }
    if (data instanceof CharSequence) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode((CharSequence) data)) {
        throw new IllegalArgumentException(
            "The body contains an unpaired surrogate. Do not cut a text between the two halves of a"
                + " character.");
      }
      return ofOwn(data.toString().getBytes(StandardCharsets.UTF_8));
    }
    if (data instanceof Multipart) {
      return of(((Multipart) data).encrypted(cipher), progress);
    }
    if (data instanceof InputStream || data instanceof File || data instanceof Path) {
      throw new IllegalArgumentException(
          "A value "
              + Printable.type(data)
              + " cannot be sent as a body. Pass its bytes, or a Multipart with it as a part.");
    }
    if (data instanceof Map && isForm(headers)) {
      return of(form((Map<?, ?>) data, options.meta()).encrypted(cipher), progress);
    }
    return ofOwn(Json.write(data, cipher));
  }

  /** Returns whether the body is the same at each attempt; a form reads its files again. */
  public boolean isFixed() {
    return !mayBlock;
  }

  /** Returns the bytes that the signature covers. */
  public byte[] signed() {
    return signed.clone();
  }

  /** Returns the {@code Content-Type} that this body requires, if any. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /**
   * Returns a publisher for the JDK's client, which may subscribe repeatedly; files are streamed.
   */
  public BodyPublisher publisher() {
    return publisher;
  }

  /** Returns whether reading it may block, since it reads files or calls a progress listener. */
  public boolean mayBlock() {
    return mayBlock;
  }

  /** Returns the size, without the content. */
  @Override
  public String toString() {
    return publisher.contentLength() + " bytes";
  }

  /** Returns the form of a map, in its order; bytes get the file name of the part {@code meta}. */
  static Multipart form(Map<?, ?> map, Optional<Object> meta) {
    Multipart form = new Multipart();
    if (meta.isPresent() && !map.containsKey("meta")) {
      form.append("meta", meta.get());
    }
    String filename =
        Optional.ofNullable(map.get("meta")).or(() -> meta).map(Body::filename).orElse("");
    map.forEach(
        (name, value) ->
            form.append(Names.field(name), value, value instanceof byte[] ? filename : ""));
    return form;
  }

  private static String filename(Object meta) {
    JsonNode node =
        meta instanceof CharSequence
            ? Json.readOrText(meta.toString().getBytes(StandardCharsets.UTF_8))
            : Json.node(meta);
    return node.path("filename").asText(node.path("file_name").asText(""));
  }

  /** Returns whether the headers require a Map to be sent as a form. */
  public static boolean isForm(Headers headers) {
    return headers
        .first("Content-Type")
        .filter(type -> type.regionMatches(true, 0, "multipart/form-data", 0, 19))
        .isPresent();
  }
}
