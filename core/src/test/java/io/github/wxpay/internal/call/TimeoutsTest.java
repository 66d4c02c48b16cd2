package io.github.wxpay.internal.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final List<Waiting> waits = new ArrayList<>();

  @AfterEach
  void removeAll() {
    waits.forEach(Timeouts::remove);
  }

  @Test
  void endsWaitAtItsTime() {
    Waiting soon = added(SOON);

    assertThat(soon.lateness()).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void endsEarlierWaitThatIsAddedAfterLaterOne() {
    Waiting late = added(LONG);
    Waiting soon = added(SOON);

    soon.lateness();
    assertThat(late.ended).isNotDone();
  }

  @Test
  void endsLaterWaitAfterEarlierOne() {
    Waiting later = added(SOON.multipliedBy(3));
    Waiting soon = added(SOON);

    soon.lateness();
    assertThat(later.lateness()).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void doesNotEndRemovedWait() {
    Waiting removed = added(SOON);
    Waiting after = added(SOON.multipliedBy(2));
    Timeouts.remove(removed);

    after.lateness();
    assertThat(removed.ended).isNotDone();
  }

  @Test
  void endsExtendedWaitAtItsNewTime() {
    Waiting putOff = added(SOON);
    Waiting after = added(SOON.multipliedBy(2));
    putOff.due = System.nanoTime() + SOON.multipliedBy(4).toNanos();

    after.lateness();
    assertThat(putOff.lateness()).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void endsWaitThatBeginsWhenAllOthersHaveEnded() {
    added(SOON).lateness();

    assertThat(added(SOON).lateness()).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  @Test
  void endsWaitOnceOnly() {
    Waiting soon = added(SOON);
    Waiting after = added(SOON.multipliedBy(2));

    after.lateness();
    assertThat(soon.count).isEqualTo(1);
  }

  private Waiting added(Duration time) {
    Waiting wait = new Waiting(System.nanoTime() + time.toNanos());
    waits.add(wait);
    Timeouts.add(wait);
    return wait;
  }

  private static final class Waiting implements Timeouts.Timed {
    final CompletableFuture<Long> ended = new CompletableFuture<>();
    volatile long due;
    volatile int count;

    Waiting(long due) {
      this.due = due;
    }

    @Override
    public long left() {
      return due - System.nanoTime();
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread
    public void late() {
      count++;
      ended.complete(System.nanoTime() - due);
    }

    /** Waits for the end, and returns how long after its time it came. */
    Duration lateness() {
      return Duration.ofNanos(ended.orTimeout(20, TimeUnit.SECONDS).join());
    }
  }
}
