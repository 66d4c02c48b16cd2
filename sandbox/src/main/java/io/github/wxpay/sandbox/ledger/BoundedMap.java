package io.github.wxpay.sandbox.ledger;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map in the order of insertion that removes its oldest entry when it is full, so that a load
 * test of days does not exhaust the memory. Not safe for use by many threads.
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
  /** The maximum number of entries. */
  public static final int MOST = 100_000;

  private static final long serialVersionUID = 1L;

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
