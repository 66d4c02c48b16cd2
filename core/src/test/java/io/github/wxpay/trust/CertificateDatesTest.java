package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Certificates;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Platform certificates that have expired, or are not valid yet, by this machine's clock. */
class CertificateDatesTest {
  private static final String SERIAL = "0A1B2C";
  private static final Instant NOW = Instant.ofEpochSecond(Fixtures.NOW);

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();
  private CapturedLogs captured;

  @BeforeEach
  void listen() {
    captured = new CapturedLogs(records::add);
  }

  @AfterEach
  void stop() {
    captured.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void logsInvalidCertificateAndNamesItInCallAndNotification(boolean expired) {
    String pem = expired ? pem(NOW.minusSeconds(100), NOW) : pem(NOW.plusSeconds(1), later());
    String problem =
        "The platform certificate "
            + SERIAL
            + " is valid from "
            + (expired ? NOW.minusSeconds(100) : NOW.plusSeconds(1))
            + " to "
            + (expired ? NOW : later())
            + ", and the time of this machine's clock is "
            + NOW
            + ": it "
            + (expired ? "has expired" : "is not valid yet");
    FakeHttpClient http = FakeHttpClient.answering(signed());

    Wxpay wxpay = merchant().platformKey(SERIAL, pem).httpClient(http).build();

    assertThat(warnings()).singleElement().asString().startsWith(problem);
    assertThatThrownBy(() -> wxpay.chain("v3/a").get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no platform key that is valid now")
        .hasMessageContaining(problem)
        .hasMessageContaining("Set platformKey(id, key)");
    assertThat(http.sent()).isEmpty();
    assertThatThrownBy(() -> Notice.paid().with("Wechatpay-Serial", SERIAL).to(wxpay))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SERIAL))
        .hasMessageContaining("is not configured")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void usesAnotherKeyInstead(boolean expired) {
    String pem = expired ? pem(NOW.minusSeconds(100), NOW) : pem(NOW.plusSeconds(1), later());
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{\"a\":1}"));
    Wxpay wxpay =
        merchant()
            .platformKey(SERIAL, pem)
            .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"))
            .httpClient(http)
            .build();

    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
    assertThat(http.only().header("Wechatpay-Serial")).isEqualTo(Fixtures.PLATFORM_SERIAL);
    assertThat(warnings()).hasSize(1);
    assertThatThrownBy(
            () ->
                wxpay
                    .chain("v3/a")
                    .post(
                        Map.of("name", Wxpay.secret("x")),
                        Map.of("headers", Map.of("Wechatpay-Serial", SERIAL))))
        .hasStackTraceContaining(
            "the key '" + SERIAL + "' is not configured. The platform certificate")
        .hasStackTraceContaining("this machine's clock is " + NOW);
    assertThat(http.sent()).as("no other call was sent").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 99})
  void validCertificateIsUsedFromItsFirstSecondToItsLast(long since) {
    Instant from = NOW.minusSeconds(since);
    FakeHttpClient http = FakeHttpClient.answering(signed());

    Wxpay wxpay =
        merchant()
            .apiV3Key(Fixtures.API_V3_KEY)
            .platformKey(SERIAL, pem(from, from.plusSeconds(100)))
            .httpClient(http)
            .build();

    assertThat(wxpay.chain("v3/a").get().get("a")).isEqualTo("1");
    assertThat(Notice.paid().with("Wechatpay-Serial", SERIAL).to(wxpay).id()).isNotEmpty();
    assertThat(warnings()).isEmpty();
  }

  private static Instant later() {
    return NOW.plusSeconds(1000);
  }

  private static String pem(Instant from, Instant until) {
    return Certificates.pem(
        Fixtures.certificate("platform_cert.pem").getPublicKey(),
        SERIAL,
        "Tenpay.com sign",
        from,
        until);
  }

  private static Reply signed() {
    return Reply.signed("{\"a\":1}").with("Wechatpay-Serial", SERIAL);
  }

  private static WxpayBuilder merchant() {
    return Clients.once()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .clock(Fixtures.CLOCK);
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (LogRecord record : records) {
      if (record.getLevel().equals(Level.WARNING)) {
        warnings.add(record.getMessage());
      }
    }
    return warnings;
  }
}
