package io.github.wxpay.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The figures of one slice of one client. Immutable. */
final class Sample {
  private final long[] figures = new long[7];

  /** Reads the line of numbers that a worker prints; a negative number is not known. */
  Sample(String line) {
    List<String> numbers = new ArrayList<>(List.of(line.split(" ", -1)));
    for (int i = 0; i < figures.length; i++) {
      figures[i] = Long.parseLong(numbers.get(i));
    }
  }

  /** Returns the processor time of a call in us. */
  double cpu() {
    return perCall(2);
  }

  /** Returns the calls per second. */
  double rate() {
    return figures[0] * 1e6 / figures[1];
  }

  /** Returns the allocation of a call in units of 1,000 bytes, or NaN. */
  double kilobytes() {
    return perCall(3) / 1000;
  }

  /** Returns the voluntary context switches of a call. */
  double switches() {
    return perCall(4);
  }

  /** Returns the median time of a call in ms. */
  double median() {
    return figures[5] / 1000.0;
  }

  /** Returns the 99th percentile of the time of a call in ms. */
  double percentile99() {
    return figures[6] / 1000.0;
  }

  private double perCall(int figure) {
    return figures[figure] < 0 ? Double.NaN : (double) figures[figure] / figures[0];
  }
}
