package io.github.wxpay.reliability;

import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program of {@link DeadPlatformTest}: calls a platform that is down from eight threads, with
 * the standard retry, and prints how many calls failed and how many attempts they made.
 */
final class DeadPlatform {
  private static final int THREADS = 8;
  private static final long MINUTES = 20;

  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger attempts = new AtomicInteger();

  /** Takes the URL, the method, whether the circuit breaker is on, and the number of calls. */
  public static void main(String[] args) throws InterruptedException {
    DeadPlatform platform = new DeadPlatform();
    platform.call(args[0], args[1], Boolean.parseBoolean(args[2]), Integer.parseInt(args[3]));
    System.out.println("failed " + platform.failed());
    System.out.println("attempts " + platform.attempts());
  }

  /** Makes calls; a POST carries the merchant's number, by which it may be sent again. */
  void call(String url, String method, boolean circuit, int calls) throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Wxpay wxpay =
        Clients.builder().baseUrl(url).retry(Retry.standard()).circuitBreaker(circuit).build()) {
      for (int i = 0; i < calls; i++) {
        int number = i;
        threads.execute(() -> call(wxpay, method, number));
      }
      threads.shutdown();
      if (!threads.awaitTermination(MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("The calls have not ended in " + MINUTES + " minutes.");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void call(Wxpay wxpay, String method, int number) {
    Map<String, Object> order =
        Map.of("mchid", Fixtures.MCHID, "out_trade_no", "order-" + number, "description", "dead");
    try {
      if (method.equals("GET")) {
        wxpay.chain("v3/certificates").get();
      } else {
        wxpay.chain("v3/pay/transactions/native").request(method, order, Options.none());
      }
    } catch (WxpayException e) {
      failed.incrementAndGet();
      attempts.addAndGet(e.attempts().size());
    }
  }

  /** Returns how many calls failed. */
  int failed() {
    return failed.get();
  }

  /** Returns how many attempts the failed calls made. */
  int attempts() {
    return attempts.get();
  }
}
