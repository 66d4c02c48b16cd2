package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.wxpay.exception.Outcome;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.TlsMaterial;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.VirtualPauses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests are sent to the backup URL, and when the base URL is used again. */
class BackupUrlTest {
  private static final String PRIMARY = "api.mch.weixin.qq.com";
  private static final String BACKUP = "api2.wechatpay.cn";
  private static final String ORDERS = "v3/pay/transactions/native";
  private static final Map<String, Object> ORDER =
      Map.of("mchid", Fixtures.MCHID, "out_trade_no", "order-1", "description", "backup");
  private static final Map<String, Object> NO_NUMBER = Map.of("mchid", Fixtures.MCHID);

  @TempDir Path folder;

  private final VirtualPauses pauses = new VirtualPauses();
  private final FakeHttpClient http = new FakeHttpClient(this::respond);
  private Supplier<Reply> primary = BackupUrlTest::refused;
  private Supplier<Reply> backup = () -> Reply.signed("{}");

  // Within a call

  @ParameterizedTest
  @CsvSource({"GET,false", "GET,true", "POST,false", "POST,true"})
  void continuesAtOnceIfNothingWasSent(String method, boolean async) {
    Response response = call(client(), async, method, method.equals("GET") ? null : NO_NUMBER);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP);
    assertThat(response.attempts()).extracting(Attempt::host).containsExactly(PRIMARY, BACKUP);
    assertThat(pauses.taken()).isEmpty();
    Sent first = http.sent().get(0);
    Sent second = http.sent().get(1);
    assertThat(second.target()).isEqualTo(first.target());
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.nonce()).isNotEqualTo(first.nonce());
    assertThat(second.isSigned()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void continuesByTheRetryRuleIfRequestWasSent(boolean async) {
    primary = BackupUrlTest::closed;

    Response response = call(client(), async, "POST", ORDER);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP);
    assertThat(response.attempts()).hasSize(2);
    assertThat(pauses.taken()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void doesNotSendWriteWithoutNumberAgain(boolean async) {
    primary = BackupUrlTest::closed;
    Wxpay wxpay = client();

    assertThat(failure(() -> call(wxpay, async, "POST", NO_NUMBER)).outcome())
        .isEqualTo(Outcome.UNKNOWN);
    assertThat(hosts()).containsExactly(PRIMARY);
    call(wxpay, async, "POST", NO_NUMBER);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP);
  }

  @Test
  void switchesRequestsOfApiv2() {
    Map<String, Object> fields = Map.of("mch_id", Fixtures.MCHID, "out_trade_no", "order-1");
    backup = () -> FakeHttpClient.succeedingReply();

    assertThat(client().v2().chain("pay/micropay").post(fields).status()).isEqualTo(200);
    assertThat(hosts()).containsExactly(PRIMARY, BACKUP);
  }

  @Test
  void sendsOnceInACallWithoutRetry() {
    Wxpay wxpay = builder().retry(Retry.none()).build();

    assertThat(failure(() -> call(wxpay, false, "GET", null)).outcome())
        .isEqualTo(Outcome.NOT_SENT);
    assertThat(hosts()).containsExactly(PRIMARY);
    call(wxpay, false, "GET", null);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP);
  }

  @Test
  void makesNoMoreAttemptsThanTheRetryIfBothHostsFail() {
    backup = BackupUrlTest::refused;

    WxpayException e = failure(() -> call(client(), false, "POST", ORDER));

    assertThat(e.attempts()).extracting(Attempt::host).containsExactly(PRIMARY, BACKUP, PRIMARY);
    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(pauses.taken()).as("after the first switch").hasSize(1);
  }

  @Test
  void reportsUnknownIfRequestWasSentToOneOfTheHosts() {
    primary = BackupUrlTest::closed;
    backup = BackupUrlTest::refused;

    WxpayException e = failure(() -> call(client(), false, "POST", ORDER));

    assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(e.attempts()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void firstSwitchOfACallCostsNoTokens() {
    backup = () -> Reply.bare(404, "{\"code\":\"ORDER_NOT_EXIST\"}");
    Wxpay wxpay = builder().circuitBreaker(false).build();
    for (int i = 0; i < 100; i++) {
      assertThat(failure(() -> call(wxpay, false, "GET", null)).outcome())
          .as("call %d", i)
          .isEqualTo(Outcome.REFUSED);
      pass(60_000);
    }

    assertThat(http.sent()).hasSize(200);
  }

  // Between calls

  @Test
  void returnsToBaseUrlAfterAMinute() {
    Wxpay wxpay = client();
    call(wxpay, false, "GET", null);
    primary = () -> Reply.signed("{}");
    pass(59_999);
    call(wxpay, false, "GET", null);
    assertThat(hosts()).containsExactly(PRIMARY, BACKUP, BACKUP);
    pass(1);

    call(wxpay, false, "GET", null);
    call(wxpay, false, "GET", null);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP, BACKUP, PRIMARY, PRIMARY);
  }

  @Test
  void returnsToBaseUrlAtOnceIfBackupFails() {
    Wxpay wxpay = client();
    call(wxpay, false, "GET", null);
    primary = () -> Reply.signed("{}");
    backup = BackupUrlTest::refused;

    call(wxpay, false, "GET", null);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP, BACKUP, PRIMARY);
    assertThat(pauses.taken()).isEmpty();
    call(wxpay, false, "GET", null);
    assertThat(http.sent().get(4).uri().getHost()).isEqualTo(PRIMARY);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 404, 429, 500, 503})
  void staysAtBaseUrlAfterAResponse(int status) {
    primary = () -> Reply.bare(status, "{\"code\":\"SYSTEM_ERROR\"}");
    Wxpay wxpay = client();

    failure(() -> call(wxpay, false, "POST", ORDER));
    failure(() -> call(wxpay, false, "GET", null));

    assertThat(hosts()).containsOnly(PRIMARY);
  }

  @Test
  void staysAtBaseUrlAfterUnverifiedResponse() {
    primary = () -> Reply.bare(200, "{}");
    Wxpay wxpay = client();

    failure(() -> call(wxpay, false, "GET", null));

    assertThat(hosts()).containsExactly(PRIMARY, PRIMARY);
  }

  @Test
  void switchesAfterATimeout() {
    primary = () -> thrown(new HttpTimeoutException("request timed out"));
    Wxpay wxpay = builder().retry(Retry.none()).build();

    failure(() -> call(wxpay, false, "GET", null));
    call(wxpay, false, "GET", null);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP);
  }

  @Test
  void staysAtBaseUrlAfterAnInterrupt() {
    Wxpay wxpay = builder().retry(Retry.none()).build();
    Thread.currentThread().interrupt();
    failure(() -> call(wxpay, false, "GET", null));
    assertThat(Thread.interrupted()).isTrue();
    primary = () -> Reply.signed("{}");

    call(wxpay, false, "GET", null);

    assertThat(hosts()).containsExactly(PRIMARY);
  }

  @Test
  void derivedClientsSwitchOnTheirOwn() {
    Wxpay wxpay = client();
    call(wxpay, false, "GET", null);
    primary = () -> Reply.signed("{}");

    call(wxpay.newBuilder().build(), false, "GET", null);

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP, PRIMARY);
  }

  // Which requests

  @Test
  void doesNotSwitchCallsWithTheirOwnBaseUrl() {
    Wxpay wxpay = client();
    Options hongKong = Options.none().baseUrl("https://apihk.mch.weixin.qq.com/");

    failure(() -> wxpay.chain("v3/certificates").get(hongKong));
    failure(() -> wxpay.chain("v3/certificates").get(hongKong));

    assertThat(hosts()).containsOnly("apihk.mch.weixin.qq.com");
    primary = () -> Reply.signed("{}");
    call(wxpay, false, "GET", null);
    assertThat(http.sent().get(http.sent().size() - 1).uri().getHost()).isEqualTo(PRIMARY);
  }

  @Test
  void doesNotSwitchDownloadLinks() {
    String link = "https://" + PRIMARY + "/v3/billdownload/file?token=1";
    primary = () -> Reply.signed("{\"download_url\":\"" + link + "\"}");
    Wxpay wxpay = client();
    Response bill = wxpay.chain("v3/bill/tradebill").get();
    primary = BackupUrlTest::refused;

    assertThat(failure(() -> bill.download(folder.resolve("bill.csv"))).outcome())
        .isEqualTo(Outcome.NOT_SENT);

    assertThat(hosts()).containsOnly(PRIMARY);
  }

  @Test
  void switchesDownloadsOfAPath() {
    backup = () -> Reply.signed("file");

    client().chain("v3/merchant-service/images/1").download(folder.resolve("image"));

    assertThat(hosts()).containsExactly(PRIMARY, BACKUP);
  }

  @Test
  void switchesCertificateDownloads() {
    backup = () -> Reply.signed("{\"data\":[]}");
    WxpayBuilder builder = Clients.downloading().httpClient(http).backup();
    Wxpay wxpay = builder.retry(Retry.standard()).pauses(pauses).build();

    failure(() -> wxpay.chain(ORDERS).post(ORDER));

    assertThat(http.sent()).extracting(Sent::target).containsOnly("/v3/certificates");
    assertThat(hosts().subList(0, 2)).containsExactly(PRIMARY, BACKUP);
  }

  @Test
  void keepsThePathOfTheBaseUrl() {
    WxpayBuilder builder = builder().baseUrl("https://a.example/pay/");
    Wxpay wxpay = builder.backupUrl("https://b.example/pay").build();

    wxpay.chain("v3/certificates").query("a", "1 2").get();

    assertThat(http.sent())
        .extracting(sent -> sent.uri().toString())
        .containsExactly(
            "https://a.example/pay/v3/certificates?a=1+2",
            "https://b.example/pay/v3/certificates?a=1+2");
    assertThat(http.sent().get(1).isSigned()).isTrue();
  }

  // With the circuit breaker

  @Test
  void sendsToBackupWithoutAttemptWhileCircuitOfBaseUrlIsOpen() {
    Transport shared = new Transport(TlsMaterial.NONE, http, pauses::nanoTime);
    Wxpay without = sharing(shared, builder().backupUrl("").retry(Retry.none())).build();
    for (int i = 0; i < 10; i++) {
      failure(() -> call(without, false, "GET", null));
    }
    Wxpay wxpay = without.newBuilder().backup().retry(Retry.standard()).build();

    Response response = call(wxpay, false, "POST", NO_NUMBER);

    assertThat(response.attempts()).extracting(Attempt::host).containsExactly(BACKUP);
    assertThat(pauses.taken()).isEmpty();
  }

  @Test
  void spendsNoAttemptOnOpenCircuit() {
    Wxpay wxpay = builder().backupUrl("").build();
    for (int i = 0; i < 4; i++) { // 3 attempts each, but only one in the last call
      failure(() -> call(wxpay, false, "POST", ORDER));
    }
    assertThat(http.sent()).hasSize(10);
    int before = pauses.taken().size();

    WxpayException e = failure(() -> call(wxpay, false, "POST", ORDER));

    assertThat(e).isExactlyInstanceOf(TransportException.class);
    assertThat(e.attempts()).isEmpty();
    assertThat(http.sent()).hasSize(10);
    assertThat(pauses.taken()).hasSize(before);
  }

  @Test
  void failsAtOnceIfCircuitsOfBothHostsAreOpen() {
    backup = BackupUrlTest::refused;
    Wxpay wxpay = client();
    while (http.sent().size() < 20) {
      failure(() -> call(wxpay, false, "POST", ORDER));
    }
    int pausesBefore = pauses.taken().size();

    WxpayException e = failure(() -> call(wxpay, false, "POST", ORDER));

    assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(e).hasMessageContaining("so calls fail at once for the next ");
    assertThat(http.sent()).hasSize(20);
    assertThat(pauses.taken()).hasSize(pausesBefore);
  }

  // Settings

  @Test
  void refusesGatewayBesideIt() {
    assertThatThrownBy(() -> builder().gateway("https://gw.example/").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "`gateway` and `backupUrl` exclude each other, since a gateway receives every request."
                + " Remove one of them; backupUrl(\"\") does.");
    assertThat(builder().gateway("https://gw.example/").backupUrl("").build()).isNotNull();
  }

  @Test
  void refusesAnotherPath() {
    assertThatThrownBy(() -> builder().backupUrl("https://b.example/pay").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The path of `backupUrl` is '/pay', but that of the base URL is ''. They must be equal,"
                + " since the path is signed.");
  }

  @Test
  void refusesToGiveUpTls() {
    assertThatThrownBy(() -> builder().backupUrl("http://b.example/").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "`backupUrl` must begin with https://, since the base URL does; got"
                + " 'http://b.example'.");
    assertThat(builder().baseUrl("http://a.example").backupUrl("http://b.example").build())
        .isNotNull();
    assertThatThrownBy(() -> builder().backupUrl("http://api2.wechatpay.cn/"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The backup URL 'http://api2.wechatpay.cn' must begin with https");
  }

  @Test
  void refusesTheBaseUrl() {
    assertThatThrownBy(() -> builder().backupUrl("https://API.mch.weixin.qq.com").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "`backupUrl` is the base URL 'https://api.mch.weixin.qq.com'. Give another host, or"
                + " remove it with backupUrl(\"\").");
  }

  @Test
  void isReadFromDictionaryAndEnvironment() {
    Map<String, Object> map = new HashMap<>(Fixtures.dictionary());
    map.put("backupUrl", "https://b.example/");
    try (Wxpay wxpay = Wxpay.of(map)) {
      assertThat(wxpay.newBuilder().settings.backupUrl).isEqualTo("https://b.example");
    }
    map.put("gateway", "https://gw.example/");
    assertThatThrownBy(() -> Wxpay.of(map)).hasMessageContaining("exclude each other");
    assertThat(ConfigEntries.ofVariables(Map.of("WXPAY_BACKUP_URL", "https://b.example")))
        .containsEntry("backupUrl", "https://b.example");
  }

  // Helpers

  private Reply respond(Sent request) {
    String host = request.uri().getHost();
    boolean isBackup = host.equals(BACKUP) || host.equals("b.example");
    return (isBackup ? backup : primary).get();
  }

  private static Response call(Wxpay wxpay, boolean async, String method, Object body) {
    String path = method.equals("GET") ? "v3/certificates" : ORDERS;
    return Clients.call(async, wxpay.chain(path), method, body, Options.none());
  }

  private static WxpayException failure(Runnable call) {
    WxpayException e = catchThrowableOfType(WxpayException.class, call::run);
    assertThat(e).as("failure").isNotNull();
    return e;
  }

  private List<String> hosts() {
    return http.sent().stream().map(sent -> sent.uri().getHost()).collect(Collectors.toList());
  }

  private void pass(long millis) {
    pauses.advance(Duration.ofMillis(millis));
  }

  private static Reply refused() {
    return thrown(new ConnectException("Connection refused"));
  }

  private static Reply closed() {
    return thrown(new IOException("HTTP/1.1 header parser received no bytes"));
  }

  private static Reply thrown(IOException e) {
    throw new UncheckedIOException(e);
  }

  private Wxpay client() {
    return builder().build();
  }

  private static WxpayBuilder sharing(Transport transport, WxpayBuilder builder) {
    builder.settings.transport = transport;
    return builder;
  }

  private WxpayBuilder builder() {
    return Clients.builder()
        .secret(Fixtures.SECRET)
        .httpClient(http)
        .retry(Retry.standard())
        .pauses(pauses)
        .backup();
  }
}
