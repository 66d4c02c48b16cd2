package io.github.wxpay.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs cells that mostly wait, several at a time. */
final class Parallel {
  private static final int AT_ONCE = 24;
  private static final long SECONDS = Boolean.getBoolean("nightly") ? 300 : 60;

  private Parallel() {}

  /** Returns the results in order; fails if they are not there in time. */
  static <T> List<T> run(List<Callable<T>> cells) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "cell");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(cells, SECONDS, TimeUnit.SECONDS)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
