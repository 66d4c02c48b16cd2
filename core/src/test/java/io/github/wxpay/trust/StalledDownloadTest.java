package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notifications;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.testing.RawServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Notifications whose key has to be downloaded first, while the certificate endpoint stalls. */
class StalledDownloadTest {
  private static final int MESSAGES = 20;
  private static final String ACCEPTED = "order-1";

  private final Notice notice = Notice.paid();
  private final CountDownLatch arrived = new CountDownLatch(MESSAGES);
  private final CountDownLatch released = new CountDownLatch(1);

  @Test
  void refusesUnknownSerialsAfterTwoSecondsWhileTheDownloadStalls() throws Exception {
    try (RawServer server = Downloads.stalled(released);
        Wxpay wxpay = Downloads.client(server)) {
      long start = System.nanoTime();
      List<String> outcomes = deliver(wxpay.notifications());
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      assertThat(outcomes).hasSize(MESSAGES).containsOnly(Reason.UNKNOWN_SERIAL.name());
      assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(5));
      start = System.nanoTime();
      assertThatThrownBy(() -> notice.to(wxpay))
          .isInstanceOf(VerificationException.class)
          .hasMessageContaining("it has [], and a certificate download is still running.");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("later messages wait for the same two seconds, which are over")
          .isLessThan(Duration.ofSeconds(1));
      assertThat(server.requests()).as("downloads").hasSize(1);

      released.countDown();

      // A call shares the download and waits for it, so its end is seen without a set time.
      assertThat(wxpay.encrypt("a")).isNotEmpty();
      assertThat(notice.to(wxpay).get("out_trade_no")).isEqualTo("order-1");
      assertThat(server.requests()).as("downloads").hasSize(1);
    }
  }

  @Test
  void acceptsAllMessagesWhenTheDownloadEndsInTime() throws Exception {
    try (RawServer server = Downloads.stalled(arrived);
        Wxpay wxpay = Downloads.client(server)) {
      List<String> outcomes = deliver(wxpay.notifications());

      assertThat(outcomes).hasSize(MESSAGES).containsOnly(ACCEPTED);
      assertThat(server.requests()).as("downloads").hasSize(1);
    }
  }

  @Test
  void waitsTwoSecondsForAllMerchantsBehindOneUrlTogether() {
    try (RawServer server = Downloads.stalled(released);
        Wxpay a = Downloads.client(server);
        Wxpay b = Downloads.client(server);
        Wxpay c = Downloads.client(server);
        Wxpay d = Downloads.client(server)) {
      Notifications all =
          a.notifications().with(b.notifications()).with(c.notifications()).with(d.notifications());

      long start = System.nanoTime();
      assertThatThrownBy(() -> all.parse(notice.headers(), notice.body()))
          .isInstanceOfSatisfying(
              VerificationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SERIAL));

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      released.countDown();
    }
  }

  /** The outcome of parallel deliveries: the order number, or the reason of the refusal. */
  private List<String> deliver(Notifications notifications) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(MESSAGES);
    try {
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        Callable<String> delivery =
            () -> {
              arrived.countDown();
              try {
                return notifications.parse(notice.headers(), notice.body()).get("out_trade_no");
              } catch (VerificationException e) {
                return e.reason().name();
              }
            };
        running.add(threads.submit(delivery));
      }
      List<String> outcomes = new ArrayList<>();
      for (Future<String> one : running) {
        outcomes.add(one.get());
      }
      return outcomes;
    } finally {
      threads.shutdownNow();
    }
  }
}
