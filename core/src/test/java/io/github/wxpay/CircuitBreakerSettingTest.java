package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.exception.TransportException;
import io.github.wxpay.http.Attempt;
import io.github.wxpay.http.Call;
import io.github.wxpay.http.CallEnd;
import io.github.wxpay.http.CallListener;
import io.github.wxpay.http.Retry;
import io.github.wxpay.internal.transport.Transport;
import io.github.wxpay.internal.trust.TlsMaterial;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import io.github.wxpay.testing.VirtualPauses;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The circuit breaker of clients, by virtual time, and its setting. */
class CircuitBreakerSettingTest {
  private final AtomicLong now = new AtomicLong();
  private final FakeHttpClient http = new FakeHttpClient(this::respond);
  private final Transport transport = new Transport(TlsMaterial.NONE, http, now::get);
  private boolean dead = true;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void probesHostUntilItRespondsAgain(boolean async) {
    Wxpay wxpay = builder().build();
    for (int outage = 1; outage <= 2; outage++) {
      dead = true;
      for (int i = 0; i < 100; i++) {
        assertThat(catchThrowable(() -> Clients.post(async, wxpay.chain("v3/pay"), "{}")))
            .isNotNull();
      }
      assertThat(http.sent()).as("outage %d", outage).hasSize(13 * outage - 3);
      for (int i = 0; i < 2; i++) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(5));
        for (int j = 0; j < 10; j++) {
          assertThat(catchThrowable(() -> Clients.post(async, wxpay.chain("v3/pay"), "{}")))
              .isNotNull();
        }
      }
      assertThat(http.sent()).as("with two probes").hasSize(13 * outage - 1);
      now.addAndGet(TimeUnit.SECONDS.toNanos(5));
      dead = false;

      assertThat(Clients.post(async, wxpay.chain("v3/pay"), "{}").status()).isEqualTo(200);
    }
  }

  @Test
  void isSharedByDerivedClients() {
    Wxpay wxpay = builder().build();
    Wxpay derived = wxpay.newBuilder().mchid("1900000999").build();
    fail(wxpay, 10);

    fail(derived, 1);

    assertThat(http.sent()).hasSize(10);
  }

  @Test
  void derivedClientWithoutItSendsEveryCall() {
    Wxpay wxpay = builder().build();
    Wxpay derived = wxpay.newBuilder().circuitBreaker(false).build();
    fail(derived, 20);
    assertThat(http.sent()).hasSize(20);
    fail(wxpay, 20);
    assertThat(http.sent()).as("own failures only").hasSize(30);

    fail(derived, 20);

    assertThat(http.sent()).hasSize(50);
    fail(derived.newBuilder().circuitBreaker(true).build(), 1);
    assertThat(http.sent()).as("open for a client with it").hasSize(50);
  }

  @Test
  void coversCertificateDownloads() {
    WxpayBuilder downloading = Clients.downloading();
    downloading.settings.transport = transport;
    Wxpay wxpay = downloading.build();
    fail(wxpay, 10);

    assertThatThrownBy(() -> wxpay.chain("v3/pay").post("{}"))
        .hasMessageContaining("GET v3/certificates was not sent to api.mch.weixin.qq.com:443: ");
  }

  @Test
  void callThatFailsAtOnceHasNoAttempt() {
    List<Attempt> attempts = new ArrayList<>();
    List<CallEnd> ends = new ArrayList<>();
    CallListener listener =
        new CallListener() {
          @Override
          public void attempt(Call call, Attempt attempt) {
            attempts.add(attempt);
          }

          @Override
          public void end(Call call, CallEnd end) {
            ends.add(end);
          }
        };

    fail(builder().listener(listener).build(), 15);

    assertThat(attempts).hasSize(10);
    assertThat(ends).hasSize(15);
    assertThat(ends.get(14).attempts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void callThatFailsAtOnceIsNotRepeated(boolean async) {
    fail(builder().build(), 10);
    VirtualPauses pauses = new VirtualPauses();
    Wxpay wxpay = builder().retry(Retry.standard()).pauses(pauses).build();

    Throwable thrown = catchThrowable(() -> Clients.get(async, wxpay.chain("v3/certificates")));

    assertThat(thrown).isInstanceOf(TransportException.class);
    assertThat(pauses.taken()).isEmpty();
    assertThat(http.sent()).hasSize(10);
  }

  @Test
  void isReadFromDictionaryAndEnvironment() {
    Map<String, Object> map = new HashMap<>(Fixtures.dictionary());
    assertThat(isOn(map)).isTrue();
    map.put("circuitBreaker", false);
    assertThat(isOn(map)).isFalse();
    map.put("circuitBreaker", "true");
    assertThat(isOn(map)).isTrue();
    map.put("circuitBreaker", "false");
    assertThat(isOn(map)).isFalse();
    assertThat(ConfigEntries.ofVariables(Map.of("WXPAY_CIRCUIT_BREAKER", "false")))
        .containsEntry("circuitBreaker", "false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "0", "TRUE", " true"})
  void refusesOtherTexts(String value) {
    Map<String, Object> map = new HashMap<>(Fixtures.dictionary());
    map.put("circuitBreaker", value);

    assertThatThrownBy(() -> Wxpay.of(map))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`circuitBreaker` must be true or false; got '" + value + "'.");
  }

  private static boolean isOn(Map<String, Object> map) {
    try (Wxpay wxpay = Wxpay.of(map)) {
      return wxpay.newBuilder().settings.circuitBreaker;
    }
  }

  private static void fail(Wxpay wxpay, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(catchThrowable(() -> wxpay.chain("v3/pay").post("{}"))).isNotNull();
    }
  }

  private Reply respond(Sent request) {
    if (dead) {
      throw new UncheckedIOException(new ConnectException("Connection refused"));
    }
    return Reply.signed("{}");
  }

  private WxpayBuilder builder() {
    WxpayBuilder builder = Clients.builder();
    builder.settings.transport = transport;
    return builder;
  }
}
