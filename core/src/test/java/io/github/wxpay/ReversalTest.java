package io.github.wxpay;

import static io.github.wxpay.testing.ScriptedPlatform.error;
import static io.github.wxpay.testing.ScriptedPlatform.fail;
import static io.github.wxpay.testing.ScriptedPlatform.json;
import static io.github.wxpay.testing.ScriptedPlatform.lost;
import static io.github.wxpay.testing.ScriptedPlatform.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawRequest;
import io.github.wxpay.testing.RawServer;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.ScriptedPlatform;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.TestTls;
import io.github.wxpay.testing.VirtualPauses;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Code payments of both protocols, and their reversal if they are not paid in time. */
@Timeout(60)
class ReversalTest {
  private static final String V2 = "v2/pay/micropay";
  private static final String V3 = "v3/pay/transactions/codepay";
  private static final String V2_QUERY = "POST /pay/orderquery";
  private static final String ORDERS = "/v3/pay/transactions/out-trade-no/o-1";
  private static final String REVERSE = "POST " + ORDERS + "/reverse";
  private static final ScriptedPlatform.Step PAYING =
      json("{'out_trade_no':'o-1','trade_state':'USERPAYING'}");

  private final ScriptedPlatform platform = new ScriptedPlatform();
  private final VirtualPauses pauses = new VirtualPauses();
  private final Wxpay wxpay =
      Clients.builder().secret(Fixtures.SECRET).httpClient(platform.http()).pauses(pauses).build();

  // Payments that end by themselves

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queriesEveryFiveSeconds(boolean async) {
    platform.then(fail("USERPAYING"), xml("trade_state", "USERPAYING"), fail("SYSTEMERROR"));
    platform.then(xml("trade_state", "SUCCESS", "total_fee", "100"));

    FinalState state = untilFinal(async, V2, v2());

    assertThat(state.state()).isEqualTo("SUCCESS");
    assertThat(pauses.taken()).isEqualTo(Collections.nCopies(3, Duration.ofSeconds(5)));
    assertThat(platform.requests())
        .containsExactly("POST /pay/micropay", V2_QUERY, V2_QUERY, V2_QUERY);
    assertThat(platform.requests("POST").get(1).text())
        .contains("<out_trade_no>", "o-1", "<appid>", "<mch_id>", "<sign_type>")
        .doesNotContain("auth_code");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsPaymentOfTheFirstResponse(boolean async) {
    platform.then(xml("trade_type", "MICROPAY", "total_fee", "100"));
    assertThat(untilFinal(async, V2, v2()).succeeded()).isTrue();

    platform.then(json("{'trade_state':'SUCCESS'}"));
    assertThat(untilFinal(async, V3, v3()).succeeded()).isTrue();
    assertThat(platform.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void throwsRefusedPayment(boolean async) {
    platform.then(fail("NOTENOUGH"));
    ResultException v2 = fails(ResultException.class, async, V2, v2(), Options.none());
    assertThat(v2.errCode()).isEqualTo("NOTENOUGH");

    platform.then(error(403, "NOT_ENOUGH"));
    StatusException v3 = fails(StatusException.class, async, V3, v3(), Options.none());
    assertThat(v3.errorCode()).isEqualTo("NOT_ENOUGH");
    assertThat(platform.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void throwsUnsignedRefusalOfPaymentThatIsStillUnpaid(boolean async) {
    ScriptedPlatform.Step unsigned =
        request ->
            Reply.bare(
                200,
                "<xml><return_code>SUCCESS</return_code><result_code>FAIL</result_code>"
                    + "<err_code>NOTENOUGH</err_code></xml>");
    platform.then(unsigned, xml("trade_state", "NOTPAY"));

    ResultException e = fails(ResultException.class, async, V2, v2(), Options.none());

    assertThat(e.errCode()).isEqualTo("NOTENOUGH");
    assertThat(e.verified()).isFalse();
    assertThat(platform.requests()).containsExactly("POST /pay/micropay", V2_QUERY);
    assertThat(pauses.taken()).isEmpty();
  }

  // Reversal

  @ParameterizedTest
  @CsvSource({
    "false,,     45",
    "true,,      45",
    "false, 300, 45",
    "true,  40,  30",
    "false, 18,  15",
  })
  void reversesUnpaidPaymentWhenItIsDue(boolean async, Integer deadline, int due) {
    Options options =
        deadline == null ? Options.none() : Options.none().deadline(Duration.ofSeconds(deadline));
    platform.always(
        request -> {
          assertThat(Duration.ofNanos(pauses.nanoTime()).compareTo(Duration.ofSeconds(due)))
              .as("time of " + request.target())
              .isLessThanOrEqualTo(0);
          boolean reverses = request.target().endsWith("/reverse");
          return (reverses ? json("{'out_trade_no':'o-1'}") : PAYING).to(request);
        });

    FinalState state = untilFinal(async, V3, v3(), options);

    Sent reversal = platform.http().sent().get(platform.http().sent().size() - 1);
    assertThat(Duration.ofNanos(pauses.nanoTime())).isEqualTo(Duration.ofSeconds(due));
    assertThat(state.failed()).isTrue();
    assertThat(state.succeeded()).isFalse();
    assertThat(state.state()).isEqualTo("REVOKED");
    assertThat(state).hasToString("REVOKED (out_trade_no o-1)");
    assertThat(reversal.method() + " " + reversal.target()).isEqualTo(REVERSE);
    assertThat(reversal.text()).isEqualTo("{\"appid\":\"wx1\",\"mchid\":\"1900000109\"}");
    assertThat(platform.requests()).filteredOn(REVERSE::equals).hasSize(1);
    assertThat(platform.requests("POST")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neverReversesSoonerThanTheLastSendingPermits(boolean async) {
    Options options = Options.none().deadline(Duration.ofSeconds(24));
    platform.then(lost(), lost(), error(404, "ORDER_NOT_EXIST")); // sent again after 10 s
    platform.always(
        request ->
            request.target().endsWith("/reverse") ? json("{}").to(request) : PAYING.to(request));

    StillUnknownException e = fails(StillUnknownException.class, async, V3, v3(), options);

    assertThat(e).hasMessageContaining("The payment was not reversed.");
    assertThat(platform.requests()).doesNotContain(REVERSE);
    assertThat(platform.requests("POST")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotPayAgainWhenTheReversalIsDue(boolean async) {
    platform.then(lost());
    for (int i = 0; i < 8; i++) {
      platform.then(lost());
    }
    platform.always(error(404, "ORDER_NOT_EXIST"));

    fails(StillUnknownException.class, async, V3, v3(), Options.none());

    assertThat(platform.requests()).filteredOn(("POST /" + V3)::equals).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsPaymentThatCameBeforeARefusedReversal(boolean async) {
    paying(error(400, "TRADE_ERROR"), json("{'trade_state':'SUCCESS'}"));

    FinalState state = untilFinal(async, V3, v3());

    assertThat(state.succeeded()).isTrue();
    assertThat(platform.requests()).filteredOn(REVERSE::equals).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neverReturnsPaymentThatALateReversalWouldRefund(boolean async) {
    paying(lost(), json("{'trade_state':'SUCCESS'}"), json("{'out_trade_no':'o-1'}"));

    FinalState state = untilFinal(async, V3, v3());

    assertThat(state.failed()).isTrue();
    assertThat(state.state()).isEqualTo("REVOKED");
    assertThat(platform.requests()).filteredOn(REVERSE::equals).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"false, REFUND", "true, REFUND", "false, REVOKED", "true, CLOSED"})
  void returnsWhatAReversalWithoutResponseHasDone(boolean async, String state) {
    paying(lost(), json("{'trade_state':'" + state + "'}"));

    FinalState found = untilFinal(async, V3, v3());

    assertThat(found.failed()).isTrue();
    assertThat(found.succeeded()).isFalse();
    assertThat(found.state()).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reversesAlsoIfQueriesFail(boolean async) {
    platform.then(lost());
    platform.always(
        request ->
            (request.target().endsWith("/reverse") ? json("{}") : error(500, "SYSTEM_ERROR"))
                .to(request));

    assertThat(untilFinal(async, V3, v3()).state()).isEqualTo("REVOKED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void optionTurnsReversalOff(boolean async) {
    platform.always(PAYING);

    StillUnknownException e =
        fails(StillUnknownException.class, async, V3, v3(), Options.none().reversal(false));

    assertThat(e).hasMessageContaining("The payment was not reversed.");
    assertThat(e.query()).isEqualTo("GET " + ORDERS.substring(1) + "?mchid=1900000109");
    assertThat(platform.requests()).doesNotContain(REVERSE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void saysThatReversalNeedsTheMerchantCertificate(boolean async) {
    platform.then(fail("USERPAYING")).always(xml("trade_state", "USERPAYING"));

    StillUnknownException e = fails(StillUnknownException.class, async, V2, v2(), Options.none());

    assertThat(e)
        .hasMessageContaining("The payment was not reversed.")
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(e.getCause()).hasMessageContaining("merchant's certificate");
    assertThat(e.state()).isEqualTo("USERPAYING");
    assertThat(e.query())
        .isEqualTo(
            "POST v2/pay/orderquery?out_trade_no=o-1&appid=wx1&mch_id=1900000109&sign_type=MD5");
    assertThat(platform.requests()).noneMatch(request -> request.contains("reverse"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void presentsCertificateAndReversesAgainWhileThePlatformAsksForIt(boolean async) {
    try (RawServer server = new RawServer(TestTls.serverSockets());
        Wxpay client =
            TestTls.trusted(Clients.builder())
                .secret(Fixtures.SECRET)
                .merchantCertificate(
                    Fixtures.text("apiclient_cert.pem"), Fixtures.text("apiclient_key.pem"))
                .baseUrl("https://" + server.host())
                .pauses(pauses)
                .build()) {
      server.responding(
          request -> {
            boolean again = reversals(server).size() < 2;
            ScriptedPlatform.Step step =
                request.target.endsWith("/secapi/pay/reverse")
                    ? xml("recall", again ? "Y" : "N")
                    : request.target.endsWith("query")
                        ? xml("trade_state", "USERPAYING")
                        : fail("USERPAYING");
            return step.to(null).with("Connection", "close").wire();
          });
      Chain chain = client.chain(V2);

      FinalState state =
          async ? Clients.join(chain.postUntilFinalAsync(v2())) : chain.postUntilFinal(v2());

      List<RawRequest> reversals = reversals(server);
      assertThat(state.state()).isEqualTo("REVOKED");
      assertThat(state.response().get("recall")).isEqualTo("N");
      assertThat(reversals).hasSize(2).noneMatch(request -> request.clientSerial.isEmpty());
      assertThat(reversals.get(0).text())
          .contains("<out_trade_no>", "o-1", "<appid>", "<mch_id>", "<sign_type>");
      assertThat(Duration.ofNanos(pauses.nanoTime())).isEqualTo(Duration.ofSeconds(50));
    }
  }

  private static List<RawRequest> reversals(RawServer server) {
    return server.received().stream()
        .filter(request -> request.target.endsWith("/secapi/pay/reverse"))
        .collect(Collectors.toList());
  }

  /** Scripts a payment that is open until the reversal is due, and what comes then. */
  private void paying(ScriptedPlatform.Step... then) {
    for (int i = 0; i < 10; i++) {
      platform.then(PAYING);
    }
    platform.then(then);
  }

  private FinalState untilFinal(boolean async, String path, Object body) {
    return untilFinal(async, path, body, Options.none());
  }

  private FinalState untilFinal(boolean async, String path, Object body, Options options) {
    Chain chain = wxpay.chain(path);
    return async
        ? Clients.join(chain.postUntilFinalAsync(body, options))
        : chain.postUntilFinal(body, options);
  }

  private <X extends Throwable> X fails(
      Class<X> type, boolean async, String path, Object body, Options options) {
    Throwable e = catchThrowable(() -> untilFinal(async, path, body, options));
    assertThat(e).isInstanceOf(type);
    return type.cast(e);
  }

  private static Map<String, Object> v3() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx1");
    body.put("mchid", Fixtures.MCHID);
    body.put("out_trade_no", "o-1");
    body.put("amount", Map.of("total", 100));
    body.put("payer", Map.of("auth_code", "134567890123456789"));
    return body;
  }

  private static Map<String, Object> v2() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx1");
    body.put("mch_id", Fixtures.MCHID);
    body.put("out_trade_no", "o-1");
    body.put("auth_code", "134567890123456789");
    body.put("total_fee", 100);
    body.put("sign_type", "MD5");
    return body;
  }
}
