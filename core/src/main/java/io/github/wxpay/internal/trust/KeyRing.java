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
 * The platform's keys of one client, looked up by id at each use.
 *
 * <p>Configured keys stay. Where certificates may be downloaded, they are when one is first needed,
 * when an id is not known, and when the last list is older than 12 hours: one download at a time,
 * at most one a minute once there are keys, by whoever calls then, without a thread or timer of its
 * own. A list replaces the one before. A certificate that is no longer listed verifies for another
 * day, since messages signed with it may be on their way, and is not used for requests.
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
  private Instant fresh;
  private @Nullable Instant asked;

  /** Creates a ring of configured keys; {@code download} is {@code null} where there is none. */
  public KeyRing(
      Collection<PlatformKey> held, Clock clock, @Nullable Task<Collection<PlatformKey>> download) {
    this.clock = clock;
    this.download = download;
    this.configured = byId(held);
    this.fresh = clock.instant();
  }

  /** Returns the key of an id, however that is spelled, if it is there and valid now. */
  public Optional<PlatformKey> find(String id) {
    Instant now = clock.instant();
    return Optional.ofNullable(known(id, now)).filter(key -> key.holds(now));
  }

  /** Returns the key of an id, downloaded if that may help. */
  public Task<Optional<PlatformKey>> lookup(String id) {
    return lookup(id, running -> running);
  }

  /**
   * Returns the key of an id as {@link #lookup(String)} does, or empty as soon as a download that
   * is waited for has been running for {@code max}. The download goes on, and its keys are there
   * for the next lookup. Since the time counts from the start of the download, whoever comes later
   * waits less: a stalled download holds each thread once, however many messages arrive.
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
                if (held.isPresent() && download != null && isDownloaded(id) && aged()) {
                  var unused = refreshed(false); // not waited for: else a removed key would stay
                }
                return Task.value(held);
              }
              return Task.waiting(
                  Wait.of(() -> limit.apply(refreshed(false))),
                  (done, e) -> find(id)); // a download that failed or is late leaves it unknown
            });
  }

  /**
   * Returns the key that responses shall be signed with and sensitive fields encrypted for: a bare
   * public key, which does not expire, before certificates, the newest of them first; downloaded
   * when there is none.
   */
  public Task<PlatformKey> preferred() {
    return Task.of(this::best)
        .then(
            best -> {
              if (best.isPresent()) {
                if (download != null && best.get().isCertificate() && aged()) {
                  var unused = refreshed(false); // not waited for: the key is still valid
                }
                return Task.value(best.get());
              }
              if (download == null) {
                throw lacking();
              }
              return Task.waiting(
                  Wait.of(() -> refreshed(true)),
                  (done, e) -> {
                    if (e instanceof TimeoutException || e instanceof InterruptedException) {
                      throw late(e);
                    }
                    if (e != null) {
                      throw Failures.unchecked(e);
                    }
                    return best().orElseThrow(this::lacking);
                  });
            });
  }

  private static TransportException late(Throwable e) {
    return new TransportException(
        "No platform certificate was downloaded "
            + (e instanceof TimeoutException
                ? "within " + e.getMessage()
                : "before the call was interrupted")
            + ", so nothing was sent. The download goes on; call again, or give platformKey(id, key),"
            + " which needs no download.",
        false,
        e);
  }

  private IllegalStateException lacking() {
    List<String> unusable = unusable();
    return new IllegalStateException(
        "This client holds no platform key that is valid now, so no answer of APIv3 could be"
            + " verified; nothing was sent. "
            + (unusable.isEmpty() ? "" : String.join(" ", unusable) + " ")
            + "Give platformKey(id, key), or apiV3Key(…) to have certificates downloaded.");
  }

  /**
   * Returns a sentence for each certificate that is not valid now, with its serial, its dates and
   * the time by this machine's clock.
   */
  public List<String> unusable() {
    Instant now = clock.instant();
    return known(now).values().stream()
        .filter(key -> !key.holds(now))
        .map(key -> key.problem(now))
        .collect(Collectors.toList());
  }

  /** Returns why the key of an id is not used although it is there; empty where it is not there. */
  public String unusable(String id) {
    Instant now = clock.instant();
    PlatformKey key = known(id, now);
    return key == null || key.holds(now) ? "" : key.problem(now);
  }

  /** The ids of the keys that hold now, sorted. */
  public Collection<String> ids() {
    Instant now = clock.instant();
    return known(now).values().stream()
        .filter(key -> key.holds(now))
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

  /** Configured keys win: a download must not replace a key under a serial that it chose. */
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
    return better && key.holds(now) ? key : best;
  }

  private boolean aged() {
    synchronized (lock) {
      return clock.instant().isAfter(fresh.plus(AGE));
    }
  }

  /** One fetch for all who want one; none within a minute of the last, unless keys are lacking. */
  private CompletableFuture<@Nullable Void> refreshed(boolean lacking) {
    CompletableFuture<@Nullable Void> mine = new CompletableFuture<>();
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

  private void take(Collection<PlatformKey> brought) {
    if (brought.isEmpty()) {
      return; // the platform lists at least the certificate that it signs with
    }
    synchronized (lock) {
      Instant now = clock.instant();
      downloaded = downloaded.replaced(byId(brought), now);
      fresh = now;
    }
  }

  private static Map<String, PlatformKey> byId(Collection<PlatformKey> keys) {
    Map<String, PlatformKey> byId = new LinkedHashMap<>();
    keys.forEach(key -> byId.putIfAbsent(SerialNumber.comparable(key.id()), key));
    return Collections.unmodifiableMap(byId);
  }

  /** The ids held. */
  @Override
  public String toString() {
    return "KeyRing" + ids();
  }

  /** The certificates of the last list, and those that lists before it had. Immutable. */
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
