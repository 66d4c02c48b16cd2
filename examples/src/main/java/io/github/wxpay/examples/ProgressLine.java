package io.github.wxpay.examples;

import io.github.wxpay.http.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Prints the progress of a transfer. On a terminal it updates one line; elsewhere, such as in a
 * log, it prints only the final state.
 */
final class ProgressLine implements Progress, AutoCloseable {
  private final PrintStream out;
  private final boolean terminal;
  private String text = "";
  private int width;

  ProgressLine(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Returns whether the output is a terminal. Since JDK 22, {@code System.console()} always returns
   * a console, which has a method for this.
   */
  @SuppressWarnings("SystemConsoleNull") // isTerminal is called below
  static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before JDK 22
    }
  }

  /** Prints the progress if its text has changed, about a hundred times for a file. */
  @Override
  public synchronized void moved(long done, long total) {
    String now = text(done, total);
    if (now.equals(text)) {
      return;
    }
    text = now;
    if (terminal) {
      rewrite();
      out.flush();
    }
  }

  /** Prints the final state and ends the line; prints nothing if nothing was transferred. */
  @Override
  public synchronized void close() {
    if (text.isEmpty()) {
      return;
    }
    if (terminal) {
      rewrite();
    } else {
      out.print(text);
    }
    out.println();
  }

  /** Prints over the line; spaces overwrite the rest of a longer text. */
  private void rewrite() {
    out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
    width = text.length();
  }

  private static String text(long done, long total) {
    return total > 0
        ? String.format(Locale.ROOT, "         %3d %% of %s", 100 * done / total, size(total))
        : "         " + size(done);
  }

  private static String size(long bytes) {
    return bytes < 100_000
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1_000_000.0);
  }
}
