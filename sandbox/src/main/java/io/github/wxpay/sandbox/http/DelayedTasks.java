package io.github.wxpay.sandbox.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What does not happen at once, so that it keeps no thread of the server from its work: waiting
 * calls have no thread at all, bodies with pauses have some of their own.
 */
final class DelayedTasks implements AutoCloseable {
  private static final int SLOW_BODIES = 64;

  private final Executor server;
  private final ScheduledExecutorService timer;
  private final ThreadPoolExecutor slow;

  DelayedTasks(Executor server, ThreadFactory threads, ScheduledExecutorService timer) {
    this.server = server;
    this.timer = timer;
    this.slow =
        new ThreadPoolExecutor(
            SLOW_BODIES, SLOW_BODIES, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    slow.allowCoreThreadTimeOut(true);
  }

  /** Runs it on the server's threads after that time. */
  void after(Duration wait, Runnable task) {
    // What goes wrong in the task, it sees to itself.
    var unused = timer.schedule(() -> server.execute(task), wait.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs it aside, at most 64 at a time. */
  void aside(Runnable task) {
    slow.execute(task);
  }

  /** Ends the bodies with pauses; what waits for the timer ends with the timer. */
  @Override
  public void close() {
    slow.shutdownNow();
  }

  /** Waits for what was happening. */
  void join() throws InterruptedException {
    slow.awaitTermination(5, TimeUnit.SECONDS);
  }
}
