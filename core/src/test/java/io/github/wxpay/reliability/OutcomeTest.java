package io.github.wxpay.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Bytes;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outcomes of responses, and messages about an unknown outcome. */
class OutcomeTest {
  private static final List<String> WRITES = List.of("POST", "PUT", "PATCH", "DELETE");
  private static final String JSON = "{\"code\":\"PARAM_ERROR\",\"message\":\"wrong\"}";
  private static final String HTML = "<html><body>gateway</body></html>";
  private static final String MONEY = "money may have moved";

  // Statuses

  static Stream<Arguments> statuses() {
    List<Arguments> rows = new ArrayList<>();
    for (int status = 400; status < 500; status++) {
      Outcome outcome =
          status == 407
              ? Outcome.NOT_SENT
              : status == 408 || status == 429 ? Outcome.UNKNOWN : Outcome.REFUSED;
      rows.add(arguments(status, outcome));
    }
    for (int status : new int[] {500, 501, 502, 503, 504, 505, 511, 520, 599}) {
      rows.add(arguments(status, Outcome.UNKNOWN));
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("statuses")
  void reportsOutcomeOfStatus(int status, Outcome outcome) {
    for (String body : List.of(JSON, HTML, "")) {
      for (boolean v2 : new boolean[] {false, true}) {
        StatusException thrown =
            fail(StatusException.class, status % 2 == 0, v2, "POST", Reply.bare(status, body));

        assertThat(thrown.status()).isEqualTo(status);
        assertThat(thrown.outcome()).as(status + body).isEqualTo(outcome);
      }
    }
  }

  // Responses that cannot be used

  static Stream<Arguments> responses() {
    byte[] other = "{\"a\":2}".getBytes(StandardCharsets.UTF_8);
    byte[] cut = Arrays.copyOf(Bytes.gzip(other), 12);
    Reply good = Replies.good(false);
    return Stream.of(
        arguments("unsigned", false, Reply.bare(200, "{}"), VerificationException.class),
        arguments("empty", false, Reply.bare(200, ""), VerificationException.class),
        arguments("unsigned 202", false, Reply.bare(202, ""), VerificationException.class),
        arguments("unsigned 204", false, Reply.bare(204, ""), VerificationException.class),
        arguments("HTML", false, Reply.bare(200, HTML), VerificationException.class),
        arguments("tampered", false, good.withBody(other), VerificationException.class),
        arguments(
            "unknown serial",
            false,
            good.with("Wechatpay-Serial", "ABCDEF01"),
            VerificationException.class),
        arguments(
            "probe",
            false,
            good.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + "A".repeat(100)),
            VerificationException.class),
        arguments(
            "old",
            false,
            Reply.signed(200, other, Fixtures.NOW - 301, "SHA256", Fixtures.platformKey()),
            VerificationException.class),
        arguments(
            "unknown encoding",
            false,
            good.with("Content-Encoding", "br"),
            MalformedException.class),
        arguments(
            "damaged gzip",
            false,
            good.withBody(cut).with("Content-Encoding", "gzip"),
            MalformedException.class),
        arguments("HTML", true, Reply.bare(200, HTML), ResultException.class),
        arguments("empty", true, Reply.bare(200, ""), MalformedException.class),
        arguments("half", true, Reply.bare(200, "<xml><return_code>"), MalformedException.class),
        arguments(
            "wrong sign",
            true,
            Reply.bare(200, success().replaceAll("<sign>.*?</sign>", "<sign>AB</sign>")),
            VerificationException.class),
        arguments(
            "no sign",
            true,
            Reply.bare(200, success().replaceAll("<sign>.*?</sign>", "")),
            VerificationException.class),
        arguments(
            "decompressed too large",
            true,
            Reply.bare(200, "").withBody(Bytes.gzip(new byte[9 << 20])),
            MalformedException.class));
  }

  @ParameterizedTest(name = "{0}, v2 {1}")
  @MethodSource("responses")
  void reportsUnknownOutcomeWhenResponseCannotBeUsed(
      String what, boolean v2, Reply reply, Class<? extends WxpayException> type) {
    for (boolean async : new boolean[] {false, true}) {
      for (String method : List.of("GET", "POST", "DELETE")) {
        WxpayException thrown = fail(type, async, v2, method, reply);

        assertThat(thrown.outcome()).as(what + method).isEqualTo(Outcome.UNKNOWN);
        assertAdvice(thrown, !method.equals("GET"));
      }
    }
  }

  // Result codes of APIv2

  @ParameterizedTest
  @CsvSource({
    "SYSTEMERROR, UNKNOWN",
    "BANKERROR, UNKNOWN",
    "USERPAYING, UNKNOWN",
    "ORDERPAID, REFUSED",
    "ORDERCLOSED, REFUSED",
    "OUT_TRADE_NO_USED, REFUSED",
    "NOTENOUGH, REFUSED",
    "AUTHCODEEXPIRE, REFUSED",
    "PARAM_ERROR, REFUSED",
    "SIGNERROR, REFUSED",
    "NOAUTH, REFUSED",
    "MADE_UP, REFUSED",
  })
  void reportsOutcomeOfResultCode(String code, Outcome outcome) {
    String xml = Replies.xml(Map.of("result_code", "FAIL", "err_code", code));
    for (boolean async : new boolean[] {false, true}) {
      for (String body : List.of(xml, xml.replaceAll("<sign>.*?</sign>", ""))) {
        for (String method : List.of("GET", "POST")) {
          ResultException thrown =
              fail(ResultException.class, async, true, method, Reply.bare(200, body));

          assertThat(thrown.errCode()).isEqualTo(code);
          assertThat(thrown.errorCode()).isEqualTo(code);
          assertThat(thrown.outcome()).isEqualTo(outcome);
          assertAdvice(thrown, outcome == Outcome.UNKNOWN && method.equals("POST"));
        }
      }
    }
  }

  @Test
  void reportsRefusedWithoutReturnCodeOfSuccess() {
    String xml =
        "<xml><return_code><![CDATA[FAIL]]></return_code>"
            + "<return_msg><![CDATA[wrong]]></return_msg></xml>";

    ResultException thrown = fail(ResultException.class, false, true, "POST", Reply.bare(200, xml));

    assertThat(thrown.outcome()).isEqualTo(Outcome.REFUSED);
    assertAdvice(thrown, false);
  }

  // Messages

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesTheQueryWhenMoneyMayHaveMoved(boolean async) {
    for (boolean v2 : new boolean[] {false, true}) {
      for (String method : WRITES) {
        assertAdvice(fail(StatusException.class, async, v2, method, Reply.bare(502, HTML)), true);
        assertAdvice(broken(async, v2, method, new IOException("gone")), true);
      }
      assertAdvice(fail(StatusException.class, async, v2, "GET", Reply.bare(502, HTML)), false);
      assertAdvice(broken(async, v2, "GET", new IOException("gone")), false);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotMentionMoneyWhenOutcomeIsKnown(boolean async) {
    for (boolean v2 : new boolean[] {false, true}) {
      for (String method : WRITES) {
        assertAdvice(fail(StatusException.class, async, v2, method, Reply.bare(400, JSON)), false);
        assertAdvice(broken(async, v2, method, new ConnectException("refused")), false);
      }
    }
  }

  // Retry-After

  @ParameterizedTest
  @CsvSource(
      value = {
        "120; 120",
        "0; 0",
        "999999999; 999999999",
        "Wed, 21 Oct 2015 07:28:30 GMT; 30",
        "Wed, 21 Oct 2015 07:27:00 GMT; 0",
      },
      delimiter = ';')
  void readsTimeToWait(String value, long seconds) {
    for (int status : new int[] {429, 503}) {
      Reply reply =
          Reply.bare(status, JSON)
              .with("Retry-After", value)
              .with("Date", "Wed, 21 Oct 2015 07:28:00 GMT");

      StatusException thrown = fail(StatusException.class, false, false, "POST", reply);

      assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(seconds));
      assertThat(thrown.headers()).containsEntry("retry-after", List.of(value));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "1.5", "99999999999999999999", "Wed, 99 Oct 2015"})
  void ignoresTimeToWaitThatCannotBeRead(String value) {
    Reply reply = Reply.bare(503, JSON).with("Retry-After", value);

    StatusException thrown = fail(StatusException.class, false, false, "POST", reply);

    assertThat(thrown.retryAfter()).isEmpty();
  }

  @Test
  void hasNoTimeToWaitWithoutTheHeader() {
    StatusException thrown = fail(StatusException.class, true, true, "POST", Reply.bare(503, JSON));

    assertThat(thrown.retryAfter()).isEmpty();
    assertThat(thrown.headers()).doesNotContainKey("Retry-After");
  }

  // Helpers

  private static <T extends WxpayException> T fail(
      Class<T> type, boolean async, boolean v2, String method, Reply reply) {
    FakeHttpClient http = FakeHttpClient.answering(reply);
    T thrown = catchThrowableOfType(type, () -> call(http, async, v2, method));
    assertThat(thrown).as("%s with %s", method, reply.status()).isExactlyInstanceOf(type);
    return thrown;
  }

  private static TransportException broken(
      boolean async, boolean v2, String method, IOException failure) {
    FakeHttpClient http =
        new FakeHttpClient(
            request -> {
              throw new UncheckedIOException(failure);
            });
    TransportException thrown =
        catchThrowableOfType(TransportException.class, () -> call(http, async, v2, method));
    assertThat(thrown).isNotNull();
    assertThat(thrown.sent()).isEqualTo(thrown.outcome() == Outcome.UNKNOWN);
    return thrown;
  }

  private static void call(FakeHttpClient http, boolean async, boolean v2, String method) {
    Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();
    Chain chain =
        v2 ? wxpay.v2().chain("secapi/pay/refund") : wxpay.chain("v3/refund/domestic/refunds");
    boolean get = method.equals("GET");
    Options options = v2 && get ? Options.none().query("mch_id", Fixtures.MCHID) : Options.none();
    var unused =
        Clients.call(async, chain, method, get ? null : Map.of("mch_id", Fixtures.MCHID), options);
  }

  private static void assertAdvice(WxpayException thrown, boolean money) {
    if (money) {
      assertThat(thrown.getMessage()).containsIgnoringCase(MONEY).containsIgnoringCase("query");
      assertThat(thrown.outcome()).isEqualTo(Outcome.UNKNOWN);
    } else {
      assertThat(thrown.getMessage()).doesNotContainIgnoringCase(MONEY);
    }
  }

  private static String success() {
    return Replies.xml(Map.of("result_code", "SUCCESS"));
  }
}
