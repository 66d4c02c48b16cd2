package io.github.wxpay.sandbox.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map in the order of arrival that forgets its oldest entry rather than grow without end, so that
 * a load test of days does not fill the memory. Not safe for use by many threads.
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  /** How many entries are kept. */
  public static final int MOST = 100_000;

  private static final long serialVersionUID = 1L;

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
