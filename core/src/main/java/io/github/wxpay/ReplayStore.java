package io.github.wxpay;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which notifications were taken, so that a copy is not taken again. Several servers
 * behind one URL need one that they share (a table with a unique key, a cache that adds if absent).
 *
 * <p>When the handling of a notification fails after it was parsed, {@link #remove} its {@code
 * replayKey()}, so that the platform's next attempt passes.
 */
public interface ReplayStore {
  /**
   * Adds a key, in one step that no other can come between.
   *
   * @param until when it may be forgotten
   * @return whether it was not there before
   */
  boolean add(String key, Instant until);

  /** Forgets a key. */
  void remove(String key);

  /** A store in this process, of so many keys at most; the oldest go first. */
  static ReplayStore inMemory(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("A store needs room for a key at least; " + most + ".");
    }
    Map<String, Instant> seen =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > most;
          }
        };
    return new ReplayStore() {
      @Override
      public boolean add(String key, Instant until) {
        synchronized (seen) {
          return seen.putIfAbsent(key, until) == null;
        }
      }

      @Override
      public void remove(String key) {
        synchronized (seen) {
          seen.remove(key);
        }
      }

      @Override
      public String toString() {
        synchronized (seen) {
          return "ReplayStore[" + seen.size() + " of at most " + most + " keys]";
        }
      }
    };
  }
}
