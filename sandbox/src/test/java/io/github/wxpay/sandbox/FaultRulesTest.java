package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.junit.WxpaySandbox;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests which requests a fault applies to, and which patterns and values are refused. */
@Timeout(60)
@WxpaySandbox(perTest = true)
class FaultRulesTest {
  private final Sandbox sandbox;

  FaultRulesTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Sends an unsigned request and returns the status, which is 404 or 401 without a fault. */
  private static int statusOf(Sandbox sandbox, String method, String target) throws Exception {
    return SignedRequest.send(
            HttpRequest.newBuilder(sandbox.uri().resolve(target))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build())
        .status();
  }

  private int statusOf(String target) throws Exception {
    return statusOf(sandbox, "GET", target);
  }

  @ParameterizedTest(name = "{0} on {1} {2}: {3}")
  @CsvSource({
    "POST v3/refund/**, POST, /v3/refund/domestic/refunds, true",
    "POST v3/refund/**, GET, /v3/refund/domestic/refunds, false",
    "post v3/refund/**, POST, /v3/refund/domestic/refunds, true",
    "POST   /v3/refund/**, POST, /v3/refund/domestic/refunds, true",
    "POST v3/refund/**, POST, /v3/refund, true",
    "POST v3/refund/**, POST, /v3/refunds, false",
    "v3/refund/**, DELETE, /v3/refund/x, true",
    "**, GET, /x, true",
    "**, POST, /pay/unifiedorder, true",
    "**/refunds, GET, /v3/refund/domestic/refunds, true",
    "**/refunds, GET, /refunds, true",
    "**/refunds, GET, /refunds/1, false",
    "v3/**/x/**/y, GET, /v3/a/x/b/x/c/y, true",
    "v3/**/x/**/y, GET, /v3/x/y, true",
    "v3/**/x/**/y, GET, /v3/y/x, false",
    "v3/*, GET, /v3/a, true",
    "v3/*, GET, /v3, false",
    "v3/*, GET, /v3/, false",
    "v3/*, GET, /v3/a/b, false",
    "v3/{id}/close, GET, /v3/a/close, true",
    "v3/{id}/close, GET, /v3/a/b/close, false",
    "v3/certificates, GET, /v3/certificates?a=/x, true",
    "v3/certificates, GET, /v3/Certificates, false",
    "v3/x/中文, GET, /v3/x/%E4%B8%AD%E6%96%87, true",
    "v3/*/x, GET, /v3/a%2Fb/x, true",
  })
  void matchesPatternBySegments(String pattern, String method, String target, boolean hit)
      throws Exception {
    sandbox.fault(pattern, Fault.BAD_GATEWAY);
    assertThat(statusOf(sandbox, method, target) == 502).isEqualTo(hit);
  }

  @ParameterizedTest(name = "pattern {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | must be a path such as v3/refund/**, with or without a method before it",
        "GET v3/a b | must be a path such as v3/refund/**, with or without a method before it",
        "PSOT v3/a | the method must be one of [DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT]",
        "v3/a?b=c | must have only a path, without host and query",
        "https://api.mch.weixin.qq.com/v3/a | must have only a path, without host and query",
        "v3//a | has an empty segment; use ** for any number of segments",
        "GET / | has an empty segment; use ** for any number of segments",
        "v3/a/ | has an empty segment; use ** for any number of segments",
        "v3/a* | *, ** and {name} must be complete segments; got a*",
        "v3/*** | *, ** and {name} must be complete segments; got ***",
        "v3/{} | *, ** and {name} must be complete segments; got {}",
        "v3/x{a} | *, ** and {name} must be complete segments; got x{a}",
      })
  void refusesInvalidPattern(String pattern, String rule) {
    assertThatThrownBy(() -> sandbox.fault(pattern, Fault.NO_ANSWER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad pattern \"" + pattern + "\": " + rule);
  }

  @Test
  void refusesValuesOutOfRange() {
    assertRefused(() -> sandbox.fault("**", Fault.NONE, 0), "times must be at least 1, not 0");
    assertRefused(() -> sandbox.fault("**", Fault.NONE, 1.5, 1), "rate must be 0 to 1, not 1.5");
    assertRefused(
        () -> sandbox.fault("**", Fault.NONE, Double.NaN, 1), "rate must be 0 to 1, not NaN");
    assertRefused(() -> Fault.HANG_UP.atByte(-1), "offset must not be negative: -1");
    assertRefused(
        () -> Fault.NO_ANSWER.atByte(1),
        "atByte applies to REQUEST_CUT, HANG_UP, TRUNCATED, PAUSED, FLIPPED_BYTE, WRONG_HASH, not"
            + " to NO_ANSWER");
    assertRefused(
        () -> Fault.SLOW.lasting(Duration.ofSeconds(61)), "a pause must be 0 to 60 s, not PT1M1S");
    assertRefused(
        () -> Fault.PROBE.lasting(Duration.ZERO),
        "lasting applies to STALLED_AT_START, STALLED, SLOW, LATE, PAUSED, not to PROBE");
    assertRefused(
        () -> Fault.SYSTEM_ERROR.byReset(),
        "byReset applies to DISCONNECTED, REQUEST_CUT, NO_ANSWER, ANSWER_LOST, HANG_UP, not to"
            + " SYSTEM_ERROR");
    assertRefused(() -> Fault.dripping(0, Duration.ZERO), "bytes must be at least 1, not 0");
    assertRefused(
        () -> Fault.withoutHeader("Date"),
        "name must be Wechatpay-Nonce, -Serial, -Signature, -Signature-Type or -Timestamp, not"
            + " Date");
    assertThatThrownBy(() -> sandbox.fault(null, Fault.NONE)).hasMessage("pattern == null");
    assertThatThrownBy(() -> sandbox.fault("**", null)).hasMessage("fault == null");
    assertThatThrownBy(() -> Fault.clockOff(null)).hasMessage("by == null");
    assertThatThrownBy(() -> Fault.redirectedTo(null)).hasMessage("location == null");
    assertThatThrownBy(() -> Fault.addressed(null)).hasMessage("downloadUrl == null");
  }

  private static void assertRefused(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesFaultThatSandboxWasNotStartedFor() {
    for (Fault fault :
        List.of(Fault.DISCONNECTED, Fault.STALLED_AT_START, Fault.ANSWER_LOST.byReset())) {
      assertThatThrownBy(() -> sandbox.fault("**", fault))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              fault + " is a fault of the socket; start with Sandbox.builder().socketFaults()");
    }
    try (Sandbox fronted = Sandbox.builder().socketFaults().start()) {
      assertThatThrownBy(() -> fronted.fault("**", Fault.FAILED_HANDSHAKE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "FAILED_HANDSHAKE is a fault of TLS; start with Sandbox.builder().https(true)");
      assertRefused(
          () -> fronted.fault("GET v3/**", Fault.DISCONNECTED.byReset()),
          "DISCONNECTED by reset happens before a request is read; its pattern must be **, not GET"
              + " v3/**");
    }
  }

  @Test
  void describesFaultInToString() {
    assertThat(Fault.HANG_UP.atByte(7).byReset()).hasToString("HANG_UP at byte 7 by reset");
    assertThat(Fault.SLOW).hasToString("SLOW PT5S");
    assertThat(Fault.STALLED.lasting(Duration.ofMillis(1))).hasToString("STALLED PT0.001S");
    assertThat(Fault.PAUSED.atByte(3)).hasToString("PAUSED PT5S at byte 3");
    assertThat(Fault.REDIRECTED).hasToString("REDIRECTED /elsewhere");
    assertThat(Fault.dripping(3, Duration.ofMillis(1))).hasToString("DRIPPING 3 every PT0.001S");
    assertThat(Fault.withoutHeader("Wechatpay-Nonce"))
        .hasToString("WITHOUT_HEADER Wechatpay-Nonce");
    assertThat(Fault.clockOff(Duration.ofSeconds(-301))).hasToString("CLOCK_OFF PT-5M-1S");
  }

  @Test
  void appliesFirstMatchingFaultUntilUsedUp() throws Exception {
    sandbox.fault("v3/a", Fault.BAD_GATEWAY);
    sandbox.fault("v3/**", Fault.SYSTEM_ERROR, 2);
    sandbox.fault("**", Fault.FREQUENCY_LIMITED);

    assertThat(statusOf("/v3/b")).isEqualTo(500);
    assertThat(statusOf("/v3/a")).isEqualTo(502);
    assertThat(statusOf("/v3/a")).isEqualTo(500);
    assertThat(statusOf("/v3/a")).isEqualTo(429);
    assertThat(statusOf("/v3/a")).isEqualTo(404);
  }

  @Test
  void noneDelaysNextFault() throws Exception {
    sandbox.fault("v3/a", Fault.NONE, 2);
    sandbox.fault("v3/a", Fault.BAD_GATEWAY);

    assertThat(List.of(statusOf("/v3/a"), statusOf("/v3/a"), statusOf("/v3/a"), statusOf("/v3/a")))
        .containsExactly(404, 404, 502, 404);
    assertThat(sandbox.requests().get(0).fault()).isEmpty();
    assertThat(sandbox.requests().get(2).fault()).contains("BAD_GATEWAY");
  }

  @Test
  void doesNotApplyClearedFaults() throws Exception {
    sandbox.fault("**", Fault.BAD_GATEWAY, 9);
    sandbox.fault("**", Fault.BAD_GATEWAY, 1, 1);
    assertThat(statusOf("/v3/a")).isEqualTo(502);
    sandbox.clearFaults();
    assertThat(statusOf("/v3/a")).isEqualTo(404);
  }

  @Test
  void drawsFaultsByRateAndSeed() throws Exception {
    long seed = System.nanoTime();
    List<Integer> first = draw(0.3, seed);
    List<Integer> second = draw(0.3, seed);
    // RateDrawTest checks how exactly the rate is kept.
    assertThat(first).as("seed %d", seed).isEqualTo(second).isNotEqualTo(draw(0.3, seed + 1));
    assertThat(first).as("seed %d", seed).contains(404, 502);
  }

  private static List<Integer> draw(double rate, long seed) throws Exception {
    List<Integer> drawn = new ArrayList<>();
    try (Sandbox sandbox = Sandbox.start()) {
      sandbox.fault("GET v3/**", Fault.BAD_GATEWAY, rate, seed);
      for (int i = 0; i < 50; i++) {
        drawn.add(statusOf(sandbox, "GET", "/v3/a"));
      }
    }
    return drawn;
  }

  @Test
  void appliesNextFaultWhenRateIsNotDrawn() throws Exception {
    sandbox.fault("**", Fault.BAD_GATEWAY, 0, 1);
    sandbox.fault("**", Fault.SYSTEM_ERROR, 1, 1);
    assertThat(statusOf("/v3/a")).isEqualTo(500);
  }

  @Test
  void appliesFaultExactNumberOfTimesToConcurrentRequests() throws Exception {
    sandbox.fault("**", Fault.BAD_GATEWAY, 50);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        calls.add(() -> statusOf("/v3/a"));
      }
      int faulty = 0;
      for (Future<Integer> call : threads.invokeAll(calls)) {
        faulty += call.get() == 502 ? 1 : 0;
      }
      assertThat(faulty).isEqualTo(50);
    } finally {
      threads.shutdownNow();
    }
  }
}
