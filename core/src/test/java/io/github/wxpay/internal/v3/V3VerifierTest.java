package io.github.wxpay.internal.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class V3VerifierTest {
  private static final int BUDGET = 32;
  private static final String BODY = "{\"a\":1,\"b\":\"\u5fae\u4fe1\"}";

  private final AtomicLong nanoTime = new AtomicLong();
  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
  private final V3Verifier verifier =
      new V3Verifier(
          new KeyRing(
              List.of(
                  KeyLoader.platformKey(
                      Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))),
              clock,
              null),
          clock,
          null,
          nanoTime::get);
  private final Reply genuine = Reply.signed(BODY);
  private final Reply rewritten = genuine.withBody(utf8(BODY.replace(":", ": ")));

  @Test
  void diagnosesThirtyTwoMessagesAndFourMorePerSecond() {
    for (int i = 0; i < BUDGET; i++) {
      assertThat(reason(rewritten)).as("message " + i).isEqualTo(Reason.BODY_REWRITTEN);
    }
    assertThat(reason(rewritten)).isEqualTo(Reason.BAD_SIGNATURE);

    nanoTime.addAndGet(Duration.ofMillis(250).toNanos());
    assertThat(reason(rewritten)).isEqualTo(Reason.BODY_REWRITTEN);
    assertThat(reason(rewritten)).isEqualTo(Reason.BAD_SIGNATURE);
    nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
    for (int i = 0; i < 4; i++) {
      assertThat(reason(rewritten)).as("message " + i).isEqualTo(Reason.BODY_REWRITTEN);
    }
    assertThatThrownBy(() -> verify(rewritten))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE))
        .hasMessageContaining("bytes (the cause was not examined after many such messages)")
        .hasMessageContaining("Do not use it; query the state before you continue.");
  }

  @Test
  void refillsTheBudgetByNanoTimeAndNotByTheClock() {
    exhaust();

    clock.advance(Duration.ofSeconds(100));
    assertThat(reason(rewritten)).isEqualTo(Reason.BAD_SIGNATURE);
    clock.advance(Duration.ofSeconds(-200));
    assertThat(reason(rewritten)).isEqualTo(Reason.BAD_SIGNATURE);
  }

  @Test
  void acceptsGenuineMessagesAfterAnyNumberOfForgedOnes() {
    exhaust();

    verify(genuine);
    assertThat(reason(rewritten)).isEqualTo(Reason.BAD_SIGNATURE);
    verify(Reply.signed(BODY.replace(":", ": ")));
  }

  @Test
  void namesCausesWithoutDiagnosisWhenBudgetIsExhausted() {
    Map<Reply, Reason> causes = new LinkedHashMap<>();
    causes.put(genuine.with("Wechatpay-Signature"), Reason.HEADERS_INCOMPLETE);
    causes.put(genuine.with("Wechatpay-Timestamp", "1600000000"), Reason.CLOCK_OFFSET);
    causes.put(genuine.with("Wechatpay-Serial", "AB"), Reason.UNKNOWN_SERIAL);
    causes.put(genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/x"), Reason.PROBE);
    causes.put(genuine.with("Wechatpay-Signature", "a b"), Reason.BAD_BASE64);
    causes.put(
        genuine
            .with("Wechatpay-Timestamp", genuine.header("Wechatpay-Signature"))
            .with("Wechatpay-Signature", genuine.header("Wechatpay-Timestamp")),
        Reason.SWAPPED_HEADERS);

    causes.forEach(
        (message, reason) -> {
          for (int i = 0; i < 2 * BUDGET; i++) {
            assertThat(reason(message)).isEqualTo(reason);
          }
        });
    assertThat(reason(rewritten)).as("none of them was paid for").isEqualTo(Reason.BODY_REWRITTEN);
    exhaust();
    causes.forEach((message, reason) -> assertThat(reason(message)).isEqualTo(reason));
  }

  @Test
  void examinesBodiesOfUpTo64KiB() {
    String body = "{\"a\":\"" + "x".repeat(65_536 - 9) + "\"}";
    Reply largest = Reply.signed(body);
    Reply larger = Reply.signed(body.replace("{", "{ "));

    verify(largest);
    verify(larger);
    assertThat(body).hasSize(65_535);
    assertThat(reason(largest.withBody(utf8(body + "\n")))).isEqualTo(Reason.BODY_CUT);
    assertThatThrownBy(() -> verify(largest.withBody(utf8(body + "\r\n"))))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BAD_SIGNATURE))
        .hasMessageContaining(
            "for these 65537 bytes (causes are determined for up to 65536 bytes).");
    for (int i = 0; i < 2 * BUDGET; i++) {
      assertThat(reason(larger.withBody(utf8(body + "\r\n")))).isEqualTo(Reason.BAD_SIGNATURE);
    }
    assertThat(reason(rewritten)).as("none of them was paid for").isEqualTo(Reason.BODY_REWRITTEN);
  }

  private void exhaust() {
    for (int i = 0; i < BUDGET; i++) {
      reason(rewritten);
    }
    assertThat(reason(rewritten)).isEqualTo(Reason.BAD_SIGNATURE);
  }

  private Reason reason(Reply message) {
    try {
      verify(message);
      throw new AssertionError("The message was accepted.");
    } catch (VerificationException e) {
      return e.reason();
    }
  }

  private void verify(Reply message) {
    Headers headers = Headers.received(message.headers());
    try {
      var unused = verifier.verify(headers, message.body(), 200, 0, "response").run();
    } catch (CompletionException e) {
      throw (VerificationException) e.getCause();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
