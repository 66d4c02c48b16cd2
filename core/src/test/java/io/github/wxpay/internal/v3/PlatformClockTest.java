package io.github.wxpay.internal.v3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.KeyRing;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.Suite;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The responses from which a client learns the time, and those from which it does not. */
class PlatformClockTest {
  private static final long NOW = Fixtures.NOW;
  private static final byte[] BODY =
      "{\"code\":\"SIGN_ERROR\",\"message\":\"no\"}".getBytes(StandardCharsets.UTF_8);

  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);
  private final ManualClock machine = new ManualClock(Instant.ofEpochSecond(NOW));
  private final PlatformClock clock = new PlatformClock(machine, nanoTime::get);
  private final V3 v3 = v3();
  private final List<String> logged = Collections.synchronizedList(new ArrayList<>());
  private final CapturedLogs logs =
      new CapturedLogs(
          entry -> {
            if (entry.getLoggerName().equals("io.github.wxpay")) {
              logged.add(entry.getLevel() + " " + entry.getMessage());
            }
          });

  @AfterEach
  void restoreLogs() {
    logs.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0, false",
    "239, false",
    "-239, false",
    "240, true",
    "-240, true",
    "300, true",
    "-600, true",
    "1200, true",
    "-1200, true",
    "1201, false",
    "-1201, false",
    "999999999999, false"
  })
  void learnsFrom240To1200Seconds(long difference, boolean learnt) {
    assertThat(learns(signedAt(NOW + difference))).isEqualTo(learnt);

    assertThat(clock.offset()).isEqualTo(learnt ? difference : 0);
    assertThat(clock.now()).isEqualTo(machine.instant());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 400, 401, 403, 404, 429, 500, 503})
  void learnsFromEveryStatus(int status) {
    assertThat(learns(Reply.signed(status, BODY, NOW + 600, "SHA256", Fixtures.platformKey())))
        .isTrue();

    assertThat(clock.offset()).isEqualTo(600);
  }

  @Test
  void learnsNothingWithoutValidSignature() {
    Reply right = signedAt(NOW + 600);
    List<Reply> others =
        List.of(
            Reply.bare(401, "{}"),
            right.with("Wechatpay-Signature"),
            right.with("Wechatpay-Serial"),
            right.with("Wechatpay-Nonce"),
            right.with("Wechatpay-Timestamp"),
            right.with("Wechatpay-Timestamp", Long.toString(NOW + 601)),
            right.with("Wechatpay-Timestamp", "-" + (NOW + 600)),
            right.with("Wechatpay-Timestamp", Long.toString(NOW + 600), Long.toString(NOW + 600)),
            right.with("Wechatpay-Nonce", "another"),
            right.with("Wechatpay-Nonce", Fixtures.NONCE, Fixtures.NONCE),
            right.with("Wechatpay-Serial", Fixtures.PLATFORM_SERIAL, Fixtures.PLATFORM_SERIAL),
            right.with("Wechatpay-Serial", "AB"),
            right.with("Wechatpay-Signature", "x"),
            right.with(
                "Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + right.header("Wechatpay-Signature")),
            right.withBody("{}".getBytes(StandardCharsets.UTF_8)),
            Reply.signed(401, BODY, NOW + 600, "SHA256", Fixtures.otherKey()),
            Reply.signed(401, BODY, NOW + 600, "SHA256", Fixtures.merchantKey()),
            Reply.signed(401, BODY, NOW + 600, "SHA1", Fixtures.platformKey()));

    for (Reply other : others) {
      assertThat(learns(other)).as(other.headers().toString()).isFalse();
    }
    assertThat(clock.offset()).isZero();
    assertThat(learns(right)).as("the twin").isTrue();
  }

  @Test
  void learnsNothingAfterAnExchangeOfMoreThanSixtySeconds() {
    Reply reply = signedAt(NOW + 600);

    assertThat(v3.learns(signed(0), incoming(reply), 60_001)).isFalse();
    assertThat(clock.offset()).isZero();
    assertThat(v3.learns(signed(0), incoming(reply), 60_000)).isTrue();
    assertThat(clock.offset()).isEqualTo(600);
  }

  @Test
  void learnsFromTheDigestOfAStatement() {
    Outgoing request = request("v3/global/statements");
    String sha1 = "0123456789abcdef0123456789abcdef01234567";
    byte[] text = ("{\"sha1\":\"" + sha1 + "\"}").getBytes(StandardCharsets.UTF_8);
    Reply file =
        Reply.signed(200, text, NOW + 600, "SHA256", Fixtures.platformKey())
            .withBody(BODY)
            .with("Wechatpay-Statement-Sha1", sha1);

    assertThat(v3.learns(signed(request, 0), incoming(file.withStatus(401)), 1))
        .as("an error has a signed body")
        .isFalse();
    assertThat(v3.learns(signed(request, 0), incoming(file), 1)).isTrue();
    assertThat(clock.offset()).isEqualTo(600);
  }

  @Test
  void replacesTheOffsetWhenTheClockWasSet() {
    learns(signedAt(NOW + 600));
    machine.advance(Duration.ofSeconds(602));

    assertThat(v3.learns(signed(600), incoming(signedAt(NOW + 600)), 1)).isTrue();
    assertThat(clock.offset()).as("a difference below four minutes").isZero();

    machine.advance(Duration.ofSeconds(-902));
    assertThat(learns(signedAt(NOW + 600))).isTrue();
    assertThat(clock.offset()).isEqualTo(900);
  }

  @Test
  void keepsTheOffsetWhileItIsRightWithinFourMinutes() {
    learns(signedAt(NOW + 600));

    assertThat(v3.learns(signed(600), incoming(signedAt(NOW + 839)), 1)).isFalse();
    assertThat(v3.learns(signed(600), incoming(signedAt(NOW + 481)), 1)).isFalse();
    assertThat(clock.offset()).isEqualTo(600);
    assertThat(v3.learns(signed(600), incoming(signedAt(NOW + 840)), 1)).isTrue();
    assertThat(clock.offset()).isEqualTo(840);
  }

  /** Counted from this machine's clock, so that repeated attempts do not add up. */
  @Test
  void limitsTheOffsetAndNotItsChange() {
    learns(signedAt(NOW + 1200));

    assertThat(v3.learns(signed(1200), incoming(signedAt(NOW + 1440)), 1)).isFalse();
    assertThat(clock.offset()).isEqualTo(1200);
  }

  @Test
  void tellsEachOfSeveralCallsThatTheTimeHasChanged() {
    assertThat(learns(signedAt(NOW + 600))).isTrue();
    assertThat(v3.learns(signed(0), incoming(signedAt(NOW + 610)), 1))
        .as("signed before the first response came")
        .isTrue();
    assertThat(clock.offset()).isEqualTo(600);
    assertThat(v3.learns(signed(600), incoming(signedAt(NOW + 610)), 1)).isFalse();
  }

  @Test
  void learnsNothingFromAResponseThatIsOlderThanOneSeenBefore() {
    v3.verify(signed(0), incoming(Reply.signed(200, BODY))).run();

    assertThat(learns(signedAt(NOW - 600))).as("recorded before").isFalse();
    assertThat(learns(signedAt(NOW - 240))).isFalse();
    assertThat(clock.offset()).isZero();
    machine.advance(Duration.ofMinutes(10));
    assertThat(learns(signedAt(NOW - 100)))
        .as("the platform's clock as before; this machine's was set forward")
        .isTrue();
    assertThat(clock.offset()).isEqualTo(-700);
    nanoTime.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(v3.learns(signed(-300), incoming(signedAt(NOW)), 1))
        .as("the first response again, 300 s later")
        .isFalse();
    assertThat(v3.learns(signed(-300), incoming(signedAt(NOW + 180)), 1)).isFalse();
    assertThat(v3.learns(signed(0), incoming(signedAt(NOW + 180)), 1)).isTrue();
  }

  @Test
  void takesTheOffsetBackAfterOneResponseWithWrongTime() {
    for (long wrong : new long[] {600, -600, 1200}) {
      learns(signedAt(NOW + wrong));

      assertThat(v3.learns(signed(clock.offset()), incoming(signedAt(NOW)), 1))
          .as("a response that agrees with this machine's clock, after one of %s s", wrong)
          .isEqualTo(wrong > 0);
      assertThat(clock.offset()).isZero();
    }
    assertThat(learns(signedAt(NOW - 600))).as("recorded before").isFalse();
    assertThat(clock.offset()).isZero();
  }

  @Test
  void countsTheAgeFromTheLatestOfManyResponses() {
    for (int i = 0; i < 1000; i++) {
      clock.seen(NOW + (i * 7919L) % 1000);
    }

    assertThat(clock.learn(NOW + 878, 400)).isFalse();
    assertThat(clock.offset()).isZero();
    assertThat(clock.learn(NOW + 879, 400)).isTrue();
  }

  @Test
  void logsEachChangeOnce() {
    learns(signedAt(NOW + 600));
    learns(signedAt(NOW + 600));
    v3.learns(signed(600), incoming(signedAt(NOW + 300)), 1);
    v3.learns(signed(600), incoming(signedAt(NOW + 700)), 1);
    machine.advance(Duration.ofSeconds(1400));
    v3.learns(signed(600), incoming(signedAt(NOW + 700)), 1);
    machine.advance(Duration.ofSeconds(-700));
    v3.learns(signed(-700), incoming(signedAt(NOW + 700)), 1);

    assertThat(logged)
        .containsExactly(
            "WARNING This machine's clock is 600 s behind the platform's: it is"
                + " 2023-11-14T22:13:20Z, and a signed response has 2023-11-14T22:23:20Z. Requests"
                + " are signed with an offset of 600 s until then; notifications are checked without"
                + " it. Set the clock by NTP.",
            "WARNING This machine's clock is 700 s ahead of the platform's: it is"
                + " 2023-11-14T22:36:40Z, and a signed response has 2023-11-14T22:25:00Z. Requests"
                + " are signed with an offset of -700 s until then; notifications are checked"
                + " without it. Set the clock by NTP.",
            "WARNING This machine's clock is within 4 minutes of the platform's again: it is"
                + " 2023-11-14T22:25:00Z, and a signed response has 2023-11-14T22:25:00Z. Requests"
                + " are signed with an offset of 0 s.");
  }

  @Test
  void learnsOnceFromManyThreads() {
    List<CompletableFuture<Boolean>> calls =
        IntStream.range(0, 50)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> learns(signedAt(NOW - 700 + i))))
            .collect(Collectors.toList());
    List<Boolean> changed =
        calls.stream().map(CompletableFuture::join).collect(Collectors.toList());

    assertThat(changed).hasSize(50).containsOnly(true);
    assertThat(clock.offset()).isBetween(-700L, -651L);
    assertThat(logged).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Tue, 14 Nov 2023 22:13:21 GMT | 2023-11-14T22:13:21Z (not verified).",
        "Tue, 14 Nov 2023 22:09:21 GMT | 2023-11-14T22:09:21Z (not verified).",
        "Tue, 14 Nov 2023 22:09:20 GMT | 2023-11-14T22:09:20Z (not verified). Set this machine's"
            + " clock by NTP if it is wrong.",
        "Tue, 14 Nov 2023 22:23:20 GMT | 2023-11-14T22:23:20Z (not verified). Set this machine's"
            + " clock by NTP if it is wrong.",
        "soon\u202e | 'soon?' (not verified)."
      })
  void namesBothTimesFor401WithoutSignature(String date, String text) {
    assertThat(v3.advice(signed(0), incoming(Reply.bare(401, "{}").with("Date", date))))
        .isEqualTo(
            ". This machine's time is 2023-11-14T22:13:20Z, and the Date of the response is "
                + text);
  }

  @Test
  void namesNoTimeWithoutDateOrWithValidSignature() {
    String date = "Tue, 14 Nov 2023 22:23:20 GMT";

    assertThat(v3.advice(signed(0), incoming(Reply.bare(401, "{}")))).isEmpty();
    assertThat(v3.advice(signed(0), incoming(Reply.bare(403, "{}").with("Date", date)))).isEmpty();
    assertThat(v3.advice(signed(0), incoming(signedAt(NOW).with("Date", date)))).isEmpty();
    assertThat(v3.advice(signed(0), incoming(signedAt(NOW + 1300).with("Date", date))))
        .as("too far to be learnt")
        .contains("(not verified)");
  }

  @Test
  void namesTheOffsetFor401ThatItWasLearntFrom() {
    Reply reply = signedAt(NOW - 600).with("Date", "Tue, 14 Nov 2023 22:23:20 GMT");
    learns(reply);

    assertThat(v3.advice(signed(0), incoming(reply)))
        .isEqualTo(
            ". This machine's clock is 600 s ahead of the platform's, and the next request is"
                + " signed with the platform's time; set the clock by NTP.");
    assertThat(v3.advice(signed(-600), incoming(reply))).as("verified").isEmpty();
  }

  @Test
  void checksResponsesAgainstTheTimeOfTheirRequest() {
    assertThat(v3.unverified(signed(0), incoming(signedAt(NOW + 600))))
        .isEqualTo("Wechatpay-Timestamp not within 300 s of this clock");
    assertThat(v3.unverified(signed(600), incoming(signedAt(NOW + 600)))).isEmpty();
    assertThat(v3.unverified(signed(600), incoming(signedAt(NOW + 300)))).isEmpty();
    assertThat(v3.unverified(signed(600), incoming(signedAt(NOW + 900)))).isEmpty();
    assertThat(v3.unverified(signed(600), incoming(signedAt(NOW + 299))))
        .as("one window, not both")
        .isEqualTo("Wechatpay-Timestamp not within 300 s of this clock");
    assertThat(v3.unverified(signed(600), incoming(signedAt(NOW)))).isNotEmpty();
    assertThat(v3.unverified(signed(600), incoming(signedAt(NOW + 901)))).isNotEmpty();
  }

  private boolean learns(Reply reply) {
    return v3.learns(signed(0), incoming(reply), 1);
  }

  private static Reply signedAt(long time) {
    return Reply.signed(401, BODY, time, "SHA256", Fixtures.platformKey());
  }

  private static Incoming incoming(Reply reply) {
    return Incoming.of(reply.status(), reply.headers(), reply.body());
  }

  private Signed signed(long offset) {
    return signed(request("v3/certificates"), offset);
  }

  private Signed signed(Outgoing request, long offset) {
    return v3.sign(request).run().movedBy(offset);
  }

  private static Outgoing request(String path) {
    return Outgoing.of(
        "GET", "https://api.mch.weixin.qq.com/", path, Headers.none(), null, Options.none());
  }

  private V3 v3() {
    Merchant merchant =
        new Merchant(
            Fixtures.MCHID,
            "",
            Fixtures.SERIAL,
            KeyLoader.signer(Fixtures.merchantKey(), null),
            null,
            null,
            "",
            Suite.RSA);
    KeyRing keys =
        new KeyRing(
            List.of(
                KeyLoader.platformKey(
                    Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"))),
            machine,
            null);
    return new V3(
        merchant,
        new V3Signer(merchant, clock, () -> "0"),
        keys,
        new V3Verifier(keys, machine, null),
        clock);
  }
}
