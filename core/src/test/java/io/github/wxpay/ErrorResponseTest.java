package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error responses are verified with the keys that the client has. */
@Timeout(60)
class ErrorResponseTest {
  private static final String JSON =
      "{\"code\":\"ORDER_CLOSED\",\"message\":\"\u8ba2\u5355\u5df2\u5173\u95ed\"}";
  private static final byte[] BODY = JSON.getBytes(StandardCharsets.UTF_8);
  private static final String MESSAGE =
      "GET v3/a was answered 400 ORDER_CLOSED: \u8ba2\u5355\u5df2\u5173\u95ed [Request-ID REQ-1]";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesSignedErrorWithConfiguredKey(boolean async) {
    StatusException e = refused(async, signed());

    assertThat(e.verified()).isTrue();
    assertThat(e).hasMessage(MESSAGE);
    assertThat(e.status()).isEqualTo(400);
    assertThat(e.code()).isEqualTo("ORDER_CLOSED");
    assertThat(e.requestId()).isEqualTo("REQ-1");
    assertThat(e.text()).isEqualTo(JSON);
  }

  static Stream<Arguments> unverified() {
    Reply right = signed();
    byte[] other = JSON.replace("CLOSED", "PAID").getBytes(StandardCharsets.UTF_8);
    String time = "Wechatpay-Timestamp not within 300 s of this clock";
    String mixed = "Wechatpay-* headers incomplete or swapped";
    return Stream.of(
        arguments(Reply.bare(400, JSON).with("Request-ID", "REQ-1"), "no signature"),
        arguments(right.with("Wechatpay-Signature"), "no signature"),
        arguments(right.with("Wechatpay-Serial"), mixed),
        arguments(right.with("Wechatpay-Nonce"), mixed),
        arguments(right.with("Wechatpay-Timestamp"), mixed),
        arguments(
            right.with("Wechatpay-Serial", Fixtures.PLATFORM_SERIAL, Fixtures.PLATFORM_SERIAL),
            mixed),
        arguments(
            right.with("Wechatpay-Signature", right.header("Wechatpay-Signature"), "x"), mixed),
        arguments(right.with("Wechatpay-Nonce", "another"), "wrong signature"),
        arguments(right.with("Wechatpay-Signature", "x"), "wrong signature"),
        arguments(right.with("Wechatpay-Signature", ""), "wrong signature"),
        arguments(right.withBody(other), "wrong signature"),
        arguments(
            Reply.signed(400, BODY, Fixtures.NOW, "SHA256", Fixtures.otherKey()),
            "wrong signature"),
        arguments(
            Reply.signed(400, BODY, Fixtures.NOW, "SHA256", Fixtures.merchantKey()),
            "wrong signature"),
        arguments(
            Reply.signed(400, BODY, Fixtures.NOW, "SHA1", Fixtures.platformKey()),
            "wrong signature"),
        arguments(
            right.with(
                "Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + right.header("Wechatpay-Signature")),
            "the platform's probe instead of a signature"),
        arguments(signedAt(-301), time),
        arguments(signedAt(301), time),
        arguments(right.with("Wechatpay-Timestamp", "now"), time),
        arguments(
            right.with("Wechatpay-Serial", "AB\u202e" + "C".repeat(80)),
            "signed with the key 'AB?" + "C".repeat(61) + "\u2026', which is not configured"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unverified")
  void reportsErrorThatIsNotVerifiedWithTheReason(Reply reply, String reason) {
    for (boolean async : new boolean[] {false, true}) {
      StatusException e = refused(async, reply);

      assertThat(e.verified()).as(reason).isFalse();
      assertThat(e).hasMessageEndingWith(" (response not verified: " + reason + ")");
      assertThat(e).hasMessageStartingWith("GET v3/a was answered 400 ORDER_");
      assertThat(e.status()).isEqualTo(400);
    }
  }

  @Test
  void verifiesErrorsAtTheEdgesOfTheWindow() {
    assertThat(refused(false, signedAt(-300)).verified()).isTrue();
    assertThat(refused(false, signedAt(300)).verified()).isTrue();
  }

  /** The response may name any of the client's keys. */
  @Test
  void verifiesErrorWithEveryConfiguredKey() {
    Wxpay both =
        Clients.builder()
            .platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.path("platform_pubkey.pem"))
            .httpClient(
                FakeHttpClient.answering(signed().with("Wechatpay-Serial", Fixtures.PUBLIC_KEY_ID)))
            .build();

    assertThat(refused(false, both).verified()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void startsNoCertificateDownloadForUnknownSerial(boolean async) {
    FakeHttpClient http = FakeHttpClient.answering(signed().with("Wechatpay-Serial", "ABCDEF"));
    Wxpay wxpay = Clients.builder().apiV3Key(Fixtures.API_V3_KEY).httpClient(http).build();

    for (int i = 1; i <= 3; i++) {
      StatusException e = refused(async, wxpay);

      assertThat(e.verified()).isFalse();
      assertThat(http.sent()).as("the call alone").hasSize(i);
      assertThat(http.sent().get(i - 1).target()).isEqualTo("/v3/a");
    }
  }

  /** A 2xx response with the same serial causes a download. */
  @Test
  void downloadsCertificatesForUnknownSerialOfSuccess() {
    FakeHttpClient http =
        FakeHttpClient.answering(Reply.signed("{}").with("Wechatpay-Serial", "ABCDEF"));
    Wxpay wxpay = Clients.builder().apiV3Key(Fixtures.API_V3_KEY).httpClient(http).build();

    assertThat(catchThrowable(() -> wxpay.chain("v3/a").get())).isNotNull();
    assertThat(http.sent()).hasSize(2);
    assertThat(http.sent().get(1).target()).isEqualTo("/v3/certificates");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesErrorWithDownloadedCertificateAndNotTheDownloadsOwn(boolean async) {
    try (Sandbox sandbox = Sandbox.builder().platformKeys(PlatformKeys.CERTIFICATES).start();
        Wxpay wxpay = Clients.of(sandbox.config(false));
        Wxpay other = Clients.of(with(sandbox.config(false), "serial", "ABCDEF"))) {
      Throwable bad =
          catchThrowable(
              () -> Clients.post(async, wxpay.chain("v3/pay/transactions/native"), Map.of("a", 1)));
      assertThat(bad)
          .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.verified()).isTrue());
      assertThat(bad).hasMessageNotContaining("not verified");

      Throwable download =
          catchThrowable(
              () -> Clients.post(async, other.chain("v3/pay/transactions/native"), Map.of("a", 1)));
      assertThat(download)
          .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.verified()).isFalse())
          .hasMessageStartingWith("GET v3/certificates was answered 401 SIGN_ERROR")
          .hasMessageContaining(
              "(response not verified: errors of a certificate download are not verified)");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesSm2Error(boolean async) {
    try (Sandbox sandbox = Sandbox.builder().sm2().start();
        Wxpay wxpay = Clients.of(sandbox.config())) {
      Throwable bad =
          catchThrowable(
              () -> Clients.post(async, wxpay.chain("v3/pay/transactions/native"), Map.of("a", 1)));

      assertThat(bad)
          .isInstanceOfSatisfying(StatusException.class, e -> assertThat(e.verified()).isTrue());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesErrorOfDownloadAndLeavesNoFile(boolean right, @TempDir Path folder) {
    Reply reply = right ? signed() : signed().with("Wechatpay-Nonce", "another");
    Wxpay wxpay = Clients.over(FakeHttpClient.answering(reply));

    Throwable thrown =
        catchThrowable(() -> wxpay.chain("v3/billdownload/file").download(folder.resolve("bill")));

    assertThat(thrown)
        .isInstanceOfSatisfying(
            StatusException.class, e -> assertThat(e.verified()).isEqualTo(right));
    assertThat(folder).isEmptyDirectory();
  }

  /** An invalid signature, which is diagnosed for a success, is not diagnosed for an error. */
  @Test
  void doesNotDiagnoseWrongSignature() {
    byte[] rewritten = JSON.replace(":", ": ").getBytes(StandardCharsets.UTF_8);
    Reply reply = signed().withBody(rewritten);

    assertThat(
            catchThrowable(
                () ->
                    Clients.over(FakeHttpClient.answering(reply.withStatus(200)))
                        .chain("v3/a")
                        .get()))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.BODY_REWRITTEN));
    assertThat(refused(false, reply))
        .hasMessageEndingWith(" (response not verified: wrong signature)");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesPlaceholderWhoseValueMayHaveBeenEncodedAlready(boolean async) {
    Wxpay wxpay =
        Clients.over(FakeHttpClient.answering(Reply.bare(404, "{\"code\":\"NOT_FOUND\"}")));
    String hint =
        "(response not verified: no signature). The value of the placeholder {b} contains a %, so"
            + " it may have been encoded already. Write {+b} for an encoded value";

    for (String template : new String[] {"v3/{a}/{b}", "v3/<a>/<b>", "v3/{+c}/{a}?x={b}"}) {
      Options options = Options.of("a", "1").with("b", "order%2F1");
      Options whole = template.contains("c") ? options.with("c", "c%2Fd") : options;

      assertThat(
              catchThrowable(() -> Clients.call(async, wxpay.chain(template), "GET", null, whole)))
          .isExactlyInstanceOf(StatusException.class)
          .hasMessageEndingWith(hint)
          .hasMessageNotContaining("order%2F1");
    }
  }

  @Test
  void doesNotMentionEncodingWithoutSuchValueOrWithAnotherStatus() {
    Reply missing = Reply.bare(404, "{\"code\":\"NOT_FOUND\"}");
    Wxpay wxpay = Clients.over(FakeHttpClient.answering(missing));
    Wxpay bad = Clients.over(FakeHttpClient.answering(missing.withStatus(400)));

    assertThat(catchThrowable(() -> wxpay.chain("v3/{a}").get(Map.of("a", "order/1"))))
        .hasMessageEndingWith("(response not verified: no signature)");
    assertThat(catchThrowable(() -> wxpay.chain("v3/{+a}").get(Map.of("a", "order%2F1"))))
        .hasMessageEndingWith("(response not verified: no signature)");
    assertThat(catchThrowable(() -> wxpay.chain("v3/order%2F1").get()))
        .hasMessageEndingWith("(response not verified: no signature)");
    assertThat(catchThrowable(() -> bad.chain("v3/{a}").get(Map.of("a", "order%2F1"))))
        .hasMessageEndingWith("(response not verified: no signature)");
  }

  @Test
  void readsXmlErrorAfterByteOrderMarkAndDeclaration() {
    for (String start :
        new String[] {
          "\ufeff", " \r\n\ufeff", "<?xml version='1.0'?>\n", "\ufeff<?xml version='1.0'?>"
        }) {
      Reply reply =
          Reply.bare(
              400, start + "<xml><return_code>FAIL</return_code><return_msg>no</return_msg></xml>");

      StatusException e = refused(false, reply);

      assertThat(e.code()).isEqualTo("FAIL");
      assertThat(e.message()).isEqualTo("no");
    }
  }

  @Test
  void constructorWithoutVerifiedCreatesUnverifiedException() {
    assertThat(new StatusException("a", 400, "b", "c", "d", "e", "f").verified()).isFalse();
    assertThat(new StatusException("a", 400, "b", "c", "d", "e", "f", true).verified()).isTrue();
  }

  private static StatusException refused(boolean async, Reply reply) {
    return refused(async, Clients.over(FakeHttpClient.answering(reply)));
  }

  private static StatusException refused(boolean async, Wxpay wxpay) {
    Throwable thrown = catchThrowable(() -> Clients.get(async, wxpay.chain("v3/a")));
    assertThat(thrown).isExactlyInstanceOf(StatusException.class);
    return (StatusException) thrown;
  }

  private static Reply signed() {
    return Reply.signed(400, BODY);
  }

  private static Reply signedAt(long offset) {
    return Reply.signed(400, BODY, Fixtures.NOW + offset, "SHA256", Fixtures.platformKey());
  }

  private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.put(key, value);
    return copy;
  }
}
