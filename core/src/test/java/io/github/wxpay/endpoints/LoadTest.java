package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Eight threads against one sandbox, for a minute unless {@code -Dload.seconds} says otherwise: no
 * call fails, and what the sandbox remembers does not grow.
 */
class LoadTest {
  private static final int THREADS = 8;
  private static final long SECONDS = Long.getLong("load.seconds", 60);
  private static final long MOST_GROWTH = 24L << 20;

  private final AtomicLong calls = new AtomicLong();

  @Test
  void eightThreadsMeetNoErrorAndMemoryDoesNotGrow() throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Wxpay.of(sandbox.config())) {
      run(sandbox, wxpay, Duration.ofSeconds(SECONDS).dividedBy(2));
      long before = usedAfterCollection();
      run(sandbox, wxpay, Duration.ofSeconds(SECONDS).dividedBy(2));
      long growth = usedAfterCollection() - before;

      System.out.printf(
          "load: %d calls by %d threads in %d s; %.1f MiB after the first half, %+.1f MiB since%n",
          calls.get(), THREADS, SECONDS, before / 1048576.0, growth / 1048576.0);
      assertThat(growth).isLessThan(MOST_GROWTH);
      assertThat(sandbox.requests()).hasSizeLessThanOrEqualTo(1_000);
    }
  }

  private void run(Sandbox sandbox, Wxpay wxpay, Duration time) throws Exception {
    Instant end = Instant.now().plus(time);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        all.add(threads.submit(() -> work(sandbox, wxpay, thread, end)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // Orders come again after a thousand: what is booked must not be what grows.
  private void work(Sandbox sandbox, Wxpay wxpay, int thread, Instant end) {
    for (int i = 0; Instant.now().isBefore(end); i++) {
      String number = "LOAD" + thread + "N" + (i % 1_000);
      wxpay.chain("v3/pay/transactions/native").post(order(wxpay, number));
      Response order =
          wxpay
              .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
              .get(Options.of("out_trade_no", number).query("mchid", wxpay.mchid()));
      assertThat(order.get("out_trade_no")).isEqualTo(number);
      Response shaped =
          wxpay
              .chain("v3/marketing/busifavor/stocks/{stock_id}")
              .getAsync(Options.of("stock_id", "98065001"))
              .join();
      assertThat(shaped.get("stock_id")).isEqualTo("98065001");
      wxpay
          .chain("v2/pay/unifiedorder")
          .post(
              Map.of(
                  "appid", "wx8888888888888888",
                  "mch_id", wxpay.mchid(),
                  "body", "tea",
                  "out_trade_no", number + "X",
                  "total_fee", 1,
                  "spbill_create_ip", "127.0.0.1",
                  "notify_url", "https://example.com/n",
                  "trade_type", "APP"));
      assertThat(sandbox.requests()).isNotEmpty();
      calls.addAndGet(4);
    }
  }

  private static Map<String, Object> order(Wxpay wxpay, String number) {
    return Map.of(
        "appid",
        "wx8888888888888888",
        "mchid",
        wxpay.mchid(),
        "description",
        "tea",
        "out_trade_no",
        number,
        "notify_url",
        "https://example.com/n",
        "amount",
        Map.of("total", 1));
  }

  private static long usedAfterCollection() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
