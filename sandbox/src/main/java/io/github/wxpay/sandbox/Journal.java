package io.github.wxpay.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongFunction;

/** The last requests, in bounded memory: at most 1,000, and 64 MiB with their answers. */
final class Journal {
  private static final int MOST = 1_000;
  private static final long HEAVIEST = 64L << 20;

  private final Deque<Recorded> entries = new ArrayDeque<>();
  private long weight;
  private long count;

  /** Adds what is made of the next number. */
  synchronized void add(LongFunction<Recorded> numbered) {
    Recorded recorded = numbered.apply(++count);
    entries.add(recorded);
    weight += recorded.weight();
    while (entries.size() > MOST || (weight > HEAVIEST && entries.size() > 1)) {
      weight -= entries.remove().weight();
    }
  }

  synchronized List<Recorded> snapshot() {
    return List.copyOf(entries);
  }
}
