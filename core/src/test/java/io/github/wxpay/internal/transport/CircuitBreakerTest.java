package io.github.wxpay.internal.transport;

import static io.github.wxpay.internal.transport.CircuitBreaker.Reach.REACHED;
import static io.github.wxpay.internal.transport.CircuitBreaker.Reach.UNDECIDED;
import static io.github.wxpay.internal.transport.CircuitBreaker.Reach.UNREACHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Body;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.transport.CircuitBreaker.Probe;
import io.github.wxpay.internal.transport.CircuitBreaker.Reach;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The states of the circuits, by virtual time. */
class CircuitBreakerTest {
  private static final String HOST = "https://api.mch.weixin.qq.com";

  /** Near the largest value, since nanoTime may overflow. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(3));

  private final CircuitBreaker breaker = new CircuitBreaker(now::get);

  @Test
  void opensAfterTenFailuresInARow() {
    fail(HOST, 9);
    assertThat(breaker.begin(signed(HOST))).isNull();

    fail(HOST, 1);

    assertOpen(HOST);
  }

  @Test
  void namesHostReasonTimeAndSettingWhenOpen() {
    fail(HOST, 10);
    pass(1_500);

    Throwable thrown = catchThrowable(() -> breaker.begin(signed(HOST)));

    assertThat(thrown)
        .isExactlyInstanceOf(TransportException.class)
        .hasMessage(
            "POST v3/pay was not sent to api.mch.weixin.qq.com:443: 10 attempts in a row did not"
                + " reach this host (the last one: ConnectException), so calls fail at once for the"
                + " next 3500 ms. Nothing was sent; repeat the call later, or set"
                + " circuitBreaker(false).");
    assertThat(((TransportException) thrown).outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(Transport.isCircuitOpen((TransportException) thrown)).isTrue();
    assertThat(
            Transport.isCircuitOpen(
                ((TransportException) thrown).withOutcome(Outcome.UNKNOWN, "after other attempts")))
        .isTrue();
    assertThat(Transport.isCircuitOpen(refused())).isFalse();
  }

  @Test
  void doesNotOpenIfResponseArrivesInBetween() {
    for (int i = 0; i < 5; i++) {
      fail(HOST, 9);
      end(HOST, null, REACHED);
    }

    assertThat(breaker.begin(signed(HOST))).isNull();
  }

  @Test
  void undecidedExchangesNeitherCountNorReset() {
    fail(HOST, 9);
    for (int i = 0; i < 20; i++) {
      end(HOST, null, UNDECIDED);
    }
    assertThat(breaker.begin(signed(HOST))).isNull();

    fail(HOST, 1);

    assertOpen(HOST);
  }

  @Test
  void sendsOneProbeAfterFiveSeconds() {
    fail(HOST, 10);
    pass(4_999);
    assertOpen(HOST);

    pass(1);

    assertThat(breaker.begin(signed(HOST))).isNotNull();
    assertOpen(HOST);
  }

  @Test
  void closesAfterSuccessOfProbe() {
    Probe probe = probe();

    end(HOST, probe, REACHED);

    assertThat(breaker.begin(signed(HOST))).isNull();
    fail(HOST, 9); // counts from the start
    assertThat(breaker.begin(signed(HOST))).isNull();
  }

  @Test
  void opensForFiveMoreSecondsAfterFailureOfProbe() {
    Probe probe = probe();
    pass(3_000);

    end(HOST, probe, UNREACHED);

    pass(4_999);
    assertOpen(HOST);
    pass(1);
    assertThat(breaker.begin(signed(HOST))).isNotNull();
  }

  @Test
  void sendsAnotherProbeAtOnceAfterUndecidedOne() {
    Probe probe = probe();
    assertOpen(HOST);

    end(HOST, probe, UNDECIDED);

    assertThat(breaker.begin(signed(HOST))).isNotNull();
    assertOpen(HOST);
  }

  @Test
  void sendsAnotherProbeIfOneHasNotEndedAfterFiveSeconds() {
    Probe first = probe();
    pass(5_000);
    Probe second = breaker.begin(signed(HOST));
    assertThat(second).isNotNull();
    pass(1_000);

    end(HOST, first, UNREACHED); // the circuit waits for the second one

    pass(3_999);
    assertOpen(HOST);
    pass(1);
    assertThat(breaker.begin(signed(HOST))).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reach.class,
      names = {"UNREACHED", "UNDECIDED"})
  void exchangesThatBeganBeforeDoNotMoveTheProbe(Reach reach) {
    fail(HOST, 10);
    pass(4_000);
    end(HOST, null, reach);
    pass(999);
    assertOpen(HOST);

    pass(1);

    assertThat(breaker.begin(signed(HOST))).isNotNull();
    end(HOST, null, reach);
    assertOpen(HOST);
  }

  @Test
  void closesWhenExchangeThatBeganBeforeSucceeds() {
    fail(HOST, 12);

    end(HOST, null, REACHED);

    assertThat(breaker.begin(signed(HOST))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api2.wechatpay.cn",
        "http://api.mch.weixin.qq.com",
        "https://api.mch.weixin.qq.com:8443"
      })
  void countsEachSchemeHostAndPort(String other) {
    fail(HOST, 10);

    assertThat(breaker.begin(signed(other))).isNull();
    end(other, null, REACHED);
    assertOpen(HOST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS://API.mch.weixin.qq.com", "https://api.mch.weixin.qq.com:443"})
  void countsSpellingsOfOneHostTogether(String same) {
    fail(HOST, 5);
    fail(same, 5);

    assertOpen(HOST);
    assertOpen(same);
  }

  @Test
  void countsExchangesWithCertificateSeparately() {
    Signed mutual = signed(HOST, Options.none().security(true));
    for (int i = 0; i < 10; i++) {
      breaker.end(mutual, null, UNREACHED, refused());
    }

    assertThat(catchThrowable(() -> breaker.begin(mutual))).isInstanceOf(TransportException.class);
    assertThat(breaker.begin(signed(HOST))).isNull();
  }

  @Test
  void forgetsHostsThatAreNoLongerUsed() {
    fail("https://forgotten.example", 10);
    fail(HOST, 10);
    for (int i = 1; i < CircuitBreaker.MAX_HOSTS; i++) {
      fail("https://host" + i + ".example", 1);
      assertOpen(HOST);
    }

    assertThat(breaker.begin(signed("https://forgotten.example"))).isNull();
  }

  @Test
  void sendsExactlyOneProbeOfManyThreads() throws Exception {
    int threads = 16;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (int round = 0; round < 50; round++) {
        String host = "https://host" + round + ".example";
        fail(host, 10);
        pass(5_000);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> sent = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          sent.add(
              pool.submit(
                  () -> {
                    start.await();
                    return catchThrowable(() -> breaker.begin(signed(host))) == null;
                  }));
        }
        start.countDown();
        int count = 0;
        for (Future<Boolean> one : sent) {
          count += one.get(20, TimeUnit.SECONDS) ? 1 : 0;
        }
        assertThat(count).as("round %d", round).isEqualTo(1);
        end(host, null, REACHED);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private Probe probe() {
    fail(HOST, 10);
    pass(5_000);
    Probe probe = breaker.begin(signed(HOST));
    assertThat(probe).isNotNull();
    return probe;
  }

  private void assertOpen(String host) {
    assertThat(catchThrowable(() -> breaker.begin(signed(host))))
        .as(host)
        .isInstanceOfSatisfying(
            TransportException.class, e -> assertThat(Transport.isCircuitOpen(e)).isTrue());
  }

  private void fail(String host, int count) {
    IntStream.range(0, count).forEach(i -> end(host, null, UNREACHED));
  }

  private void end(String host, Probe probe, Reach reach) {
    breaker.end(signed(host), probe, reach, reach == REACHED ? null : refused());
  }

  private void pass(long millis) {
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private static TransportException refused() {
    return new TransportException("refused", false, new ConnectException("Connection refused"));
  }

  private static Signed signed(String host) {
    return signed(host, Options.none());
  }

  private static Signed signed(String host, Options options) {
    Outgoing request = Outgoing.of("POST", host, "v3/pay", Headers.none(), null, options);
    return new Signed(request, HttpRequest.newBuilder(request.uri()), Body.none());
  }
}
