package io.github.wxpay.sandbox.media;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What kinds of files are taken, and up to which size. */
public enum FileKind {
  IMAGE("image/", 2 << 20, "jpg jpeg bmp png"),
  VIDEO("video/", 5 << 20, "avi wmv mpeg mp4 mov mkv flv f4v m4v rmvb"),
  DOCUMENT("", 5 << 20, "pdf jpg jpeg bmp png"),
  RECEIPT("image/", 200 << 10, "png jpg jpeg"),
  INVOICE("", 2 << 20, "pdf ofd"),
  LINES("", 2 << 20, "txt csv");

  private static final String UNKNOWN = "application/octet-stream";
  private static final int LONGEST_NAME = 128;

  private final String type;
  private final int most;
  private final String endings;

  FileKind(String type, int most, String endings) {
    this.type = type;
    this.most = most;
    this.endings = endings;
  }

  /** Returns what is wrong with a file's name; empty if nothing is. */
  public String nameProblem(String name) {
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > LONGEST_NAME) {
      return "must have 1 to " + LONGEST_NAME + " characters, not " + length;
    }
    if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '/' || c == '\\')) {
      return "must have no slash and no control character";
    }
    if (name.indexOf('\ufffd') >= 0) {
      return "must be UTF-8";
    }
    List<String> known = Arrays.asList(endings.split(" "));
    return known.contains(ending(name)) ? "" : "must end with one of ." + String.join(" .", known);
  }

  /** Returns what is wrong with a file's media type; empty if nothing is. */
  public String typeProblem(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    boolean fits = lower.startsWith(type) || (this != RECEIPT && lower.equals(UNKNOWN));
    return fits ? "" : "must have a Content-Type " + type + "…, not " + given;
  }

  /** Returns what is wrong with a file's size; empty if nothing is. */
  public String sizeProblem(int size) {
    return size > 0 && size <= most ? "" : "must have 1 to " + most + " bytes, not " + size;
  }

  /** Returns the media type that a name ends for, or the one given for an ending nobody knows. */
  public static String typeOf(String name, String given) {
    String ending = ending(name);
    switch (ending) {
      case "jpg":
      case "jpeg":
        return "image/jpeg";
      case "png":
      case "bmp":
        return "image/" + ending;
      case "pdf":
        return "application/pdf";
      default:
        return given;
    }
  }

  /** Returns what stands behind the last dot, in lower case. */
  public static String ending(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
