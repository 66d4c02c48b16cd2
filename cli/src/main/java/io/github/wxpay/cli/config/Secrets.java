package io.github.wxpay.cli.config;

import io.github.wxpay.cli.terminal.Failure;
import io.github.wxpay.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads secrets of options: {@code @FILE}, {@code -} for a prompt, or the secret itself. */
public final class Secrets {
  private final Terminal terminal;

  /** Creates a reader that asks and warns at a terminal. */
  public Secrets(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Returns a secret.
   *
   * @param option the option that gave it, for messages
   * @throws IllegalArgumentException if its file cannot be read, or there is no terminal for a
   *     prompt
   */
  public String read(String option, String given) {
    if (given.startsWith("@")) {
      Path file = Path.of(given.substring(1));
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new IllegalArgumentException(Failure.unreadable(option, file, e));
      }
    }
    if (given.equals("-")) {
      return terminal
          .askSecret(option)
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "`"
                          + option
                          + " -` asks at a terminal, and this is not one. Use `"
                          + option
                          + " @FILE`."));
    }
    if (!given.isEmpty()) {
      warn(option);
    }
    return given;
  }

  /** Returns a value that is not a secret, with a warning if it is a private key itself. */
  String notKey(String value) {
    if (value.contains("PRIVATE KEY") || value.startsWith("private.")) {
      warn("-c privateKey");
    }
    return value;
  }

  private void warn(String option) {
    terminal.warn(
        "`"
            + option
            + "` has a secret on the command line, where the list of processes and the history of"
            + " the shell show it. Use `@FILE`, `-` to be asked, or the variables WXPAY_….");
  }
}
