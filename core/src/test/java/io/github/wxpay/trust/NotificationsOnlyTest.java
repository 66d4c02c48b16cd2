package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notification;
import io.github.wxpay.PayParams;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client with the APIv3 key and a platform key alone: it reads notifications and calls nothing.
 */
class NotificationsOnlyTest {
  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"builder", "builder with mchid", "dictionary", "dictionary with mchid"})
  void readsNotificationsAndRefusesForgedOnes(String kind) {
    Wxpay wxpay = client(kind);

    assertThat(Notice.paid().to(wxpay).id()).isNotEmpty();
    Notice forged =
        Notice.signed(Notice.envelope(Fixtures.API_V3_KEY), Fixtures.otherKey(), Fixtures.NOW);
    assertThatThrownBy(() -> forged.to(wxpay)).isInstanceOf(VerificationException.class);
    assertThatThrownBy(() -> Notice.paid().with("Wechatpay-Serial", "AB12").to(wxpay))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("is not configured");
    assertThat(http.sent()).as("nothing is downloaded without a key to sign with").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"builder", "builder with mchid", "dictionary", "dictionary with mchid"})
  void refusesEveryCallOfApiV3BeforeAnythingIsSent(String kind) {
    Wxpay wxpay = client(kind);
    PayParams params = wxpay.payParams();
    Options form = Options.none();
    Path file = Fixtures.path("upload.gif");
    Path target = folder.resolve("file");
    List<Consumer<Wxpay>> calls =
        List.of(
            w -> w.chain("v3/a").get(),
            w -> w.chain("v3/a").post(Map.of("a", 1)),
            w -> w.chain("v3/a").post(Map.of("a", Wxpay.secret("b"))),
            w -> w.chain("v3/a").getAsync().join(),
            w -> w.chain("v3/a").get(Map.of("headers", Map.of("Wechatpay-Serial", "AB"))),
            w -> w.chain("v3/certificates").get(),
            w -> w.chain("v3/marketing/favor/media/image-upload").upload(file),
            w -> w.chain("v3/billdownload/file").download(target),
            w -> w.chain("v3/bill/tradebill").bill(form.query("bill_date", "2024-01-01")),
            w -> params.jsapi("wx1", "p1"),
            w -> params.miniProgram("wx1", "p1"));

    for (Consumer<Wxpay> call : calls) {
      assertThatThrownBy(
              () -> {
                try {
                  call.accept(wxpay);
                } catch (CompletionException e) {
                  throw e.getCause();
                }
              })
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("nothing was sent")
          .hasMessageContaining("serial(…)")
          .hasMessageContaining("privateKey(…)");
    }
    assertThat(http.sent()).isEmpty();
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"builder", "builder with mchid", "dictionary", "dictionary with mchid"})
  void refusesEveryCallOfApiV2BeforeAnythingIsSent(String kind) {
    Wxpay wxpay = client(kind);
    PayParams params = wxpay.payParams().v2();
    List<Consumer<Wxpay>> calls =
        List.of(
            w -> w.v2().chain("pay/orderquery").post(Map.of("out_trade_no", "1")),
            w -> w.v2().chain("pay/orderquery").post(Map.of("mch_id", Fixtures.MCHID)),
            w -> params.jsapi("wx1", "p1"));

    for (Consumer<Wxpay> call : calls) {
      assertThatThrownBy(() -> call.accept(wxpay))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("secret(…)");
    }
    if (!kind.contains("mchid")) {
      assertThatThrownBy(() -> params.app("wx1", "p1")).hasMessageContaining("mchid(…)");
      assertThatThrownBy(() -> params.merchantTransfer("wx1", "p1"))
          .hasMessageContaining("mchid(…)");
      assertThatThrownBy(() -> wxpay.v2().chain("pay/orderquery").post(Map.of("a", 1)))
          .hasMessageContaining("mchid(…) and secret(…)");
    }
    assertThat(http.sent()).isEmpty();
  }

  /**
   * A client with only some of the settings for signing is a mistake, and so is one that can do
   * nothing.
   */
  @Test
  void refusesIncompleteMerchant() {
    WxpayBuilder both = builder();
    assertThatThrownBy(() -> both.serial("AB").build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("`mchid` is missing")
        .hasMessageContaining("notifications alone need a platformKey and apiV3Key");
    assertThatThrownBy(() -> both.mchid(Fixtures.MCHID).build())
        .hasMessageContaining("`privateKey` is missing");
    assertThatThrownBy(
            () -> builder().mchid(Fixtures.MCHID).privateKey(Fixtures.merchantKey()).build())
        .hasMessageContaining("`serial` is missing");
    assertThatThrownBy(() -> builder().secret(Fixtures.SECRET).build())
        .hasMessageContaining("`mchid` is missing");
    assertThatThrownBy(() -> Wxpay.builder().mchid("1").apiV3Key(Fixtures.API_V3_KEY).build())
        .hasMessageContaining("`serial` is missing");
    assertThatThrownBy(() -> Wxpay.of(Map.of("mchid", "1", "apiV3Key", Fixtures.API_V3_KEY)))
        .hasMessageContaining("`serial` is required");
    Map<String, Object> half = dictionary();
    half.put("serial", "AB");
    half.put("mchid", "1");
    assertThatThrownBy(() -> Wxpay.of(half)).hasMessageContaining("`privateKey` is required");
  }

  @Test
  void callsApiV2WithItsSecret() {
    Wxpay wxpay = builder().mchid(Fixtures.MCHID).secret(Fixtures.SECRET).build();

    assertThat(Notice.paid().to(wxpay).id()).isNotEmpty();
    assertThat(wxpay.payParams().v2().jsapi("wx1", "p1")).containsKey("paySign");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsNotificationsOfTheSandbox(boolean sm2) {
    try (Sandbox sandbox = (sm2 ? Sandbox.builder().sm2() : Sandbox.builder()).start()) {
      Map<String, Object> config = new LinkedHashMap<>();
      sandbox.config().forEach(config::put);
      config.keySet().retainAll(List.of("mchid", "apiV3Key", "certs"));
      SignedNotification made = sandbox.notification("TRANSACTION.SUCCESS");
      try (Wxpay wxpay = Wxpay.of(config)) {
        Notification notification = wxpay.notifications().parse(made.headers(), made.body());
        assertThat(notification.data().toString()).isEqualTo(made.plaintext());
      }
    }
  }

  private Wxpay client(String kind) {
    if (kind.startsWith("builder")) {
      WxpayBuilder builder = builder();
      return kind.contains("mchid") ? builder.mchid(Fixtures.MCHID).build() : builder.build();
    }
    Map<String, Object> dictionary = dictionary();
    if (kind.contains("mchid")) {
      dictionary.put("mchid", Fixtures.MCHID);
    }
    return Wxpay.of(dictionary).newBuilder().clock(Fixtures.CLOCK).httpClient(http).build();
  }

  private static Map<String, Object> dictionary() {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("apiV3Key", Fixtures.API_V3_KEY);
    dictionary.put("certs", Map.of(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem")));
    return dictionary;
  }

  private WxpayBuilder builder() {
    return Wxpay.builder()
        .apiV3Key(Fixtures.API_V3_KEY)
        .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"))
        .clock(Fixtures.CLOCK)
        .httpClient(http);
  }
}
