package io.github.wxpay.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts the cases in which a peer and the library were compared, and keeps what differed. */
final class Agreement {
  private final String peer;
  private final long seed;
  private final long started = System.nanoTime();
  private final Map<String, Integer> agreed = new LinkedHashMap<>();
  private final List<String> differing = new ArrayList<>();

  Agreement(String peer, long seed) {
    this.peer = peer;
    this.seed = seed;
  }

  /** Returns the seed of a run: {@code -Dpeers.seed=N}, or always the same. */
  static long seed() {
    return Long.getLong("peers.seed", 20_190_401L);
  }

  /** Runs a case; {@code what} is shown where it differed. */
  void count(String kind, boolean same, String what) {
    agreed.merge(kind, same ? 1 : 0, Integer::sum);
    if (!same) {
      differing.add(kind + ": " + what);
    }
  }

  List<String> differing() {
    return differing;
  }

  int agreed() {
    return agreed.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public String toString() {
    StringBuilder kinds = new StringBuilder();
    agreed.forEach(
        (kind, n) ->
            kinds
                .append(kinds.length() == 0 ? "" : ", ")
                .append(String.format(Locale.ROOT, "%,d %s", n, kind)));
    return String.format(
        Locale.ROOT,
        "%s: %,d of %,d agree, both ways (%s), seed %d, %.1f s",
        peer,
        agreed(),
        agreed() + differing.size(),
        kinds,
        seed,
        (System.nanoTime() - started) / 1e9);
  }
}
