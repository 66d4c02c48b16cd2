package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.sandbox.Recorded;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The platform's seven days from its certificate to its public key, 700 messages a day ({@code
 * -Pnightly}: 10,000), with a new certificate in the middle of them, and forged messages among the
 * genuine ones.
 *
 * <p>Signing takes longer than verifying: so every quarter of an hour a few are signed, and what
 * comes in that quarter is drawn from these by a seed. All messages are verified and decrypted.
 */
class SevenDaysTest {
  private static final long SEED = 20_240_925;
  private static final int[] PERMILLE = {1, 10, 50, 100, 200, 500, 1_000};
  private static final int A_DAY = Boolean.getBoolean("nightly") ? 10_000 : 700;
  private static final int QUARTERS = 96;
  private static final int SIGNED = 2;
  private static final Pattern TIME = Pattern.compile("timestamp=\"([0-9]+)\"");

  private final ManualClock clock = new ManualClock(Instant.parse("2030-03-04T00:00:00Z"));
  private final Random random = new Random(SEED);
  private final Map<String, Integer> bySerial = new TreeMap<>();
  private final TreeSet<Long> fetches = new TreeSet<>();
  private final List<String> wronglyRefused = new ArrayList<>();
  private final List<String> wronglyAccepted = new ArrayList<>();
  private int forgeries;
  private int accepted;
  private int calls;

  @Test
  void acceptsGenuineAndRefusesForgedMessages() {
    String fresh = "";
    try (Sandbox sandbox = Sandbox.builder().clock(clock).start();
        Wxpay wxpay = client(sandbox)) {
      for (int day = 0; day < PERMILLE.length; day++) {
        sandbox.keySwitch(PERMILLE[day]);
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
          if (day == 3 && quarter == QUARTERS / 2) {
            fresh = sandbox.rotate();
          }
          quarter(sandbox, wxpay, A_DAY / QUARTERS + (quarter < A_DAY % QUARTERS ? 1 : 0));
        }
      }
    }
    assertThat(wronglyRefused).isEmpty();
    assertThat(wronglyAccepted).isEmpty();
    assertThat(accepted).isEqualTo(PERMILLE.length * A_DAY);
    assertThat(calls).isEqualTo(PERMILLE.length * QUARTERS / 4);
    assertThat(forgeries).isGreaterThan(A_DAY / 2);
    assertThat(bySerial).as("public key, old and new certificate").hasSize(3).containsKey(fresh);
    assertThat(bySerial.values()).allMatch(count -> count > A_DAY / 2);
    assertThat(fetches).as("unknown serials were among the forged").hasSizeGreaterThan(A_DAY / 100);
    for (Long time : fetches) {
      Long before = fetches.lower(time);
      assertThat(before == null || time - before >= 60).as("one a minute: " + time).isTrue();
    }
  }

  private void quarter(Sandbox sandbox, Wxpay wxpay, int messages) {
    List<SignedNotification> signed = new ArrayList<>();
    for (int i = 0; i < SIGNED; i++) {
      signed.add(sandbox.notification("TRANSACTION.SUCCESS", Map.of("out_trade_no", "n" + i)));
    }
    Instant begin = clock.instant();
    for (int i = 0; i < messages; i++) {
      int which = random.nextInt(SIGNED);
      Notice genuine = Notice.of(signed.get(which));
      bySerial.merge(genuine.header("Wechatpay-Serial"), 1, Integer::sum);
      try {
        Notification read = genuine.to(wxpay);
        accepted += read.data().toString().equals(signed.get(which).plaintext()) ? 1 : 0;
      } catch (VerificationException e) {
        wronglyRefused.add(e.getMessage());
      }
      // True ones come first in a quarter: KeyRingTest tests how long forged messages may delay a
      // new certificate.
      if (random.nextInt(10) == 0) {
        forged(wxpay, genuine, Notice.of(signed.get((which + 1) % SIGNED)));
      }
      clock.advance(Duration.ofSeconds(2));
    }
    if (begin.getEpochSecond() % 3_600 == 0) {
      call(sandbox, wxpay);
    }
    List<Recorded> requests = sandbox.requests();
    for (Recorded request : requests.subList(Math.max(0, requests.size() - 20), requests.size())) {
      if (request.target().equals("/v3/certificates")) {
        fetches.add(time(request));
      }
    }
    clock.set(begin.plus(Duration.ofMinutes(15)));
  }

  private void forged(Wxpay wxpay, Notice genuine, Notice other) {
    forgeries++;
    try {
      wronglyAccepted.add(forgery(genuine, other).to(wxpay).toString());
    } catch (VerificationException | MalformedException e) {
      // As it should be.
    }
  }

  private Notice forgery(Notice genuine, Notice other) {
    long now = clock.instant().getEpochSecond();
    switch (random.nextInt(8)) {
      case 0:
        return genuine.withBody(genuine.text().replace("SUCCESS", "SUCCESs"));
      case 1:
        return genuine.with(
            "Wechatpay-Serial", String.format(Locale.ROOT, "%040X", random.nextLong()));
      case 2:
        return genuine.withBody(other.body());
      case 3:
        return genuine.with(
            "Wechatpay-Signature", Notice.signature(now, genuine.body(), Fixtures.otherKey()));
      case 4:
        return genuine.with("Wechatpay-Serial", otherSerial(genuine));
      case 5:
        return genuine.with("Wechatpay-Timestamp", Long.toString(now + 1));
      case 6:
        return genuine.with("Wechatpay-Nonce", other.header("Wechatpay-Nonce"));
      default:
        return genuine.withBody(Notice.PLAIN);
    }
  }

  /** Returns a key of the platform that did not sign this; at first there is only one. */
  private String otherSerial(Notice genuine) {
    String own = genuine.header("Wechatpay-Serial");
    return bySerial.keySet().stream().filter(id -> !id.equals(own)).findFirst().orElse("AB");
  }

  private void call(Sandbox sandbox, Wxpay wxpay) {
    ObjectNode order = Accounts.order(wxpay, "call-" + calls);
    assertThat(wxpay.chain("v3/pay/transactions/native").post(order).status()).isEqualTo(200);
    List<Recorded> requests = sandbox.requests();
    assertThat(requests.get(requests.size() - 1).header("Wechatpay-Serial").orElse(""))
        .startsWith("PUB_KEY_ID_");
    calls++;
  }

  private static long time(Recorded request) {
    Matcher matcher = TIME.matcher(request.header("Authorization").orElseThrow());
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  /** Returns a client as recommended for the switch: with certificate, public key and APIv3 key. */
  private Wxpay client(Sandbox sandbox) {
    return Accounts.of(sandbox, true).clock(clock).build();
  }
}
