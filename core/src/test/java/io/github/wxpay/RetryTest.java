package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.wxpay.crypto.Hash;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.VirtualPauses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which calls are sent again, how often, and with what. */
class RetryTest {
  private static final String QUERY = "v3/pay/transactions/out-trade-no/order-1?mchid=1900000109";
  private static final String ORDERS = "v3/pay/transactions/native";
  private static final String CLOSE = "v3/pay/transactions/out-trade-no/order-1/close";
  private static final Map<String, Object> ORDER =
      Map.of("mchid", Fixtures.MCHID, "out_trade_no", "order-1", "description", "retry");

  private static final Options NONE = Options.none();
  private static final Supplier<Reply> SYSTEM_ERROR = RetryTest::systemError;
  private static final Supplier<Reply> UNCONNECTED = RetryTest::unconnected;
  private static final Supplier<Reply> DONE = RetryTest::done;

  /** A fault of every request, and how often a read, a numbered and another write is sent. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private enum Situation {
    NOT_CONNECTED(request -> failed(new ConnectException("refused")), 3, 3, 3),
    NO_RESPONSE(request -> failed(new IOException("received no bytes")), 3, 3, 1),
    SYSTEM_ERROR(request -> error(500, "SYSTEM_ERROR"), 3, 3, 1),
    BAD_GATEWAY(request -> Reply.bare(502, "<html>Bad Gateway</html>"), 3, 3, 1),
    FAULT_WITH_400(request -> error(400, "BIZERR_NEED_RETRY"), 3, 3, 1),
    REQUEST_TIMEOUT(request -> Reply.bare(408, ""), 3, 3, 1),
    ACCEPTED(request -> Reply.signed(202, new byte[0]), 3, 3, 1),
    THROTTLED(request -> error(429, "FREQUENCY_LIMITED"), 3, 3, 3),
    PROXY_CREDENTIALS(request -> Reply.bare(407, ""), 3, 3, 3),
    NOT_ALLOWED(request -> error(403, "NO_AUTH"), 1, 1, 1),
    NOT_FOUND(request -> error(404, "ORDER_NOT_EXIST"), 1, 1, 1),
    SIGN_ERROR(request -> error(401, "SIGN_ERROR"), 1, 1, 1),
    USER_PAYING(request -> error(400, "USER_PAYING"), 1, 1, 1),
    REDIRECT(request -> Reply.bare(302, ""), 1, 1, 1),
    UNSIGNED(request -> Reply.bare(200, "{}"), 2, 1, 1),
    UNREADABLE(request -> Reply.signed("{}").with("Wechatpay-Nonce"), 2, 1, 1);

    final Function<Sent, Reply> reply;
    final int read;
    final int numbered;
    final int other;

    Situation(Function<Sent, Reply> reply, int read, int numbered, int other) {
      this.reply = reply;
      this.read = read;
      this.numbered = numbered;
      this.other = other;
    }
  }

  @TempDir Path folder;

  private final VirtualPauses pauses = new VirtualPauses();
  private final List<Integer> statuses = new ArrayList<>();

  static Stream<Arguments> situations() {
    return Arrays.stream(Situation.values())
        .flatMap(one -> Stream.of(Arguments.of(one, false), Arguments.of(one, true)));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void sendsAgainByTheTable(Situation situation, boolean async) {
    assertThat(sent(situation, async, "GET", QUERY, null)).as("a read").isEqualTo(situation.read);
    assertThat(sent(situation, async, "POST", ORDERS, ORDER))
        .as("a write with its number")
        .isEqualTo(situation.numbered);
    assertThat(sent(situation, async, "POST", ORDERS, Map.of("mchid", Fixtures.MCHID)))
        .as("the same write without its number")
        .isEqualTo(situation.other);
    assertThat(sent(situation, async, "POST", CLOSE, Map.of("mchid", Fixtures.MCHID)))
        .as("a write with a number in its path")
        .isEqualTo(situation.other);
    assertThat(sent(situation, async, "DELETE", "v3/some/thing", null))
        .as("a DELETE")
        .isEqualTo(situation.other);
  }

  private int sent(Situation situation, boolean async, String method, String path, Object body) {
    FakeHttpClient http = new FakeHttpClient(situation.reply);
    List<Attempt> attempts;
    try (Wxpay wxpay = client(http).build()) {
      attempts = Clients.call(async, wxpay.chain(path), method, body, Options.none()).attempts();
      assertThat(situation).isEqualTo(Situation.ACCEPTED);
    } catch (WxpayException e) {
      attempts = e.attempts();
    }
    assertThat(attempts).extracting(Attempt::number).hasSize(http.sent().size());
    return http.sent().size();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsAgainByTheTableInApiV2(boolean async) {
    Map<String, Object> order = Map.of("mch_id", Fixtures.MCHID, "out_trade_no", "order-1");

    assertThat(sentV2("SYSTEMERROR", async, "pay/orderquery", order)).isEqualTo(3);
    assertThat(sentV2("SYSTEMERROR", async, "pay/unifiedorder", order)).isEqualTo(3);
    assertThat(sentV2("SYSTEMERROR", async, "pay/closeorder", order)).isEqualTo(1);
    assertThat(sentV2("FREQUENCY_LIMITED", async, "pay/orderquery", order)).isEqualTo(3);
    assertThat(sentV2("FREQUENCY_LIMITED", async, "pay/closeorder", order)).isEqualTo(1);
    assertThat(sentV2("USERPAYING", async, "pay/micropay", order)).isEqualTo(1);
    assertThat(sentV2("ORDERPAID", async, "pay/unifiedorder", order)).isEqualTo(1);
  }

  private int sentV2(String code, boolean async, String path, Map<String, Object> body) {
    Map<String, String> fields =
        Map.of("return_code", "SUCCESS", "result_code", "FAIL", "err_code", code);
    String sign = Hash.sign(Hash.ALGO_MD5, fields, Fixtures.SECRET);
    String xml =
        "<xml><return_code>SUCCESS</return_code><result_code>FAIL</result_code><err_code>"
            + code
            + "</err_code><sign>"
            + sign
            + "</sign></xml>";
    FakeHttpClient http = FakeHttpClient.answering(Reply.bare(200, xml));
    try (Wxpay wxpay = client(http).secret(Fixtures.SECRET).build()) {
      Chain chain = wxpay.v2().chain(path);
      assertThatThrownBy(() -> Clients.post(async, chain, body)).isInstanceOf(WxpayException.class);
    }
    List<String> nonces =
        http.sent().stream()
            .map(one -> one.text().replaceAll("(?s).*<nonce_str>(?:<!\\[CDATA\\[)?(\\w+).*", "$1"))
            .collect(Collectors.toList());
    assertThat(nonces).doesNotHaveDuplicates();
    assertThat(
            http.sent().stream()
                .map(one -> one.text().replaceAll("<(nonce_str|sign)>.*?</\\1>", "")))
        .containsOnly(http.sent().get(0).text().replaceAll("<(nonce_str|sign)>.*?</\\1>", ""));
    return http.sent().size();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsIdenticalBodyWithNewNonceAndSignature(boolean async) {
    FakeHttpClient http = replies(SYSTEM_ERROR, SYSTEM_ERROR, DONE);
    Map<String, Object> order = new LinkedHashMap<>(ORDER);
    order.put("name", Wxpay.secret("张三"));
    pauses.during(time -> order.put("out_trade_no", "another"));

    try (Wxpay wxpay = client(http).build()) {
      Response response = Clients.post(async, wxpay.chain(ORDERS), order);

      assertThat(response.attempts()).extracting(Attempt::status).containsExactly(500, 500, 200);
    }

    Sent first = http.sent().get(0);
    assertThat(http.sent()).hasSize(3).allMatch(Sent::isSigned);
    assertThat(http.sent()).extracting(Sent::text).containsOnly(first.text());
    assertThat(first.text()).contains("order-1").doesNotContain("张三");
    assertThat(http.sent()).extracting(Sent::nonce).doesNotHaveDuplicates();
    assertThat(http.sent()).extracting(Sent::signature).doesNotHaveDuplicates();
    assertThat(http.sent())
        .extracting(one -> one.header("Wechatpay-Serial"))
        .containsOnly(Fixtures.PLATFORM_SERIAL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsEveryAttempt(boolean async) {
    FakeHttpClient http = replies(UNCONNECTED, SYSTEM_ERROR, DONE);
    List<Attempt> heard = new ArrayList<>();
    List<CallEnd> ends = new ArrayList<>();
    CallListener listener =
        new CallListener() {
          @Override
          public void attempt(Call call, Attempt attempt) {
            heard.add(attempt);
          }

          @Override
          public void end(Call call, CallEnd end) {
            ends.add(end);
          }
        };
    try (Wxpay wxpay = client(http).listener(listener).build()) {
      Response response = Clients.get(async, wxpay.chain(QUERY));

      assertThat(response.attempts()).isEqualTo(heard);
      assertThat(response.attempts()).extracting(Attempt::number).containsExactly(1, 2, 3);
      assertThat(response.attempts()).extracting(Attempt::status).containsExactly(0, 500, 200);
      assertThat(response.attempts())
          .extracting(Attempt::failure)
          .containsExactly("TransportException", "", "");
      assertThat(response.attempts())
          .extracting(Attempt::host)
          .containsOnly("api.mch.weixin.qq.com");
      assertThat(ends).singleElement().satisfies(end -> assertThat(end.status()).isEqualTo(200));
      assertThat(ends.get(0).attempts()).isEqualTo(heard);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsAttemptsInException(boolean async) {
    FakeHttpClient http = replies(SYSTEM_ERROR, () -> error(502, ""), () -> error(503, ""));
    try (Wxpay wxpay = client(http).build()) {
      StatusException e = fails(StatusException.class, async, wxpay.chain(ORDERS), ORDER);

      assertThat(e.attempts()).extracting(Attempt::status).containsExactly(500, 502, 503);
      assertThat(e).hasMessageContaining("[3 attempts]");
    }
  }

  @Test
  void reportsNoAttemptWhenNothingWasSent() {
    FakeHttpClient http = replies();
    try (Wxpay wxpay =
        client(http)
            .privateKey(
                message -> {
                  throw new IllegalStateException("no signature today");
                })
            .build()) {
      WxpayException e = fails(WxpayException.class, false, wxpay.chain(ORDERS), ORDER);

      assertThat(e.attempts()).isEmpty();
      assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
      assertThat(http.sent()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsUnknownOutcomeWhenOnlyTheLastAttemptWasRefused(boolean async) {
    List<Supplier<Reply>> refusals =
        List.of(() -> error(400, "ORDERPAID"), () -> error(403, "NOT_ENOUGH"), UNCONNECTED);
    for (Supplier<Reply> last : refusals) {
      FakeHttpClient http = replies(SYSTEM_ERROR, last, last);
      try (Wxpay wxpay = client(http).build()) {
        WxpayException e = fails(WxpayException.class, async, wxpay.chain(ORDERS), ORDER);

        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(e).hasMessageContaining("last attempt only").hasMessageContaining("query GET");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reportsRefusalWhenNoAttemptCanHaveBeenExecuted(boolean async) {
    List<Supplier<Reply>> notExecuted = List.of(() -> error(429, "FREQUENCY_LIMITED"), UNCONNECTED);
    for (Supplier<Reply> first : notExecuted) {
      FakeHttpClient http = replies(first, () -> error(403, "NO_AUTH"));
      try (Wxpay wxpay = client(http).build()) {
        assertThat(fails(StatusException.class, async, wxpay.chain(ORDERS), ORDER).outcome())
            .isEqualTo(Outcome.REFUSED);
      }
    }
    FakeHttpClient http = replies(SYSTEM_ERROR, () -> error(404, "ORDER_NOT_EXIST"));
    try (Wxpay wxpay = client(http).build()) {
      WxpayException e = fails(StatusException.class, async, wxpay.chain(QUERY), null);

      assertThat(e.outcome()).as("a read has no effect").isEqualTo(Outcome.REFUSED);
    }
  }

  @Test
  void doublesPausesAndHalfOfThemIsRandom() {
    Retry five = Retry.standard().attempts(6).delay(Duration.ofSeconds(1));

    assertThat(pausesOf(five, 0, error(500, "SYSTEM_ERROR")))
        .containsExactly(500L, 1000L, 2000L, 2500L, 2500L);
    assertThat(pausesOf(five, 0.999999999, error(500, "SYSTEM_ERROR")))
        .containsExactly(999L, 1999L, 3999L, 4999L, 4999L);
    assertThat(pausesOf(Retry.standard(), 0, error(500, "SYSTEM_ERROR")))
        .containsExactly(100L, 200L);
  }

  @Test
  void pausesLongerAfterRateLimitAndAsLongAsThePlatformAsks() {
    assertThat(pausesOf(Retry.standard(), 0, error(429, "RATELIMIT_EXCEEDED")))
        .containsExactly(500L, 1000L);
    assertThat(
            pausesOf(
                Retry.standard(), 0, error(429, "RATELIMIT_EXCEEDED").with("Retry-After", "7")))
        .containsExactly(7000L, 7000L);
    assertThat(pausesOf(Retry.standard(), 0, Reply.bare(503, "").with("Retry-After", "0")))
        .containsExactly(100L, 200L);
  }

  private List<Long> pausesOf(Retry retry, double jitter, Reply reply) {
    VirtualPauses own = new VirtualPauses();
    own.jitter(jitter);
    try (Wxpay wxpay =
        Clients.builder()
            .httpClient(FakeHttpClient.answering(reply))
            .retry(retry)
            .pauses(own)
            .timeout(Duration.ofHours(1))
            .build()) {
      assertThatThrownBy(() -> wxpay.chain(QUERY).get()).isInstanceOf(WxpayException.class);
    }
    return own.taken().stream().map(Duration::toMillis).collect(Collectors.toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void makesNoAttemptThatWouldBeginAfterTheDeadline(boolean async) {
    Reply late = error(429, "FREQUENCY_LIMITED").with("Retry-After", "31");
    FakeHttpClient http = FakeHttpClient.answering(late);
    try (Wxpay wxpay = client(http).build()) {
      assertThat(fails(StatusException.class, async, wxpay.chain(QUERY), null).retryAfter())
          .contains(Duration.ofSeconds(31));
      assertThat(http.sent()).hasSize(1);
      assertThat(pauses.taken()).isEmpty();

      Chain patient = wxpay.chain(QUERY).timeout(Duration.ofMinutes(2));
      fails(StatusException.class, async, patient, null);
      assertThat(http.sent()).hasSize(1 + 3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void endsWithFailureWhenInterruptedInPause(boolean async) {
    FakeHttpClient http = FakeHttpClient.answering(error(500, "SYSTEM_ERROR"));
    pauses.interrupt();
    try (Wxpay wxpay = client(http).build()) {
      StatusException e = fails(StatusException.class, async, wxpay.chain(ORDERS), ORDER);

      assertThat(Thread.interrupted()).as("the thread stays interrupted").isEqualTo(!async);
      assertThat(e.status()).isEqualTo(500);
      assertThat(http.sent()).hasSize(1);
    }
  }

  @Test
  void sendsNothingAfterCancelInPause() throws InterruptedException {
    CountDownLatch sent = new CountDownLatch(1);
    FakeHttpClient http =
        new FakeHttpClient(
            request -> {
              sent.countDown();
              return error(500, "SYSTEM_ERROR");
            });
    try (Wxpay wxpay =
        Clients.builder().httpClient(http).retry(slow()).timeout(Duration.ofMinutes(5)).build()) {
      CompletableFuture<Response> call = wxpay.chain(ORDERS).postAsync(ORDER);
      assertThat(sent.await(20, TimeUnit.SECONDS)).isTrue();

      call.cancel(true);

      assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
      assertThat(http.sent()).hasSize(1);
    }
  }

  @Test
  void endsPauseOfRealTimeByInterrupt() throws InterruptedException {
    FakeHttpClient http = FakeHttpClient.answering(error(500, "SYSTEM_ERROR"));
    try (Wxpay wxpay =
        Clients.builder().httpClient(http).retry(slow()).timeout(Duration.ofMinutes(5)).build()) {
      List<Throwable> ended = new ArrayList<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  wxpay.chain(ORDERS).post(ORDER);
                } catch (WxpayException e) {
                  ended.add(e);
                }
              });
      caller.start();
      caller.interrupt();
      caller.join(20_000);

      assertThat(ended).singleElement().isInstanceOf(WxpayException.class);
      assertThat(http.sent()).hasSizeLessThan(2);
    }
  }

  private static Retry slow() {
    return Retry.standard().delay(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void retriesAfterRealPause(boolean async) {
    FakeHttpClient http = replies(SYSTEM_ERROR, DONE);
    Retry quick = Retry.standard().delay(Duration.ofMillis(1));
    try (Wxpay wxpay = Clients.builder().httpClient(http).retry(quick).build()) {
      assertThat(Clients.post(async, wxpay.chain(ORDERS), ORDER).attempts()).hasSize(2);
    }
  }

  @Test
  void ceasesToRetryWhenManyCallsFail() {
    FakeHttpClient http = FakeHttpClient.answering(error(500, "SYSTEM_ERROR"));
    try (Wxpay wxpay = client(http).build()) {
      for (int i = 0; i < 1_000; i++) {
        fails(StatusException.class, false, wxpay.chain(QUERY), null);
      }
      assertThat(http.sent()).hasSize(1_000 + 500 / 14);
    }
  }

  @Test
  void retriesAgainAfterCallsSucceed() {
    statuses.addAll(Collections.nCopies(1_000, 500));
    FakeHttpClient http =
        new FakeHttpClient(
            request ->
                statuses.isEmpty() || statuses.remove(0) == 200 ? done() : error(500, "FAULT"));
    try (Wxpay wxpay = client(http).build()) {
      Chain query = wxpay.chain(QUERY);
      while (!statuses.isEmpty()) {
        fails(StatusException.class, false, query, null);
      }
      for (int i = 0; i < 14; i++) {
        query.get();
      }
      statuses.add(500);

      assertThat(query.get().attempts()).hasSize(2);
    }
  }

  @Test
  void sendsOnceWithoutRetry() {
    FakeHttpClient http = FakeHttpClient.answering(error(500, "SYSTEM_ERROR"));
    try (Wxpay never = client(http).retry(Retry.none()).build();
        Wxpay standard = client(http).build()) {
      fails(StatusException.class, false, never.chain(QUERY), null);
      assertThat(http.sent()).hasSize(1);

      var unused =
          catchThrowableOfType(
              StatusException.class,
              () -> standard.chain(QUERY).get(Options.none().retry(Retry.none())));
      assertThat(http.sent()).hasSize(2);

      unused =
          catchThrowableOfType(
              StatusException.class, () -> standard.chain(ORDERS).post(ORDER, Map.of("retry", 2)));
      assertThat(http.sent()).hasSize(4);

      unused =
          catchThrowableOfType(
              StatusException.class,
              () -> never.chain(QUERY).get(Options.none().retry(Retry.standard())));
      assertThat(http.sent()).hasSize(7);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void replacesFileOfEarlierAttempt(boolean async) throws IOException {
    byte[] file = "日期,金额\n2026-11-30,1\n".getBytes(StandardCharsets.UTF_8);
    FakeHttpClient http =
        new FakeHttpClient(
            request -> {
              Reply whole = Reply.bare(200, new String(file, StandardCharsets.UTF_8));
              statuses.add(0);
              return statuses.size() == 1 ? whole.with("Content-Encoding", "br") : whole;
            });
    Path target = folder.resolve("bill-" + async + ".csv");
    try (Wxpay wxpay = client(http).build()) {
      Chain chain = wxpay.chain("v3/billdownload/file?token=t");

      Response response = async ? chain.downloadAsync(target).join() : chain.download(target);

      assertThat(response.attempts()).hasSize(2);
      assertThat(Files.readAllBytes(target)).isEqualTo(file);
    }
  }

  @Test
  void refusesRetryOutOfRange() {
    assertThatThrownBy(() -> Retry.standard().attempts(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of attempts must be from 1 to 10; got 0. 1 sends every call once.");
    assertThatThrownBy(() -> Retry.standard().attempts(11)).hasMessageContaining("got 11");
    assertThatThrownBy(() -> Retry.standard().delay(Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> Retry.standard().delay(Duration.ofHours(1)))
        .hasMessageContaining("1 minute");
    assertThat(Retry.standard().attempts(10).delay(Duration.ofMinutes(1)).attempts()).isEqualTo(10);
    assertThat(Retry.standard())
        .isEqualTo(Retry.none().attempts(3))
        .hasToString("Retry[3 attempts, 200 ms]");
    assertThat(Retry.none()).hasToString("Retry[none]").isNotEqualTo(Retry.standard());
  }

  @Test
  void readsRetryOfDictionary() {
    FakeHttpClient http = FakeHttpClient.answering(error(500, "SYSTEM_ERROR"));
    Map<String, Object> dictionary =
        new LinkedHashMap<>(
            Map.of(
                "mchid",
                Fixtures.MCHID,
                "serial",
                Fixtures.SERIAL,
                "privateKey",
                Fixtures.merchantKey(),
                "certs",
                Map.of(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"))));
    dictionary.put("retry", "2");
    try (Wxpay wxpay = Wxpay.of(dictionary).newBuilder().httpClient(http).pauses(pauses).build()) {
      fails(StatusException.class, false, wxpay.chain(QUERY), null);

      assertThat(http.sent()).hasSize(2);
    }
    dictionary.put("retry", "often");
    assertThatThrownBy(() -> Wxpay.of(dictionary))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "`retry` must be the maximum number of attempts, from 1 to 10, or a Retry; got"
                + " 'often'.");
  }

  // Clients and replies

  private WxpayBuilder client(FakeHttpClient http) {
    return Clients.builder().httpClient(http).retry(Retry.standard()).pauses(pauses);
  }

  private static <X extends WxpayException> X fails(
      Class<X> type, boolean async, Chain chain, Object body) {
    X e =
        catchThrowableOfType(
            type, () -> Clients.call(async, chain, body == null ? "GET" : "POST", body, NONE));
    assertThat(e).isNotNull();
    return e;
  }

  /** Returns a client that receives these replies in their order. */
  @SafeVarargs
  private static FakeHttpClient replies(Supplier<Reply>... replies) {
    List<Supplier<Reply>> left = new ArrayList<>();
    for (Supplier<Reply> reply : replies) {
      left.add(reply);
    }
    return new FakeHttpClient(request -> left.remove(0).get());
  }

  private static Reply failed(IOException e) {
    throw new UncheckedIOException(e);
  }

  private static Reply systemError() {
    return error(500, "SYSTEM_ERROR");
  }

  private static Reply unconnected() {
    return failed(new ConnectException("refused"));
  }

  private static Reply done() {
    return Reply.signed("{}");
  }

  private static Reply error(int status, String code) {
    return Reply.signed(
        status, ("{\"code\":\"" + code + "\",\"message\":\"m\"}").getBytes(StandardCharsets.UTF_8));
  }
}
