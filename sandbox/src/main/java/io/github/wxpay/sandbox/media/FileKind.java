package io.github.wxpay.sandbox.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The kinds of files that uploads accept, with media type, maximum size and file extensions. */
public enum FileKind {
  IMAGE("image/", 2 << 20, "jpg jpeg bmp png"),
  VIDEO("video/", 5 << 20, "avi wmv mpeg mp4 mov mkv flv f4v m4v rmvb"),
  DOCUMENT("", 5 << 20, "pdf jpg jpeg bmp png"),
  RECEIPT("image/", 200 << 10, "png jpg jpeg"),
  INVOICE("", 2 << 20, "pdf ofd"),
  LINES("", 2 << 20, "txt csv");

  private static final String UNKNOWN = "application/octet-stream";
  private static final int MAX_NAME = 128;

  private final String type;
  private final int maxSize;
  private final String extensions;

  FileKind(String type, int maxSize, String extensions) {
    this.type = type;
    this.maxSize = maxSize;
    this.extensions = extensions;
  }

  /** Returns the problem of a file name, or an empty text if it is accepted. */
  public String nameProblem(String name) {
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > MAX_NAME) {
      return "must have 1 to " + MAX_NAME + " characters, not " + length;
    }
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\')) {
      return "must not contain a slash or a control character";
    }
    if (name.indexOf('\ufffd') >= 0) {
      return "must be UTF-8";
    }
    List<String> known = Arrays.asList(extensions.split(" "));
    return known.contains(ending(name)) ? "" : "must end with one of ." + String.join(" .", known);
  }

  /** Returns the problem of a file's media type, or an empty text if it is accepted. */
  public String typeProblem(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    boolean fits = lower.startsWith(type) || (this != RECEIPT && lower.equals(UNKNOWN));
    return fits ? "" : "must have a Content-Type " + type + "…, not " + given;
  }

  /** Returns the problem of a file's size in bytes, or an empty text if it is accepted. */
  public String sizeProblem(int size) {
    return size > 0 && size <= maxSize ? "" : "must have 1 to " + maxSize + " bytes, not " + size;
  }

  /** Returns the media type for the extension of a name, or the given type if it is unknown. */
  public static String typeOf(String name, String given) {
    String extension = ending(name);
    switch (extension) {
      case "jpg":
      case "jpeg":
        return "image/jpeg";
      case "png":
      case "bmp":
        return "image/" + extension;
      case "pdf":
        return "application/pdf";
      default:
        return given;
    }
  }

  /** Returns the text after the last dot, in lower case. */
  public static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
