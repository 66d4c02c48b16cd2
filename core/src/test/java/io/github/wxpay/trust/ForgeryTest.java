package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notification;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No forged notification is accepted, and none meets another exception than it should. */
class ForgeryTest {
  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(Fixtures.NOW));
  private final Wxpay wxpay =
      Clients.builder()
          .apiV3Key(Fixtures.API_V3_KEY)
          .secret(Fixtures.SECRET)
          .signType("HMAC-SHA256")
          .clock(clock)
          .build();

  @ParameterizedTest(name = "{0}")
  @MethodSource("sets")
  void refusesSixtyForgedNotifications(
      String set, Map<String, Notice> forged, int atLeast, Notice genuine) {
    assertThat(genuine.to(wxpay).mchid()).isEqualTo(Fixtures.MCHID);

    assertThat(forged).hasSizeGreaterThanOrEqualTo(atLeast);
    assertThat(accepted(forged)).isEmpty();
  }

  private static Stream<Arguments> sets() {
    return Stream.of(
        Arguments.of("APIv3", ForgedNotifications.v3(), 60, Notice.paid()),
        Arguments.of(
            "APIv2, payments",
            ForgedNotifications.v2Payments(),
            60,
            Notice.paidByV2("HMAC-SHA256")),
        Arguments.of("APIv2, events", ForgedNotifications.v2Events(), 60, Notice.eventByV2()),
        Arguments.of("APIv2, refunds", ForgedNotifications.v2Refunds(), 30, Notice.refundedByV2()));
  }

  @Test
  void refusesEveryFlippedBitOfBodyInV3() {
    assertThat(accepted(flipped(Notice.paid()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment", "event"})
  void refusesEveryFlippedBitOfFieldsInV2(String kind) {
    Notice genuine = kind.equals("payment") ? Notice.paidByV2("HMAC-SHA256") : Notice.eventByV2();

    assertThat(genuine.to(wxpay).isV2()).isTrue();
    assertThat(accepted(flipped(genuine))).isEmpty();
  }

  /**
   * APIv2 does not sign refunds: {@code req_info} alone is the platform's, since only it and the
   * merchant know the key (and ECB permits reordering of blocks, so a program queries the refund
   * before money depends on it). The rest of the message is unsigned and is not returned.
   */
  @Test
  void returnsNoUnsignedFieldsAroundReqInfo() {
    Notice genuine = Notice.refundedByV2();
    Map<String, Object> all = seen(genuine.to(wxpay));
    int same = 0;

    for (Notice changed : flipped(genuine)) {
      Notification read = read(changed);
      if (read != null) {
        assertThat(seen(read)).as(changed.text()).isEqualTo(all);
        same++;
      }
    }

    assertThat(same).isPositive();
    Map<String, String> more = Notice.refundFields("refund-1");
    more.put("event_id", "EV-1");
    more.put("event_type", "TRANSACTION.SUCCESS");
    more.put("event_create_time", "20991231235959");
    more.put("summary", "forged");
    more.put("out_trade_no", "order-2");
    more.put("nonce_str", "another");
    more.put("appid", "another");
    Notification read = Notice.xml(more).to(wxpay);
    assertThat(seen(read)).isEqualTo(all);
    assertThat(List.of(read.id(), read.eventType(), read.createTime(), read.summary()))
        .containsOnly("");
    assertThat(read.get("out_trade_no")).isEqualTo("order-1");
    assertThat(read.get("appid")).isNull();
  }

  /**
   * The text that APIv2 signs joins fields by {@code &}, so a value may absorb the field after it
   * without changing the sign, which cannot be detected. The absorbed field is missing then, which
   * {@code expect} sees.
   */
  @Test
  void expectDetectsFieldThatAnotherFieldAbsorbedInV2() {
    Map<String, String> fields =
        Notice.signedFields(Notice.paymentFields(), "HMAC-SHA256", Fixtures.SECRET);
    String order = fields.remove("out_trade_no");
    fields.put("openid", fields.get("openid") + "&out_trade_no=" + order);

    Notification read = Notice.xml(fields).to(wxpay);

    assertThatThrownBy(() -> read.expect(Fixtures.MCHID, "order-1", 100))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("has out_trade_no '', where 'order-1' was expected");
  }

  @Test
  void refusesEveryFlippedBitOfSignature() {
    Notice genuine = Notice.paid();
    String signature = genuine.header("Wechatpay-Signature");
    byte[] raw = Base64.getDecoder().decode(signature);
    List<Notice> forged = new ArrayList<>();
    for (int bit = 0; bit < raw.length * 8; bit++) {
      byte[] copy = raw.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      forged.add(genuine.with("Wechatpay-Signature", Base64.getEncoder().encodeToString(copy)));
    }
    for (int i = 0; i < signature.length(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        char other = (char) (signature.charAt(i) ^ (1 << bit));
        String changed = signature.substring(0, i) + other + signature.substring(i + 1);
        if (!same(changed, raw)) { // the last letter has bits that base64 does not look at
          forged.add(genuine.with("Wechatpay-Signature", changed));
        }
      }
    }

    assertThat(accepted(forged)).isEmpty();
    assertThat(forged).hasSizeGreaterThan(4_700);
  }

  @Test
  void refusesEveryOtherLengthOfBodyOrSignature() {
    Notice genuine = Notice.paid();
    byte[] body = genuine.body();
    String signature = genuine.header("Wechatpay-Signature");
    List<Notice> forged = new ArrayList<>();
    for (int length = 0; length < body.length; length++) {
      forged.add(genuine.withBody(Arrays.copyOf(body, length)));
      forged.add(genuine.withBody(Arrays.copyOfRange(body, body.length - length, body.length)));
    }
    for (int length = 0; length < signature.length(); length++) {
      forged.add(genuine.with("Wechatpay-Signature", signature.substring(0, length)));
      forged.add(genuine.with("Wechatpay-Signature", signature.substring(length + 1)));
    }
    for (int value = 0; value < 256; value++) {
      byte[] longer = Arrays.copyOf(body, body.length + 1);
      longer[body.length] = (byte) value;
      forged.add(genuine.withBody(longer));
    }
    forged.removeIf(
        notice ->
            same(notice.header("Wechatpay-Signature"), raw(signature))
                && Arrays.equals(notice.body(), body)); // without its padding it is the same base64

    assertThat(accepted(forged)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"payment", "event", "refund"})
  void refusesEveryPrefixAndSuffixOfXml(String kind) {
    Notice genuine =
        kind.equals("payment")
            ? Notice.paidByV2("HMAC-SHA256")
            : kind.equals("event") ? Notice.eventByV2() : Notice.refundedByV2();
    byte[] body = genuine.body();
    List<Notice> forged = new ArrayList<>();
    for (int length = 0; length < body.length; length++) {
      forged.add(genuine.withBody(Arrays.copyOf(body, length)));
      forged.add(genuine.withBody(Arrays.copyOfRange(body, body.length - length, body.length)));
    }

    assertThat(accepted(forged)).isEmpty();
  }

  /** Five minutes both ways, to the second. APIv2 signs no time, so it has no such window. */
  @ParameterizedTest
  @ValueSource(longs = {-301, -300, -299, 0, 299, 300, 301})
  void acceptsTimesWithinExactlyFiveMinutes(long offset) {
    clock.advance(Duration.ofSeconds(offset));
    boolean within = Math.abs(offset) <= 300;

    assertThat(read(Notice.paid()) != null).isEqualTo(within);
    assertThat(read(Notice.paidByV2("HMAC-SHA256"))).isNotNull();
    if (!within) {
      assertThatThrownBy(() -> Notice.paid().to(wxpay))
          .isInstanceOfSatisfying(
              VerificationException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.CLOCK_OFFSET))
          .hasMessageContaining("301 s " + (offset > 0 ? "before" : "after"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1700000000",
        "+1700000000",
        "01700000000",
        "1700000000.0",
        "1.7e9",
        "0x6553F100",
        "1700000000000",
        "9223372036854775807",
        "99999999999999999999",
        "\uff11\uff17\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10",
        "1700000000 ",
        "NaN"
      })
  void refusesSignedTimestampThatIsNotDecimal(String time) {
    byte[] body = Notice.envelope(Fixtures.API_V3_KEY);
    Notice odd =
        Notice.signed(body, Fixtures.platformKey(), Fixtures.NOW).with("Wechatpay-Timestamp", time);

    assertThat(read(odd)).isNull();
  }

  private static List<Notice> flipped(Notice genuine) {
    byte[] body = genuine.body();
    List<Notice> out = new ArrayList<>();
    for (int bit = 0; bit < body.length * 8; bit++) {
      byte[] copy = body.clone();
      copy[bit / 8] ^= (byte) (1 << (bit % 8));
      out.add(genuine.withBody(copy));
    }
    return out;
  }

  private List<String> accepted(Map<String, Notice> forged) {
    List<String> out = new ArrayList<>();
    forged.forEach(
        (what, notice) -> {
          if (read(notice) != null) {
            out.add(what);
          }
        });
    return out;
  }

  private List<String> accepted(List<Notice> forged) {
    List<String> out = new ArrayList<>();
    for (Notice notice : forged) {
      if (read(notice) != null) {
        out.add(notice.headers() + " " + notice.text());
      }
    }
    return out;
  }

  /**
   * Returns the notification, or null if it was refused as expected; rethrows any other exception.
   */
  private Notification read(Notice notice) {
    try {
      return notice.to(wxpay);
    } catch (VerificationException e) {
      assertThat(e.status()).isZero();
      assertThat(e.getMessage())
          .startsWith("The notification")
          .doesNotContain(Fixtures.SECRET, Fixtures.API_V3_KEY);
      return null;
    } catch (MalformedException e) {
      return null;
    }
  }

  private static Map<String, Object> seen(Notification read) {
    return Map.of(
        "data", read.data(),
        "id", read.id(),
        "eventType", read.eventType(),
        "createTime", read.createTime(),
        "summary", read.summary(),
        "mchid", read.mchid(),
        "replayKey", read.replayKey());
  }

  private static boolean same(String signature, byte[] raw) {
    return Arrays.equals(raw(signature), raw);
  }

  private static byte[] raw(String signature) {
    try {
      return Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
