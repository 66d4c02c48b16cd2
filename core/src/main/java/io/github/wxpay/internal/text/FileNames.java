package io.github.wxpay.internal.text;

import java.util.Locale;

/** Reads names of files. */
public final class FileNames {
  private FileNames() {}

  /**
   * Returns the extension in lower case, without the dot. It is empty for a name without one, and
   * for a name whose only dot is its first character ({@code .gif}).
   */
  public static String extension(String filename) {
    String name =
        filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }
}
