package io.github.wxpay.sandbox.v3;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nonces seen of late, the last 100,000; a second use is a replay. */
final class Nonces {
  // A timestamp may be 300 s ahead and stays good for 300 s after that.
  private static final Duration KEPT = Duration.ofMinutes(10);

  private static final int MOST = 100_000;

  private final Map<String, Instant> seen = new LinkedHashMap<>();

  /** Returns whether the nonce is used for the first time within the window. */
  synchronized boolean first(String mchid, String nonce, Instant now) {
    Iterator<Instant> oldest = seen.values().iterator();
    while (oldest.hasNext() && oldest.next().isBefore(now.minus(KEPT))) {
      oldest.remove();
    }
    if (seen.size() == MOST) {
      seen.remove(seen.keySet().iterator().next());
    }
    return seen.putIfAbsent(mchid + "\n" + nonce, now) == null;
  }

  synchronized void forget(String mchid, String nonce) {
    seen.remove(mchid + "\n" + nonce);
  }
}
