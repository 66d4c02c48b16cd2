package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The platform now and then sends a wrong signature, which tests whether anybody looks. */
class ProbeTest {
  private static final long SEED = 20_250_301;
  private static final int PROBES = Boolean.getBoolean("nightly") ? 500 : 100;
  private static final int DELIVERIES = 20 * PROBES;

  private Sandbox sandbox;
  private Wxpay wxpay;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    wxpay = Clients.of(sandbox.config());
  }

  @AfterEach
  void stop() {
    wxpay.close();
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void failsVerificationOfResponseWithProbe(boolean async) {
    int probes = 0;
    int answers = 0;
    sandbox.probes(0.5, SEED);
    for (int i = 0; i < 60; i++) {
      String number = "probe-" + async + i;
      try {
        Clients.post(
            async, wxpay.chain("v3/pay/transactions/native"), Accounts.order(wxpay, number));
        answers++;
      } catch (VerificationException e) {
        assertThat(e.isProbe()).isTrue();
        assertThat(e.reason()).isEqualTo(Reason.PROBE);
        assertThat(e.status()).isEqualTo(200);
        assertThat(e.requestId()).isNotEmpty();
        assertThat(e.code()).isEqualTo("EV3_RES_HEADER_SIGNATURE_DIGEST");
        assertThat(e)
            .hasMessageStartingWith("The response to POST v3/pay/transactions/native has")
            .hasMessageContaining("(WECHATPAY/SIGNTEST/)")
            .hasMessageContaining("It is refused as it must be, so do not raise an alarm.");
        probes++;
      }
    }
    assertThat(probes).isBetween(15, 45);
    assertThat(probes + answers).isEqualTo(60);
    sandbox.probes(0, SEED);
    // The order exists, so a query after a probe finds it.
    for (int i = 0; i < 60; i++) {
      String path = "v3/pay/transactions/out-trade-no/probe-" + async + i + "?mchid=1900000109";
      assertThat(Clients.get(async, wxpay.chain(path)).get("trade_state")).isEqualTo("NOTPAY");
    }
  }

  /** Creates each probe once; the genuine ones are drawn from 60 per 100 probes, to sign less. */
  @Test
  void rejectsEveryProbeAmongGenuineNotifications() {
    List<Notice> genuine = new ArrayList<>();
    List<Notice> probes = new ArrayList<>();
    for (int i = 0; i < PROBES * 3 / 5; i++) {
      genuine.add(Notice.of(sandbox.notification("TRANSACTION.SUCCESS")));
    }
    sandbox.probes(1, SEED);
    for (int i = 0; i < PROBES; i++) {
      Notice probe = Notice.of(sandbox.notification("TRANSACTION.SUCCESS"));
      // Some name an unknown key, but are probes too.
      probes.add(i % 10 == 0 ? probe.with("Wechatpay-Serial", "5157F09EFDC096DE15EB" + i) : probe);
    }
    Random random = new Random(SEED);
    int taken = 0;
    int refused = 0;
    int wrong = 0;

    for (int i = 0; i < DELIVERIES; i++) {
      boolean probe = i % 20 == 7;
      Notice notice = probe ? probes.get(i / 20) : genuine.get(random.nextInt(genuine.size()));
      try {
        Notification read = notice.to(wxpay);
        wrong += probe || !read.eventType().equals("TRANSACTION.SUCCESS") ? 1 : 0;
        taken++;
      } catch (VerificationException e) {
        wrong += probe && e.isProbe() ? 0 : 1;
        refused++;
      }
    }

    assertThat(wrong).as("seed %d", SEED).isZero();
    assertThat(refused).isEqualTo(PROBES);
    assertThat(taken).isEqualTo(DELIVERIES - PROBES);
    assertThat(sandbox.requests()).as("no key was looked for because of a probe").isEmpty();
  }

  @Test
  void repliesToProbeWith401() {
    try (NotificationServer receiver =
        new NotificationServer(wxpay.notifications(), Notification::success)) {
      sandbox.probes(1, SEED);
      Delivery probe = sandbox.deliver(receiver.uri(), sandbox.notification("REFUND.SUCCESS"));
      sandbox.probes(0, SEED);
      Delivery genuine = sandbox.deliver(receiver.uri(), sandbox.notification("REFUND.SUCCESS"));

      assertThat(probe.status()).isEqualTo(401);
      assertThat(genuine.status()).isEqualTo(204);
      assertThat(receiver.taken()).hasSize(1);
    }
  }

  @Test
  void recognisesProbeWithAnySuffix() {
    Notice genuine = Notice.of(sandbox.notification("REFUND.SUCCESS"));
    for (String rest : List.of("", "\u4e2d", " ", "\n", "====", "a".repeat(10_000))) {
      assertThatThrownBy(
              () -> genuine.with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + rest).to(wxpay))
          .isInstanceOfSatisfying(
              VerificationException.class, e -> assertThat(e.isProbe()).isTrue());
    }
  }
}
