package io.github.wxpay;

import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stores replay keys in memory. The keys of the two protocols are counted separately: otherwise the
 * long-lived keys of APIv2 would displace those of APIv3, or be displaced by them.
 */
final class InMemoryReplayStore implements ReplayStore {
  private static final Logger LOG = System.getLogger("io.github.wxpay");
  private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int max;
  private final WhenFull whenFull;
  private final Keys v2 = new Keys();
  private final Keys v3 = new Keys();
  private final AtomicLong full = new AtomicLong();
  private final AtomicLong warned = new AtomicLong(System.nanoTime() - WARNING_NANOS);

  InMemoryReplayStore(int max, WhenFull whenFull) {
    if (max < 1) {
      throw new IllegalArgumentException("`max` must be at least 1; got " + max + ".");
    }
    this.max = max;
    this.whenFull = Objects.requireNonNull(whenFull, "whenFull == null");
  }

  @Override
  public boolean add(String key, Instant until) {
    return add(key, Instant.now(), until);
  }

  @Override
  public boolean add(String key, Instant now, Instant until) {
    Keys keys = keys(key);
    boolean added;
    boolean early;
    synchronized (keys) {
      if (keys.entries.containsKey(key)) {
        return false;
      }
      early = keys.entries.size() >= max && keys.byExpiry.first().until.isAfter(now);
      added = !early || whenFull == WhenFull.DROP;
      if (added) {
        if (keys.entries.size() >= max) {
          keys.drop(keys.byExpiry.first());
        }
        keys.put(key, until);
      }
    }
    if (early) {
      full.incrementAndGet();
      warn(keys);
    }
    if (!added) {
      throw new VerificationException(
          Reason.REPLAYED,
          "The replay store is full, so the notification is refused: it may be a copy. Pass"
              + " ReplayStore.inMemory a larger number than "
              + max
              + ".",
          0,
          "");
    }
    return true;
  }

  @Override
  public void remove(String key) {
    Keys keys = keys(key);
    synchronized (keys) {
      Entry entry = keys.entries.get(key);
      if (entry != null) {
        keys.drop(entry);
      }
    }
  }

  @Override
  public long full() {
    return full.get();
  }

  /** Returns the numbers of keys, without the keys. */
  @Override
  public String toString() {
    return "ReplayStore[v3=" + size(v3) + ", v2=" + size(v2) + ", max=" + max + "]";
  }

  private Keys keys(String key) {
    return key.startsWith(Replays.V2) ? v2 : v3;
  }

  private static int size(Keys keys) {
    synchronized (keys) {
      return keys.entries.size();
    }
  }

  /** Logs a warning at most once a minute, since a full store stays full. */
  private void warn(Keys keys) {
    long last = warned.get();
    long now = System.nanoTime();
    if (now - last >= WARNING_NANOS && warned.compareAndSet(last, now)) {
      LOG.log(
          Level.WARNING,
          "The replay store is full: "
              + max
              + " keys of "
              + (keys == v2 ? "APIv2" : "APIv3")
              + " have not expired, so "
              + (whenFull == WhenFull.DROP
                  ? "the first to expire is dropped and a copy of it would be accepted"
                  : "further notifications are refused")
              + ". Pass ReplayStore.inMemory a larger number.");
    }
  }

  private static final class Keys {
    final Map<String, Entry> entries = new HashMap<>();
    final TreeSet<Entry> byExpiry =
        new TreeSet<>(
            Comparator.<Entry, Instant>comparing(e -> e.until).thenComparingLong(e -> e.number));
    private long number;

    void put(String key, Instant until) {
      Entry entry = new Entry(key, until, number++);
      entries.put(key, entry);
      byExpiry.add(entry);
    }

    void drop(Entry entry) {
      entries.remove(entry.key);
      byExpiry.remove(entry);
    }
  }

  private static final class Entry {
    final String key;
    final Instant until;
    final long number;

    Entry(String key, Instant until, long number) {
      this.key = key;
      this.until = until;
      this.number = number;
    }
  }
}
