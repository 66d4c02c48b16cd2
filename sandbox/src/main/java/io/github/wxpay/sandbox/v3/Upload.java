package io.github.wxpay.sandbox.v3;

import io.github.wxpay.sandbox.crypto.Digests;
import io.github.wxpay.sandbox.http.Multipart;
import io.github.wxpay.sandbox.media.FileKind;
import io.github.wxpay.sandbox.media.Media;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An upload that was read and found in order: its description and its file. */
final class Upload {
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");

  private final Fields meta;
  private final String fileName;
  private final Media media;

  private Upload(Fields meta, String fileName, Media media) {
    this.meta = meta;
    this.fileName = fileName;
    this.media = media;
  }

  Fields meta() {
    return meta;
  }

  /** Returns the name of the file, as its part says. */
  String fileName() {
    return fileName;
  }

  Media media() {
    return media;
  }

  /** Reads and checks an upload; what is wrong with it is said in a {@link Refusal}. */
  static Upload read(V3Request call, Rule rule) {
    Map<String, Multipart.Part> parts = call.parts();
    Multipart.Part described = part(parts, "meta");
    Multipart.Part file = part(parts, rule.part);
    for (String name : parts.keySet()) {
      if (!Set.of("meta", rule.part).contains(name)) {
        throw wrong(name, "", "is no part of this upload, it takes meta and " + rule.part);
      }
    }
    String type = described.type();
    if (type != null && !List.of("application/json", "text/plain").contains(lower(type))) {
      throw wrong("meta", type, "must have the Content-Type application/json, or none");
    }
    Fields meta = V3Request.fields("/meta", described.bytes());
    if (rule.nameField != null) {
      String problem = rule.kind.nameProblem(meta.text(rule.nameField, 0, Integer.MAX_VALUE));
      if (!problem.isEmpty()) {
        throw meta.wrong(rule.nameField, problem);
      }
    }
    String name = file.fileName();
    if (name == null) {
      throw wrong(rule.part, "", "must have a filename=\"…\" in its Content-Disposition");
    }
    refuseIf(rule.part, name, "its filename ", rule.kind.nameProblem(name));
    String fileType = Objects.requireNonNullElse(file.type(), "none");
    refuseIf(rule.part, fileType, "", rule.kind.typeProblem(fileType));
    refuseIf(rule.part, "", "", rule.kind.sizeProblem(file.bytes().length));
    checkDigest(meta, rule, file.bytes());
    Media media = new Media(FileKind.typeOf(name, fileType), file.bytes());
    return new Upload(meta, name, media);
  }

  private static void checkDigest(Fields meta, Rule rule, byte[] bytes) {
    String name = rule.digestField;
    String given = meta.text(name, 0, Integer.MAX_VALUE);
    String right = rule.digest.of(bytes);
    if (given.length() != right.length() || !HEX.matcher(given).matches()) {
      throw meta.wrong(name, "must be " + right.length() + " hexadecimal digits");
    }
    if (right.equals(lower(given))) {
      return;
    }
    String hint = "";
    for (Digests other : Digests.values()) {
      if (other.of(bytes).equals(lower(given))) {
        hint = ", this is their " + other.wireName();
      }
    }
    throw meta.wrong(
        name,
        "differs: the "
            + rule.digest.wireName()
            + " of the "
            + bytes.length
            + " bytes that came is "
            + right
            + hint);
  }

  private static Multipart.Part part(Map<String, Multipart.Part> parts, String name) {
    Multipart.Part part = parts.get(name);
    if (part == null) {
      throw wrong(name, "", "is required, the parts are " + String.join(", ", parts.keySet()));
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

  /** What an endpoint wants: names of part and fields, digest, kind of file. */
  static final class Rule {
    private final String part;
    private final @Nullable String nameField;
    private final String digestField;
    private final Digests digest;
    private final FileKind kind;

    private Rule(
        String part,
        @Nullable String nameField,
        String digestField,
        Digests digest,
        FileKind kind) {
      this.part = part;
      this.nameField = nameField;
      this.digestField = digestField;
      this.digest = digest;
      this.kind = kind;
    }

    /** Returns the rule of a part {@code file} that is described by name and SHA-256. */
    static Rule named(FileKind kind, String nameField, String digestField) {
      return new Rule("file", nameField, digestField, Digests.SHA256, kind);
    }

    /** Returns the rule of a part {@code file} that is described by a digest only. */
    static Rule nameless(FileKind kind, String digestField, Digests digest) {
      return new Rule("file", null, digestField, digest, kind);
    }

    Rule in(String otherPart) {
      return new Rule(otherPart, nameField, digestField, digest, kind);
    }
  }
}
