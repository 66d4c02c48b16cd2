package io.github.wxpay.sandbox.http;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What does not happen at once, so that it keeps no thread of the server from its work: waiting
 * calls have no thread at all, bodies with pauses have some of their own.
 */
final class Later implements AutoCloseable {
  private static final int SLOW_BODIES = 64;

  private final Executor server;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor slow;

  Later(Executor server, ThreadFactory threads) {
    this.server = server;
    this.timer = new ScheduledThreadPoolExecutor(1, threads);
    this.slow = Server.executor(SLOW_BODIES, threads);
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

  /** Forgets what has not happened yet. */
  @Override
  public void close() {
    timer.shutdownNow();
    slow.shutdownNow();
  }

  /** Waits for what was happening. */
  void join() throws InterruptedException {
    timer.awaitTermination(5, TimeUnit.SECONDS);
    slow.awaitTermination(5, TimeUnit.SECONDS);
  }
}
