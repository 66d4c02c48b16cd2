package io.github.wxpay.cli.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a multipart form, read from its bytes. */
final class FormParts {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data;.*boundary=\"?([^\";]+)\"?.*");
  private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
  private static final Pattern FILE = Pattern.compile("[; ]filename=\"([^\"]*)\"");

  private final String boundary;
  private final List<Part> parts = new ArrayList<>();

  private FormParts(String boundary) {
    this.boundary = boundary;
  }

  /** Returns the parts of a form; empty if the content type is not that of a form. */
  static Optional<FormParts> of(String contentType, byte[] body) {
    Matcher matcher = BOUNDARY.matcher(contentType);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    FormParts form = new FormParts(matcher.group(1));
    // One character for each byte, so that positions and contents are those of the bytes.
    String all = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
    for (String part : all.split(Pattern.quote("\r\n--" + matcher.group(1)), -1)) {
      int end = part.indexOf("\r\n\r\n");
      if (part.startsWith("\r\n") && end > 0) {
        form.parts.add(new Part(utf8(part.substring(2, end)), bytes(part.substring(end + 4))));
      }
    }
    return Optional.of(form);
  }

  List<Part> parts() {
    return parts;
  }

  /** Returns the content of a part as text; empty if there is none of that name. */
  String text(String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .map(part -> new String(part.content, StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  /** Returns the form as text, with the size of each file instead of its content. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      text.append("--").append(boundary).append('\n').append(part.head.replace("\r\n", "\n"));
      text.append("\n\n").append(part.shown()).append('\n');
    }
    return text.append("--").append(boundary).append("--").toString();
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String utf8(String latin) {
    return new String(bytes(latin), StandardCharsets.UTF_8);
  }

  /** Returns bytes as text if they are UTF-8; empty if they are not. */
  static Optional<String> decoded(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** A part with its headers. */
  static final class Part {
    final String head;
    final byte[] content;

    Part(String head, byte[] content) {
      this.head = head;
      this.content = content;
    }

    String name() {
      return found(NAME);
    }

    String filename() {
      return found(FILE);
    }

    boolean isFile() {
      return FILE.matcher(head).find();
    }

    String shown() {
      String size = "(" + content.length + " bytes)";
      return isFile() ? size : decoded(content).orElse(size);
    }

    private String found(Pattern pattern) {
      Matcher matcher = pattern.matcher(head);
      return matcher.find() ? matcher.group(1) : "";
    }
  }
}
