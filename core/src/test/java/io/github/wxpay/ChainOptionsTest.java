package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.codec.Bill;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import io.github.wxpay.testing.Sent;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Placeholders, query, headers and timeout that are set on a chain hold for each of its verbs. */
class ChainOptionsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(7);
  private static final Map<String, ?> NO_CONFIG = Map.of();
  private static final Options NO_OPTIONS = Options.none();
  private static final Path IMAGE = Fixtures.path("upload.gif");
  private static final String FILE = "a,b\n`1,`2\n";
  private static final String LINK =
      "{\"download_url\":\"https://api.mch.weixin.qq.com/v3/billdownload/file?token=t\"}";

  private final List<Outgoing> requests = new CopyOnWriteArrayList<>();
  private final FakeHttpClient http = new FakeHttpClient(ChainOptionsTest::reply);
  private final Wxpay wxpay =
      Clients.builder()
          .secret(Fixtures.SECRET)
          .httpClient(http)
          .hook(
              request -> {
                requests.add(request);
                return request;
              })
          .build();

  @TempDir Path folder;

  private static Reply reply(Sent request) {
    if (request.uri().getPath().contains("/bill/")) {
      return Reply.signed(LINK);
    }
    return Reply.signed(FILE).with("Content-Length", "" + FILE.length());
  }

  /** Calls a verb of a chain. */
  interface Verb {
    void call(Chain chain, Path target) throws Exception;
  }

  private static Arguments verb(String name, Verb verb) {
    return Arguments.of(name, verb);
  }

  private static Stream<Arguments> verbs() {
    return Stream.of(
        verb("get", (c, f) -> c.get()),
        verb("get, config", (c, f) -> c.get(NO_CONFIG)),
        verb("get, options", (c, f) -> c.get(NO_OPTIONS)),
        verb("getAsync", (c, f) -> c.getAsync().join()),
        verb("getAsync, config", (c, f) -> c.getAsync(NO_CONFIG).join()),
        verb("getAsync, options", (c, f) -> c.getAsync(NO_OPTIONS).join()),
        verb("delete", (c, f) -> c.delete()),
        verb("deleteAsync", (c, f) -> c.deleteAsync().join()),
        verb("post", (c, f) -> c.post("{}")),
        verb("post, config", (c, f) -> c.post("{}", NO_CONFIG)),
        verb("post, options", (c, f) -> c.post("{}", NO_OPTIONS)),
        verb("postAsync", (c, f) -> c.postAsync("{}").join()),
        verb("put", (c, f) -> c.put("{}")),
        verb("putAsync, config", (c, f) -> c.putAsync("{}", NO_CONFIG).join()),
        verb("patch", (c, f) -> c.patch("{}")),
        verb("patchAsync, options", (c, f) -> c.patchAsync("{}", NO_OPTIONS).join()),
        verb("request, config", (c, f) -> c.request("DELETE", "{}", NO_CONFIG)),
        verb("requestAsync", (c, f) -> c.requestAsync("HEAD", null, NO_OPTIONS).join()),
        verb("upload", (c, f) -> c.upload(IMAGE)),
        verb("upload, config", (c, f) -> c.upload(IMAGE, Map.of("note", "n"))),
        verb("upload, options", (c, f) -> c.upload(IMAGE, Map.of(), NO_OPTIONS)),
        verb("uploadAsync", (c, f) -> c.uploadAsync(IMAGE).join()),
        verb("uploadAsync, config", (c, f) -> c.uploadAsync(IMAGE, NO_CONFIG).join()),
        verb("uploadAsync, options", (c, f) -> c.uploadAsync(IMAGE, Map.of(), NO_OPTIONS).join()),
        verb("download", (c, f) -> c.download(f)),
        verb("download, config", (c, f) -> c.download(f, NO_CONFIG)),
        verb("download, options", (c, f) -> c.download(f, NO_OPTIONS)),
        verb("download, body", (c, f) -> c.download(f, "{}", NO_OPTIONS)),
        verb("downloadAsync", (c, f) -> c.downloadAsync(f, NO_OPTIONS).join()),
        verb("downloadAsync, body", (c, f) -> c.downloadAsync(f, "{}", NO_OPTIONS).join()),
        verb("download, stream", (c, f) -> c.download(new ByteArrayOutputStream())),
        verb(
            "download, stream, options",
            (c, f) -> c.download(new ByteArrayOutputStream(), NO_OPTIONS)),
        verb("downloadAsync, config", (c, f) -> c.downloadAsync(f, NO_CONFIG).join()),
        verb(
            "downloadAsync, stream", (c, f) -> c.downloadAsync(new ByteArrayOutputStream()).join()),
        verb(
            "downloadAsync, stream, options",
            (c, f) -> c.downloadAsync(new ByteArrayOutputStream(), NO_OPTIONS).join()));
  }

  private static Stream<Arguments> bills() {
    return Stream.of(
        verb("bill", (c, f) -> c.bill().close()),
        verb("bill, config", (c, f) -> c.bill(NO_CONFIG).close()),
        verb("bill, options", (c, f) -> c.bill(NO_OPTIONS).close()),
        verb("billAsync", (c, f) -> c.billAsync().join().close()),
        verb("billAsync, options", (c, f) -> c.billAsync(NO_OPTIONS).join().close()),
        verb("bills", (c, f) -> c.bills().forEach(Bill::close)),
        verb("bills, options", (c, f) -> c.bills(NO_OPTIONS).forEach(Bill::close)),
        verb("bills, config", (c, f) -> c.bills(NO_CONFIG).forEach(Bill::close)),
        verb("billAsync, config", (c, f) -> c.billAsync(NO_CONFIG).join().close()),
        verb("billsAsync", (c, f) -> c.billsAsync().join().forEach(Bill::close)),
        verb("billsAsync, options", (c, f) -> c.billsAsync(NO_OPTIONS).join().forEach(Bill::close)),
        verb("billsAsync, config", (c, f) -> c.billsAsync(NO_CONFIG).join().forEach(Bill::close)));
  }

  private Chain set(String path) {
    return wxpay.chain(path).with("id", "a/b").query("q", 1).header("X-A", "1").timeout(TIMEOUT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verbs")
  void appliesToEveryVerb(String name, Verb verb) throws Exception {
    verb.call(set("v3/files/{id}"), folder.resolve("target"));

    assertThat(http.only().target()).isEqualTo("/v3/files/a%2Fb?q=1");
    assertThat(http.only().header("X-A")).isEqualTo("1");
    assertThat(requests.get(0).options().timeout()).contains(TIMEOUT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bills")
  void appliesToBillsAndTimeoutAppliesToTheirFiles(String name, Verb verb) throws Exception {
    verb.call(set("v3/bill/{id}"), folder.resolve("target"));

    assertThat(http.sent()).hasSize(2);
    assertThat(http.sent().get(0).target()).isEqualTo("/v3/bill/a%2Fb?q=1");
    assertThat(http.sent().get(0).header("X-A")).isEqualTo("1");
    assertThat(http.sent().get(1).target()).isEqualTo("/v3/billdownload/file?token=t");
    assertThat(http.sent().get(1).header("X-A")).isEmpty();
    assertThat(requests)
        .extracting(request -> request.options().timeout().orElseThrow())
        .containsOnly(TIMEOUT);
  }

  @Test
  void appliesToSignedUrl() {
    Chain page = wxpay.v2().chain("papay/{page}").with("page", "entrustweb");

    assertThat(page.query("mch_id", Fixtures.MCHID).query("plan_id", 1).url())
        .contains("/papay/entrustweb?", "mch_id=" + Fixtures.MCHID, "plan_id=1");
    assertThat(page.query("mch_id", Fixtures.MCHID).query("plan_id", 1).url(Map.of("plan_id", 2)))
        .contains("plan_id=2")
        .doesNotContain("plan_id=1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verbs")
  void refusesValueWithoutPlaceholderInFinalPath(String name, Verb verb) {
    Throwable thrown =
        catchThrowable(
            () -> verb.call(wxpay.chain("v3/a").with("id", 1), folder.resolve("target")));

    assertThat(thrown instanceof CompletionException ? thrown.getCause() : thrown)
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'v3/a' has no placeholder [id]; it has []. For the query write query(\"id\", …).");
    assertThat(http.sent()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void appliesToDerivedChains() {
    Chain order = wxpay.v3().with("out_trade_no", "1").query("mchid", "2").chain("orders");

    order.chain("{out_trade_no}/close").get();
    order.prop("$out_trade_no$.payRefund").query("b", 3).get();

    assertThat(http.sent())
        .extracting(Sent::target)
        .containsExactly("/v3/orders/1/close?mchid=2", "/v3/orders/1/pay-refund?mchid=2&b=3");
  }

  @Test
  void givesPrecedenceToOptionsOfTheVerb() {
    Chain chain =
        wxpay
            .chain("v3/a/{id}")
            .with("id", "chain")
            .query("q", "chain")
            .query("r", "chain")
            .header("X-A", "chain")
            .header("X-B", "chain")
            .timeout(TIMEOUT);

    chain.get(Options.of("id", "verb").query("q", "verb").header("x-a", "verb"));
    chain.get(
        Map.of(
            "id",
            "verb",
            "params",
            Map.of("q", "verb"),
            "headers",
            Map.of("x-a", "verb"),
            "timeout",
            9000));

    for (Sent sent : http.sent()) {
      assertThat(sent.target()).isEqualTo("/v3/a/verb?q=verb&r=chain");
      assertThat(sent.headers("X-A")).containsExactly("verb");
      assertThat(sent.headers("X-B")).containsExactly("chain");
    }
    assertThat(requests.get(0).options().timeout()).contains(TIMEOUT);
    assertThat(requests.get(1).options().timeout()).contains(Duration.ofSeconds(9));
  }

  @Test
  void leavesOutQueryEntryThatTheVerbSetsToNull() {
    wxpay.chain("v3/a").query("q", 1).get(Options.none().query("q", null));

    assertThat(http.only().target()).isEqualTo("/v3/a");
  }

  @Test
  void replacesEarlierValueOfSameName() {
    wxpay
        .chain("v3/{a}")
        .with("a", 1)
        .with("a", 2)
        .query("q", 1)
        .query("q", 2)
        .header("X-A", "1")
        .header("x-a", "2")
        .get();

    assertThat(http.only().target()).isEqualTo("/v3/2?q=2");
    assertThat(http.only().headers("X-A")).containsExactly("2");
  }

  @Test
  void returnsNewChainAndDoesNotChangeTheOriginal() {
    Chain plain = wxpay.chain("v3/a");

    Chain set = plain.query("q", 1).header("X-A", "1").timeout(TIMEOUT).with("id", "secret-value");
    plain.get();

    assertThat(http.only().target()).isEqualTo("/v3/a");
    assertThat(http.only().header("X-A")).isEmpty();
    assertThat(set.path()).isEqualTo("v3/a");
    assertThat(set).hasToString("v3/a");
  }

  @Test
  void sendsFormWhoseContentTypeIsSetOnTheChain() {
    wxpay
        .chain("v3/a")
        .header("Content-Type", "multipart/form-data")
        .post(Map.of("file", new byte[] {1}), Options.none().meta("{\"filename\":\"a\"}"));
    wxpay.chain("v3/a").query("q", 1).post(new Multipart().append("a", "b"));

    assertThat(http.sent()).hasSize(2);
  }

  @Test
  void failsWithoutOptionsAsBefore() {
    Chain chain = wxpay.chain("v3/a");

    assertThatThrownBy(() -> chain.get((Options) null)).hasMessage("options == null");
    assertThat(chain.getAsync((Options) null)).isCompletedExceptionally();
    assertThat(chain.billAsync((Options) null)).isCompletedExceptionally();
    assertThat(chain.downloadAsync(folder.resolve("target"), (Options) null))
        .isCompletedExceptionally();
    assertThat(chain.downloadAsync(new ByteArrayOutputStream(), null)).isCompletedExceptionally();
    assertThat(chain.billsAsync((Options) null)).isCompletedExceptionally();
    assertThat(folder).isEmptyDirectory();
    assertThat(http.sent()).isEmpty();
  }
}
