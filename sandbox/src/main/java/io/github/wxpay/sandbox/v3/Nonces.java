package io.github.wxpay.sandbox.v3;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The recently used nonces, at most 100,000; a second use is a replay. Safe for use by several
 * threads.
 */
final class Nonces {
  // A timestamp may be 300 s ahead and remains valid for 300 s after that.
  private static final Duration RETENTION = Duration.ofMinutes(10);

  private static final int MAX_COUNT = 100_000;

  private final Map<String, Instant> seen = new LinkedHashMap<>();

  /** Adds a nonce and returns whether this is its first use within the window. */
  synchronized boolean first(String mchid, String nonce, Instant now) {
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(now.minus(RETENTION))) {
      oldest.remove();
    }
    if (seen.size() == MAX_COUNT) {
      seen.remove(seen.keySet().iterator().next());
    }
    return seen.putIfAbsent(mchid + "\n" + nonce, now) == null;
  }

  /** Removes a nonce, so that it may be used again. */
  synchronized void forget(String mchid, String nonce) {
    seen.remove(mchid + "\n" + nonce);
  }
}
