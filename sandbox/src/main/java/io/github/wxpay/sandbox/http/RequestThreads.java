package io.github.wxpay.sandbox.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a server, on which the JDK's server reads a request with blocking calls. Ends
 * requests that arrive too slowly, so that they can neither occupy all threads nor fill the memory:
 * after a time in total, sooner if other requests wait for a thread, and the oldest first if the
 * incomplete bodies are too many bytes together.
 *
 * <p>A request is ended by an interrupt of the thread that reads it, which closes the connection.
 */
final class RequestThreads implements Executor, AutoCloseable {
  private final RequestLimits limits;
  private final ScheduledExecutorService timer;
  private final Tasks tasks = new Tasks();
  private final ThreadPoolExecutor pool;
  // In the order in which they began.
  private final Map<Thread, Reading> readings = new LinkedHashMap<>();
  private long bytes;
  private boolean relieving;

  RequestThreads(RequestLimits limits, ThreadFactory threads, ScheduledExecutorService timer) {
    this.limits = limits;
    this.timer = timer;
    this.pool =
        new ThreadPoolExecutor(
            0,
            limits.threads(),
            10,
            TimeUnit.SECONDS,
            tasks,
            threads,
            (task, full) -> enqueue(task));
  }

  /** Runs a task that reads no request. */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Runs a task of the JDK's server, which begins with reading a request. */
  void read(Runnable task) {
    pool.execute(
        () -> {
          begin();
          try {
            task.run();
          } finally {
            end();
          }
        });
  }

  /** Counts bytes of the body that this thread reads. */
  synchronized void received(int count) {
    Reading own = readings.get(Thread.currentThread());
    if (own == null || own.stopped) {
      return;
    }
    own.bytes += count;
    bytes += count;
    for (Reading reading : readings.values()) {
      if (bytes <= limits.bodyBytes()) {
        return;
      }
      if (reading.bytes > 0) {
        stop(reading);
      }
    }
  }

  /**
   * Ends the limits for the request that this thread has read: it is complete.
   *
   * @throws InterruptedIOException if it was too slow
   */
  void complete() throws IOException {
    if (end()) {
      throw new InterruptedIOException("the request arrived too slowly");
    }
  }

  /** Ends all tasks. */
  @Override
  public void close() {
    pool.shutdownNow();
  }

  /** Waits for tasks that were running. */
  void join() throws InterruptedException {
    pool.awaitTermination(5, TimeUnit.SECONDS);
  }

  private synchronized void begin() {
    Reading reading = new Reading(Thread.currentThread(), System.nanoTime());
    reading.timeout =
        timer.schedule(() -> timeOut(reading), limits.total().toNanos(), TimeUnit.NANOSECONDS);
    readings.put(reading.thread, reading);
  }

  private synchronized void timeOut(Reading reading) {
    if (readings.get(reading.thread) == reading) {
      stop(reading);
    }
  }

  // Returns whether the request of this thread was stopped.
  private synchronized boolean end() {
    Reading reading = readings.remove(Thread.currentThread());
    if (reading == null) {
      return false;
    }
    reading.cancelTimeout();
    bytes -= reading.bytes;
    if (reading.stopped) {
      // The interrupt was for this request; what the thread does next must not see it.
      var unused = Thread.interrupted();
    }
    return reading.stopped;
  }

  private synchronized void enqueue(Runnable task) {
    if (!pool.isShutdown()) {
      tasks.add(task);
      relieveLater();
    }
  }

  private void relieveLater() {
    if (!relieving) {
      relieving = true;
      Duration wait = limits.underLoad();
      var unused = timer.schedule(this::relieve, wait.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  // Stops as many slow requests as there are tasks that wait for a thread.
  private synchronized void relieve() {
    relieving = false;
    int waiting = tasks.size();
    long start = System.nanoTime() - limits.underLoad().toNanos();
    for (Reading reading : readings.values()) {
      if (waiting == 0 || reading.start - start > 0) {
        break;
      }
      stop(reading);
      waiting--;
    }
    if (!tasks.isEmpty()) {
      relieveLater();
    }
  }

  private void stop(Reading reading) {
    if (!reading.stopped) {
      reading.stopped = true;
      bytes -= reading.bytes;
      reading.bytes = 0;
      reading.thread.interrupt();
    }
  }

  /** A request that is being read. */
  private static final class Reading {
    private final Thread thread;
    private final long start;
    private @Nullable ScheduledFuture<?> timeout;
    private long bytes;
    private boolean stopped;

    Reading(Thread thread, long start) {
      this.thread = thread;
      this.start = start;
    }

    void cancelTimeout() {
      if (timeout != null) {
        timeout.cancel(false);
      }
    }
  }

  /**
   * A queue that takes a task only if a thread waits for one, so that the pool prefers an idle
   * thread to a new one and a new one to waiting; what still has to wait is added with {@link
   * #add}.
   */
  private static final class Tasks extends LinkedTransferQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }

    @Override
    public boolean add(Runnable task) {
      return super.offer(task);
    }
  }
}
