package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import io.github.wxpay.testing.Clients;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exception of each fault of the sandbox is right about the outcome. */
@Timeout(60)
class FaultsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final String PLACE = "v3/pay/transactions/native";
  private static final String QUERY = "v3/pay/transactions/out-trade-no/{out_trade_no}";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static Sandbox sandbox;
  private static Wxpay client;

  /** Derived for each test, since a client learns the platform's time. */
  private static Wxpay wxpay;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.builder().socketFaults().start();
    client = Clients.of(sandbox.config());
  }

  @BeforeEach
  void deriveClient() {
    wxpay = client.newBuilder().build();
  }

  @AfterAll
  static void stop() {
    client.close();
    sandbox.close();
  }

  @AfterEach
  void clear() {
    sandbox.clearFaults();
  }

  // Incomplete responses

  static Stream<Arguments> silences() {
    return inBothWays(
        row(Fault.DISCONNECTED, false),
        row(Fault.STALLED_AT_START.lasting(SHORT), false),
        row(Fault.REQUEST_CUT, false),
        row(Fault.REQUEST_CUT.atByte(0).byReset(), false),
        row(Fault.NO_ANSWER, false),
        row(Fault.NO_ANSWER.byReset(), false),
        row(Fault.STALLED.lasting(SHORT), false),
        row(Fault.ANSWER_LOST, true),
        row(Fault.ANSWER_LOST.byReset(), true),
        row(Fault.HANG_UP, true),
        row(Fault.HANG_UP.atByte(0), true),
        row(Fault.HANG_UP.byReset(), true));
  }

  @ParameterizedTest(name = "{1}, async {0}")
  @MethodSource("silences")
  void reportsUnknownOutcomeOfPostWithIncompleteResponse(
      boolean async, Fault fault, boolean booked) {
    String number = next();
    sandbox.fault("**", fault);

    Throwable thrown = catchThrowable(() -> place(async, wxpay, number));

    assertThat(thrown)
        .isExactlyInstanceOf(TransportException.class)
        .hasMessageStartingWith(
            "POST " + PLACE + " was sent to 127.0.0.1, but no complete response")
        .hasMessageEndingWith(
            "query GET v3/pay/transactions/out-trade-no/{out_trade_no} by `out_trade_no`; send it"
                + " again only with the same number and content.");
    assertThat(((TransportException) thrown).sent()).isTrue();
    assertThat(booked(number)).isEqualTo(booked);
  }

  @ParameterizedTest(name = "{1}, async {0}")
  @MethodSource("silences")
  void failsGetWithIncompleteResponse(boolean async, Fault fault, boolean booked) {
    String number = placed();
    // The JDK's client asks once more of itself.
    sandbox.fault("**", fault, 1, 1);

    Throwable thrown = catchThrowable(() -> query(async, wxpay, number));

    assertThat(thrown).isExactlyInstanceOf(TransportException.class);
    assertThat(((TransportException) thrown).sent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failsWhenConnectionIsResetAtItsStart(boolean async) {
    String number = next();
    int before = sandbox.requests().size();
    sandbox.fault("**", Fault.DISCONNECTED.byReset(), 1, 1);

    Throwable thrown = catchThrowable(() -> place(async, wxpay, number));

    // Connecting or sending may fail, which is a race; both reports are right.
    assertThat(thrown).isExactlyInstanceOf(TransportException.class);
    assertThat(sandbox.requests()).hasSize(before);
    assertThat(booked(number)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void succeedsWhenConnectionOfGetIsLostOnce(boolean async) {
    for (Fault fault : new Fault[] {Fault.DISCONNECTED, Fault.NO_ANSWER}) {
      String number = placed();
      sandbox.fault("**", fault);

      assertThat(query(async, wxpay, number).status()).as("%s", fault).isEqualTo(200);
    }
  }

  static Stream<Arguments> waits() {
    return inBothWays(
        row(Fault.STALLED_AT_START, false),
        row(Fault.STALLED, false),
        row(Fault.LATE, true),
        row(Fault.dripping(1, Duration.ofSeconds(5)), true));
  }

  @ParameterizedTest(name = "{1}, async {0}")
  @MethodSource("waits")
  void endsAtTimeout(boolean async, Fault fault, boolean booked) {
    String number = next();
    sandbox.fault("**", fault);
    Wxpay hasty = wxpay.newBuilder().timeout(SHORT).build();

    Throwable thrown = catchThrowable(() -> place(async, hasty, number));

    assertThat(thrown)
        .isExactlyInstanceOf(TransportException.class)
        .hasMessageContaining(
            "no complete response arrived in time. The request may have been executed");
    assertThat(((TransportException) thrown).sent()).isTrue();
    assertThat(booked(number)).isEqualTo(booked);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsSlowResponse(boolean async) {
    for (Fault fault :
        new Fault[] {
          Fault.SLOW.lasting(SHORT),
          Fault.LATE.lasting(SHORT),
          Fault.dripping(1, Duration.ofNanos(1)),
          Fault.dripping(7, Duration.ofMillis(1))
        }) {
      String number = next();
      sandbox.fault("**", fault);

      Response response = place(async, wxpay, number);

      assertThat(response.text()).startsWith("{\"code_url\":\"weixin://");
      assertThat(last().fault()).contains(fault.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsNotSentWhenHandshakeFails(boolean async) {
    try (Sandbox secure = Sandbox.builder().https(true).socketFaults().start();
        Wxpay client = Clients.of(secure.config())) {
      secure.fault("**", Fault.FAILED_HANDSHAKE, 1, 1);

      Throwable thrown = catchThrowable(() -> place(async, client, next()));

      assertThat(thrown)
          .isExactlyInstanceOf(TransportException.class)
          .hasMessageContaining("Nothing was sent; the call may be repeated.");
      assertThat(((TransportException) thrown).sent()).isFalse();
      secure.clearFaults();
      assertThat(place(async, client, next()).status()).isEqualTo(200);
      assertThat(secure.requests()).hasSize(1);
    }
  }

  // Refusals

  static Stream<Arguments> refusals() {
    return inBothWays(
        row(Fault.BAD_GATEWAY, 502, ""),
        row(Fault.SYSTEM_ERROR, 500, "SYSTEM_ERROR"),
        row(Fault.FREQUENCY_LIMITED, 429, "FREQUENCY_LIMITED"));
  }

  @ParameterizedTest(name = "{1}, async {0}")
  @MethodSource("refusals")
  void reportsStatusAndCodeOfErrorResponse(boolean async, Fault fault, int status, String code) {
    String number = next();
    sandbox.fault("POST v3/pay/**", fault);

    Throwable thrown = catchThrowable(() -> place(async, wxpay, number));

    assertThat(thrown).isExactlyInstanceOf(StatusException.class);
    StatusException refused = (StatusException) thrown;
    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.requestId().isEmpty()).isEqualTo(status == 502);
    assertThat(booked(number)).isFalse();
  }

  // Responses that cannot be verified

  static Stream<Arguments> forgeries() {
    return inBothWays(
        row(Fault.WRONG_SIGNATURE, Reason.BAD_SIGNATURE),
        row(Fault.TRUNCATED, Reason.BODY_CUT),
        row(Fault.UNSIGNED, Reason.HEADERS_INCOMPLETE),
        row(Fault.withoutHeader("Wechatpay-Nonce"), Reason.HEADERS_INCOMPLETE),
        row(Fault.withoutHeader("Wechatpay-Serial"), Reason.HEADERS_INCOMPLETE),
        row(Fault.withoutHeader("Wechatpay-Signature"), Reason.HEADERS_INCOMPLETE),
        row(Fault.withoutHeader("Wechatpay-Timestamp"), Reason.HEADERS_INCOMPLETE),
        row(Fault.clockOff(Duration.ofMinutes(-6)), Reason.CLOCK_OFFSET),
        row(Fault.clockOff(Duration.ofMinutes(6)), Reason.CLOCK_OFFSET),
        row(Fault.UNKNOWN_SERIAL, Reason.UNKNOWN_SERIAL),
        row(Fault.PROBE, Reason.PROBE));
  }

  @ParameterizedTest(name = "{1}, async {0}")
  @MethodSource("forgeries")
  void refusesResponseThatCannotBeVerified(boolean async, Fault fault, Reason reason) {
    String number = next();
    sandbox.fault("v3/pay/**", fault, 2);

    Throwable post = catchThrowable(() -> place(async, wxpay, number));
    deriveClient(); // the first one may have learnt a wrong time
    Throwable get = catchThrowable(() -> query(async, wxpay, number));

    for (Throwable thrown : new Throwable[] {post, get}) {
      assertThat(thrown).isExactlyInstanceOf(VerificationException.class);
      assertThat(((VerificationException) thrown).reason()).isEqualTo(reason);
      assertThat(((VerificationException) thrown).isProbe()).isEqualTo(reason == Reason.PROBE);
    }
    deriveClient();
    assertThat(booked(number)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void acceptsSmallClockOffset(boolean async) {
    for (int seconds : new int[] {-290, 290}) {
      deriveClient();
      sandbox.fault("**", Fault.clockOff(Duration.ofSeconds(seconds)));

      assertThat(place(async, wxpay, next()).status()).isEqualTo(200);
    }
  }

  // APIv2

  static Stream<Arguments> oldRefusals() {
    return inBothWays(
        row(Fault.SYSTEM_ERROR, "SYSTEMERROR"), row(Fault.FREQUENCY_LIMITED, "FREQUENCY_LIMITED"));
  }

  @ParameterizedTest(name = "{1}, async {0}")
  @MethodSource("oldRefusals")
  void reportsCodeOfApiV2Failure(boolean async, Fault fault, String code) {
    sandbox.fault("POST pay/unifiedorder", fault);

    Throwable thrown = catchThrowable(() -> placeOld(async));

    assertThat(thrown).isExactlyInstanceOf(ResultException.class);
    assertThat(((ResultException) thrown).errCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesApiV2ResponseWithInvalidSign(boolean async) {
    for (Fault fault : new Fault[] {Fault.WRONG_SIGNATURE, Fault.UNSIGNED}) {
      sandbox.fault("POST pay/unifiedorder", fault);

      Throwable thrown = catchThrowable(() -> placeOld(async));

      assertThat(thrown).isExactlyInstanceOf(VerificationException.class);
      assertThat(((VerificationException) thrown).reason()).isEqualTo(Reason.BAD_DIGEST);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsUnknownOutcomeOfLostApiV2Response(boolean async) {
    for (Fault fault : new Fault[] {Fault.NO_ANSWER, Fault.ANSWER_LOST, Fault.HANG_UP}) {
      sandbox.fault("POST pay/unifiedorder", fault);

      Throwable thrown = catchThrowable(() -> placeOld(async));

      assertThat(thrown).isExactlyInstanceOf(TransportException.class);
      assertThat(((TransportException) thrown).sent()).isTrue();
    }
  }

  private static Stream<Arguments> inBothWays(Object[]... rows) {
    return Stream.of(rows)
        .flatMap(
            row ->
                Stream.of(false, true)
                    .map(
                        async ->
                            Arguments.of(
                                Stream.concat(Stream.of(async), Stream.of(row)).toArray())));
  }

  private static Object[] row(Object... values) {
    return values;
  }

  private static String next() {
    return "faulty-" + NUMBER.incrementAndGet();
  }

  private static Recorded last() {
    return sandbox.requests().get(sandbox.requests().size() - 1);
  }

  private static Response place(boolean async, Wxpay client, String number) {
    return Clients.post(async, client.chain(PLACE), OrderJson.of(number, 100));
  }

  private static Response query(boolean async, Wxpay client, String number) {
    Options options =
        Options.of("out_trade_no", number).query("mchid", (String) sandbox.config().get("mchid"));
    return Clients.call(async, client.chain(QUERY), "GET", null, options);
  }

  private static Response placeOld(boolean async) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("appid", "wx1");
    order.put("mch_id", sandbox.config().get("mchid"));
    order.put("body", "tea");
    order.put("out_trade_no", next());
    order.put("total_fee", "100");
    order.put("notify_url", "https://example.com/n");
    order.put("trade_type", "NATIVE");
    order.put("product_id", "p1");
    order.put("spbill_create_ip", "127.0.0.1");
    return Clients.post(async, wxpay.v2().chain("pay/unifiedorder"), order);
  }

  private static String placed() {
    String number = next();
    assertThat(place(false, wxpay, number).status()).isEqualTo(200);
    return number;
  }

  private static boolean booked(String number) {
    sandbox.clearFaults();
    try {
      return query(false, wxpay, number).status() == 200;
    } catch (StatusException e) {
      assertThat(e.status()).isEqualTo(404);
      return false;
    }
  }
}
