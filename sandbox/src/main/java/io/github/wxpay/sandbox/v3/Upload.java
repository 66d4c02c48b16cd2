package io.github.wxpay.sandbox.v3;

import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.catalogue.Field;
import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.http.Multipart;
import io.github.wxpay.sandbox.media.FileKind;
import io.github.wxpay.sandbox.media.Media;
import io.github.wxpay.sandbox.state.CheckedRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The checked file of an upload. The catalogue says which part it is, and which fields of the
 * description contain its name and its digest.
 */
final class Upload {
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");

  private final String fileName;
  private final Media media;

  private Upload(String fileName, Media media) {
    this.fileName = fileName;
    this.media = media;
  }

  /** Returns the name of the file, from the headers of its part. */
  String fileName() {
    return fileName;
  }

  Media media() {
    return media;
  }

  /** Returns the JSON of the part {@code meta}, which describes the file. */
  static byte[] meta(Map<String, Multipart.Part> parts, Endpoint endpoint) {
    Multipart.Part meta = part(parts, "meta");
    String file = filePart(endpoint);
    part(parts, file);
    for (String name : parts.keySet()) {
      if (!Set.of("meta", file).contains(name)) {
        throw wrong(name, "", "is not a part of this upload; its parts are meta and " + file);
      }
    }
    String type = meta.type();
    if (type != null && !List.of("application/json", "text/plain").contains(lower(type))) {
      throw wrong("meta", type, "must have the Content-Type application/json or none");
    }
    return meta.bytes();
  }

  /**
   * Checks the file of a request against its description.
   *
   * @throws Refusal if it differs, or is not of this kind
   */
  static Upload read(CheckedRequest request, FileKind kind) {
    String name = filePart(request.endpoint());
    Multipart.Part file = part(request.inbound().parts(), name);
    for (Field field : request.endpoint().meta()) {
      if (Set.of("filename", "file_name").contains(field.name())) {
        String problem = kind.nameProblem(required(request, field.name()));
        if (!problem.isEmpty()) {
          throw request.wrong(field.name(), problem);
        }
      }
    }
    String fileName = file.fileName();
    if (fileName == null) {
      throw wrong(name, "", "must have a filename=\"…\" in its Content-Disposition");
    }
    refuseIf(name, fileName, "its filename ", kind.nameProblem(fileName));
    String type = Objects.requireNonNullElse(file.type(), "none");
    refuseIf(name, type, "", kind.typeProblem(type));
    refuseIf(name, "", "", kind.sizeProblem(file.bytes().length));
    for (Field field : request.endpoint().meta()) {
      if (Set.of("sha256", "file_digest", "digest").contains(field.name())) {
        Digests digest = kind == FileKind.INVOICE ? Digests.SM3 : Digests.SHA256;
        checkDigest(request, field.name(), digest, file.bytes());
      }
    }
    return new Upload(fileName, new Media(FileKind.typeOf(fileName, type), file.bytes()));
  }

  private static void checkDigest(
      CheckedRequest request, String name, Digests digest, byte[] bytes) {
    String given = required(request, name);
    String right = digest.of(bytes);
    if (given.length() != right.length() || !HEX.matcher(given).matches()) {
      throw request.wrong(name, "must be " + right.length() + " hexadecimal digits");
    }
    if (right.equals(lower(given))) {
      return;
    }
    String hint = "";
    for (Digests other : Digests.values()) {
      if (other.of(bytes).equals(lower(given))) {
        hint = ", and the value is the " + other.wireName();
      }
    }
    throw request.wrong(
        name,
        "differs: the "
            + digest.wireName()
            + " of the "
            + bytes.length
            + " bytes received is "
            + right
            + hint);
  }

  // The documentation of brands' endpoints does not say which fields are required.
  private static String required(CheckedRequest request, String name) {
    String text = request.text(name);
    if (text.isEmpty()) {
      throw request.wrong(name, "is required");
    }
    return text;
  }

  private static String filePart(Endpoint endpoint) {
    return endpoint.request().stream()
        .filter(field -> field.type().equals("file"))
        .map(Field::name)
        .findFirst()
        .orElseThrow();
  }

  private static Multipart.Part part(Map<String, Multipart.Part> parts, String name) {
    Multipart.Part part = parts.get(name);
    if (part == null) {
      throw wrong(name, "", "is required; the parts are " + String.join(", ", parts.keySet()));
    }
    return part;
  }

  private static void refuseIf(String part, String value, String subject, String problem) {
    if (!problem.isEmpty()) {
      throw wrong(part, value, subject + problem);
    }
  }

  private static Refusal wrong(String part, String value, String issue) {
    return Refusal.field("body", "/" + part, value, issue);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
