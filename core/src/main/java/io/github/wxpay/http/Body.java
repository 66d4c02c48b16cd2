package io.github.wxpay.http;

import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.Printable;
import java.io.File;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A body as it will be sent: its bytes, made once, the bytes that are signed, and its type. */
public final class Body {
  private static final Body NONE = new Body(List.of(), new byte[0], null);

  private final List<Content> pieces;
  private final byte[] signed;
  private final @Nullable String contentType;

  private Body(List<Content> pieces, byte[] signed, @Nullable String contentType) {
    this.pieces = pieces;
    this.signed = signed;
    this.contentType = contentType;
  }

  /** No body. */
  public static Body none() {
    return NONE;
  }

  /** These very bytes, all of them signed. */
  public static Body of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Body(List.of(Content.of(copy)), copy, null);
  }

  /** A form; its part {@code meta} is what is signed, or nothing when it has none. */
  public static Body of(Multipart form) {
    return new Body(form.pieces(), form.meta(), form.contentType());
  }

  /**
   * The body of an APIv3 request: text and bytes as they are, a form as a form, a Map as a form
   * when the header says {@code multipart/form-data}, anything else as JSON, its secrets by the
   * cipher.
   */
  public static Body json(
      @Nullable Object data, Headers headers, Optional<Object> meta, UnaryOperator<String> cipher) {
    if (data == null) {
      return NONE;
    }
    if (data instanceof byte[]) {
      return of((byte[]) data);
    }
    if (data instanceof CharSequence) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode((CharSequence) data)) {
        throw new IllegalArgumentException(
            "The body holds half a surrogate pair, which is no Unicode and cannot be sent.");
      }
      return of(data.toString().getBytes(StandardCharsets.UTF_8));
    }
    if (data instanceof Multipart) {
      return of(((Multipart) data).sealed(cipher));
    }
    if (data instanceof InputStream || data instanceof File || data instanceof Path) {
      throw new IllegalArgumentException(
          "A value "
              + Printable.type(data)
              + " is not a body: give its bytes, or a Multipart with it as a part.");
    }
    if (data instanceof Map && isForm(headers)) {
      return of(Multipart.of((Map<?, ?>) data, meta).sealed(cipher));
    }
    return of(Json.write(data, cipher));
  }

  /** Whether there is nothing to send. */
  public boolean isEmpty() {
    return Content.length(pieces) == 0;
  }

  /** The bytes that the signature covers. */
  public byte[] signed() {
    return signed.clone();
  }

  /** The {@code Content-Type} that this body needs, if it needs a certain one. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /** The bytes for the JDK's client, as often as it asks; files are streamed. */
  public BodyPublisher publisher(@Nullable Progress progress) {
    if (isEmpty()) {
      return BodyPublishers.noBody();
    }
    return pieces.size() == 1
        ? BodyPublishers.ofByteArray(pieces.get(0).bytes())
        : Content.publisher(pieces, progress);
  }

  /** The size; never the content. */
  @Override
  public String toString() {
    return Content.length(pieces) + " bytes";
  }

  private static boolean isForm(Headers headers) {
    return headers
        .first("Content-Type")
        .filter(type -> type.regionMatches(true, 0, "multipart/form-data", 0, 19))
        .isPresent();
  }
}
