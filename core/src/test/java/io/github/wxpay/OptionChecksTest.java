package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options have an effect, or are refused before anything is sent. */
class OptionChecksTest {
  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{\"a\":\"b\"}"));
  private final Wxpay wxpay = Clients.builder().secret(Fixtures.SECRET).httpClient(http).build();
  private final Map<String, String> fields = Map.of("mch_id", Fixtures.MCHID);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesTypedOptionsWithoutEffect(boolean async) {
    Chain v3 = wxpay.chain("v3/a");
    Chain v2 = wxpay.v2().chain("pay/orderquery");
    List<ThrowingCallable> calls =
        List.of(
            () -> Clients.call(async, v3, "POST", "{}", Options.none().nonceless(true)),
            () -> Clients.call(async, v3, "POST", "{}", Options.none().security(true)),
            () -> Clients.call(async, v3, "POST", "{}", Options.none().meta("{}")),
            () -> Clients.call(async, v3, "GET", null, Options.none().meta("{}")),
            () -> Clients.call(async, v2, "POST", fields, Options.none().pkcs1(true)),
            () -> Clients.call(async, v2, "POST", fields, Options.none().nonceless(true)),
            () -> Clients.call(async, v2, "POST", fields, Options.none().meta("{}")),
            () -> v3.download(Path.of("never-made"), Options.none().nonceless(true)),
            () -> v3.bill(Options.none().security(true)),
            () -> v3.upload(Path.of("never-read"), Map.of(), Options.none().meta("{}")));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("The option `\\w+` has no effect on this call: it .*");
    }
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesOptionsWithoutEffectOnTheDownloadOfALink(boolean async) {
    FakeHttpClient linking =
        FakeHttpClient.answering(
            Reply.signed(
                "{\"download_url\":\"https://api.mch.weixin.qq.com/v3/billdownload/file\"}"));
    Response link = Clients.builder().httpClient(linking).build().chain("v3/bill/tradebill").get();
    Options none = Options.none();
    List<Options> all =
        List.of(
            none.with("a", 1),
            none.query("a", 1),
            none.baseUrl("https://api2.wechatpay.cn"),
            none.security(true),
            none.nonceless(true),
            none.pkcs1(true),
            none.host("fraud.mch.weixin.qq.com"),
            none.meta("{}"));
    for (Options options : all) {
      Path target = Path.of("never-made");
      assertThat(
              catchThrowable(
                  () -> {
                    if (async) {
                      Clients.join(link.downloadAsync(target, options));
                    } else {
                      link.download(target, options);
                    }
                  }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("The option `\\w+` has no effect on this call: it downloads the .*");
    }
    assertThat(linking.sent()).hasSize(1);
  }

  @Test
  void refusesConfigWhoseSettingsBelongToTheOtherProtocol() {
    assertThatThrownBy(() -> wxpay.chain("v3/a").get(Map.of("security", true)))
        .hasMessageContaining("`security` has no effect");
    assertThatThrownBy(() -> wxpay.v2().chain("pay/orderquery").post(fields, Map.of("pkcs1", true)))
        .hasMessageContaining("`pkcs1` has no effect");
    assertThat(http.sent()).isEmpty();
  }

  @Test
  void ignoresNoncelessAndMetaOfAConfigAsTheOriginalDoes() {
    wxpay.chain("v3/a").post(Map.of("a", 1), Map.of("nonceless", true, "meta", "x"));

    assertThat(http.only().text()).isEqualTo("{\"a\":1}");
  }

  @Test
  void sendsOptionsThatHaveAnEffect() {
    wxpay.chain("v3/a").post(new Multipart().append("a", "b"), Options.none().meta("{\"c\":1}"));
    wxpay
        .chain("v3/a")
        .post(
            Map.of("file", new byte[] {1}),
            Options.none()
                .meta("{\"filename\":\"a\"}")
                .header("Content-Type", "multipart/form-data"));
    wxpay.chain("v3/a").post(Map.of("a", 1), Options.none().pkcs1(true).nonceless(false));

    assertThat(http.sent()).hasSize(3);
  }

  @Test
  void namesTheRightCallForOptionsAsBodyAndForAQueryAsPlaceholder() {
    assertThatThrownBy(() -> wxpay.chain("v3/a").post(Options.none().query("a", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("post(body, options)");
    assertThatThrownBy(() -> wxpay.chain("v3/bill").get(Options.of("bill_date", "2020-01-01")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no placeholder [bill_date]")
        .hasMessageContaining("query(\"bill_date\", …)");
    assertThatThrownBy(() -> wxpay.chain("v3/a").get(Map.of("responseType", "arraybuffer")))
        .hasMessageContaining(
            "The option 'responseType' is not known here: read a response with bytes()");
    assertThatThrownBy(() -> wxpay.chain("v3/a").get(Map.of("transformResponse", List.of())))
        .hasMessageContaining("replace the response in a Hook");
    assertThat(http.sent()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsTheConfigOfAnUploadAsEveryVerbDoes(boolean async) throws Exception {
    Path file = Fixtures.path("upload.gif");
    Map<String, Object> config =
        Map.of("x", "a/b", "meta", Map.of("kind", 1), "note", "n", "params", Map.of("q", 2));
    Chain chain = wxpay.chain("v3/files/{x}/upload");

    Response r = async ? chain.uploadAsync(file, config).get() : chain.upload(file, config);

    assertThat(r.get("a")).isEqualTo("b");
    assertThat(http.only().uri().toString()).endsWith("/v3/files/a%2Fb/upload?q=2");
    assertThat(http.only().text())
        .contains("\"filename\":\"upload.gif\"", "\"kind\":1", "\"note\":\"n\"")
        .doesNotContain("\"params\"", "\"x\":");
  }

  @Test
  void refusesUploadWhosePlaceholderIsMissing() {
    assertThatThrownBy(
            () -> wxpay.chain("v3/files/{x}").upload(Fixtures.path("upload.gif"), Map.of("y", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The placeholder {x} of 'v3/files/{x}' has no value");
    assertThatThrownBy(
            () ->
                wxpay.chain("v3/files").upload(Fixtures.path("upload.gif"), Map.of("meta", "text")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`meta` must be a Map");
    assertThat(http.sent()).isEmpty();
  }
}
