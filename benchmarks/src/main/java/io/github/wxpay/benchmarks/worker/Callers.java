package io.github.wxpay.benchmarks.worker;

import io.github.wxpay.benchmarks.client.AsyncClient;
import io.github.wxpay.benchmarks.client.Client;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Calls a client for some time: every second call creates an order, the others query one. */
final class Callers {
  private static final int ORDERS = 16;

  private final Client client;
  private final AllocationMeter meter = new AllocationMeter();
  private final String[] numbers = new String[ORDERS];

  Callers(Client client) {
    this.client = client;
    for (int i = 0; i < ORDERS; i++) {
      numbers[i] = "202601020000000010" + (10 + i);
    }
  }

  /** Measures a slice. Returns the line that is described at {@link Worker}. */
  String slice(int callers, int millis) throws Exception {
    Latencies latencies = new Latencies();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    long length = TimeUnit.MILLISECONDS.toNanos(millis);
    int threads = client instanceof AsyncClient ? 1 : callers;
    CountDownLatch running = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      int first = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  long deadline = System.nanoTime() + length;
                  if (client instanceof AsyncClient) {
                    callAsync((AsyncClient) client, callers, deadline, latencies);
                  } else {
                    call(first, deadline, latencies);
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
                running.countDown();
                awaitQuietly(end); // the counters of a thread end with it
              });
      thread.start();
    }
    AllocationMeter.State heapBefore = meter.now();
    ProcessUsage before = ProcessUsage.now();
    long began = System.nanoTime();
    start.countDown();
    running.await();
    long nanos = System.nanoTime() - began;
    ProcessUsage after = ProcessUsage.now();
    long bytes = meter.now().since(heapBefore);
    end.countDown();
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("A call failed.", failed);
    }
    return latencies.size()
        + " "
        + nanos / 1000
        + " "
        + (after.cpuMicros() - before.cpuMicros())
        + " "
        + bytes
        + " "
        + (after.voluntarySwitches() - before.voluntarySwitches())
        + " "
        + latencies.percentile(.5) / 1000
        + " "
        + latencies.percentile(.99) / 1000;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void call(int first, long deadline, Latencies latencies) throws Exception {
    long began = System.nanoTime();
    for (int i = first; began < deadline; i++) {
      String number = numbers[i / 2 % ORDERS];
      if (i % 2 == 0) {
        requireUrl(client.createOrder(number));
      } else {
        requireState(client.queryOrder(number));
      }
      long ended = System.nanoTime();
      latencies.add(ended - began);
      began = ended;
    }
  }

  /** Keeps this many calls in progress from one thread. */
  private void callAsync(AsyncClient async, int inFlight, long deadline, Latencies latencies)
      throws InterruptedException {
    Semaphore free = new Semaphore(inFlight);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    free.acquire();
    for (int i = 0; System.nanoTime() < deadline && failure.get() == null; i++) {
      String number = numbers[i / 2 % ORDERS];
      long began = System.nanoTime();
      CompletableFuture<Void> call =
          i % 2 == 0
              ? async.createOrderAsync(number).thenAccept(Callers::requireUrl)
              : async.queryOrderAsync(number).thenAccept(Callers::requireState);
      CompletableFuture<Void> unused =
          call.whenComplete(
              (nothing, e) -> {
                if (e == null) {
                  latencies.add(System.nanoTime() - began);
                } else {
                  failure.set(e);
                }
                free.release();
              });
      free.acquire();
    }
    free.acquire(inFlight - 1);
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
  }

  static void requireUrl(String codeUrl) {
    if (!codeUrl.startsWith("weixin://wxpay/bizpayurl")) {
      throw new IllegalStateException("code_url is '" + codeUrl + "'");
    }
  }

  static void requireState(String tradeState) {
    if (!tradeState.equals("SUCCESS")) {
      throw new IllegalStateException("trade_state is '" + tradeState + "'");
    }
  }
}
