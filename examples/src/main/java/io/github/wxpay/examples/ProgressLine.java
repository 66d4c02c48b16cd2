package io.github.wxpay.examples;

import io.github.wxpay.http.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far a file has come. On a terminal it is one line, written over as more comes;
 * elsewhere, such as in a log, nothing is printed before the end.
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
   * Whether someone reads along. From JDK 22 on there is a console in any case, and tells it
   * itself.
   */
  @SuppressWarnings("SystemConsoleNull") // what it warns of is what is asked for next
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

  /** Prints when there is something new to read, a hundred times or so for a file. */
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

  /** Ends the line with what was moved last; prints nothing when nothing was. */
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

  /** Goes back to the line's beginning; spaces cover what a longer text left behind. */
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
