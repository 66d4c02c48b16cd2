package io.github.wxpay;

import io.github.wxpay.internal.call.Task;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * Records which notifications were received, so that a copy is refused. Must be safe for use by
 * many threads. Several servers behind one URL need a shared store: a table with a unique key, or a
 * cache with add-if-absent.
 *
 * <pre>{@code
 * ReplayStore replays = ReplayStore.inMemory(100_000);
 * Notifications notifications = wxpay.notifications().replays(replays);
 * }</pre>
 *
 * <p>If processing fails after {@code parse} has returned, call {@link #remove} with the
 * notification's {@code replayKey()}, so that the platform's next attempt is accepted.
 *
 * <p>A store does not replace processing each {@code transaction_id} once: the platform sends one
 * event several times, and APIv2 has no timestamp, so its copies are recognised for 25 hours only.
 */
public interface ReplayStore {
  /** Behaviour of {@link #inMemory(int, WhenFull)} when it is full. */
  enum WhenFull {
    /** Drops the key that expires first, and accepts the notification. */
    DROP,
    /** Refuses the notification, so that the platform sends it again later. */
    REFUSE
  }

  /**
   * Adds a key. Must be atomic: of several concurrent calls with one key exactly one returns {@code
   * true}.
   *
   * @param key the {@code replayKey()} of a notification; those of APIv2 begin with {@code v2/}
   * @param until when the key may be forgotten: for APIv3 10 minutes, for APIv2 25 hours after the
   *     notification was received
   * @return whether the store did not have the key
   */
  boolean add(String key, Instant until);

  /**
   * Adds a key, for stores that drop expired keys by the client's clock.
   *
   * @param now when the notification was received, by the client's clock
   */
  default boolean add(String key, Instant now, Instant until) {
    return add(key, until);
  }

  /**
   * Adds a key without blocking, for {@link Notifications#parseAsync}. Calls {@link #add(String,
   * Instant, Instant)} on the current thread; a store that waits for a network overrides it. If the
   * stage fails, or yields {@code null}, the notification is not accepted.
   *
   * @return whether the store did not have the key
   */
  default CompletionStage<Boolean> addAsync(String key, Instant now, Instant until) {
    return Task.of(() -> add(key, now, until)).start();
  }

  /** Removes a key; a key that the store does not have is ignored. */
  void remove(String key);

  /**
   * Removes a key without blocking. Calls {@link #remove} on the current thread; a store that waits
   * for a network overrides it. {@link Notifications#parseAsync} calls it for a key that was added
   * after the future had been cancelled, or had timed out.
   */
  default CompletionStage<Void> removeAsync(String key) {
    return Task.of(
            () -> {
              remove(key);
              return true;
            })
        .start()
        .thenAccept(removed -> {});
  }

  /**
   * Returns how often a key was dropped before it expired, or a notification refused, because the
   * store was full; 0 for stores that do not count it.
   */
  default long full() {
    return 0;
  }

  /**
   * Returns a store in this process that drops the key which expires first when it is full.
   *
   * @param max the number of keys for APIv3, and the same number again for APIv2. It must be at
   *     least the number of notifications, repeated ones included, in 10 minutes for APIv3 and in
   *     25 hours for APIv2: 100,000 are enough for 160 a second and for 1 a second. A key takes
   *     about 250 bytes
   */
  static ReplayStore inMemory(int max) {
    return inMemory(max, WhenFull.DROP);
  }

  /** Returns a store in this process, with what it does when it is full. */
  static ReplayStore inMemory(int max, WhenFull whenFull) {
    return new InMemoryReplayStore(max, whenFull);
  }
}
