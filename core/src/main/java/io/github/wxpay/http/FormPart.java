package io.github.wxpay.http;

import io.github.wxpay.crypto.Secret;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.text.FileNames;
import io.github.wxpay.internal.text.Printable;
import io.github.wxpay.internal.text.Scalars;
import io.github.wxpay.internal.text.Times;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One part of a {@link Multipart}: its header, and its content, which may be in a file. */
final class FormPart {
  private static final String OCTETS = "application/octet-stream";

  final String name;
  final String header;
  final BodySource content;
  final boolean file;

  /** A value with secrets, converted to JSON when there is a cipher for them. */
  private final @Nullable Object secret;

  private FormPart(
      String name, String header, BodySource content, boolean file, @Nullable Object secret) {
    this.name = name;
    this.header = header;
    this.content = content;
    this.file = file;
    this.secret = secret;
  }

  static FormPart of(
      String name, @Nullable Object value, String filename, Map<String, String> mimeTypes) {
    boolean file = value instanceof byte[] || value instanceof Path;
    String shown =
        filename.isEmpty() && value instanceof Path
            ? String.valueOf(((Path) value).getFileName())
            : filename;
    requirePaired(name, name + '"' + shown);
    StringBuilder header =
        new StringBuilder("Content-Disposition: form-data; name=\"" + quoted(name) + "\"");
    if (file && !shown.isEmpty()) {
      header.append("; filename=\"").append(quoted(shown)).append('"');
    }
    header.append("\r\n");
    if (file || !shown.isEmpty()) {
      header
          .append("Content-Type: ")
          .append(mimeTypes.getOrDefault(FileNames.extension(shown), OCTETS))
          .append("\r\n");
    }
    return Secret.isIn(value) && !(value instanceof Secret)
        ? new FormPart(name, header.toString(), new Unencrypted(), false, value)
        : new FormPart(name, header.toString(), content(name, value), file, null);
  }

  /** Returns this part with its secrets encrypted. */
  FormPart encrypted(UnaryOperator<String> cipher) {
    return secret == null
        ? this
        : new FormPart(name, header, BodySource.of(Json.write(secret, cipher)), false, null);
  }

  private static BodySource content(String name, @Nullable Object value) {
    if (value instanceof byte[]) {
      return BodySource.of(((byte[]) value).clone());
    }
    if (value instanceof Path) {
      BodySource file = BodySource.of((Path) value);
      return name.equals("meta") ? BodySource.of(file.bytes()) : file; // signed and sent: read once
    }
    String text = value == null ? "null" : text(name, value);
    return BodySource.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String name, Object value) {
    String text;
    try {
      text =
          Scalars.problem(value).isEmpty()
              ? Scalars.text(value, Times.V3)
              : new String(Json.write(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The part '" + Printable.of(name, 64) + "': " + e.getMessage(), e);
    }
    return requirePaired(name, text);
  }

  /** Requires a text without unpaired surrogates, which would be sent as question marks. */
  private static String requirePaired(String name, String text) {
    if (Scalars.hasUnpairedSurrogate(text)) {
      throw new IllegalArgumentException(
          "The part '"
              + Printable.of(name, 64)
              + "' contains an unpaired surrogate. Do not cut a text between the two halves of a"
              + " character.");
    }
    return text;
  }

  /** Escapes a name as browsers do, so that a quote or a line break cannot end the header. */
  private static String quoted(String name) {
    return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** Content with secrets that are not encrypted yet, which cannot be read. */
  private static final class Unencrypted extends BodySource {
    @Override
    long length() {
      throw unencrypted();
    }

    @Override
    InputStream open() {
      throw unencrypted();
    }

    private static IllegalStateException unencrypted() {
      return new IllegalStateException(
          "The form contains a secret, which can be read only after APIv3 has encrypted it for"
              + " sending.");
    }
  }
}
