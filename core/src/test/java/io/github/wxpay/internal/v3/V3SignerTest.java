package io.github.wxpay.internal.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.internal.call.Signed;
import io.github.wxpay.internal.trust.KeyLoader;
import io.github.wxpay.internal.trust.Merchant;
import io.github.wxpay.internal.trust.Suite;
import io.github.wxpay.sandbox.testing.ManualClock;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Fixtures;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that are signed, and the headers that are sent. */
class V3SignerTest {
  private static final long NOW = Fixtures.NOW;
  private static final String BASE = "https://api.mch.weixin.qq.com";
  private static final String BRAND = "40000000001";
  private static final Pattern SIGNATURE = Pattern.compile("signature=\"([^\"]*)\"");

  private final AtomicInteger nonces = new AtomicInteger();
  private final ManualClock machine = new ManualClock(Instant.ofEpochSecond(NOW));
  private final PlatformClock clock = new PlatformClock(machine);

  @Test
  void signsMethodTargetTimeNonceAndBody() {
    Signed signed = sign(merchant(), request("POST", "v3/pay/a?b=%20c", Map.of("d", "\u5f20")));

    String authorization = authorization(signed);
    assertThat(authorization)
        .startsWith(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",serial_no=\""
                + Fixtures.SERIAL
                + "\",timestamp=\"1700000000\",nonce_str=\"nonce1\",signature=\"");
    assertSigns(authorization, "POST\n/v3/pay/a?b=%20c\n1700000000\nnonce1\n{\"d\":\"\u5f20\"}\n");
    assertThat(signed.wire().build().uri()).hasToString(BASE + "/v3/pay/a?b=%20c");
    assertThat(new String(signed.body().signed(), StandardCharsets.UTF_8))
        .isEqualTo("{\"d\":\"\u5f20\"}");
  }

  @Test
  void signsEmptyBodyOfGet() {
    assertSigns(
        authorization(sign(merchant(), request("GET", "v3/a", null))),
        "GET\n/v3/a\n1700000000\nnonce1\n\n");
  }

  @Test
  void movesTimeOfRequestsOnlyByTheOffset() {
    CapturedLogs warning = new CapturedLogs(entry -> {});
    try {
      assertThat(clock.learn(NOW + 600, 0)).isTrue();
    } finally {
      warning.close();
    }
    V3Signer signer = signer(merchant());

    Signed signed = signer.sign(request("GET", "v3/a", null), "", text -> text).run();

    assertThat(signed.clockOffset()).isEqualTo(600);
    assertThat(authorization(signed)).contains(",timestamp=\"1700000600\",");
    assertSigns(authorization(signed), "GET\n/v3/a\n1700000600\nnonce1\n\n");
    assertThat(signer.replyAuthorization(new byte[0]).run())
        .as("a reply has this machine's time")
        .contains(",timestamp=\"1700000000\",nonce_str=\"nonce2\",");
  }

  @ParameterizedTest
  @CsvSource({
    "1900000109, 40000000001, brand/a, WECHATPAY-BRAND-SHA256-RSA2048 brand_id=\"40000000001\"",
    "1900000109, 40000000001, v3/a, WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\"",
    "1900000109, '', brand/a, WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\"",
    "'', 40000000001, v3/a, WECHATPAY-BRAND-SHA256-RSA2048 brand_id=\"40000000001\""
  })
  void signsAsBrandOrMerchant(String mchid, String brandId, String path, String start) {
    Signed signed = sign(merchant(mchid, brandId), request("GET", path, null));

    assertThat(authorization(signed)).startsWith(start + ",serial_no=");
    assertSigns(authorization(signed), "GET\n/" + path + "\n1700000000\nnonce1\n\n");
  }

  @Test
  void sendsDefaultHeadersUnlessTheRequestHasThem() {
    HttpHeaders usual = headers(sign(merchant(), request("POST", "v3/a", Map.of())));
    Outgoing special =
        request("POST", "v3/a", Map.of())
            .withHeader("Accept", "text/plain")
            .withHeader("X-Test", "1")
            .withHeader("Authorization", "forged");
    HttpHeaders changed = headers(sign(merchant(), special));

    assertThat(usual.allValues("Accept"))
        .containsExactly(
            "application/json, text/plain, application/x-gzip, application/pdf, image/png,"
                + " image/*;q=0.5");
    assertThat(usual.allValues("Content-Type")).containsExactly("application/json; charset=utf-8");
    assertThat(usual.map()).doesNotContainKey("Wechatpay-Serial");
    assertThat(changed.allValues("Accept")).containsExactly("text/plain");
    assertThat(changed.allValues("X-Test")).containsExactly("1");
    assertThat(changed.allValues("Authorization")).hasSize(1).doesNotContain("forged");
  }

  @Test
  void namesKeyOfThePlatformInHeader() {
    Signed signed =
        signer(merchant()).sign(request("GET", "v3/a", null), "PUB_KEY_ID_1", text -> text).run();

    assertThat(headers(signed).allValues("Wechatpay-Serial")).containsExactly("PUB_KEY_ID_1");
  }

  @Test
  void sendsContentTypeOfForm() {
    Multipart form = new Multipart().append("meta", "{}");
    Signed signed = sign(merchant(), request("POST", "v3/a", form));

    assertThat(headers(signed).allValues("Content-Type"))
        .hasSize(1)
        .allMatch(type -> type.startsWith("multipart/form-data; boundary="));
  }

  @Test
  void encryptsSecretsBeforeItSigns() {
    Signed signed =
        signer(merchant())
            .sign(
                request("POST", "v3/a", Map.of("name", Wxpay.secret("plain"))),
                "K",
                text -> "<" + text + ">")
            .run();

    assertSigns(authorization(signed), "POST\n/v3/a\n1700000000\nnonce1\n{\"name\":\"<plain>\"}\n");
  }

  @Test
  void signsReplyWithTimeNonceAndBody() {
    byte[] body = "{\"code\":\"\u6210\"}".getBytes(StandardCharsets.UTF_8);

    String authorization = signer(merchant()).replyAuthorization(body).run();

    assertThat(authorization).startsWith("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",");
    assertSigns(authorization, "1700000000\nnonce1\n{\"code\":\"\u6210\"}\n");
  }

  @Test
  void signsReplyOfBrandAsMerchant() {
    assertThat(signer(merchant(Fixtures.MCHID, BRAND)).replyAuthorization(new byte[0]).run())
        .startsWith("WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",");
  }

  @Test
  void signsCallUpParametersInOrderOfNames() {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("b", "2");
    params.put("a", "1");

    String signature = signer(merchant()).callUpSignature(params, "a", "b", "missing").run();

    assertThat(verifies("1\n2\n\n", signature)).isTrue();
    assertThat(nonces).as("the nonce is one of the parameters").hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\n2", "1\r", "\u0000"})
  void refusesCallUpParameterThatEndsItsLine(String value) {
    V3Signer signer = signer(merchant());

    assertThatThrownBy(() -> signer.callUpSignature(Map.of("a", value), "a").run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("`a` contains a control character");
  }

  @Test
  void refusesNonceThatEndsItsLine() {
    V3Signer signer = new V3Signer(merchant(), clock, () -> "a\nb");

    assertThatThrownBy(() -> signer.sign(request("GET", "v3/a", null), "", text -> text).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("`nonce` contains a control character");
  }

  private Signed sign(Merchant merchant, Outgoing request) {
    return signer(merchant).sign(request, "", text -> text).run();
  }

  private V3Signer signer(Merchant merchant) {
    return new V3Signer(merchant, clock, () -> "nonce" + nonces.incrementAndGet());
  }

  private static Merchant merchant() {
    return merchant(Fixtures.MCHID, "");
  }

  private static Merchant merchant(String mchid, String brandId) {
    return new Merchant(
        mchid,
        brandId,
        Fixtures.SERIAL,
        KeyLoader.signer(Fixtures.merchantKey(), null),
        null,
        null,
        "",
        Suite.RSA);
  }

  private static Outgoing request(String method, String path, @Nullable Object data) {
    return Outgoing.of(method, BASE, path, Headers.none(), data, Options.none());
  }

  private static String authorization(Signed signed) {
    return headers(signed).firstValue("Authorization").orElseThrow();
  }

  private static HttpHeaders headers(Signed signed) {
    return signed.wire().build().headers();
  }

  private static void assertSigns(String authorization, String text) {
    Matcher signature = SIGNATURE.matcher(authorization);
    assertThat(signature.find()).isTrue();
    assertThat(verifies(text, signature.group(1))).as(text).isTrue();
  }

  private static boolean verifies(String text, String signature) {
    return Fixtures.verifies(
        text.getBytes(StandardCharsets.UTF_8), signature, Fixtures.merchantPublicKey());
  }
}
