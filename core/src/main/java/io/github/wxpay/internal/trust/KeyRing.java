package io.github.wxpay.internal.trust;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The platform's keys of one client, looked up by id at each use.
 *
 * <p>What was given stays. Where certificates may be fetched, they are when one is first needed,
 * when an id is not known, and when they are older than 12 hours: one fetch at a time, at most one
 * a minute once keys are held, by whoever calls then, without a thread or timer of its own. A
 * fetched certificate is kept until it expires.
 */
public final class KeyRing {
  private static final Duration AGE = Duration.ofHours(12);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Clock clock;
  private final @Nullable Supplier<CompletableFuture<Collection<PlatformKey>>> fetch;
  private final Object lock = new Object();
  private volatile Map<String, PlatformKey> keys;
  private @Nullable CompletableFuture<Void> running;
  private volatile long started;
  private Instant fresh;
  private @Nullable Instant asked;

  /** Keys that are held, and how more are fetched; {@code null} when they are not. */
  public KeyRing(
      Collection<PlatformKey> held,
      Clock clock,
      @Nullable Supplier<CompletableFuture<Collection<PlatformKey>>> fetch) {
    this.clock = clock;
    this.fetch = fetch;
    this.keys = merged(Map.of(), held);
    this.fresh = clock.instant();
  }

  /** The key of an id, spelled exactly so, if it is held now. */
  public Optional<PlatformKey> find(String id) {
    return Optional.ofNullable(keys.get(id)).filter(key -> key.holds(clock.instant()));
  }

  /** The key of an id, fetched if that may help. */
  public CompletableFuture<Optional<PlatformKey>> lookup(String id) {
    Optional<PlatformKey> held = find(id);
    if (held.isPresent() || fetch == null) {
      return CompletableFuture.completedFuture(held);
    }
    return refreshed(false)
        .handle(
            (done, e) -> {
              if (e != null) {
                var unused = Failures.cause(e); // A failed download leaves the id unknown.
              }
              return find(id);
            });
  }

  /**
   * Returns the key of an id as {@link #lookup(String)} does, or empty as soon as a download that
   * is waited for has been running for {@code max}. The download goes on, and its keys are there
   * for the next lookup. Since the time counts from the start of the download, whoever comes later
   * waits less: a stalled download holds each thread once, however many messages arrive.
   */
  public CompletableFuture<Optional<PlatformKey>> lookup(String id, Duration max) {
    CompletableFuture<Optional<PlatformKey>> found = lookup(id); // no other caller has this one
    long left = max.toNanos() - (System.nanoTime() - started);
    if (left > 0) {
      return found.completeOnTimeout(Optional.empty(), left, TimeUnit.NANOSECONDS);
    }
    found.complete(Optional.empty());
    return found;
  }

  /**
   * The key that answers shall be signed with and secrets encrypted for: a bare public key, which
   * does not expire, before certificates, the newest of them first; fetched when none is held.
   */
  public CompletableFuture<PlatformKey> preferred() {
    Optional<PlatformKey> best = best();
    if (best.isPresent()) {
      if (fetch != null && best.get().isCertificate() && aged()) {
        var unused = refreshed(false); // not waited for: what is held still holds
      }
      return CompletableFuture.completedFuture(best.get());
    }
    if (fetch == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException(
              "This client holds no platform key that is valid now, so no answer of APIv3 could be"
                  + " verified; nothing was sent. Give platformKey(id, key), or apiV3Key(…) to have"
                  + " certificates downloaded."));
    }
    return refreshed(true).thenApply(done -> best().orElseThrow());
  }

  /** The ids of the keys that hold now, sorted. */
  public Collection<String> ids() {
    Instant now = clock.instant();
    return keys.values().stream()
        .filter(key -> key.holds(now))
        .map(PlatformKey::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The keys held. */
  public Collection<PlatformKey> all() {
    return keys.values();
  }

  /** Returns whether a download of certificates is running. */
  public boolean isDownloading() {
    synchronized (lock) {
      return running != null;
    }
  }

  /** Whether a key is held, or may be fetched. */
  public boolean isUsable() {
    return !keys.isEmpty() || fetch != null;
  }

  private Optional<PlatformKey> best() {
    Instant now = clock.instant();
    return keys.values().stream()
        .filter(key -> key.holds(now))
        .max(Comparator.comparing(PlatformKey::since));
  }

  private boolean aged() {
    synchronized (lock) {
      return clock.instant().isAfter(fresh.plus(AGE));
    }
  }

  /** One fetch for all who want one; none within a minute of the last, unless keys are lacking. */
  private CompletableFuture<Void> refreshed(boolean lacking) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    synchronized (lock) {
      if (running != null) {
        return running;
      }
      Instant now = clock.instant();
      if (lacking && best().isPresent()) { // another's fetch ended while this one came here
        return CompletableFuture.completedFuture(null);
      }
      if (!lacking && asked != null && now.isBefore(asked.plus(PAUSE))) {
        return CompletableFuture.completedFuture(null);
      }
      asked = now;
      started = System.nanoTime();
      running = mine;
    }
    var unused =
        start()
            .thenAccept(this::take)
            .whenComplete(
                (done, e) -> {
                  synchronized (lock) {
                    running = null;
                  }
                  if (e == null) {
                    mine.complete(null);
                  } else {
                    mine.completeExceptionally(e);
                  }
                });
    return mine;
  }

  private void take(Collection<PlatformKey> brought) {
    synchronized (lock) {
      keys = merged(keys, brought);
      fresh = clock.instant();
    }
  }

  private CompletableFuture<Collection<PlatformKey>> start() {
    try {
      return fetch == null ? CompletableFuture.completedFuture(List.of()) : fetch.get();
    } catch (RuntimeException | Error e) { // else `running` would never end
      return CompletableFuture.failedFuture(e);
    }
  }

  private Map<String, PlatformKey> merged(
      Map<String, PlatformKey> held, Collection<PlatformKey> more) {
    Map<String, PlatformKey> all = new LinkedHashMap<>(held);
    all.values().removeIf(key -> !key.holds(clock.instant()));
    // What is held stays: a download must not replace a key under a serial that it chose.
    more.forEach(key -> all.putIfAbsent(key.id(), key));
    return Collections.unmodifiableMap(all);
  }

  /** The ids held. */
  @Override
  public String toString() {
    return "KeyRing" + ids();
  }
}
