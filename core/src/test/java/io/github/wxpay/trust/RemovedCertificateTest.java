package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A downloaded list of certificates replaces the list before it. */
class RemovedCertificateTest {
  private static final String KEY = Fixtures.API_V3_KEY;
  private static final String OLD = "0A01";
  private static final String NEW = "0B02";
  private static final Map<String, String> PEMS = Map.of(OLD, pem(OLD), NEW, pem(NEW));

  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
  private final FakeHttpClient http =
      Downloads.http(sent -> certificates(), sent -> reply("{\"a\":1}", OLD));
  private List<String> listed = List.of(OLD, NEW);
  private String failure = "";

  @Test
  void verifiesWithRemovedCertificateForADayWithoutPreferringIt() {
    Wxpay wxpay = client().build();
    assertThat(call(wxpay)).as("the newest").isEqualTo(NEW);

    listed = List.of(OLD);
    refresh(wxpay);

    assertThat(call(wxpay)).isEqualTo(OLD);
    assertAccepts(wxpay, NEW, OLD);
    clock.advance(Duration.ofDays(1).minusSeconds(1));
    assertAccepts(wxpay, NEW, OLD);
    clock.advance(Duration.ofSeconds(1));
    assertRefuses(wxpay, NEW);
    assertAccepts(wxpay, OLD);
    assertThat(wxpay.toString()).contains(OLD).doesNotContain(NEW);
  }

  /** Notifications that name a known certificate are sufficient. */
  @Test
  void detectsRemovalWithoutCall() {
    Wxpay wxpay = client().build();
    assertAccepts(wxpay, NEW);

    listed = List.of(OLD);
    clock.advance(Duration.ofHours(12).plusSeconds(1));
    assertAccepts(wxpay, NEW);
    assertThat(Downloads.count(http)).isEqualTo(2);
    clock.advance(Duration.ofDays(1));

    assertRefuses(wxpay, NEW);
    assertAccepts(wxpay, OLD);
  }

  @Test
  void furtherListsDoNotExtendTheDay() {
    Wxpay wxpay = client().build();
    call(wxpay);
    listed = List.of(OLD);
    refresh(wxpay);
    refresh(wxpay);
    assertAccepts(wxpay, NEW);

    clock.advance(Duration.ofHours(12));

    assertRefuses(wxpay, NEW);
  }

  @Test
  void prefersCertificateThatIsListedAgain() {
    Wxpay wxpay = client().build();
    call(wxpay);
    listed = List.of(OLD);
    refresh(wxpay);
    listed = List.of(OLD, NEW);
    refresh(wxpay);

    assertThat(call(wxpay)).isEqualTo(NEW);
    clock.advance(Duration.ofDays(3));
    assertAccepts(wxpay, NEW, OLD);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "empty", "forged"})
  void failedDownloadReplacesNothing(String kind) {
    Wxpay wxpay = client().build();
    call(wxpay);
    failure = kind;
    refresh(wxpay);

    assertThat(Downloads.count(http)).isEqualTo(2);
    assertThat(call(wxpay)).isEqualTo(NEW);
    clock.advance(Duration.ofDays(2));
    assertAccepts(wxpay, NEW, OLD);
  }

  @Test
  void keepsConfiguredCertificate() {
    Wxpay wxpay = client().platformKey(NEW, PEMS.get(NEW)).build();
    listed = List.of(OLD);
    refresh(wxpay);
    clock.advance(Duration.ofDays(2));

    assertThat(Downloads.count(http)).isEqualTo(1);
    assertThat(call(wxpay)).isEqualTo(NEW);
    assertAccepts(wxpay, NEW, OLD);
  }

  private void refresh(Wxpay wxpay) {
    clock.advance(Duration.ofHours(12).plusSeconds(1));
    call(wxpay);
    Downloads.awaitRunning();
  }

  private String call(Wxpay wxpay) {
    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
    return http.sent().stream()
        .filter(sent -> sent.target().equals("/v3/a"))
        .reduce((first, second) -> second)
        .orElseThrow()
        .header("Wechatpay-Serial");
  }

  private void assertAccepts(Wxpay wxpay, String... serials) {
    for (String serial : serials) {
      assertThat(notice(serial).to(wxpay).id()).as(serial).isNotEmpty();
    }
  }

  private void assertRefuses(Wxpay wxpay, String serial) {
    assertThatThrownBy(() -> notice(serial).to(wxpay))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("'" + serial + "', which is not configured");
  }

  private Notice notice(String serial) {
    return Notice.signed(Notice.envelope(KEY), key(serial), clock.instant().getEpochSecond())
        .with("Wechatpay-Serial", serial);
  }

  private Reply certificates() {
    String data =
        listed.stream()
            .map(serial -> Downloads.entry(serial, PEMS.get(serial), KEY))
            .collect(Collectors.joining(","));
    switch (failure) {
      case "status":
        return reply("{}", OLD).withStatus(500);
      case "empty":
        return reply("{\"data\":[]}", OLD);
      case "forged":
        return reply("{\"data\":[" + data + "]}", NEW).with("Wechatpay-Serial", OLD);
      default:
        return reply("{\"data\":[" + data + "]}", OLD);
    }
  }

  private Reply reply(String body, String serial) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return Reply.signed(200, bytes, clock.instant().getEpochSecond(), "SHA256", key(serial))
        .with("Wechatpay-Serial", serial);
  }

  private static PrivateKey key(String serial) {
    return serial.equals(OLD) ? Fixtures.platformKey() : Fixtures.otherKey();
  }

  private static String pem(String serial) {
    String of = serial.equals(OLD) ? "platform_cert.pem" : "other_cert.pem";
    Instant from = Instant.ofEpochSecond(Fixtures.NOW - (serial.equals(OLD) ? 1000 : 100));
    return Certificates.pem(
        Fixtures.certificate(of).getPublicKey(),
        serial,
        "Tenpay.com sign",
        from,
        from.plus(Duration.ofDays(30)));
  }

  private WxpayBuilder client() {
    return Clients.once()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .apiV3Key(KEY)
        .clock(clock)
        .httpClient(http);
  }
}
