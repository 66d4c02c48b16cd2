package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes tables between the markers of the page about performance. */
public final class Page {
  private static final String END = "<!-- end of table -->";

  private Page() {}

  /**
   * Replaces a table of the page in one language.
   *
   * @param name the one of the marker {@code <!-- table: NAME -->}
   * @throws IOException if the page has no such marker or cannot be written
   */
  public static void write(Path repository, Language language, String name, String text)
      throws IOException {
    Path file = repository.resolve(language.page());
    String page = Files.readString(file);
    String marker = "<!-- table: " + name + " -->";
    int start = page.indexOf(marker);
    int end = page.indexOf(END, Math.max(start, 0));
    if (start < 0 || end < 0) {
      throw new IOException(file + " has no marker " + marker + " with " + END + " below it.");
    }
    String replaced =
        page.substring(0, start + marker.length())
            + "\n\n"
            + text.strip()
            + "\n\n"
            + page.substring(end);
    Files.writeString(file, replaced);
  }
}
