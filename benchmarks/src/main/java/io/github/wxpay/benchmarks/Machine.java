package io.github.wxpay.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Describes the machine of a run. */
public final class Machine {
  private Machine() {}

  /** Returns the number and model of processors, the system, the JDK and the date. */
  public static String describe() {
    return String.format(
        Locale.ROOT,
        "%d x %s, %s; JDK %s (%s); %s",
        Runtime.getRuntime().availableProcessors(),
        processor(),
        System.getProperty("os.name"),
        System.getProperty("java.runtime.version"),
        System.getProperty("java.vendor"),
        LocalDate.now(ZoneOffset.UTC));
  }

  private static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // Not Linux: use the architecture instead.
    }
    return System.getProperty("os.arch");
  }
}
