package io.github.wxpay.internal.trust;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.internal.call.Failures;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.call.Wait;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The platform's keys of one client, looked up by ID at each use. Safe for use by many threads.
 *
 * <p>Configured keys are permanent. If certificates can be downloaded, a call downloads them when a
 * certificate is first needed, when an ID is not known, and when the last list is older than 12
 * hours: one download at a time, and at most one a minute once there are keys, without a separate
 * thread or timer. A list replaces the previous one. A certificate that is no longer listed
 * verifies for another day, since messages signed with it may still arrive, and is not used for
 * requests.
 */
public final class KeyRing {
  private static final Duration AGE = Duration.ofHours(12);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofDays(1);

  private final Clock clock;
  private final @Nullable Task<Collection<PlatformKey>> download;
  private final Object lock = new Object();
  private final Map<String, PlatformKey> configured;
  private volatile Downloaded downloaded = new Downloaded(Map.of(), Map.of());
  private @Nullable CompletableFuture<@Nullable Void> running;
  private volatile long started;
  private Instant listedAt;
  private @Nullable Instant downloadedAt;

  /** Creates a ring of configured keys; {@code download} is {@code null} if there is none. */
  public KeyRing(
      Collection<PlatformKey> held, Clock clock, @Nullable Task<Collection<PlatformKey>> download) {
    this.clock = clock;
    this.download = download;
    this.configured = byId(held);
    this.listedAt = clock.instant();
  }

  /** Returns the key of an ID in any spelling, if the ring has it and it is valid now. */
  public Optional<PlatformKey> find(String id) {
    Instant now = clock.instant();
    return Optional.ofNullable(known(id, now)).filter(key -> key.isValidAt(now));
  }

  /** Returns the key of an ID; downloads certificates if the ring does not have it. */
  public Task<Optional<PlatformKey>> lookup(String id) {
    return lookup(id, running -> running);
  }

  /**
   * Returns the key of an id as {@link #lookup(String)} does, or empty as soon as the download has
   * been running for {@code max}. The download continues, and its keys are available to the next
   * lookup. The time counts from the start of the download, so later lookups wait less, and a
   * stalled download blocks each thread at most once.
   */
  public Task<Optional<PlatformKey>> lookup(String id, Duration max) {
    return lookup(
        id,
        running -> {
          long left = max.toNanos() - (System.nanoTime() - started);
          return left > 0
              ? running.copy().completeOnTimeout(null, left, TimeUnit.NANOSECONDS)
              : CompletableFuture.completedFuture(null);
        });
  }

  private Task<Optional<PlatformKey>> lookup(
      String id, UnaryOperator<CompletableFuture<@Nullable Void>> limit) {
    return Task.of(() -> find(id))
        .then(
            held -> {
              if (held.isPresent() || download == null) {
                if (held.isPresent() && download != null && isDownloaded(id) && isOutdated()) {
                  var unused = refresh(false); // without waiting; finds out about removed keys
                }
                return Task.value(held);
              }
              return Task.waiting(
                  Wait.of(() -> limit.apply(refresh(false))),
                  (done, e) ->
                      find(id)); // the ID remains unknown if the download failed or is late
            });
  }

  /**
   * Returns the key with which responses are to be signed and sensitive fields are encrypted: a
   * platform public key, which does not expire, or else the newest certificate. Downloads
   * certificates if there is none.
   */
  public Task<PlatformKey> preferred() {
    return Task.of(this::best)
        .then(
            best -> {
              if (best.isPresent()) {
                if (download != null && best.get().isCertificate() && isOutdated()) {
                  var unused = refresh(false); // without waiting, since the key is still valid
                }
                return Task.value(best.get());
              }
              if (download == null) {
                throw noValidKey();
              }
              return Task.waiting(
                  Wait.of(() -> refresh(true)),
                  (done, e) -> {
                    if (e instanceof TimeoutException || e instanceof InterruptedException) {
                      throw late(e);
                    }
                    if (e != null) {
                      throw Failures.unchecked(e);
                    }
                    return best().orElseThrow(this::noValidKey);
                  });
            });
  }

  private static TransportException late(Throwable e) {
    return new TransportException(
        "No platform certificate was downloaded "
            + (e instanceof TimeoutException
                ? "within " + e.getMessage()
                : "before the call was interrupted")
            + ", so nothing was sent. The download continues; call again, or set platformKey(id,"
            + " key), which requires no download.",
        false,
        e);
  }

  private IllegalStateException noValidKey() {
    List<String> unusable = unusable();
    return new IllegalStateException(
        "This client has no platform key that is valid now, so no response of APIv3 could be"
            + " verified; nothing was sent. "
            + (unusable.isEmpty() ? "" : String.join(" ", unusable) + " ")
            + "Set platformKey(id, key), or apiV3Key(…) to download certificates.");
  }

  /**
   * Returns a sentence for each certificate that is not valid now, with its serial, its dates and
   * the time by this machine's clock.
   */
  public List<String> unusable() {
    Instant now = clock.instant();
    return known(now).values().stream()
        .filter(key -> !key.isValidAt(now))
        .map(key -> key.problem(now))
        .collect(Collectors.toList());
  }

  /**
   * Returns why the key of an ID is not used although the ring has it; empty if it does not have
   * it.
   */
  public String unusable(String id) {
    Instant now = clock.instant();
    PlatformKey key = known(id, now);
    return key == null || key.isValidAt(now) ? "" : key.problem(now);
  }

  /** Returns the IDs of the keys that are valid now, sorted. */
  public Collection<String> ids() {
    Instant now = clock.instant();
    return known(now).values().stream()
        .filter(key -> key.isValidAt(now))
        .map(PlatformKey::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the keys that messages may be signed with, valid now or not. */
  public Collection<PlatformKey> all() {
    return known(clock.instant()).values();
  }

  /** Returns whether a download of certificates is running. */
  public boolean isDownloading() {
    synchronized (lock) {
      return running != null;
    }
  }

  private @Nullable PlatformKey known(String id, Instant now) {
    String name = SerialNumber.comparable(id);
    Downloaded all = downloaded;
    PlatformKey key = configured.get(name);
    if (key == null) {
      key = all.listed.get(name);
    }
    Removed removed = all.removed.get(name);
    return key == null && removed != null && now.isBefore(removed.until) ? removed.key : key;
  }

  /** Returns all keys. Configured ones take precedence, so that a download cannot replace them. */
  private Map<String, PlatformKey> known(Instant now) {
    Downloaded all = downloaded;
    Map<String, PlatformKey> known = new LinkedHashMap<>(configured);
    all.listed.forEach(known::putIfAbsent);
    all.removed.forEach(
        (id, removed) -> {
          if (now.isBefore(removed.until)) {
            known.putIfAbsent(id, removed.key);
          }
        });
    return known;
  }

  private boolean isDownloaded(String id) {
    return !configured.containsKey(SerialNumber.comparable(id));
  }

  private Optional<PlatformKey> best() {
    Instant now = clock.instant();
    Map<String, PlatformKey> listed = downloaded.listed;
    PlatformKey best = null;
    for (PlatformKey key : configured.values()) {
      best = better(best, key, now);
    }
    for (Map.Entry<String, PlatformKey> entry : listed.entrySet()) {
      best = configured.containsKey(entry.getKey()) ? best : better(best, entry.getValue(), now);
    }
    return Optional.ofNullable(best);
  }

  private static @Nullable PlatformKey better(
      @Nullable PlatformKey best, PlatformKey key, Instant now) {
    boolean better = best == null || key.since().compareTo(best.since()) > 0;
    return better && key.isValidAt(now) ? key : best;
  }

  private boolean isOutdated() {
    synchronized (lock) {
      return clock.instant().isAfter(listedAt.plus(AGE));
    }
  }

  /**
   * Starts a download, or returns the running one. Does nothing within a minute of the last one,
   * unless there is no valid key.
   */
  private CompletableFuture<@Nullable Void> refresh(boolean noKey) {
    CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
    synchronized (lock) {
      if (running != null) {
        return running;
      }
      Instant now = clock.instant();
      if (noKey && best().isPresent()) { // another download ended before the lock was acquired
        return CompletableFuture.completedFuture(null);
      }
      if (!noKey && downloadedAt != null && now.isBefore(downloadedAt.plus(PAUSE))) {
        return CompletableFuture.completedFuture(null);
      }
      downloadedAt = now;
      started = System.nanoTime();
      running = mine;
    }
    var unused =
        Objects.requireNonNull(download)
            .start()
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

  private void take(Collection<PlatformKey> keys) {
    if (keys.isEmpty()) {
      return; // invalid: the platform lists at least the certificate that it signs with
    }
    synchronized (lock) {
      Instant now = clock.instant();
      downloaded = downloaded.replaced(byId(keys), now);
      listedAt = now;
    }
  }

  private static Map<String, PlatformKey> byId(Collection<PlatformKey> keys) {
    Map<String, PlatformKey> byId = new LinkedHashMap<>();
    keys.forEach(key -> byId.putIfAbsent(SerialNumber.comparable(key.id()), key));
    return Collections.unmodifiableMap(byId);
  }

  /** Returns the IDs of the keys. */
  @Override
  public String toString() {
    return "KeyRing" + ids();
  }

  /** The certificates of the last list, and those of earlier lists. Immutable. */
  private static final class Downloaded {
    final Map<String, PlatformKey> listed;
    final Map<String, Removed> removed;

    Downloaded(Map<String, PlatformKey> listed, Map<String, Removed> removed) {
      this.listed = listed;
      this.removed = removed;
    }

    Downloaded replaced(Map<String, PlatformKey> list, Instant now) {
      Map<String, Removed> gone = new LinkedHashMap<>(removed);
      listed.forEach((id, key) -> gone.put(id, new Removed(key, now.plus(GRACE))));
      gone.keySet().removeAll(list.keySet());
      gone.values().removeIf(one -> !now.isBefore(one.until));
      return new Downloaded(list, Collections.unmodifiableMap(gone));
    }
  }

  private static final class Removed {
    final PlatformKey key;
    final Instant until;

    Removed(PlatformKey key, Instant until) {
      this.key = key;
      this.until = until;
    }
  }
}
