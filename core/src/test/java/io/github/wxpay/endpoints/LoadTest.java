package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import io.github.wxpay.testing.Clients;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Eight threads against one sandbox: no call fails, and what the sandbox remembers does not grow.
 * {@code -Pnightly} makes sixty times as many calls.
 */
class LoadTest {
  private static final int THREADS = 8;
  private static final int ROUNDS = Boolean.getBoolean("nightly") ? 1_000 : 16;
  private static final long MOST_GROWTH = 24L << 20;

  private final AtomicLong calls = new AtomicLong();

  @Test
  void runsEightThreadsWithoutErrorAndMemoryGrowth() throws Exception {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay wxpay = Clients.of(sandbox.config())) {
      run(sandbox, wxpay);
      long before = usedAfterCollection();
      run(sandbox, wxpay);
      long growth = usedAfterCollection() - before;

      assertThat(calls.get()).isEqualTo(2L * THREADS * ROUNDS * 4);
      assertThat(growth).as("%d bytes after the first half", before).isLessThan(MOST_GROWTH);
      assertThat(sandbox.requests()).hasSizeLessThanOrEqualTo(1_000);
    }
  }

  private void run(Sandbox sandbox, Wxpay wxpay) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        all.add(threads.submit(() -> work(sandbox, wxpay, thread)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // The second half uses the orders of the first, so that the ledger does not grow.
  private void work(Sandbox sandbox, Wxpay wxpay, int thread) {
    for (int i = 0; i < ROUNDS; i++) {
      String number = "LOAD" + thread + "N" + i;
      wxpay.chain("v3/pay/transactions/native").post(OrderJson.of(number, 1));
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

  private static long usedAfterCollection() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }
}
