package io.github.wxpay.cli.bill;

import io.github.wxpay.http.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows the progress of a download on one line of a terminal, at most ten times a second. Safe for
 * use by many threads.
 */
public final class ProgressLine implements Progress {
  private static final long NANOS_BETWEEN = 100_000_000;
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private final PrintStream out;
  private final String name;
  private final LongSupplier nanoTime;
  private final long started;
  private long printed;
  private int width;

  /** Creates a line; {@code nanoTime} is a monotonic time such as {@link System#nanoTime}. */
  public ProgressLine(PrintStream out, String name, LongSupplier nanoTime) {
    this.out = out;
    this.name = name;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
    this.printed = started - NANOS_BETWEEN;
  }

  @Override
  public synchronized void moved(long done, long total) {
    long now = nanoTime.getAsLong();
    if (now - printed < NANOS_BETWEEN && done != total) {
      return;
    }
    printed = now;
    StringBuilder line = new StringBuilder(name).append("  ").append(bytes(done));
    if (total > 0) {
      line.append("  ").append(Math.min(100, done * 100 / total)).append('%');
    }
    long millis = (now - started) / 1_000_000;
    if (millis > 0) {
      line.append("  ").append(bytes(done * 1_000 / millis)).append("/s");
    }
    print(line.toString());
  }

  private void print(String line) {
    int columns = TextWidth.of(line);
    out.print("\r" + line + " ".repeat(Math.max(0, width - columns)));
    out.flush();
    width = columns;
  }

  /** Removes the line. */
  public synchronized void end() {
    if (width > 0) {
      out.print("\r" + " ".repeat(width) + "\r");
      out.flush();
      width = 0;
    }
  }

  /** Returns a number of bytes with one decimal, in a unit of powers of 1,000. */
  static String bytes(long count) {
    int unit = 0;
    long tenths = count * 10;
    while (tenths >= 10_000 && unit < UNITS.length - 1) {
      tenths /= 1_000;
      unit++;
    }
    return unit == 0
        ? count + " B"
        : String.format(Locale.ROOT, "%d.%d %s", tenths / 10, tenths % 10, UNITS[unit]);
  }
}
