package io.github.wxpay.benchmarks;

import java.util.Locale;

/** The counters of a stub at one moment. Immutable. */
final class StubCount {
  private final long requests;
  private final long right;
  private final long wrong;
  private final long cpuMicros;

  /** Reads the line that a stub prints. */
  StubCount(String line) {
    String[] numbers = line.split(" ", -1);
    requests = Long.parseLong(numbers[0]);
    right = Long.parseLong(numbers[1]);
    wrong = Long.parseLong(numbers[2]);
    cpuMicros = Long.parseLong(numbers[3]);
  }

  /** Describes the work of the stub since an earlier moment. */
  String since(StubCount earlier) {
    long count = requests - earlier.requests;
    return String.format(
        Locale.ROOT,
        "The stub served %d requests at %d us of CPU each; it verified %d signatures: %d right,"
            + " %d wrong.",
        count,
        (cpuMicros - earlier.cpuMicros) / Math.max(1, count),
        right + wrong - earlier.right - earlier.wrong,
        right - earlier.right,
        wrong - earlier.wrong);
  }

  /** Fails if a client ever sent a wrong signature. */
  void requireNoneWrong() {
    if (wrong > 0) {
      throw new IllegalStateException(wrong + " requests had a wrong signature.");
    }
  }
}
