package io.github.wxpay.http;

import io.github.wxpay.codec.Json;
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

/** A body as it will be sent: its bytes, made once, the bytes that are signed, and its type. */
public final class Body {
  private static final Body NONE = new Body(new byte[0], new byte[0], null);

  private final byte[] bytes;
  private final byte[] signed;
  private final @Nullable String contentType;

  private Body(byte[] bytes, byte[] signed, @Nullable String contentType) {
    this.bytes = bytes;
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
    return new Body(copy, copy, null);
  }

  /** A form; its part {@code meta} is what is signed, or nothing when it has none. */
  public static Body of(Multipart form) {
    return new Body(form.bytes(), form.meta(), form.contentType());
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
      return of((Multipart) data);
    }
    if (data instanceof InputStream || data instanceof File || data instanceof Path) {
      throw new IllegalArgumentException(
          "A "
              + data.getClass().getName()
              + " is no body: give its bytes, or a Multipart with it as a part.");
    }
    if (data instanceof Map && isForm(headers)) {
      return of(Multipart.of((Map<?, ?>) data, meta));
    }
    byte[] json = Json.write(data, cipher);
    return new Body(json, json, null);
  }

  /** Whether there is nothing to send. */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /** The bytes that the signature covers. */
  public byte[] signed() {
    return signed.clone();
  }

  /** The {@code Content-Type} that this body needs, if it needs a certain one. */
  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  /** The bytes for the JDK's client, as often as it asks. */
  public BodyPublisher publisher() {
    return isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes);
  }

  /** The size; never the content. */
  @Override
  public String toString() {
    return bytes.length + " bytes";
  }

  private static boolean isForm(Headers headers) {
    return headers
        .first("Content-Type")
        .filter(type -> type.regionMatches(true, 0, "multipart/form-data", 0, 19))
        .isPresent();
  }
}
