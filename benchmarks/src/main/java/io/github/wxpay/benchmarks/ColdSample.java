package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The figures of one start of a client, up to its first verified response. Immutable. */
final class ColdSample {
  private static final int TICKS_PER_SECOND = 100; // of /proc; the same on all systems of Linux
  private static final int USER_TICKS = 11; // fields of /proc/PID/stat behind the name
  private static final int SYSTEM_TICKS = 12;

  private final double wall;
  private final double cpu;
  private final double rss;
  private final double firstCall;

  /**
   * Reads the counters of a process that waits.
   *
   * @param wallNanos from the start of the process
   * @param firstCallMicros of the call alone, after the client was built
   */
  ColdSample(long pid, long wallNanos, long firstCallMicros) throws IOException {
    Path folder = Path.of("/proc", Long.toString(pid));
    wall = wallNanos / 1e6;
    firstCall = firstCallMicros / 1e3;
    String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
    cpu = 1000.0 * ticks / TICKS_PER_SECOND;
    rss = peakKilobytes(folder.resolve("status")) / 1024.0;
  }

  /** Returns the time from the start of the process in ms. */
  double wall() {
    return wall;
  }

  /** Returns the processor time in ms, in steps of 10. */
  double cpu() {
    return cpu;
  }

  /** Returns the peak of the resident memory in MiB. */
  double rss() {
    return rss;
  }

  /** Returns the time of the call alone in ms. */
  double firstCall() {
    return firstCall;
  }

  private static long peakKilobytes(Path status) throws IOException {
    for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IOException("No VmHWM in " + status);
  }
}
