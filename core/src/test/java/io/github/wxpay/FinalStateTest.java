package io.github.wxpay;

import static io.github.wxpay.testing.ScriptedPlatform.error;
import static io.github.wxpay.testing.ScriptedPlatform.fail;
import static io.github.wxpay.testing.ScriptedPlatform.json;
import static io.github.wxpay.testing.ScriptedPlatform.lost;
import static io.github.wxpay.testing.ScriptedPlatform.unreachable;
import static io.github.wxpay.testing.ScriptedPlatform.unsigned;
import static io.github.wxpay.testing.ScriptedPlatform.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Pauses;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.ScriptedPlatform;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.VirtualPauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes that are brought to a final state, with scripted responses and pauses without time. */
@Timeout(60)
class FinalStateTest {
  private static final String REFUNDS = "v3/refund/domestic/refunds";
  private static final String REFUND = "POST /" + REFUNDS;
  private static final String REFUND_QUERY = "GET /" + REFUNDS + "/r-1";
  private static final String ORDER = "POST /v3/pay/transactions/native";
  private static final String ORDER_QUERY =
      "GET /v3/pay/transactions/out-trade-no/o-1?mchid=" + Fixtures.MCHID;

  private final ScriptedPlatform platform = new ScriptedPlatform();
  private final VirtualPauses pauses = new VirtualPauses();
  private final Wxpay wxpay =
      Clients.builder().secret(Fixtures.SECRET).httpClient(platform.http()).pauses(pauses).build();

  // What the response of the write says

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsFinalStateOfTheWriteItself(boolean async) {
    platform.then(json("{'out_refund_no':'r-1','status':'SUCCESS','amount':{'refund':40}}"));

    FinalState state = untilFinal(async, REFUNDS, refund());

    assertThat(state.succeeded()).isTrue();
    assertThat(state.failed()).isFalse();
    assertThat(state.state()).isEqualTo("SUCCESS");
    assertThat(state.number()).isEqualTo("r-1");
    assertThat(state.response().get("/amount/refund")).isEqualTo("40");
    assertThat(state).hasToString("SUCCESS (out_refund_no r-1)");
    assertThat(platform.requests()).containsExactly(REFUND);
    assertThat(pauses.taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queriesOpenWriteAfterGrowingPauses(boolean async) {
    platform.then(json("{'status':'PROCESSING'}"));
    for (int i = 0; i < 6; i++) {
      platform.then(json("{'status':'PROCESSING'}"));
    }
    platform.then(json("{'status':'CLOSED'}"));

    FinalState state = untilFinal(async, REFUNDS, refund());

    assertThat(state.failed()).isTrue();
    assertThat(state.succeeded()).isFalse();
    assertThat(state.state()).isEqualTo("CLOSED");
    assertThat(pauses.taken()).containsExactlyElementsOf(seconds(1, 2, 4, 8, 10, 10, 10));
    assertThat(platform.requests("POST")).hasSize(1);
    assertThat(platform.requests("GET")).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queriesAfterStatus202(boolean async) {
    platform.then(json(202, "{'status':'SUCCESS'}"), json("{'status':'SUCCESS'}"));

    assertThat(untilFinal(async, REFUNDS, refund()).succeeded()).isTrue();
    assertThat(platform.requests()).containsExactly(REFUND, REFUND_QUERY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsCreatedOrderWithoutQuery(boolean async) {
    platform.then(json("{'code_url':'weixin://wxpay/bizpayurl?pr=1'}"));

    FinalState state = untilFinal(async, "v3/pay/transactions/native", order());

    assertThat(state.succeeded()).isTrue();
    assertThat(state.state()).isEmpty();
    assertThat(state.response().get("code_url")).startsWith("weixin://");
    assertThat(state).hasToString("SUCCEEDED (out_trade_no o-1)");
    assertThat(platform.requests()).containsExactly(ORDER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsTransferThatWaitsForItsUser(boolean async) {
    platform.then(json("{'state':'WAIT_USER_CONFIRM','package_info':'p'}"));

    FinalState state = untilFinal(async, "v3/fund-app/mch-transfer/transfer-bills", transfer());

    assertThat(state.succeeded()).isFalse();
    assertThat(state.failed()).isFalse();
    assertThat(state.response().get("package_info")).isEqualTo("p");
  }

  // What a query says after an unknown outcome

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queriesAfterUnknownOutcome(boolean async) {
    for (ScriptedPlatform.Step unknown :
        List.of(
            lost(),
            error(500, "SYSTEM_ERROR"),
            unsigned(502, ""),
            unsigned(200, ""),
            json("not json"))) {
      int before = platform.requests().size();
      platform.then(unknown, json("{'status':'SUCCESS','amount':{'total':100,'refund':40}}"));

      FinalState state = untilFinal(async, REFUNDS, refund());

      assertThat(state.succeeded()).isTrue();
      assertThat(platform.requests().subList(before, before + 2))
          .containsExactly(REFUND, REFUND_QUERY);
    }
    assertThat(pauses.taken()).hasSize(5).containsOnly(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsIdenticalContentAgainIfNumberIsUnknown(boolean async) {
    Map<String, Object> body = transfer();
    body.put("user_name", Wxpay.secret("张三"));
    platform.then(
        lost(),
        error(404, "NOT_FOUND"),
        lost(),
        error(404, "NOT_FOUND"),
        json("{'state':'SUCCESS'}"));

    FinalState state = untilFinal(async, "v3/fund-app/mch-transfer/transfer-bills", body);

    List<Sent> sent = platform.requests("POST");
    assertThat(state.succeeded()).isTrue();
    assertThat(sent).hasSize(3);
    assertThat(sent).extracting(Sent::text).containsOnly(sent.get(0).text());
    assertThat(sent.get(0).text()).doesNotContain("张三").contains("user_name");
    assertThat(sent).extracting(Sent::nonce).doesNotHaveDuplicates();
    assertThat(sent).allMatch(Sent::isSigned);
    assertThat(sent)
        .extracting(one -> one.header("Wechatpay-Serial"))
        .containsOnly(Fixtures.PLATFORM_SERIAL);
    assertThat(state.toString()).doesNotContain("张三");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsCreatedOrderAgainForItsResponse(boolean async) {
    platform.then(
        lost(),
        json("{'out_trade_no':'o-1','trade_state':'NOTPAY','amount':{'total':100}}"),
        json("{'code_url':'weixin://1'}"));

    FinalState state = untilFinal(async, "v3/pay/transactions/native", order());

    assertThat(state.response().get("code_url")).isEqualTo("weixin://1");
    assertThat(platform.requests()).containsExactly(ORDER, ORDER_QUERY, ORDER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void returnsPaidOrderWithoutSendingItAgain(boolean async) {
    platform.then(lost(), json("{'trade_state':'SUCCESS','amount':{'total':100}}"));

    FinalState state = untilFinal(async, "v3/pay/transactions/native", order());

    assertThat(state.state()).isEqualTo("SUCCESS");
    assertThat(platform.requests()).containsExactly(ORDER, ORDER_QUERY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsTransferAgainForWhatItsUserNeeds(boolean async) {
    platform.then(
        lost(),
        json("{'state':'WAIT_USER_CONFIRM','transfer_amount':30}"),
        json("{'state':'WAIT_USER_CONFIRM','package_info':'p'}"));

    FinalState state = untilFinal(async, "v3/fund-app/mch-transfer/transfer-bills", transfer());

    assertThat(state.response().get("package_info")).isEqualTo("p");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repeatsFailedQueryAfterTheTimeThatThePlatformAsksFor(boolean async) {
    platform.then(
        lost(),
        lost(),
        request -> error(503, "SYSTEM_ERROR").to(request).with("Retry-After", "7"),
        error(429, "FREQUENCY_LIMITED"),
        unreachable(),
        error(400, "PARAM_ERROR"),
        json("{'status':'SUCCESS'}"));

    assertThat(untilFinal(async, REFUNDS, refund()).succeeded()).isTrue();
    assertThat(platform.requests("POST")).hasSize(1);
    assertThat(pauses.taken()).containsExactlyElementsOf(seconds(1, 2, 7, 8, 10, 10));
  }

  // Refusals

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void throwsVerifiedRefusal(boolean async) {
    platform.then(error(403, "NOT_ENOUGH"));

    StatusException e = fails(StatusException.class, async, REFUNDS, refund());

    assertThat(e.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(e.errorCode()).isEqualTo("NOT_ENOUGH");
    assertThat(platform.requests()).containsExactly(REFUND);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void throwsIfNothingWasSent(boolean async) {
    platform.then(unreachable());

    TransportException e = fails(TransportException.class, async, REFUNDS, refund());

    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(platform.requests()).containsExactly(REFUND);
    assertThat(pauses.taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queriesIfNumberWasUsedBefore(boolean async) {
    platform.then(error(400, "INVALID_REQUEST"), json("{'status':'PROCESSING'}"));
    platform.then(json("{'status':'SUCCESS','amount':{'refund':40,'total':100}}"));

    FinalState state = untilFinal(async, REFUNDS, refund());

    assertThat(state.succeeded()).isTrue();
    assertThat(platform.requests()).containsExactly(REFUND, REFUND_QUERY, REFUND_QUERY);
    assertThat(pauses.taken()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"false, NOT_FOUND", "true, NOT_FOUND", "false, NO_AUTH", "true, NO_AUTH"})
  void throwsRefusalIfQueryFindsNothing(boolean async, String code) {
    platform.then(error(400, "INVALID_REQUEST"), error(404, code));

    StatusException e = fails(StatusException.class, async, REFUNDS, refund());

    assertThat(e.errorCode()).isEqualTo("INVALID_REQUEST");
    assertThat(platform.requests()).containsExactly(REFUND, REFUND_QUERY);
    assertThat(pauses.taken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queriesAfterUnsignedRefusal(boolean async) {
    platform.then(unsigned(403, "FORBIDDEN"), lost(), json("{'status':'SUCCESS'}"));

    assertThat(untilFinal(async, REFUNDS, refund()).succeeded()).isTrue();
    assertThat(platform.requests()).containsExactly(REFUND, REFUND_QUERY, REFUND_QUERY);

    platform.then(unsigned(403, "FORBIDDEN"), error(404, "NOT_FOUND"));
    assertThat(fails(StatusException.class, async, REFUNDS, refund()).errorCode())
        .isEqualTo("FORBIDDEN");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnIfPlatformHasWhatAProxyRefused(boolean async) {
    platform.then(unsigned(403, "FORBIDDEN"), json("{'status':'PROCESSING'}"));
    platform.then(json("{'status':'SUCCESS'}"));
    assertThat(untilFinal(async, REFUNDS, refund()).succeeded()).isTrue();

    platform.then(unsigned(403, "FORBIDDEN"), json("{'trade_state':'NOTPAY'}"));
    platform.then(json("{'code_url':'weixin://1'}"));
    FinalState order = untilFinal(async, "v3/pay/transactions/native", order());
    assertThat(order.response().get("code_url")).isEqualTo("weixin://1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void throwsRefusalOfOrderThatOnlyExists(boolean async) {
    platform.then(error(400, "OUT_TRADE_NO_USED"), json("{'trade_state':'NOTPAY'}"));

    StatusException e = fails(StatusException.class, async, "v3/pay/transactions/native", order());

    assertThat(e.errorCode()).isEqualTo("OUT_TRADE_NO_USED");
    assertThat(platform.requests()).containsExactly(ORDER, ORDER_QUERY);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neverTakesRefusalAsFinalAfterUnknownOutcome(boolean async) {
    platform.then(lost(), error(404, "NOT_FOUND"), error(403, "NOT_ENOUGH"));
    platform.always(error(404, "NOT_FOUND"));

    StillUnknownException e = fails(StillUnknownException.class, async, REFUNDS, refund());

    assertThat(e).hasCauseInstanceOf(StatusException.class).hasMessageContaining("sent 2 times");
    assertThat(platform.requests("POST")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsWriteThatArrivesAfterALaterOneWasRefused(boolean async) {
    platform.then(lost(), error(404, "NOT_FOUND"), error(403, "NOT_ENOUGH"));
    platform.then(error(404, "NOT_FOUND"), json("{'status':'SUCCESS'}"));

    assertThat(untilFinal(async, REFUNDS, refund()).succeeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void goesOnIfRepeatedWriteIsNotSent(boolean async) {
    platform.then(lost(), error(404, "NOT_FOUND"), unreachable());
    platform.then(error(404, "NOT_FOUND"), json("{'status':'SUCCESS'}"));

    assertThat(untilFinal(async, REFUNDS, refund()).succeeded()).isTrue();
    assertThat(platform.requests("POST")).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsCreatedOrderWhoseResponseCannotBeHad(boolean async) {
    platform.then(
        lost(),
        json("{'trade_state':'NOTPAY'}"),
        error(400, "OUT_TRADE_NO_USED"),
        json("{'trade_state':'NOTPAY'}"));

    StillUnknownException e =
        fails(StillUnknownException.class, async, "v3/pay/transactions/native", order());

    assertThat(e.state()).isEqualTo("NOTPAY");
    assertThat(e).hasCauseInstanceOf(StatusException.class);
  }

  // Amounts

  @ParameterizedTest
  @CsvSource({
    "false, total, 100, refund, 41",
    "true, total, 100, refund, 41",
    "false, total, 101, refund, 40",
    "true, currency, USD, refund, 40"
  })
  void neverReturnsStateOfAnotherAmount(
      boolean async, String one, String value, String two, String other) {
    String amount = "{'" + one + "':'" + value + "','" + two + "':" + other + "}";
    for (String status : List.of("SUCCESS", "PROCESSING", "CLOSED")) {
      platform.then(
          error(400, "INVALID_REQUEST"),
          json("{'status':'" + status + "','amount':" + amount + "}"));

      VerificationException e = fails(VerificationException.class, async, REFUNDS, refund());

      assertThat(e.reason()).isEqualTo(VerificationException.Reason.UNEXPECTED_CONTENT);
      assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
      assertThat(e)
          .hasMessageContaining("'r-1' has /amount/")
          .hasMessageContaining("belongs to another request");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void comparesAmountsOfApiV2(boolean async) {
    platform.then(fail("ORDERPAID"), xml("trade_state", "SUCCESS", "total_fee", "101"));
    assertThat(fails(VerificationException.class, async, "v2/pay/micropay", payment()))
        .hasMessageContaining("/total_fee 101");

    platform.then(fail("ORDERPAID"), xml("trade_state", "SUCCESS", "total_fee", "100"));
    assertThat(untilFinal(async, "v2/pay/micropay", payment()).succeeded()).isTrue();
  }

  // The total time

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAfterOneMinuteWithTheQueryToRepeat(boolean async) {
    platform.then(lost()).always(json("{'status':'PROCESSING'}"));
    Map<String, Object> body = refund();
    body.put("sub_mchid", "1900000110");

    StillUnknownException e = fails(StillUnknownException.class, async, REFUNDS, body);

    assertThat(Duration.ofNanos(pauses.nanoTime())).isEqualTo(Duration.ofSeconds(59));
    assertThat(pauses.taken()).containsExactlyElementsOf(seconds(1, 2, 4, 8, 10, 10, 10, 10, 4));
    assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(e.number()).isEqualTo("r-1");
    assertThat(e.state()).isEqualTo("PROCESSING");
    assertThat(e.query()).isEqualTo("GET " + REFUNDS + "/r-1?sub_mchid=1900000110");
    assertThat(e)
        .hasMessage(
            "POST v3/refund/domestic/refunds: the state of `out_refund_no` 'r-1' is still unknown"
                + " after 60000 ms (sent 1 times, queried 9 times, last state PROCESSING). Keep the"
                + " number, since money may have moved or may move later, and repeat GET"
                + " v3/refund/domestic/refunds/r-1?sub_mchid=1900000110.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsAtItsDeadlineAlsoIfRequestsAreSlow(boolean async) {
    platform.then(lost());
    platform.always(
        request -> {
          pauses.advance(Duration.ofSeconds(4));
          return json("{'status':'PROCESSING'}").to(request);
        });

    StillUnknownException e =
        catchThrowableOfType(
            StillUnknownException.class,
            () ->
                untilFinal(
                    async, REFUNDS, refund(), Options.none().deadline(Duration.ofSeconds(10))));

    assertThat(e)
        .hasMessageContaining("after 10000 ms")
        .hasCauseInstanceOf(TransportException.class);
    assertThat(platform.requests("GET")).hasSize(2);
  }

  @Test
  void callIsLimitedByItsDeadlineInReality() {
    Wxpay real = wxpay.newBuilder().pauses(Pauses.REAL).build();
    platform.always(json("{'status':'PROCESSING'}"));

    assertThatThrownBy(() -> real.chain(REFUNDS).postUntilFinal(refund(), Map.of("deadline", 50)))
        .isInstanceOf(StillUnknownException.class)
        .hasMessageContaining("after 50 ms");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void interruptedPauseEndsTheCall(boolean async) {
    platform.then(lost()).always(json("{'status':'PROCESSING'}"));
    pauses.during(time -> pauses.interrupt());

    StillUnknownException e = fails(StillUnknownException.class, async, REFUNDS, refund());

    assertThat(Thread.interrupted()).isEqualTo(!async);
    assertThat(e).hasMessageContaining("since the call was interrupted");
    assertThat(e).hasCauseInstanceOf(TransportException.class);
    assertThat(e.state()).isEqualTo("PROCESSING");
    assertThat(platform.requests()).containsExactly(REFUND, REFUND_QUERY);
  }

  @Test
  void interruptDuringARequestEndsTheCallWithoutPause() {
    Wxpay real = wxpay.newBuilder().pauses(Pauses.REAL).build();
    platform.then(
        request -> {
          Thread.currentThread().interrupt();
          return lost().to(request);
        });

    assertThatThrownBy(() -> real.chain(REFUNDS).postUntilFinal(refund()))
        .isInstanceOf(StillUnknownException.class)
        .hasMessageContaining("since the call was interrupted");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(platform.requests()).containsExactly(REFUND);
  }

  @Test
  void cancelledFutureSendsNothingMore() throws Exception {
    CompletableFuture<CompletableFuture<FinalState>> started = new CompletableFuture<>();
    CountDownLatch cancelled = new CountDownLatch(1);
    platform.then(lost(), json("{'status':'PROCESSING'}"));
    pauses.startAfter(started);
    pauses.during(
        time -> {
          if (pauses.taken().size() == 2) {
            started.join().cancel(true);
            cancelled.countDown();
          }
        });

    started.complete(wxpay.chain(REFUNDS).postUntilFinalAsync(refund()));

    assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(started.join()).isCancelled();
    assertThat(platform.requests()).containsExactly(REFUND, REFUND_QUERY);
    assertThat(pauses.taken()).hasSize(2);
  }

  // Input

  @ParameterizedTest
  @CsvSource({
    "v3/refund/domestic/refunds, the body has no `out_refund_no`",
    "v3/pay/transactions/out-trade-no/{out_trade_no}/close, not a documented write with a number",
    "v3/no/such/path, not a documented write with a number",
    "v2/pay/orderquery, not a documented write with a number"
  })
  void refusesWriteWithoutNumber(String path, String message) {
    for (boolean async : new boolean[] {false, true}) {
      assertThatThrownBy(() -> untilFinal(async, path, Map.of("mch_id", Fixtures.MCHID)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(message);
    }
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void refusesOptionWithoutEffect() {
    Options options = Options.none().reversal(false);
    Chain refunds = wxpay.chain(REFUNDS);

    for (Runnable call :
        List.<Runnable>of(
            () -> refunds.postUntilFinal(refund(), options),
            () -> refunds.postUntilFinal(refund(), Map.of("reversal", false)),
            () -> refunds.post(refund(), options),
            () -> refunds.get(options),
            () -> wxpay.chain("v2/pay/micropay").post(payment(), options))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("`reversal` has no effect on this call");
    }
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void hooksSeeTheWriteOnceAndEveryResponse() {
    List<String> seen = new ArrayList<>();
    Hook hook =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            seen.add(request.method());
            return request.method().equals("GET")
                ? request
                : request.withData(with(refund(), "reason", "from a hook"));
          }
        };
    Wxpay hooked = wxpay.newBuilder().hook(hook).build();
    platform.then(lost(), error(404, "NOT_FOUND"), json("{'status':'SUCCESS'}"));

    assertThat(hooked.chain(REFUNDS).postUntilFinal(refund()).succeeded()).isTrue();
    assertThat(seen).containsExactly("POST", "GET");
    assertThat(platform.requests("POST")).hasSize(2);
    assertThat(platform.requests("POST")).allMatch(sent -> sent.text().contains("from a hook"));
  }

  @Test
  void queriesWithTheOptionsOfTheWrite() {
    platform.then(lost(), json("{'status':'SUCCESS'}"));

    wxpay
        .chain(REFUNDS)
        .header("X-Shop", "7")
        .header("Content-Type", "application/json")
        .postUntilFinal(refund(), Options.none().baseUrl("https://apihk.mch.weixin.qq.com/"));

    Sent query = platform.requests("GET").get(0);
    assertThat(query.uri()).hasHost("apihk.mch.weixin.qq.com");
    assertThat(query.header("X-Shop")).isEqualTo("7");
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

  private <X extends Throwable> X fails(Class<X> type, boolean async, String path, Object body) {
    Throwable e = catchThrowable(() -> untilFinal(async, path, body));
    assertThat(e).isInstanceOf(type);
    return type.cast(e);
  }

  private static Map<String, Object> refund() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("transaction_id", "4200000000202601011234567890");
    body.put("out_refund_no", "r-1");
    body.put("amount", Map.of("refund", 40, "total", 100, "currency", "CNY"));
    return body;
  }

  private static Map<String, Object> order() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("mchid", Fixtures.MCHID);
    body.put("out_trade_no", "o-1");
    body.put("amount", Map.of("total", 100));
    return body;
  }

  private static Map<String, Object> transfer() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("out_bill_no", "b1");
    body.put("transfer_amount", 30);
    return body;
  }

  private static Map<String, Object> payment() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appid", "wx1");
    body.put("mch_id", Fixtures.MCHID);
    body.put("out_trade_no", "o-1");
    body.put("auth_code", "134567890123456789");
    body.put("total_fee", 100);
    return body;
  }

  private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
    body.put(name, value);
    return body;
  }

  private static List<Duration> seconds(int... seconds) {
    return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).collect(Collectors.toList());
  }
}
