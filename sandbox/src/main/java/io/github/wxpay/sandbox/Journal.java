package io.github.wxpay.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last requests, in bounded memory: at most 1,000, and 64 MiB of bodies. */
final class Journal {
  private static final int MOST = 1_000;
  private static final long HEAVIEST = 64L << 20;

  private final Deque<Recorded> entries = new ArrayDeque<>();
  private long weight;

  synchronized void add(Recorded recorded) {
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
