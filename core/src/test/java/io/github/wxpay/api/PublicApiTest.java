package io.github.wxpay.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.wxpay.Chain;
import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.PayParams;
import io.github.wxpay.Reply;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.AesCbc;
import io.github.wxpay.crypto.AesEcb;
import io.github.wxpay.crypto.AesGcm;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.RequestSigner;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.crypto.Secret;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.FileException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.TransportException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.WxpayException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Hook;
import io.github.wxpay.http.Incoming;
import io.github.wxpay.http.Multipart;
import io.github.wxpay.http.Options;
import io.github.wxpay.http.Outgoing;
import io.github.wxpay.http.Progress;
import io.github.wxpay.sandbox.Fault;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program of a user: it has no access to what is not public, and uses every class and method that
 * the public API promises. If it no longer compiles, neither do the programs of users.
 */
class PublicApiTest {
  private static final Path KEY = Fixtures.path("apiclient_key.pem");
  private static final Path CERTIFICATE = Fixtures.path("apiclient_cert.pem");
  private static final Path PLATFORM = Fixtures.path("platform_pubkey.pem");

  private static Sandbox sandbox;
  private static Wxpay wxpay;
  private static String mchid;

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    wxpay = Wxpay.of(sandbox.config());
    mchid = wxpay.mchid();
  }

  @AfterAll
  static void stop() {
    wxpay.close();
    sandbox.close();
  }

  // Clients

  @Test
  void buildsClientFromEverySource() throws IOException {
    Map<String, Object> dictionary =
        Map.of(
            "mchid",
            mchid,
            "serial",
            Fixtures.SERIAL,
            "privateKey",
            Fixtures.text("apiclient_key.pem"),
            "certs",
            Map.of(Fixtures.PUBLIC_KEY_ID, Fixtures.text("platform_pubkey.pem")),
            "secret",
            Fixtures.SECRET,
            "merchant",
            Map.of(
                "cert", Fixtures.text("apiclient_cert.pem"),
                "key", Fixtures.text("apiclient_key.pem")),
            "baseURL",
            "https://api.mch.weixin.qq.com/",
            "apiV3Key",
            Fixtures.API_V3_KEY);
    Path file = folder.resolve("wxpay.json");
    new ObjectMapper().writeValue(file.toFile(), dictionary);
    Supplier<Wxpay> environment = Wxpay::fromEnvironment; // a test has no such variables

    try (Wxpay built =
            Wxpay.builder()
                .mchid(mchid)
                .serial(Fixtures.SERIAL)
                .privateKey(KEY)
                .platformKey(Fixtures.PUBLIC_KEY_ID, PLATFORM)
                .apiV3Key(Fixtures.API_V3_KEY)
                .secret(Fixtures.SECRET)
                .merchantCertificate(Fixtures.path("apiclient_cert.p12"), mchid)
                .baseUrl("https://api.mch.weixin.qq.com/")
                .build();
        Wxpay same = Wxpay.of(dictionary);
        Wxpay loaded = Wxpay.load(file)) {
      assertThat(List.of(built, same, loaded)).allMatch(client -> client.mchid().equals(mchid));
    }
    assertThat(environment).isNotNull();
  }

  @Test
  void acceptsKeysInEveryForm() {
    PrivateKey key = Rsa.privateKey(Fixtures.text("apiclient_key.pem"));
    PublicKey platform = Rsa.publicKey(Fixtures.text("platform_pubkey.pem"));
    RequestSigner signer = message -> Rsa.signature(message, key);
    WxpayBuilder builder = Wxpay.builder().mchid(mchid).certificate(CERTIFICATE);

    for (WxpayBuilder each :
        List.of(
            builder.privateKey(KEY),
            builder.privateKey(Fixtures.text("apiclient_key.pem")),
            builder.privateKey(key),
            builder.privateKey(signer))) {
      each.platformKey(Fixtures.PUBLIC_KEY_ID, PLATFORM)
          .platformKey(Fixtures.PUBLIC_KEY_ID, Fixtures.text("platform_pubkey.pem"))
          .platformKey(Fixtures.PUBLIC_KEY_ID, platform)
          .merchantCertificate(
              Fixtures.text("apiclient_cert.pem"), Fixtures.text("apiclient_key.pem"))
          .merchantCertificate(CERTIFICATE, KEY)
          .provider(Security.getProvider("SunRsaSign"))
          .build()
          .close();
    }
  }

  @Test
  void setsClockNonceTimeoutHookAndHttpClient() {
    List<String> seen = new CopyOnWriteArrayList<>();
    Hook hook =
        new Hook() {
          @Override
          public Outgoing request(Outgoing request) {
            seen.add(request.method() + " " + request.path());
            return request.withHeader("X-Test", "1");
          }

          @Override
          public Incoming response(Incoming response) {
            seen.add(response.status() + " " + response.requestId());
            return response.withBytes(
                "{\"code_url\":\"replaced\"}".getBytes(StandardCharsets.UTF_8));
          }
        };
    FakeHttpClient http = http();
    HttpClient client = http;
    Clock clock = Fixtures.CLOCK;
    Wxpay hooked =
        Wxpay.builder()
            .mchid(mchid)
            .serial(Fixtures.SERIAL)
            .privateKey(KEY)
            .platformKey(Fixtures.PLATFORM_SERIAL, Fixtures.path("platform_cert.pem"))
            .clock(clock)
            .nonce(() -> Fixtures.NONCE)
            .httpClient(client)
            .timeout(Duration.ofSeconds(5))
            .hook(hook)
            .build();

    Response r = hooked.chain("v3/a").get();

    assertThat(r.get("code_url")).isEqualTo("replaced");
    assertThat(seen).containsExactly("GET v3/a", "200 REQ-1");
    assertThat(http.only().header("X-Test")).isEqualTo("1");
    assertThat(http.only().authorization()).contains("nonce_str=\"" + Fixtures.NONCE + "\"");
    Wxpay derived = hooked.newBuilder().timeout(Duration.ofSeconds(6)).build();
    assertThat(derived.chain("v3/a").get().status()).isEqualTo(200);
    derived.close();
    hooked.close();
  }

  @Test
  void offersStaticHelpersOfTheClient() {
    Secret secret = Wxpay.secret("张三");

    assertThat(secret.toString()).doesNotContain("张三");
    assertThat(Wxpay.normalize("outTradeNo")).isEqualTo("out-trade-no");
    assertThat(Wxpay.fields("b", 1, "none", null, "a", 2)).hasToString("{b=1, a=2}");
    assertThat(sandbox.decrypt(wxpay.encrypt("张三"))).isEqualTo("张三");
    assertThat(sandbox.decrypt(wxpay.encryptAsync("张三").join())).isEqualTo("张三");
    assertThat(wxpay.decrypt(sandbox.encrypt("张三"))).isEqualTo("张三");
    assertThat(wxpay.decryptAsync(sandbox.encrypt("张三")).join()).isEqualTo("张三");
  }

  // Calls

  @Test
  void followsOrderFromFirstCallToNotification() {
    Chain payment = wxpay.v3().chain("pay/transactions");
    Chain byNumber =
        payment.chain("out-trade-no/{out_trade_no}").with("out_trade_no", "api-order-1");

    Response placed = wxpay.chain("v3/pay/transactions/native").post(order("api-order-1"));
    Response open = byNumber.query("mchid", mchid).timeout(Duration.ofSeconds(9)).get();
    sandbox.pay("api-order-1");
    String id = byNumber.get(Options.none().query("mchid", mchid)).require("transaction_id");
    CompletableFuture<Response> paid =
        wxpay
            .v3()
            .chain("pay/transactions/id/{transaction_id}")
            .getAsync(Options.of("transaction_id", id).query("mchid", mchid));
    wxpay.chain("v3/pay/transactions/native").post(order("api-order-2"));
    Response closed =
        wxpay
            .prop("v3.pay.transactions.outTradeNo.$out_trade_no$.close")
            .post(Map.of("mchid", mchid), Map.of("out_trade_no", "api-order-2"));
    Response ended =
        wxpay
            .v3()
            .chain("payscore/permissions/authorization-code/<authorization_code>/terminate")
            .post(
                Map.of("service_id", "500001", "reason", "test"),
                Map.of("authorization_code", "1234567890"));

    assertThat(placed.get("code_url")).startsWith("weixin://");
    assertThat(open.get("trade_state")).isEqualTo("NOTPAY");
    assertThat(paid.join().get("trade_state")).isEqualTo("SUCCESS");
    assertThat(closed.status()).isEqualTo(204);
    assertThat(ended.status()).isEqualTo(204);
    assertThat(payment.path()).isEqualTo("v3/pay/transactions");
  }

  @Test
  void readsResponseInEveryForm() {
    wxpay.chain("v3/pay/transactions/native").post(order("api-order-3"));

    Response r =
        wxpay
            .chain("v3/pay/transactions/out-trade-no/{out_trade_no}")
            .header("Accept-Language", "en")
            .get(
                Map.of(
                    "out_trade_no",
                    "api-order-3",
                    "params",
                    Map.of("mchid", mchid),
                    "timeout",
                    5000));
    Headers headers = r.headers();
    JsonNode data = r.data();
    Optional<String> none = r.find("no_such_field");
    Map<String, Object> map = r.map();
    ObjectMapper lenient =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    assertThat(r.status()).isEqualTo(200);
    assertThat(headers.first("wechatpay-serial")).isPresent();
    assertThat(r.requestId()).isNotEmpty();
    assertThat(new String(r.bytes(), StandardCharsets.UTF_8)).isEqualTo(r.text());
    assertThat(data.path("out_trade_no").asText()).isEqualTo("api-order-3");
    assertThat(r.get("/amount/total")).isEqualTo("1");
    assertThat(none).isEmpty();
    assertThat(r.require("out_trade_no")).isEqualTo("api-order-3");
    assertThat(r.as(Order.class).out_trade_no).isEqualTo("api-order-3");
    assertThat(r.to(Order.class).out_trade_no).isEqualTo("api-order-3");
    assertThat(r.as(new TypeReference<Map<String, Object>>() {})).isEqualTo(map);
    assertThat(r.as(Order.class, lenient).out_trade_no).isEqualTo("api-order-3");
    assertThat(r.toString()).startsWith("200 ").contains("\"out_trade_no\"");
  }

  @Test
  void callsApiv2() {
    Map<String, Object> fields =
        Map.of(
            "appid",
            "wx8888888888888888",
            "mch_id",
            mchid,
            "body",
            "tea",
            "out_trade_no",
            "api-v2",
            "total_fee",
            1,
            "spbill_create_ip",
            "127.0.0.1",
            "notify_url",
            "https://example.com/n",
            "trade_type",
            "NATIVE",
            "product_id",
            "1");

    Response r = wxpay.v2().chain("pay/unifiedorder").post(fields);
    ResultException refused =
        catchThrowableOfType(
            ResultException.class,
            () ->
                wxpay
                    .v2()
                    .chain("pay/orderquery")
                    .post(
                        Map.of(
                            "appid",
                            "wx8888888888888888",
                            "mch_id",
                            mchid,
                            "out_trade_no",
                            "none")));

    assertThat(r.get("code_url")).startsWith("weixin://");
    assertThat(r.data().path("return_code").asText()).isEqualTo("SUCCESS");
    assertThat(refused.errorCode()).isEqualTo("ORDERNOTEXIST");
    assertThat(refused.errCode()).isEqualTo("ORDERNOTEXIST");
    assertThat(refused.code()).startsWith("EV2_");
    assertThat(refused.fields()).containsEntry("result_code", "FAIL");
  }

  @Test
  void sendsEveryVerbWaitingAndAsync() {
    FakeHttpClient http = http();
    Chain c = client(http).chain("v3/a");
    Map<String, Object> config = Map.of("params", Map.of("q", 1));
    Options options = Options.none().query("q", 1);
    Object body = Map.of("a", 1);

    List<Response> waiting =
        List.of(
            c.get(),
            c.get(config),
            c.get(options),
            c.delete(),
            c.delete(config),
            c.delete(options),
            c.post(body),
            c.post(body, config),
            c.post(body, options),
            c.put(body),
            c.put(body, config),
            c.put(body, options),
            c.patch(body),
            c.patch(body, config),
            c.patch(body, options),
            c.request("DELETE", body, options),
            c.request("DELETE", body, config));
    List<String> first = targets(http);
    http.sent().clear();
    List<CompletableFuture<Response>> later =
        List.of(
            c.getAsync(),
            c.getAsync(config),
            c.getAsync(options),
            c.deleteAsync(),
            c.deleteAsync(config),
            c.deleteAsync(options),
            c.postAsync(body),
            c.postAsync(body, config),
            c.postAsync(body, options),
            c.putAsync(body),
            c.putAsync(body, config),
            c.putAsync(body, options),
            c.patchAsync(body),
            c.patchAsync(body, config),
            c.patchAsync(body, options),
            c.requestAsync("DELETE", body, options),
            c.requestAsync("DELETE", body, config));

    assertThat(waiting).allMatch(response -> response.status() == 200);
    assertThat(later).allMatch(future -> future.join().status() == 200);
    assertThat(first)
        .startsWith("GET /v3/a", "GET /v3/a?q=1", "GET /v3/a?q=1", "DELETE /v3/a")
        .endsWith("PATCH /v3/a?q=1", "DELETE /v3/a?q=1", "DELETE /v3/a?q=1");
    assertThat(targets(http)).containsExactlyInAnyOrderElementsOf(first); // each when it is signed
  }

  @Test
  void sendsEveryKindOfBody() {
    FakeHttpClient http = http();
    Chain c = client(http).chain("v3/a");
    Order pojo = new Order();
    pojo.out_trade_no = "1";

    c.post(Map.of("out_trade_no", "1"));
    c.post(pojo);
    c.post(JsonNodeFactory.instance.objectNode().put("out_trade_no", "1"));
    c.post("{\"out_trade_no\":\"1\"}");
    c.post("{\"out_trade_no\":\"1\"}".getBytes(StandardCharsets.UTF_8));
    c.post(null);
    c.post(new Multipart().append("a", "1").append("b", new byte[] {1}, "b.png"));

    assertThat(http.sent().subList(0, 5))
        .extracting(sent -> sent.text())
        .containsOnly("{\"out_trade_no\":\"1\"}");
    assertThat(http.sent().get(5).text()).isEmpty();
    assertThat(http.sent().get(6).header("Content-Type")).startsWith("multipart/form-data");
  }

  @Test
  void setsEveryOptionOfCall() {
    Progress progress = (done, total) -> {};
    Options all =
        Options.of("id", 1)
            .with("name", "n")
            .query("a", 1)
            .query(Map.of("b", 2))
            .header("X-A", "1")
            .headers(Headers.of(Map.of("X-B", "2")))
            .baseUrl("https://example.com/")
            .timeout(Duration.ofSeconds(1))
            .security(true)
            .nonceless(true)
            .pkcs1(true)
            .meta("{}")
            .progress(progress)
            .maxBytes(5);
    Options joined = Options.none().with(all);

    assertThat(joined.values()).containsEntry("id", 1).containsEntry("name", "n");
    assertThat(joined.query()).containsEntry("a", 1).containsEntry("b", 2);
    assertThat(joined.headers().names()).contains("X-A", "X-B");
    assertThat(joined.baseUrl()).contains("https://example.com");
    assertThat(joined.timeout()).contains(Duration.ofSeconds(1));
    assertThat(joined.security() && joined.nonceless() && joined.pkcs1()).isTrue();
    assertThat(joined.meta()).contains("{}");
    assertThat(joined.progress()).contains(progress);
    assertThat(joined.maxBytes()).isEqualTo(5);
  }

  @Test
  void transfersFilesInEveryForm() throws IOException {
    Path image = Files.write(folder.resolve("a.png"), new byte[] {1, 2, 3});
    Path target = folder.resolve("target");
    Chain upload = wxpay.chain("v3/merchant-service/images/upload");
    String id = upload.upload(image).require("media_id");
    Chain download = wxpay.chain("v3/merchant-service/images/{media_id}").with("media_id", id);

    assertThat(upload.upload(image, Map.of()).status()).isEqualTo(200);
    assertThat(upload.upload(image, Map.of(), Options.none()).status()).isEqualTo(200);
    assertThat(upload.uploadAsync(image).join().status()).isEqualTo(200);
    assertThat(upload.uploadAsync(image, Map.of()).join().status()).isEqualTo(200);
    assertThat(upload.uploadAsync(image, Map.of(), Options.none()).join().status()).isEqualTo(200);
    List<Supplier<Response>> downloads =
        List.of(
            () -> download.download(target),
            () -> download.download(target, Map.of()),
            () -> download.download(target, Options.none()),
            () -> download.downloadAsync(target).join(),
            () -> download.downloadAsync(target, Map.of()).join(),
            () -> download.downloadAsync(target, Options.none()).join());
    for (Supplier<Response> one : downloads) {
      assertThat(one.get().status()).isEqualTo(200);
      assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
      Files.delete(target);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    download.download(out);
    download.download(out, Options.none());
    download.downloadAsync(out).join();
    download.downloadAsync(out, Options.none()).join();
    assertThat(out.size()).isEqualTo(12);
  }

  @Test
  void readsBillsInEveryForm() {
    wxpay.chain("v3/pay/transactions/native").post(order("api-bill"));
    sandbox.pay("api-bill");
    String day = LocalDate.now(ZoneId.of("Asia/Shanghai")).toString();
    Map<String, Object> config = Map.of("params", Map.of("bill_date", day));
    Options options = Options.none().query("bill_date", day);
    Chain chain = wxpay.chain("v3/bill/tradebill");
    Chain set = chain.query("bill_date", day);
    Chain v2 = wxpay.v2().chain("pay/downloadbill");
    Map<String, Object> fields =
        Map.of("appid", "wx8888888888888888", "mch_id", mchid, "bill_date", day.replace("-", ""));

    List<Bill> bills = new ArrayList<>();
    bills.addAll(
        List.of(set.bill(), chain.bill(options), chain.bill(config), v2.bill(fields, options())));
    bills.addAll(
        List.of(
            set.billAsync().join(),
            chain.billAsync(options).join(),
            chain.billAsync(config).join(),
            v2.billAsync(fields, options()).join()));
    bills.addAll(set.bills());
    bills.addAll(chain.bills(options));
    bills.addAll(chain.bills(config));
    bills.addAll(set.billsAsync().join());
    bills.addAll(chain.billsAsync(options).join());
    bills.addAll(chain.billsAsync(config).join());

    assertThat(bills).hasSize(14).allMatch(bill -> bill.check() > 0);
    assertThat(bills.get(0).summary()).isNotEmpty();
    try (Stream<String> numbers = bills.get(0).rows().map(row -> row.get("商户订单号"))) {
      assertThat(numbers).contains("api-bill");
    }
    bills.forEach(Bill::close);
    Response link = set.get();
    assertThat(link.download(folder.resolve("bill")).status()).isEqualTo(200);
    assertThat(link.downloadAsync(folder.resolve("bill")).join().status()).isEqualTo(200);
    assertThat(link.download("", folder.resolve("bill"), options()).status()).isEqualTo(200);
  }

  @Test
  void signsCallUpParametersAndUrls() {
    PayParams params = wxpay.payParams();

    assertThat(params.jsapi("wx1", "p1")).containsKeys("appId", "package", "paySign");
    assertThat(wxpay.v2().chain("papay/entrustweb").url(Map.of("mch_id", mchid, "plan_id", 1)))
        .contains("/papay/entrustweb?", "sign=");
  }

  // Failures

  @Test
  void reportsStatusOfErrorResponse() {
    StatusException e =
        catchThrowableOfType(
            StatusException.class,
            () ->
                wxpay
                    .chain("v3/pay/transactions/out-trade-no/api-order-9")
                    .query("mchid", mchid)
                    .get());
    WxpayException root = e;

    assertThat(e.status()).isEqualTo(404);
    assertThat(e.code()).isEqualTo("ORDER_NOT_EXIST");
    assertThat(root.errorCode()).isEqualTo("ORDER_NOT_EXIST");
    assertThat(e.message()).isNotEmpty();
    assertThat(e.detail()).isNotNull();
    assertThat(e.requestId()).isNotEmpty();
    assertThat(e.verified()).isTrue();
    assertThat(e.text()).contains("ORDER_NOT_EXIST");
  }

  @Test
  void reportsWhyResponseIsNotVerified() {
    sandbox.fault("GET /v3/certificates", Fault.WRONG_SIGNATURE, 2); // a read is sent once more

    VerificationException e =
        catchThrowableOfType(
            VerificationException.class, () -> wxpay.chain("v3/certificates").get());

    assertThat(e.reason()).isEqualTo(VerificationException.Reason.BAD_SIGNATURE);
    assertThat(e.code()).isEqualTo("EV3_RES_HEADER_SIGNATURE_DIGEST");
    assertThat(e.status()).isEqualTo(200);
    assertThat(e.requestId()).isNotEmpty();
    assertThat(e.isProbe()).isFalse();
    assertThat(e.errorCode()).isEmpty();
  }

  @Test
  void reportsWhetherRequestWasSent() {
    Wxpay away = wxpay.newBuilder().baseUrl(RawServer.deadUrl()).build();

    TransportException e =
        catchThrowableOfType(TransportException.class, () -> away.chain("v3/certificates").get());

    assertThat(e.sent()).isFalse();
  }

  @Test
  void reportsMalformedCryptoAndFileFailures() {
    MalformedException malformed =
        catchThrowableOfType(
            MalformedException.class, () -> wxpay.notifications().parse(Map.of(), utf8("<a")));
    CryptoException crypto =
        catchThrowableOfType(CryptoException.class, () -> Rsa.privateKey("not a key"));
    FileException file =
        catchThrowableOfType(
            FileException.class,
            () -> wxpay.chain("v3/merchant/media/upload").upload(folder.resolve("none.png")));

    assertThat(Stream.of(malformed, crypto, file)).allMatch(e -> e.errorCode().isEmpty());
    assertThat(file.path()).isEqualTo(folder.resolve("none.png"));
  }

  // Notifications

  @Test
  void readsAndRepliesToNotification() {
    SignedNotification sent =
        sandbox.notification(
            "TRANSACTION.SUCCESS",
            Map.of("out_trade_no", "api-order-4", "amount", Map.of("total", 1)));
    Notifications notifications = wxpay.notifications();

    Notification n = notifications.parse(sent.headers(), sent.body());
    Notification later = notifications.parseAsync(sent.headers(), sent.body()).join();
    Reply reply = n.success();

    assertThat(n.id()).isEqualTo(sent.id()).isEqualTo(later.id());
    assertThat(n.eventType()).isEqualTo("TRANSACTION.SUCCESS");
    assertThat(n.createTime()).isNotEmpty();
    assertThat(n.data().path("out_trade_no").asText()).isEqualTo("api-order-4");
    assertThat(n.as(Order.class).out_trade_no).isEqualTo("api-order-4");
    assertThat(n.get("/amount/total")).isEqualTo("1");
    assertThat(n.expect(mchid, "api-order-4", 1)).isSameAs(n);
    assertThat(n.expect("out_trade_no", "api-order-4")).isSameAs(n);
    assertThat(
            catchThrowableOfType(
                    VerificationException.class, () -> n.expect(mchid, "api-order-4", 2))
                .reason())
        .isEqualTo(VerificationException.Reason.UNEXPECTED_CONTENT);
    assertThat(reply.status()).isEqualTo(204);
    assertThat(n.failure("later").status()).isEqualTo(500);
    assertThat(n.success(Map.of("a", 1)).headers()).containsKey("Authorization");
    assertThat(n.successAsync(Map.of("a", 1)).join().status()).isEqualTo(200);
    assertThat(n.decrypt("none")).isNull();
    assertThat(n.decryptAsync("none").join()).isNull();
    assertThat(Notifications.refusal().status()).isEqualTo(401);
  }

  @Test
  void comparesRefundAndTransfer() {
    SignedNotification refund = sandbox.notification("REFUND.SUCCESS");
    SignedNotification transfer = sandbox.notification("MCHTRANSFER.BILL.FINISHED");

    Notification refunded = wxpay.notifications().parse(refund.headers(), refund.body());
    Notification transferred = wxpay.notifications().parse(transfer.headers(), transfer.body());

    assertThat(
            refunded.expectRefund(
                refunded.require("out_refund_no"),
                refunded.data().at("/amount/refund").longValue()))
        .isSameAs(refunded);
    Throwable different =
        catchThrowableOfType(
            VerificationException.class, () -> transferred.expectTransfer("another", 1));
    assertThat(different).hasMessageContaining("another");
  }

  // Helpers

  @Test
  void formatsTextsToSign() {
    Map<String, Object> sorted = Formatter.ksort(Map.of("b", 1, "a", 2));

    assertThat(Formatter.nonce()).hasSize(32);
    assertThat(Formatter.nonce(8)).hasSize(8);
    assertThat(Formatter.timestamp()).isGreaterThan(1_700_000_000L);
    assertThat(Formatter.authorization("1", "n", "s", 1, "SN"))
        .isEqualTo(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1\",serial_no=\"SN\",timestamp=\"1\","
                + "nonce_str=\"n\",signature=\"s\"");
    assertThat(Formatter.request("GET", "/a", 1, "n", "b")).isEqualTo("GET\n/a\n1\nn\nb\n");
    assertThat(Formatter.response(1, "n", "b")).isEqualTo("1\nn\nb\n");
    assertThat(Formatter.joinedByLineFeed("a", 1, null)).isEqualTo("a\n1\n\n");
    assertThat(sorted.keySet()).containsExactly("a", "b");
    assertThat(Formatter.queryStringLike(sorted)).isEqualTo("a=2&b=1");
    assertThat(Formatter.castCsvLine("`1,`2")).containsEntry("1", "2");
    assertThat(Formatter.castCsvLine("`1,`2", List.of("a", "b"))).containsEntry("b", "2");
    assertThat(Formatter.castCsvLine("1|2", List.of("a", "b"), false, "|")).containsEntry("b", "2");
    assertThat(Formatter.castCsvBill(utf8("a,b\n`1,`2\ntotal\n`1\n")))
        .containsEntry("summary", Map.of("total", "1"));
  }

  @Test
  void computesDigestsAndSigns() {
    Map<String, Object> fields = new LinkedHashMap<>(Map.of("b", 1, "a", 2));

    assertThat(Hash.md5("")).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
    assertThat(Hash.md5("a=1", "key")).isEqualTo(Hash.md5("a=1&key=key"));
    assertThat(Hash.md5("a=1", "key", "agent")).hasSize(32);
    assertThat(Hash.hmac("a", "key")).isEqualTo(Hash.hmac("a", "key", "sha256"));
    assertThat(Hash.sha1("abc")).isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
    assertThat(Hash.sha256("abc")).startsWith("ba7816bf");
    assertThat(Hash.sm3("abc")).startsWith("66c7f0f4");
    assertThat(Hash.equals("a", "a")).isTrue();
    assertThat(Hash.equals("a", null)).isFalse();
    assertThat(Hash.sign(Hash.ALGO_MD5, fields, "key"))
        .isEqualTo(Hash.md5("a=2&b=1&key=key").toUpperCase(Locale.ROOT));
    assertThat(Hash.sign(Hash.ALGO_HMAC_SHA256, fields, "key")).hasSize(64);
  }

  @Test
  void signsAndEncryptsWithRsa() {
    PrivateKey key = Rsa.privateKey(Fixtures.text("apiclient_key.pem"));
    PublicKey publicKey = Rsa.publicKey(Fixtures.text("apiclient_cert.pem"));
    String signature = Rsa.sign("text", key);

    assertThat(Rsa.fromPkcs8(base64("apiclient_key.pem"))).isEqualTo(key);
    assertThat(Rsa.fromPkcs1(base64("apiclient_key_pkcs1.pem"))).isEqualTo(key);
    assertThat(Rsa.fromPkcs1Public(base64("apiclient_pubkey_pkcs1.pem"))).isEqualTo(publicKey);
    assertThat(Rsa.fromSpki(base64("apiclient_pubkey.pem"))).isEqualTo(publicKey);
    assertThat(Rsa.verify("text", signature, publicKey)).isTrue();
    assertThat(Rsa.verify("other", signature, publicKey)).isFalse();
    assertThat(Rsa.decrypt(Rsa.encrypt("text", publicKey), key)).isEqualTo("text");
  }

  @Test
  void encryptsWithAes() {
    String key = "k".repeat(32);
    String half = "k".repeat(16);

    assertThat(AesGcm.decrypt(AesGcm.encrypt("text", key, "n"), key, "n")).isEqualTo("text");
    assertThat(AesGcm.decrypt(AesGcm.encrypt("text", key, "n", "aad"), key, "n", "aad"))
        .isEqualTo("text");
    assertThat(AesEcb.decrypt(AesEcb.encrypt("text", key), key)).isEqualTo("text");
    assertThat(AesCbc.decrypt(AesCbc.encrypt("text", half, half), half, half)).isEqualTo("text");
  }

  @Test
  void writesAndReadsXmlAndForms() {
    Multipart form = new Multipart("b").append("meta", "{}").append("file", new byte[1], "a.png");

    assertThat(Transformer.toXml(Map.of("a", "1<"))).isEqualTo("<xml><a><![CDATA[1<]]></a></xml>");
    assertThat(Transformer.toObject("<xml><a>1</a></xml>")).containsEntry("a", "1");
    assertThat(new String(form.bytes(), StandardCharsets.ISO_8859_1))
        .startsWith("--b\r\n")
        .contains("filename=\"a.png\"");
  }

  // Signatures

  @Test
  void namesNoInternalTypeInPublicSignatures() throws Exception {
    List<String> internal = new ArrayList<>();
    int methods = 0;
    for (Class<?> type : exported()) {
      List<Executable> all = new ArrayList<>(Arrays.asList(type.getDeclaredConstructors()));
      all.addAll(Arrays.asList(type.getDeclaredMethods()));
      for (Executable each : all) {
        if (!Modifier.isPublic(each.getModifiers()) && !Modifier.isProtected(each.getModifiers())) {
          continue;
        }
        methods++;
        List<Class<?>> named = new ArrayList<>(Arrays.asList(each.getParameterTypes()));
        named.addAll(Arrays.asList(each.getExceptionTypes()));
        if (each instanceof Method) {
          named.add(((Method) each).getReturnType());
        }
        if (named.stream().anyMatch(one -> one.getName().contains(".internal."))) {
          internal.add(each.toString());
        }
      }
    }

    assertThat(methods).isGreaterThan(300);
    assertThat(internal).isEmpty();
  }

  private static List<Class<?>> exported() throws Exception {
    Path classes = Path.of(Wxpay.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file :
          files.filter(one -> one.toString().endsWith(".class")).collect(Collectors.toList())) {
        String name =
            classes.relativize(file).toString().replaceAll("\\.class$", "").replace('\\', '/');
        if (name.endsWith("-info") || name.contains("/internal/")) {
          continue;
        }
        Class<?> type = Class.forName(name.replace('/', '.'));
        if (Modifier.isPublic(type.getModifiers())) {
          found.add(type);
        }
      }
    }
    return found;
  }

  /** A class of the user's, for bodies and responses. */
  public static final class Order {
    public String out_trade_no;
  }

  private static Map<String, Object> order(String number) {
    return Wxpay.fields(
        "appid",
        "wxd678efh567hg6787",
        "mchid",
        mchid,
        "description",
        "tea",
        "out_trade_no",
        number,
        "notify_url",
        "https://example.com/n",
        "amount",
        Wxpay.fields("total", 1, "currency", "CNY"));
  }

  private static FakeHttpClient http() {
    return FakeHttpClient.answering(io.github.wxpay.testing.Reply.signed("{}"));
  }

  private static Wxpay client(FakeHttpClient http) {
    return Clients.over(http);
  }

  private static List<String> targets(FakeHttpClient http) {
    return http.sent().stream()
        .map(sent -> sent.method() + " " + sent.target())
        .collect(Collectors.toList());
  }

  private static Options options() {
    return Options.none();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(String name) {
    return String.join("", Fixtures.lines(name));
  }
}
