package io.github.wxpay.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
  private static final Map<String, Object> BODY = Map.of("description", "图's \"a\"");

  @TempDir Path folder;

  private RawServer server;

  @BeforeEach
  void start() {
    server = new RawServer((request, out) -> false);
  }

  @AfterEach
  void connectsToNothing() {
    int connections = server.accepted();
    server.close();
    assertThat(connections).isZero();
  }

  @Test
  void showsTheTextThatWasSigned() {
    DryRun run =
        DryRun.of(
            builder().build(),
            w -> w.chain("v3/a/{b}").with("b", "1/2").query("q", "x y").post(BODY));

    assertThat(run.method()).isEqualTo("POST");
    assertThat(run.url()).isEqualTo(server.url() + "/v3/a/1%2F2?q=x+y");
    assertThat(run.textToSign())
        .isEqualTo(
            "POST\n/v3/a/1%2F2?q=x+y\n1700000000\n"
                + Fixtures.NONCE
                + "\n{\"description\":\"图's \\\"a\\\"\"}\n");
    assertSigned(run);
    assertThat(run.headers().get("Wechatpay-Serial")).containsExactly(Fixtures.PLATFORM_SERIAL);
    assertThat(run.notes()).isEmpty();
  }

  @Test
  void masksSignaturesAndCredentials() {
    WxpayBuilder builder = builder().header("Proxy-Authorization", "Basic c2VjcmV0");
    DryRun run = DryRun.of(builder.build(), w -> w.chain("v3/a").post(BODY));
    String signature = field(run, "signature");

    for (String text : List.of(run.toString(), run.curl(), run.headers().toString())) {
      assertThat(text)
          .contains("signature=\"***\"")
          .doesNotContain(signature, "c2VjcmV0", Fixtures.API_V3_KEY, Fixtures.SECRET);
    }
  }

  @Test
  void curlQuotesForTheShell() {
    DryRun run = DryRun.of(builder().build(), w -> w.chain("v3/a").post("{\"a\":\"it's $HOME\"}"));

    assertThat(run.curl())
        .startsWith("curl -X POST '" + server.url() + "/v3/a' \\\n")
        .endsWith("--data-raw '{\"a\":\"it'\\''s $HOME\"}'");
  }

  @Test
  void showsLineFeeds() {
    DryRun run = DryRun.of(builder().build(), w -> w.chain("v3/a").get());

    assertThat(run.toString())
        .contains("GET↵\n/v3/a↵\n1700000000↵\n" + Fixtures.NONCE + "↵\n↵\n")
        .endsWith("Nothing was sent.");
  }

  @Test
  void showsAsynchronousCalls() {
    Function<Wxpay, CompletableFuture<Response>> call = w -> w.chain("v3/a").postAsync(BODY);

    DryRun run = DryRun.of(builder().build(), call);

    assertSigned(run);
  }

  @Test
  void showsTheCallAndNotTheDownloadOfCertificates() {
    Wxpay wxpay = downloading().build();
    Function<Wxpay, Object> call =
        w -> w.chain("v3/a").post(Map.of("name", Wxpay.secret("secret name")));

    DryRun run = DryRun.of(wxpay, call);

    assertThat(run.url()).endsWith("/v3/a");
    assertThat(run.headers().get("Wechatpay-Serial").get(0)).startsWith("(unknown until");
    assertThat(run.notes().get(0)).contains("platform certificates first");
    assertThat(run.toString()).doesNotContain("secret name", "PUB_KEY_ID");
    assertSigned(run);
  }

  @Test
  void showsTheDownloadOfCertificatesIfItIsTheCall() {
    DryRun run = DryRun.of(downloading().build(), Wxpay::downloadCertificates);

    assertThat(run.url()).endsWith("/v3/certificates");
    assertThat(run.notes()).isEmpty();
    assertThat(run.headers()).doesNotContainKey("Wechatpay-Serial");
  }

  @Test
  void showsCallsOfMerchantsWithSm2() {
    RequestSigner signer =
        new RequestSigner() {
          @Override
          public byte[] sign(byte[] message) {
            return message;
          }

          @Override
          public String algorithm() {
            return "SM2-WITH-SM3";
          }
        };
    Wxpay wxpay = downloading().privateKey(signer).build();

    DryRun run =
        DryRun.of(wxpay, w -> w.chain("v3/a").post(Map.of("name", Wxpay.secret("secret name"))));

    assertThat(run.headers().get("Authorization").get(0)).startsWith("WECHATPAY2-SM2-WITH-SM3 ");
    assertThat(run.body()).doesNotContain("secret name");
  }

  @Test
  void signsTheMetaOfAnUpload() throws Exception {
    Path image =
        Files.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, -1});

    DryRun run =
        DryRun.of(builder().build(), w -> w.chain("v3/merchant/media/upload").upload(image));

    String meta =
        "{\"filename\":\"a.png\",\"sha256\":\"" + Hash.sha256(Files.readAllBytes(image)) + "\"}";
    assertThat(run.textToSign()).endsWith("\n" + meta + "\n");
    assertSigned(run);
    assertThat(run.body()).contains("name=\"meta\"", meta, "(6 bytes)");
    assertThat(run.curl())
        .contains("-F 'meta=" + meta + ";type=application/json'", "-F 'file=@a.png'")
        .doesNotContain("boundary");
  }

  @Test
  void showsTheFieldsOfApiV2WithoutSignAndKey() {
    Wxpay wxpay = v2().build();

    DryRun post =
        DryRun.of(
            wxpay, w -> w.v2().chain("pay/orderquery").post(Map.of("mch_id", Fixtures.MCHID)));
    DryRun get =
        DryRun.of(
            wxpay, w -> w.v2().chain("papay/entrustweb").query("mch_id", Fixtures.MCHID).get());

    for (DryRun run : List.of(post, get)) {
      assertThat(run.textToSign())
          .isEqualTo("mch_id=1900000109&nonce_str=" + Fixtures.NONCE + "&key=***");
      String sign =
          Hash.sign(
              Hash.ALGO_MD5,
              Map.of("mch_id", Fixtures.MCHID, "nonce_str", Fixtures.NONCE),
              Fixtures.SECRET);
      assertThat(run.toString()).contains("***").doesNotContain(sign, Fixtures.SECRET);
    }
    assertThat(post.body()).contains("<sign>***</sign>");
    assertThat(get.url()).endsWith("&sign=***");
  }

  @Test
  void sendsNothingWithMutualTls() {
    Wxpay wxpay =
        v2().baseUrl(server.url().replace("http:", "https:"))
            .merchantCertificate(
                Fixtures.text("apiclient_cert.pem"), Fixtures.text("apiclient_key.pem"))
            .build();

    DryRun run =
        DryRun.of(
            wxpay,
            w ->
                w.v2()
                    .chain("secapi/pay/refund")
                    .post(Map.of("mch_id", Fixtures.MCHID), Options.none().security(true)));

    assertThat(run.url()).isEqualTo(server.url().replace("http:", "https:") + "/secapi/pay/refund");
    assertThat(run.curl()).contains("--cert apiclient_cert.pem");
    assertThat(run.notes().get(0)).contains("mutual TLS");
  }

  @Test
  void signsThePathWithoutThatOfTheGateway() {
    Wxpay wxpay =
        builder().baseUrl("https://api.mch.weixin.qq.com").gateway(server.url() + "/gw").build();

    DryRun run = DryRun.of(wxpay, w -> w.chain("v3/a").query("b", 1).get());

    assertThat(URI.create(run.url()).getPath()).isEqualTo("/gw/v3/a");
    assertThat(run.textToSign()).startsWith("GET\n/v3/a?b=1\n");
    assertSigned(run);
  }

  @Test
  void failsAsTheCallIfNothingWouldBeSent() {
    Wxpay wxpay = builder().build();

    assertThatThrownBy(() -> DryRun.of(wxpay, w -> w.chain("v3/a/{b}").get()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b");
    assertThatThrownBy(() -> DryRun.of(wxpay, Wxpay::mchid))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("sends no request");
  }

  private static void assertSigned(DryRun run) {
    assertThat(
            Fixtures.verifies(
                run.textToSign().getBytes(StandardCharsets.UTF_8),
                field(run, "signature"),
                Fixtures.merchantPublicKey()))
        .as("%s", run)
        .isTrue();
  }

  private static String field(DryRun run, String name) {
    String authorization = run.request().headers().firstValue("Authorization").orElseThrow();
    Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(authorization);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private WxpayBuilder builder() {
    return merchant().platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.text("platform_cert.pem"));
  }

  private WxpayBuilder downloading() {
    return merchant().apiV3Key(Fixtures.API_V3_KEY);
  }

  private WxpayBuilder merchant() {
    return Wxpay.builder()
        .mchid(Fixtures.MCHID)
        .serial(Fixtures.SERIAL)
        .privateKey(Fixtures.merchantKey())
        .clock(Fixtures.CLOCK)
        .nonce(() -> Fixtures.NONCE)
        .baseUrl(server.url());
  }

  private WxpayBuilder v2() {
    return Wxpay.builder()
        .mchid(Fixtures.MCHID)
        .secret(Fixtures.SECRET)
        .nonce(() -> Fixtures.NONCE)
        .baseUrl(server.url());
  }
}
