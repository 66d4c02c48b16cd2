package io.github.wxpay.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the tables of a page as rows of cells. */
final class Table {
  private Table() {}

  /**
   * Returns the rows of all tables between a heading and the next of its level, without headers.
   */
  static List<List<String>> rows(String page, String heading) throws IOException {
    String text = Files.readString(Project.folder().resolve(page));
    int start = text.indexOf("\n" + heading + "\n");
    if (start < 0) {
      throw new AssertionError(page + " has no heading " + heading);
    }
    String mark = heading.substring(0, heading.indexOf(' ') + 1);
    int end = text.indexOf("\n" + mark, start + 1);
    return text.substring(start, end < 0 ? text.length() : end)
        .lines()
        .filter(line -> line.startsWith("| ") || line.startsWith("|-"))
        .map(line -> Arrays.asList(line.substring(1).split("\\|", -1)))
        .map(cells -> cells.stream().map(String::strip).collect(Collectors.toList()))
        .dropWhile(cells -> !cells.get(0).startsWith("-"))
        .skip(1)
        .collect(Collectors.toList());
  }
}
