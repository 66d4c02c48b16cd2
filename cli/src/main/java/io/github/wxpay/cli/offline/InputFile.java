package io.github.wxpay.cli.offline;

import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads the bytes of options that name a file, or {@code -} for the standard input. */
public final class InputFile {
  private InputFile() {}

  /**
   * Returns the bytes of a file or of the standard input, unchanged.
   *
   * @param option the option that names it, for messages
   * @throws IllegalArgumentException if it cannot be read
   */
  public static byte[] bytes(String option, String file, Terminal terminal) {
    try {
      return file.equals("-")
          ? terminal.in().readAllBytes()
          : Files.readAllBytes(Path.of(file.startsWith("@") ? file.substring(1) : file));
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          Failure.unreadable(option, file, e)
              + " Pass the path of a file, or - for the standard input.");
    }
  }

  /**
   * Returns the text of {@code @FILE}, of {@code -}, or the argument itself. A line break at the
   * end of a file is removed, since editors and {@code echo} add it.
   *
   * @param option the option that gives it, for messages
   */
  public static String text(String option, String given, Terminal terminal) {
    if (!given.equals("-") && !given.startsWith("@")) {
      return given;
    }
    String text = new String(bytes(option, given, terminal), StandardCharsets.UTF_8);
    return text.replaceFirst("\\r?\\n\\z", "");
  }
}
