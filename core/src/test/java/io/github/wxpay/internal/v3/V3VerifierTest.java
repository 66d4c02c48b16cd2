package io.github.wxpay.internal.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Headers;
import io.github.wxpay.internal.call.Task;
import io.github.wxpay.internal.call.Wait;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.PlatformKey;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.FakeProvider;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class V3VerifierTest {
  private static final int BUDGET = 32;
  private static final String BODY = "{\"a\":1,\"b\":\"\u5fae\u4fe1\"}";

  private final AtomicLong nanoTime = new AtomicLong();
  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
  private final V3Verifier verifier = new V3Verifier(keys(), clock, null, nanoTime::get);
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

  // Messages

  @Test
  void describesMissingHeadersOfResponseAndNotification() {
    Reply page = genuine.with("Wechatpay-Nonce").withBody(utf8("<html><title>Hi</title></html>"));

    assertMessage(
        genuine.with("Wechatpay-Nonce"),
        Reason.HEADERS_INCOMPLETE,
        "The response has no header Wechatpay-Nonce, so it cannot be verified. Check `baseURL`, and"
            + " whether a proxy drops headers; query the state before you continue. [Request-ID"
            + " REQ-1]");
    assertMessage(
        page,
        Reason.HEADERS_INCOMPLETE,
        "The response has no header Wechatpay-Nonce, so it cannot be verified. Check `baseURL`, and"
            + " whether a proxy drops headers; query the state before you continue. The body is an"
            + " HTML page titled 'Hi', and not JSON. [Request-ID REQ-1]");
    assertNotificationMessage(
        genuine.with("Wechatpay-Serial"),
        Reason.HEADERS_INCOMPLETE,
        "The notification has no header Wechatpay-Serial, so it cannot be verified. Pass on all"
            + " headers of the request, and check for a proxy that drops headers. [Request-ID"
            + " REQ-1]");
    assertNotificationMessage(
        genuine.with("Wechatpay-Serial").withBody(utf8("a=1&b=2")),
        Reason.HEADERS_INCOMPLETE,
        "The notification has no header Wechatpay-Serial, so it cannot be verified. Pass on all"
            + " headers of the request, and check for a proxy that drops headers. The body is"
            + " form-encoded (name=value&…), and not JSON. [Request-ID REQ-1]");
    assertNotificationMessage(
        genuine.with("Wechatpay-Serial").with("Request-ID").withBody(utf8("{\"mch_id\":\"1\"}")),
        Reason.HEADERS_INCOMPLETE,
        "The notification has no header Wechatpay-Serial, so it cannot be verified. Pass on all"
            + " headers of the request, and check for a proxy that drops headers. The body is a"
            + " message of APIv2 that was converted from XML; pass the raw bytes.");
    assertNotificationMessage(
        genuine.with("Wechatpay-Nonce", "a", "b"),
        Reason.HEADERS_INCOMPLETE,
        "The notification has more than one header Wechatpay-Nonce, so it cannot be verified. Pass"
            + " on all headers of the request, and check for a proxy that drops headers."
            + " [Request-ID REQ-1]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Timestamp"
      })
  void describesListThatWasPrintedAsHeader(String name) {
    String value = genuine.header(name);

    assertMessage(
        genuine.with(name, "[" + value + "]"),
        Reason.HEADERS_INCOMPLETE,
        "The response has the header " + name + " with the value '[" + value.substring(0, 10));
    assertThatThrownBy(() -> verify(genuine.with(name, "[x]")))
        .hasMessageEndingWith(
            "', which is a list printed as text. Pass the list itself, or its only element."
                + " [Request-ID REQ-1]");
    assertThat(reason(genuine.with(name, "[" + value))).isNotEqualTo(Reason.HEADERS_INCOMPLETE);
    assertThat(reason(genuine.with(name, value + "]"))).isNotEqualTo(Reason.HEADERS_INCOMPLETE);
  }

  @Test
  void describesDistanceFromClock() {
    assertMessage(
        signedAt(Fixtures.NOW - 301),
        Reason.CLOCK_OFFSET,
        "The response has Wechatpay-Timestamp '1699999699' (2023-11-14T22:08:19Z), 301 s before"
            + " this machine's clock 1700000000 (2023-11-14T22:13:20Z); at most 300 s are allowed."
            + " Set this machine's clock by NTP; if it is right, the message is old or replayed.");
    assertMessage(
        signedAt(Fixtures.NOW + 301),
        Reason.CLOCK_OFFSET,
        "The response has Wechatpay-Timestamp '1700000301' (2023-11-14T22:18:21Z), 301 s after"
            + " this machine's clock 1700000000");
    assertMessage(
        signedAt(253_402_300_799L),
        Reason.CLOCK_OFFSET,
        "The response has Wechatpay-Timestamp '253402300799' (9999-12-31T23:59:59Z), 251702300799"
            + " s after");
    assertMessage(
        signedAt(253_402_300_800L),
        Reason.CLOCK_OFFSET,
        "The response has Wechatpay-Timestamp '253402300800', 251702300800 s after");
    assertMessage(
        genuine.with("Wechatpay-Timestamp", "1".repeat(18)),
        Reason.CLOCK_OFFSET,
        "The response has Wechatpay-Timestamp '111111111111111111', 111111109411111111 s after");
    assertMessage(
        genuine.with("Wechatpay-Timestamp", "1".repeat(19)),
        Reason.CLOCK_OFFSET,
        "The response has Wechatpay-Timestamp '1111111111111111111', which is not a Unix time; at"
            + " most 300 s are allowed.");
    assertThatThrownBy(() -> verify(signedAt(Fixtures.NOW), 600))
        .hasMessageContaining(
            "600 s before this machine's clock 1700000600 (2023-11-14T22:23:20Z) with the offset of"
                + " 600 s for requests; at most 300 s are allowed.");
    verify(signedAt(Fixtures.NOW + 600), 600);
    verify(signedAt(Fixtures.NOW - 300));
    verify(signedAt(Fixtures.NOW + 300));
  }

  @Test
  void describesSwappedHeaders() {
    String signature = genuine.header("Wechatpay-Signature");

    assertMessage(
        genuine
            .with("Wechatpay-Timestamp", signature)
            .with("Wechatpay-Signature", "" + Fixtures.NOW),
        Reason.SWAPPED_HEADERS,
        "The response has the values of Wechatpay-Timestamp and Wechatpay-Signature swapped. Pass"
            + " each header with its value. [Request-ID REQ-1]");
    assertThat(
            reason(
                genuine
                    .with("Wechatpay-Timestamp", "x".repeat(64))
                    .with("Wechatpay-Signature", "" + Fixtures.NOW)))
        .isEqualTo(Reason.CLOCK_OFFSET);
    assertThat(reason(genuine.with("Wechatpay-Timestamp", "x".repeat(65))))
        .isEqualTo(Reason.CLOCK_OFFSET);
    assertThat(reason(genuine.with("Wechatpay-Signature", "" + Fixtures.NOW)))
        .isEqualTo(Reason.BAD_BASE64);
  }

  @Test
  void describesUnknownKeyAndInvalidSignature() {
    assertMessage(
        genuine.with("Wechatpay-Serial", "AB"),
        Reason.UNKNOWN_SERIAL,
        "The response is signed with the key 'AB', which is not configured in this client; it has ["
            + Fixtures.PLATFORM_SERIAL
            + "]. If the merchant platform shows that key, add it: platformKey(\"AB\", …)."
            + " [Request-ID REQ-1]");
    assertNotificationMessage(
        genuine.withBody(utf8("{\"a\":2}")),
        Reason.BAD_SIGNATURE,
        "The notification has a signature that the key '" + Fixtures.PLATFORM_SERIAL + "' did not");
    assertThatThrownBy(() -> verifyNotification(genuine.withBody(utf8("{\"a\":2}"))))
        .hasMessageEndingWith(" Do not process it. [Request-ID REQ-1]");
    assertThatThrownBy(() -> verify(genuine.withBody(utf8("{\"a\":2}"))))
        .hasMessageEndingWith(
            " Do not use it; query the state before you continue. [Request-ID REQ-1]");
    assertThatThrownBy(() -> verify(rewritten))
        .hasMessageEndingWith(" Verify the raw bytes. [Request-ID REQ-1]");
    assertMessage(
        genuine.with("Wechatpay-Nonce", "a b"),
        Reason.BAD_SIGNATURE,
        "The response has a Wechatpay-Nonce that is not visible ASCII, so its signature cannot be"
            + " valid. Do not use it; query the state before you continue. [Request-ID REQ-1]");
    assertMessage(
        genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/x"),
        Reason.PROBE,
        "The response has the platform's probe (WECHATPAY/SIGNTEST/) instead of a signature");
  }

  @Test
  void describesCertificateThatHasExpired() {
    clock.advance(Duration.between(clock.instant(), Instant.parse("2120-01-01T00:00:00Z")));

    assertMessage(
        signedAt(clock.instant().getEpochSecond()),
        Reason.UNKNOWN_SERIAL,
        "The response is signed with the key '"
            + Fixtures.PLATFORM_SERIAL
            + "', which is not configured in this client; it has []. The platform certificate "
            + Fixtures.PLATFORM_SERIAL
            + " is valid from 2020-01-01T00:00:00Z to 2120-01-01T00:00:00Z, and the time");
    assertThat(unverified(signedAt(clock.instant().getEpochSecond())))
        .isEqualTo(
            "signed with the key '" + Fixtures.PLATFORM_SERIAL + "', which is not valid now");
  }

  @Test
  void describesDownloadThatIsStillRunning() {
    CompletableFuture<Collection<PlatformKey>> never = new CompletableFuture<>();
    KeyRing downloading =
        new KeyRing(List.of(), clock, Task.waiting(Wait.of(() -> never), (list, failure) -> list));
    V3Verifier waiting = new V3Verifier(downloading, clock, null);
    Headers headers = Headers.received(genuine.headers());

    assertThatThrownBy(
            () -> run(waiting.verifyNotification(headers, genuine.body(), Duration.ofMillis(1))))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SERIAL))
        .hasMessageStartingWith(
            "The notification is signed with the key '"
                + Fixtures.PLATFORM_SERIAL
                + "', which is not configured in this client; it has [], and a certificate download"
                + " is still running. If the merchant platform shows that key, add it:");
  }

  @Test
  void keepsStatusAndRequestId() {
    assertThatThrownBy(() -> verify(rewritten))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> {
              assertThat(e.status()).isEqualTo(200);
              assertThat(e.requestId()).isEqualTo("REQ-1");
            });
    assertThatThrownBy(() -> verifyNotification(rewritten.with("Request-ID")))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> {
              assertThat(e.status()).isZero();
              assertThat(e.requestId()).isEmpty();
            });
  }

  // Error responses

  @Test
  void namesWhyErrorResponseIsNotVerified() {
    assertThat(unverified(genuine)).isEmpty();
    assertThat(unverified(genuine.with("Wechatpay-Signature"))).isEqualTo("no signature");
    assertThat(unverified(rewritten)).isEqualTo("wrong signature");
    assertThat(unverified(genuine.with("Wechatpay-Serial", "A\nB")))
        .isEqualTo("signed with the key 'A?B', which is not configured");
    assertThat(unverified(signedAt(Fixtures.NOW - 301)))
        .isEqualTo("Wechatpay-Timestamp not within 300 s of this clock");
    assertThat(unverified(genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/x")))
        .isEqualTo("the platform's probe instead of a signature");
    for (String name : List.of("Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Timestamp")) {
      assertThat(unverified(genuine.with(name)))
          .as(name)
          .isEqualTo("Wechatpay-* headers incomplete or swapped");
    }
    assertThat(unverified(genuine.with("Wechatpay-Serial", "A", "B")))
        .isEqualTo("Wechatpay-* headers incomplete or swapped");
  }

  @Test
  void namesKeyThatCannotVerify() {
    V3Verifier broken =
        new V3Verifier(keys(), clock, new FakeProvider(FakeProvider.Behaviour.LACKS_ITS_LIBRARY));

    assertThat(broken.unverified(Headers.received(genuine.headers()), genuine.body(), 0))
        .isEqualTo("a signature that cannot be checked");
    assertThat(broken.isSigned(Headers.received(genuine.headers()), genuine.body())).isFalse();
  }

  // Time of a response

  @Test
  void readsOneUnixTimeOfUpToEighteenDigits() {
    assertThat(V3Verifier.timestamp(Headers.received(genuine.headers()))).hasValue(Fixtures.NOW);
    assertThat(timestamp("0")).hasValue(0);
    assertThat(timestamp("9".repeat(18))).hasValue(999_999_999_999_999_999L);
    for (String value :
        List.of("", "9".repeat(19), "-1", "+1", "1.0", "1:", "/1", " 1", "\u0661")) {
      assertThat(timestamp(value)).as(value).isEmpty();
    }
    assertThat(timestamp("1", "1")).isEmpty();
    assertThat(timestamp()).isEmpty();
  }

  @Test
  void findsSignatureOfAnyTime() {
    assertThat(isSigned(genuine)).isTrue();
    assertThat(isSigned(signedAt(1))).isTrue();
    assertThat(isSigned(rewritten)).isFalse();
    assertThat(isSigned(genuine.with("Wechatpay-Serial", "AB"))).isFalse();
    assertThat(isSigned(genuine.with("Wechatpay-Serial"))).isFalse();
    assertThat(isSigned(genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/x"))).isFalse();
    assertThat(verifier.now()).isEqualTo(clock.instant());
  }

  @Test
  void refusesSignedTextThatWasSplitElsewhere() {
    Reply signed = Reply.signed("{\"a\":\n1}");
    Reply split = signed.with("Wechatpay-Nonce", Fixtures.NONCE + "\n{\"a\":").withBody(utf8("1}"));

    assertThat(isSigned(signed)).isTrue();
    assertThat(isSigned(split)).isFalse();
    assertThat(unverified(split)).isEqualTo("Wechatpay-* headers incomplete or swapped");
    assertMessage(
        split,
        Reason.BAD_SIGNATURE,
        "The response has a Wechatpay-Nonce that is not visible ASCII, so its signature cannot be"
            + " valid.");
  }

  private static Reply signedAt(long time) {
    return Reply.signed(200, utf8(BODY), time, "SHA256", Fixtures.platformKey());
  }

  private OptionalLong timestamp(String... values) {
    return V3Verifier.timestamp(
        Headers.received(genuine.with("Wechatpay-Timestamp", values).headers()));
  }

  private String unverified(Reply message) {
    return verifier.unverified(Headers.received(message.headers()), message.body(), 0);
  }

  private boolean isSigned(Reply message) {
    return verifier.isSigned(Headers.received(message.headers()), message.body());
  }

  private void assertMessage(Reply message, Reason reason, String start) {
    assertThatThrownBy(() -> verify(message))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith(start);
  }

  private void assertNotificationMessage(Reply message, Reason reason, String start) {
    assertThatThrownBy(() -> verifyNotification(message))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageStartingWith(start);
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
    verify(message, 0);
  }

  private void verify(Reply message, long offset) {
    Headers headers = Headers.received(message.headers());
    run(verifier.verify(headers, message.body(), 200, offset, "response"));
  }

  private void verifyNotification(Reply message) {
    Headers headers = Headers.received(message.headers());
    run(verifier.verifyNotification(headers, message.body(), Duration.ofSeconds(1)));
  }

  private static void run(Task<PlatformKey> task) {
    try {
      assertThat(task.run().id()).isEqualTo(Fixtures.PLATFORM_SERIAL);
    } catch (CompletionException e) {
      throw (VerificationException) e.getCause();
    }
  }

  private KeyRing keys() {
    return new KeyRing(
        List.of(
            KeyLoader.platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))),
        clock,
        null);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
