package io.github.wxpay.benchmarks.worker;

import java.util.Arrays;

/** The times of the calls of a slice, in ns. Thread-safe. */
final class Latencies {
  private long[] values = new long[4096];
  private int size;

  synchronized void add(long nanos) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = nanos;
  }

  synchronized int size() {
    return size;
  }

  /** Returns the time that this share of the calls did not exceed. */
  synchronized long percentile(double share) {
    long[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return size == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(share * size) - 1)];
  }
}
