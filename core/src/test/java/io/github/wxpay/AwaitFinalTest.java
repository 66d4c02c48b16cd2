package io.github.wxpay;

import static io.github.wxpay.testing.ScriptedPlatform.error;
import static io.github.wxpay.testing.ScriptedPlatform.fail;
import static io.github.wxpay.testing.ScriptedPlatform.json;
import static io.github.wxpay.testing.ScriptedPlatform.lost;
import static io.github.wxpay.testing.ScriptedPlatform.xml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.StillUnknownException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.ScriptedPlatform;
import io.github.wxpay.testing.VirtualPauses;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries that are repeated until their state is final. */
@Timeout(60)
class AwaitFinalTest {
  private static final String ORDER = "v3/pay/transactions/out-trade-no/{out_trade_no}";

  private final ScriptedPlatform platform = new ScriptedPlatform();
  private final VirtualPauses pauses = new VirtualPauses();
  private final Wxpay wxpay =
      Clients.builder().secret(Fixtures.SECRET).httpClient(platform.http()).pauses(pauses).build();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void queriesEveryFiveSecondsUntilTheStateIsFinal(boolean async) {
    platform.then(
        json("{'trade_state':'NOTPAY'}"),
        lost(),
        error(404, "ORDER_NOT_EXIST"), // its request may still arrive
        json("{'trade_state':'SUCCESS'}"));

    FinalState state = await(async, order());

    assertThat(state.succeeded()).isTrue();
    assertThat(state.number()).isEqualTo("o-1");
    assertThat(state).hasToString("SUCCESS (out_trade_no o-1)");
    assertThat(platform.requests())
        .isEqualTo(
            Collections.nCopies(
                4, "GET /v3/pay/transactions/out-trade-no/o-1?mchid=" + Fixtures.MCHID));
    assertThat(pauses.taken()).isEqualTo(Collections.nCopies(3, Duration.ofSeconds(5)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsNumberOfAnyPlaceholderAndOfALiteralPath(boolean async) {
    platform.always(json("{'trade_state':'CLOSED'}"));
    String orders = "v3/pay/transactions/out-trade-no/";

    FinalState named = await(async, wxpay.chain(orders + "<no>").with("no", "o*1"));
    FinalState literal = await(async, wxpay.chain(orders + "o-2?mchid=1"));

    assertThat(named.number()).isEqualTo("o*1");
    assertThat(literal.number()).isEqualTo("o-2");
    assertThat(literal.failed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsFieldsOfApiV2(boolean async) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("appid", "wx1");
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("out_trade_no", "o-1");
    platform.then(fail("ORDERNOTEXIST"), xml("trade_state", "REVOKED"));
    Chain query = wxpay.v2().chain("pay/orderquery");

    FinalState state =
        async
            ? Clients.join(query.awaitFinalAsync(fields, Options.none()))
            : query.awaitFinal(fields, Options.none());

    assertThat(state.failed()).isTrue();
    assertThat(state.state()).isEqualTo("REVOKED");
    assertThat(platform.requests("POST"))
        .hasSize(2)
        .allMatch(sent -> sent.text().contains("<out_trade_no>"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void throwsRefusedQuery(boolean async) {
    platform.then(error(403, "NO_AUTH"));

    assertThatThrownBy(() -> await(async, order()))
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.REFUSED));
    assertThat(platform.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsWithTheQueryToRepeat(boolean async) {
    platform.always(json("{'trade_state':'NOTPAY'}"));

    Throwable e = catchThrowable(() -> await(async, order()));

    assertThat(e).isInstanceOf(StillUnknownException.class).hasNoCause();
    StillUnknownException unknown = (StillUnknownException) e;
    assertThat(unknown.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(unknown.number()).isEqualTo("o-1");
    assertThat(unknown.state()).isEqualTo("NOTPAY");
    assertThat(unknown.query())
        .isEqualTo("GET v3/pay/transactions/out-trade-no/o-1?mchid=" + Fixtures.MCHID);
    assertThat(unknown)
        .hasMessage(
            "The state of `out_trade_no` 'o-1' is not final after 60000 ms (queried 13 times, last"
                + " state NOTPAY). Repeat GET v3/pay/transactions/out-trade-no/o-1?mchid="
                + Fixtures.MCHID
                + ".");
  }

  @Test
  void waitsForALongTime() {
    platform.always(json("{'trade_state':'NOTPAY'}"));

    for (boolean async : new boolean[] {false, true}) {
      Options options = Options.none().deadline(Duration.ofMinutes(20));
      assertThat(catchThrowable(() -> await(async, order(), options)))
          .isInstanceOf(StillUnknownException.class);
    }
    assertThat(platform.requests()).hasSizeGreaterThan(2 * 20 * 12);
  }

  @Test
  void refusesOtherPathsAndMissingNumbers() {
    Map<String, Object> fields = Map.of("mch_id", Fixtures.MCHID);
    Chain v2 = wxpay.chain("v2/pay/orderquery");

    assertRefused(() -> wxpay.chain("v3/certificates").awaitFinal(), "is not a documented query");
    assertRefused(() -> v2.awaitFinal(fields, Options.none()), "has no `out_trade_no`");
    assertRefused(v2::awaitFinal, "call awaitFinal(fields, options)");
    assertRefused(() -> order().awaitFinal(fields, Options.none()), "call awaitFinal(options)");
    assertRefused(
        () -> order().awaitFinal(Options.none().reversal(false)), "`reversal` has no effect");
    assertThat(platform.requests()).isEmpty();
  }

  private static void assertRefused(Runnable call, String message) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private Chain order() {
    return wxpay.chain(ORDER).with("out_trade_no", "o-1").query("mchid", Fixtures.MCHID);
  }

  private static FinalState await(boolean async, Chain chain) {
    return await(async, chain, Options.none());
  }

  private static FinalState await(boolean async, Chain chain, Options options) {
    return async ? Clients.join(chain.awaitFinalAsync(options)) : chain.awaitFinal(options);
  }
}
