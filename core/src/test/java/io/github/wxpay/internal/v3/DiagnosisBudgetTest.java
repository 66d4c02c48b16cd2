package io.github.wxpay.internal.v3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisBudgetTest {
  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE - 1_000_000_000L})
  void givesThirtyTwoAtFirstAndFourPerSecondLater(long start) {
    AtomicLong time = new AtomicLong(start);
    DiagnosisBudget budget = new DiagnosisBudget(time::get);

    assertThat(taken(budget)).isEqualTo(32);
    time.addAndGet(249_999_999);
    assertThat(taken(budget)).isZero();
    time.addAndGet(1);
    assertThat(taken(budget)).isEqualTo(1);
    time.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(taken(budget)).isEqualTo(4);
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(400));
    assertThat(taken(budget)).isEqualTo(1);
    time.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    assertThat(taken(budget)).as("of 400 ms and 100 ms").isEqualTo(1);
  }

  @Test
  void neverExceedsThirtyTwo() {
    AtomicLong time = new AtomicLong();
    DiagnosisBudget budget = new DiagnosisBudget(time::get);

    time.addAndGet(TimeUnit.DAYS.toNanos(36_500));

    assertThat(taken(budget)).isEqualTo(32);
  }

  @Test
  void givesThirtyTwoToAllThreadsTogether() throws Exception {
    DiagnosisBudget budget = new DiagnosisBudget(() -> 0);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Callable<Integer> work = () -> taken(budget);
        running.add(threads.submit(work));
      }
      int sum = 0;
      for (Future<Integer> one : running) {
        sum += one.get();
      }
      assertThat(sum).isEqualTo(32);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int taken(DiagnosisBudget budget) {
    int count = 0;
    while (budget.take()) {
      count++;
    }
    return count;
  }
}
