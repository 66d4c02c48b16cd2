package io.github.wxpay.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The last requests, in bounded memory: at most 1,000, and 64 MiB with their responses. Safe for
 * use by many threads.
 */
final class Journal {
  private static final int MAX_ENTRIES = 1_000;
  private static final long MAX_WEIGHT = 64L << 20;

  private final Deque<Recorded> entries = new ArrayDeque<>();
  private long weight;
  private long count;

  /** Adds the record that the function creates with the next number. */
  synchronized void add(LongFunction<Recorded> numbered) {
    Recorded recorded = numbered.apply(++count);
    entries.add(recorded);
    weight += recorded.weight();
    while (entries.size() > MAX_ENTRIES || (weight > MAX_WEIGHT && entries.size() > 1)) {
      weight -= entries.remove().weight();
    }
  }

  synchronized List<Recorded> snapshot() {
    return List.copyOf(entries);
  }
}
