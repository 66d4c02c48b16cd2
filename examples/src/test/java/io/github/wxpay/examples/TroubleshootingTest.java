package io.github.wxpay.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Chain;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.PlatformKeys;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reproduces every mistake in the tables of the pages and compares the exceptions. */
class TroubleshootingTest {
  private Sandbox sandbox;
  private Wxpay wxpay;
  private SignedNotification genuine;

  @BeforeEach
  void createNotification() {
    sandbox = Sandbox.builder().platformKeys(PlatformKeys.PUBLIC_KEY).start();
    wxpay = Wxpay.of(sandbox.config());
    genuine = sandbox.notification("TRANSACTION.SUCCESS");
  }

  @AfterEach
  void close() {
    wxpay.close();
    sandbox.close();
  }

  @ParameterizedTest
  @CsvSource({
    "docs/troubleshooting.md, ## Find the error by its reason",
    "docs/troubleshooting.zh-CN.md, ## 按 reason() 查找"
  })
  void reportsEveryMistakeAsInTable(String page, String heading) throws IOException {
    List<List<String>> rows = Table.rows(page, heading);
    List<Throwable> failures = failures();

    assertThat(rows).hasSameSizeAs(failures);
    for (int i = 0; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      Throwable failure = failures.get(i);
      assertThat(failure).as(row.get(0)).hasMessageFindingMatch(wild(row.get(2)));
      if (row.get(1).contains("build()")) {
        assertThat(failure).isInstanceOf(IllegalStateException.class);
      } else {
        assertThat(failure).isInstanceOf(VerificationException.class);
        assertThat("`" + ((VerificationException) failure).reason() + "`")
            .as(row.get(0))
            .isEqualTo(row.get(1));
        assertThat(((VerificationException) failure).isProbe())
            .isEqualTo(row.get(1).equals("`PROBE`"));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"docs/troubleshooting.md", "docs/troubleshooting.zh-CN.md"})
  void documentsEveryReason(String page) throws IOException {
    String text = Files.readString(Project.folder().resolve(page));

    assertThat(Reason.values()).allSatisfy(reason -> assertThat(text).contains("`" + reason + "`"));
  }

  private List<Throwable> failures() {
    return List.of(
        headers(headers -> without(headers, "Wechatpay-Signature")),
        headers(headers -> with(headers, "Wechatpay-Timestamp", "[1700000000]")),
        by(builder -> builder.clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6)))),
        headers(headers -> with(headers, "Wechatpay-Serial", "PUB_KEY_ID_0")),
        catchThrowable(this::withTheMerchantsCertificate),
        headers(TroubleshootingTest::swapped),
        body(text -> text.replace(":", ": ")),
        body(text -> text.replace("\"", "&quot;")),
        bytes(body -> new String(body, Charset.forName("GBK")).getBytes(StandardCharsets.UTF_8)),
        body(text -> text.substring(0, text.length() / 2)),
        body(text -> text + "\n"),
        headers(headers -> with(headers, "Wechatpay-Signature", signature().substring(0, 99))),
        probed(),
        byAnotherKey(),
        byGatewayThatRepeats(),
        by(builder -> builder.apiV3Key("another-key-of-thirty-two-bytes!")));
  }

  private Throwable headers(UnaryOperator<Map<String, String>> mistake) {
    return catchThrowable(
        () -> wxpay.notifications().parse(mistake.apply(genuine.headers()), genuine.body()));
  }

  private Throwable bytes(UnaryOperator<byte[]> mistake) {
    return catchThrowable(
        () -> wxpay.notifications().parse(genuine.headers(), mistake.apply(genuine.body())));
  }

  private Throwable body(UnaryOperator<String> mistake) {
    return bytes(
        body ->
            mistake
                .apply(new String(body, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  private Throwable by(Function<WxpayBuilder, WxpayBuilder> mistake) {
    Wxpay other = mistake.apply(wxpay.newBuilder()).build();
    return catchThrowable(() -> other.notifications().parse(genuine.headers(), genuine.body()));
  }

  private Throwable byAnotherKey() {
    String id = genuine.headers().get("Wechatpay-Serial");
    try (Sandbox other = Sandbox.start()) {
      Map<?, ?> certs = (Map<?, ?>) other.config().get("certs");
      String certificate =
          (String)
              certs.entrySet().stream()
                  .filter(entry -> !entry.getKey().toString().startsWith("PUB_KEY_ID_"))
                  .findFirst()
                  .orElseThrow()
                  .getValue();
      return by(builder -> builder.platformKey(id, Rsa.certificate(certificate).getPublicKey()));
    }
  }

  private Throwable byGatewayThatRepeats() {
    try (RepeatingGateway gateway = new RepeatingGateway(sandbox.uri());
        Wxpay behind = wxpay.newBuilder().baseUrl(gateway.url()).build()) {
      for (String number : List.of("first", "second")) {
        wxpay
            .chain("v3/pay/transactions/native")
            .post(
                Wxpay.fields(
                    "appid",
                    "wx8888888888888888",
                    "mchid",
                    wxpay.mchid(),
                    "description",
                    "Tea",
                    "out_trade_no",
                    number + "-order",
                    "notify_url",
                    "https://example.com/notify",
                    "amount",
                    Map.of("total", 1)));
      }
      Chain query =
          behind
              .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
              .query("mchid", wxpay.mchid());
      query.with("out_trade_no", "first-order").get();
      return catchThrowable(() -> query.with("out_trade_no", "second-order").get());
    }
  }

  private Throwable probed() {
    sandbox.probes(1, 0);
    SignedNotification probe = sandbox.notification("TRANSACTION.SUCCESS");
    sandbox.probes(0, 0);
    return catchThrowable(() -> wxpay.notifications().parse(probe.headers(), probe.body()));
  }

  private void withTheMerchantsCertificate() {
    Map<String, Object> config = sandbox.config();
    String certificate = (String) ((Map<?, ?>) config.get("merchant")).get("cert");
    wxpay.newBuilder().platformKey((String) config.get("serial"), certificate).build().close();
  }

  private String signature() {
    return genuine.headers().get("Wechatpay-Signature");
  }

  private static Map<String, String> swapped(Map<String, String> headers) {
    String time = headers.get("Wechatpay-Timestamp");
    String signature = headers.get("Wechatpay-Signature");
    return with(with(headers, "Wechatpay-Timestamp", signature), "Wechatpay-Signature", time);
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, String> without(Map<String, String> headers, String name) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.remove(name);
    return changed;
  }

  /** Returns a pattern for quoted text, in which … matches any text. */
  private static String wild(String quoted) {
    return Pattern.quote(quoted.replaceAll("^[\"“]|[\"”]$", "")).replace("…", "\\E.*\\Q");
  }
}
