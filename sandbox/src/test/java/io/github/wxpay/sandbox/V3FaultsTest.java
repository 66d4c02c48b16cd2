package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the effect of each fault over APIv3 on the client and on the ledger. */
@Timeout(60)
class V3FaultsTest {
  private static final long SEED = 1;
  private static final Duration MOMENT = Duration.ofMillis(30);
  private static final String PLACE = "/v3/pay/transactions/native";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static Sandbox plain;
  private static Sandbox fronted;

  @BeforeAll
  static void start() {
    plain = Sandbox.start();
    fronted = Sandbox.builder().socketFaults().start();
  }

  @AfterAll
  static void stop() {
    plain.close();
    fronted.close();
  }

  @AfterEach
  void clear() {
    plain.clearFaults();
    fronted.clearFaults();
  }

  private static String draft(String number) {
    return OrderJson.of(number, 100).toString();
  }

  private static String query(String number) {
    return "/v3/pay/transactions/out-trade-no/" + number + "?mchid=1900000109";
  }

  private static String next() {
    return "faulty-" + NUMBER.incrementAndGet();
  }

  private static String placed(Sandbox sandbox) throws Exception {
    String number = next();
    assertThat(SignedRequest.of(sandbox).post(PLACE, draft(number)).status()).isEqualTo(200);
    return number;
  }

  private static boolean inLedger(Sandbox sandbox, String number) throws Exception {
    int status = SignedRequest.of(sandbox).get(query(number)).status();
    assertThat(status).isIn(200, 404);
    return status == 200;
  }

  private static Recorded last(Sandbox sandbox) {
    return sandbox.requests().get(sandbox.requests().size() - 1);
  }

  /** Returns the result that a client sees, in words. */
  private static String seen(
      Sandbox sandbox, SignedRequest merchant, String method, String target, String body)
      throws Exception {
    SandboxResponse reply;
    try {
      reply = merchant.send(method, target, body);
    } catch (IOException e) {
      return "nothing";
    }
    boolean coded = reply.status() == 429 || reply.status() == 500;
    String code = coded ? " " + reply.get("/code") : "";
    return reply.status() + code + " " + signature(sandbox, reply);
  }

  private static String signature(Sandbox sandbox, SandboxResponse reply) throws Exception {
    if (reply.header("Wechatpay-Signature").isEmpty()) {
      return "unsigned";
    }
    Map<?, ?> certs = (Map<?, ?>) sandbox.config().get("certs");
    Object pem = certs.get(reply.header("Wechatpay-Serial"));
    if (pem == null) {
      return "by nobody";
    }
    boolean probe = reply.header("Wechatpay-Signature").startsWith("WECHATPAY/SIGNTEST/");
    return probe ? "probing" : reply.isSignedBy((String) pem) ? "signed" : "forged";
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            row(Fault.NONE, "200 signed", true),
            row(Fault.REQUEST_CUT, "nothing", false),
            row(Fault.REQUEST_CUT.atByte(0), "nothing", false),
            row(Fault.REQUEST_CUT.atByte(9_999), "nothing", false),
            row(Fault.NO_ANSWER, "nothing", false),
            row(Fault.STALLED.lasting(MOMENT), "nothing", false),
            row(Fault.BAD_GATEWAY, "502 unsigned", false),
            row(Fault.REDIRECTED, "302 unsigned", false),
            row(Fault.redirectedTo("https://example.com/"), "302 unsigned", false),
            row(Fault.SYSTEM_ERROR, "500 SYSTEM_ERROR signed", false),
            row(Fault.FREQUENCY_LIMITED, "429 FREQUENCY_LIMITED signed", false),
            row(Fault.SLOW.lasting(MOMENT), "200 signed", true),
            row(Fault.LATE.lasting(MOMENT), "200 signed", true),
            row(Fault.ANSWER_LOST, "nothing", true),
            row(Fault.HANG_UP, "nothing", true),
            row(Fault.HANG_UP.atByte(0), "nothing", true),
            row(Fault.HANG_UP.atByte(1), "nothing", true),
            row(Fault.TRUNCATED, "200 forged", true),
            row(Fault.TRUNCATED.atByte(0), "200 forged", true),
            row(Fault.PAUSED.lasting(MOMENT), "200 signed", true),
            row(Fault.PAUSED.lasting(MOMENT).atByte(0), "200 signed", true),
            row(Fault.FLIPPED_BYTE, "200 forged", true),
            row(Fault.dripping(1, Duration.ofNanos(1)), "200 signed", true),
            row(Fault.dripping(7, Duration.ofMillis(1)), "200 signed", true),
            row(Fault.WRONG_SIGNATURE, "200 forged", true),
            row(Fault.UNSIGNED, "200 unsigned", true),
            row(Fault.withoutHeader("Wechatpay-Signature"), "200 unsigned", true),
            row(Fault.withoutHeader("wechatpay-nonce"), "200 forged", true),
            row(Fault.withoutHeader("Wechatpay-Timestamp"), "200 forged", true),
            row(Fault.withoutHeader("Wechatpay-Serial"), "200 by nobody", true),
            row(Fault.withoutHeader("Wechatpay-Signature-Type"), "200 signed", true),
            row(Fault.clockOff(Duration.ofMinutes(-10)), "200 signed", true),
            row(Fault.UNKNOWN_SERIAL, "200 by nobody", true),
            row(Fault.PROBE, "200 probing", true))
        .flatMap(
            row ->
                Stream.of("GET", "POST")
                    .flatMap(
                        method ->
                            Stream.of(false, true)
                                .map(
                                    front -> Arguments.of(method, front, row[0], row[1], row[2]))));
  }

  private static Object[] row(Fault fault, String seen, boolean inLedger) {
    return new Object[] {fault, seen, inLedger};
  }

  @ParameterizedTest(name = "{2}: {0}, front end {1}")
  @MethodSource("faults")
  void clientAndLedgerSeeDocumentedEffect(
      String method, boolean front, Fault fault, String seen, boolean inLedger) throws Exception {
    Sandbox sandbox = front ? fronted : plain;
    boolean get = method.equals("GET");
    String number = get ? placed(sandbox) : next();
    // The JDK's client repeats a GET by itself, so the fault applies to every request.
    String pattern = get ? "v3/pay/transactions/out-trade-no/{no}" : "POST v3/pay/**";
    sandbox.fault(pattern, fault, 1, SEED);

    String target = get ? query(number) : PLACE;
    String result =
        seen(sandbox, SignedRequest.of(sandbox), method, target, get ? "" : draft(number));

    Recorded recorded = last(sandbox);
    sandbox.clearFaults();
    assertThat(result).isEqualTo(seen);
    assertThat(recorded.method()).isEqualTo(method);
    assertThat(recorded.fault().orElse("NONE")).isEqualTo(fault.toString());
    assertThat(inLedger(sandbox, number)).isEqualTo(get || inLedger);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsPostOnceWhenResponseIsLost(boolean front) throws Exception {
    Sandbox sandbox = front ? fronted : plain;
    sandbox.fault("POST v3/pay/**", Fault.ANSWER_LOST);
    int before = sandbox.requests().size();
    assertThatThrownBy(() -> SignedRequest.of(sandbox).post(PLACE, draft(next())))
        .isInstanceOf(IOException.class);
    assertThat(sandbox.requests()).hasSize(before + 1);
    assertThat(last(sandbox).toString()).isEqualTo("POST " + PLACE + " 200 [ANSWER_LOST]");
  }

  @Test
  void clockOffShiftsTimestampByGivenDuration() throws Exception {
    ManualClock clock = new ManualClock(MerchantClient.NOW);
    try (Sandbox sandbox = Sandbox.builder().clock(clock).start()) {
      for (long seconds : new long[] {-301, 0, 299}) {
        sandbox.fault("**", Fault.clockOff(Duration.ofSeconds(seconds)));
        SandboxResponse reply = SignedRequest.of(sandbox).get("/v3/certificates");
        assertThat(Long.parseLong(reply.header("Wechatpay-Timestamp")))
            .isEqualTo(clock.instant().getEpochSecond() + seconds);
        assertThat(signature(sandbox, reply)).isEqualTo("signed");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Signature-Type",
        "Wechatpay-Timestamp"
      })
  void withoutHeaderRemovesOneHeader(String name) throws Exception {
    plain.fault("**", Fault.withoutHeader(name));
    SandboxResponse reply = SignedRequest.of(plain).get("/v3/certificates");
    for (String each :
        new String[] {"Nonce", "Serial", "Signature", "Signature-Type", "Timestamp"}) {
      boolean missing = name.equals("Wechatpay-" + each);
      assertThat(reply.header("Wechatpay-" + each).isEmpty()).as(each).isEqualTo(missing);
    }
    assertThat(reply.header("Request-ID")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, 3_000_000})
  void requestCutReadsBodyUpToByte(int bytes) {
    byte[] body = new byte[4_000_000];
    Arrays.fill(body, (byte) 'x');
    plain.fault("POST v3/**", Fault.REQUEST_CUT.atByte(bytes));
    assertThatThrownBy(() -> SignedRequest.of(plain).send("POST", PLACE, body))
        .isInstanceOf(IOException.class);
    assertThat(last(plain).body()).hasSize(bytes);
    assertThat(last(plain).fault()).contains("REQUEST_CUT at byte " + bytes);
    assertThat(last(plain).status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void drippingSendsSameBytes(boolean front) throws Exception {
    Sandbox sandbox = front ? fronted : plain;
    sandbox.generateBill(20_000, SEED);
    String url =
        SignedRequest.of(sandbox)
            .get("/v3/bill/tradebill?bill_date=2026-03-04")
            .get("/download_url");
    String target = url.substring(sandbox.uri().toString().length() - 1);
    byte[] bill = SignedRequest.of(sandbox).get(target).bytes();
    sandbox.fault("GET v3/billdownload/file", Fault.dripping(1, Duration.ZERO));
    assertThat(SignedRequest.of(sandbox).get(target).bytes())
        .isEqualTo(bill)
        .hasSizeGreaterThan(9_999);
    assertThat(last(sandbox).fault()).contains("DRIPPING 1 every PT0S");
  }

  @Test
  void doesNotApplyFaultToOtherResponses() throws Exception {
    plain.fault("**", Fault.WRONG_SIGNATURE, 2);
    plain.generateBill(2_000, SEED);
    String url =
        SignedRequest.of(plain).get("/v3/bill/tradebill?bill_date=2026-03-04").get("/download_url");
    assertThat(last(plain).fault()).contains("WRONG_SIGNATURE");
    String target = url.substring(plain.uri().toString().length() - 1);
    assertThat(SignedRequest.of(plain).get(target).status()).isEqualTo(200);
    assertThat(last(plain).fault()).isEmpty();
    plain.fault("**", Fault.HANG_UP.atByte(1_000_000));
    assertThat(SignedRequest.of(plain).get("/v3/certificates").status()).isEqualTo(200);
    assertThat(last(plain).fault()).isEmpty();
  }

  @Test
  void appliesFaultsToSm2Responses() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().sm2().start()) {
      String target = "/v3/certificates";
      sandbox.fault("**", Fault.SYSTEM_ERROR);
      assertThat(seen(sandbox, SignedRequest.of(sandbox).sm2(), "GET", target, ""))
          .isEqualTo("500 SYSTEM_ERROR signed");
      sandbox.fault("**", Fault.WRONG_SIGNATURE);
      assertThat(seen(sandbox, SignedRequest.of(sandbox).sm2(), "GET", target, ""))
          .isEqualTo("200 forged");
      sandbox.fault("**", Fault.PROBE);
      assertThat(seen(sandbox, SignedRequest.of(sandbox).sm2(), "GET", target, ""))
          .isEqualTo("200 probing");
      assertThat(seen(sandbox, SignedRequest.of(sandbox).sm2(), "GET", target, ""))
          .isEqualTo("200 signed");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsOrTruncatesBodyOfUnknownLength(boolean hangUp) throws Exception {
    plain.generateBill(6 << 20, SEED);
    String url =
        SignedRequest.of(plain)
            .get("/v3/bill/tradebill?bill_date=2026-03-04&tar_type=GZIP")
            .get("/download_url");
    String target = url.substring(plain.uri().toString().length() - 1);
    plain.fault("GET v3/billdownload/file", hangUp ? Fault.HANG_UP : Fault.TRUNCATED);
    if (hangUp) {
      assertThatThrownBy(() -> SignedRequest.of(plain).get(target)).isInstanceOf(IOException.class);
    } else {
      assertThat(SignedRequest.of(plain).get(target).bytes()).hasSize(1 << 16);
    }
    assertThat(last(plain).fault()).contains(hangUp ? "HANG_UP" : "TRUNCATED");
  }
}
