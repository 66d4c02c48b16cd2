package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.wxpay.Notifications;
import io.github.wxpay.ReplayStore;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.WxpayBuilder;
import io.github.wxpay.codec.Bill;
import io.github.wxpay.codec.Transformer;
import io.github.wxpay.crypto.Hash;
import io.github.wxpay.crypto.Rsa;
import io.github.wxpay.exception.ResultException;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.http.Headers;
import io.github.wxpay.http.Options;
import io.github.wxpay.internal.call.RequestConfig;
import io.github.wxpay.internal.json.Json;
import io.github.wxpay.internal.url.BaseUrl;
import io.github.wxpay.testing.CapturedLogs;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Texts that forge log lines or steer a terminal are planted into every field that an outsider
 * controls; then no message, no log record and no text of a value holds one of them.
 */
class MessagesTest {
  private static final List<String> PLANTS =
      List.of(
          "\u001b[2J",
          "\r\n",
          "\u0085",
          "\u009b",
          "\u202e",
          "\u2066",
          "\u2028",
          "\u0000",
          "\ud800");

  private static final Set<Integer> CONTROLS =
      Set.of(0x1b, (int) '\r', 0x85, 0x9b, 0x202e, 0x2066, 0x2028, 0, 0xd800);

  private static final String BASE = "https://api.mch.weixin.qq.com/";
  private static final List<String> HEADERS =
      List.of(
          "Request-ID",
          "Wechatpay-Nonce",
          "Wechatpay-Serial",
          "Wechatpay-Signature",
          "Wechatpay-Timestamp",
          "Wechatpay-Signature-Type",
          "Content-Type",
          "X-Else");

  private final List<String> logs = new ArrayList<>();
  private CapturedLogs captured;

  @TempDir static Path folder;

  @BeforeEach
  void listen() {
    captured =
        new CapturedLogs(
            entry -> {
              synchronized (logs) {
                logs.add(new SimpleFormatter().formatMessage(entry));
                add(logs, entry.getThrown());
              }
            });
  }

  @AfterEach
  void restore() {
    captured.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"responses", "responsesOfApiV2", "notifications", "arguments", "files"})
  void showsNoControlCharacterOfForeignText(Field field) {
    boolean shown = false;
    for (String plant : PLANTS) {
      String text = "left" + plant + "right";
      List<String> given = given(field, text);

      assertThat(given).as("%s, %s", field, quoted(plant)).noneMatch(this::isHarmful);
      String replaced = "left?" + plant.substring(plant.equals("\r\n") ? 0 : 1) + "right";
      shown |= given.stream().anyMatch(message -> message.contains(replaced));
    }
    assertThat(shown).as("%s is shown at all", field).isEqualTo(field.shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"订单已支付", "付款失败，请重试。", "金额 ￥100", "😀👨‍👩‍👧", "𠮷野家", "réglé"})
  void showsLettersOfEveryLanguageUnchanged(String text) {
    Map<String, String> body = Map.of("code", "PARAM_ERROR", "message", text);
    String v3 = new String(Json.write(body), StandardCharsets.UTF_8);
    String v2 = "<xml><return_code>FAIL</return_code><return_msg>" + text + "</return_msg></xml>";

    assertThat(messages(() -> get(Reply.bare(400, v3))))
        .contains(
            "GET v3/a was answered 400 PARAM_ERROR: "
                + text
                + " (response not verified: no signature)");
    assertThat(messages(() -> post(Reply.bare(200, v2))))
        .anyMatch(message -> message.contains("return_code FAIL: " + text + " ("));
    assertThat(messages(() -> post(Reply.bare(500, v2))))
        .anyMatch(
            message ->
                message.startsWith(
                    "POST pay/micropay was answered 500 FAIL: "
                        + text
                        + " (response not verified: errors are not signed here). "));
  }

  @Test
  void returnsFieldsAsReceived() {
    String text = "left\u001b[2J\u202eright";
    String body =
        new String(Json.write(Map.of("code", text, "message", text)), StandardCharsets.UTF_8);

    StatusException status =
        thrown(StatusException.class, () -> get(Reply.bare(400, body).with("Request-ID", text)));
    ResultException result =
        thrown(
            ResultException.class,
            () ->
                post(
                    Reply.bare(
                        200,
                        "<xml><return_code>FAIL</return_code><return_msg>left\u202eright"
                            + "</return_msg></xml>")));
    VerificationException proof =
        thrown(
            VerificationException.class, () -> get(Reply.bare(200, "{}").with("Request-ID", text)));

    assertThat(status.code()).isEqualTo(text);
    assertThat(status.message()).isEqualTo(text);
    assertThat(status.requestId()).isEqualTo(text);
    assertThat(status.text()).isEqualTo(body);
    assertThat(result.get("return_msg")).isEqualTo("left\u202eright");
    assertThat(proof.requestId()).isEqualTo(text);
  }

  @Test
  void keepsLineFeedsOfBodyThatIsIndented() {
    String text = get(Reply.signed("{\"a\":\"b\\r\\nc\\u202e\",\"d\":1}")).toString();

    assertThat(text.replace(System.lineSeparator(), "\n"))
        .isEqualTo("200 [Request-ID REQ-1]\n{\n  \"a\" : \"b\\r\\nc?\",\n  \"d\" : 1\n}");
  }

  static Stream<Field> responses() {
    List<Field> fields = new ArrayList<>();
    for (String name : HEADERS) {
      boolean read =
          name.equals("Request-ID")
              || name.equals("Wechatpay-Serial")
              || name.equals("Wechatpay-Timestamp");
      Reply reply = name.equals("Wechatpay-Serial") ? Reply.signed("{}") : stale();
      fields.add(new Field("header " + name, read, text -> get(reply.with(name, text))));
      fields.add(
          new Field(
              "header " + name + " of a refusal",
              name.equals("Request-ID"),
              text -> get(Reply.bare(500, "").with(name, text))));
      fields.add(
          new Field(
              "header " + name + " of a value",
              true,
              text -> get(Reply.bare(200, "").with(name, text), "v3/billdownload/file").headers()));
    }
    for (String pointer : List.of("code", "message", "field", "issue")) {
      fields.add(
          new Field(
              "error body, " + pointer, true, text -> get(Reply.bare(400, error(pointer, text)))));
    }
    fields.add(new Field("error body of text", true, text -> get(Reply.bare(502, text))));
    fields.add(
        new Field("error body of HTML", true, text -> get(Reply.bare(502, "<p>" + text + "</p>"))));
    fields.add(
        new Field(
            "error body of XML",
            true,
            text -> get(Reply.bare(500, xml("return_code", "FAIL", "return_msg", text)))));
    fields.add(
        new Field(
            "verified body of text",
            true,
            text -> get(Reply.signed("a\n" + text.replace("\n", "")))));
    fields.add(
        new Field("verified body of JSON", true, text -> get(Reply.signed(json("a", text)))));
    fields.add(
        new Field(
            "verified body of another type",
            true,
            text -> get(Reply.signed(json("total", text))).as(Amount.class)));
    fields.add(
        new Field(
            "name twice",
            true,
            text -> get(Reply.signed("{" + quoted(text) + ":1," + quoted(text) + ":2}")).data()));
    fields.add(
        new Field(
            "name of a member of another type",
            false,
            text -> get(Reply.signed("{\"map\":{" + quoted(text) + ":{}}}")).as(Amount.class)));
    fields.add(new Field("token", false, text -> get(Reply.signed("[" + text + "]")).get("a")));
    fields.add(
        new Field(
            "link of a download",
            false,
            text ->
                get(Reply.signed(json("download_url", BASE + text)))
                    .download(folder.resolve("file"))));
    fields.add(new Field("digest of a download", true, text -> linked("hash_type", text)));
    fields.add(
        new Field(
            "digest of a statement",
            false,
            text -> get(stale().with("Wechatpay-Statement-Sha1", text), "v3/global/statements")));
    for (String name : List.of("serial_no", "algorithm")) {
      fields.add(new Field("certificate, " + name, true, text -> certificates(name, text)));
    }
    return fields.stream();
  }

  static Stream<Field> responsesOfApiV2() {
    return Stream.of(
        new Field("return_msg", true, text -> post(200, "return_code", "FAIL", "return_msg", text)),
        new Field("return_code", true, text -> post(200, "return_code", text)),
        new Field(
            "result_code", true, text -> post(200, "return_code", "SUCCESS", "result_code", text)),
        new Field(
            "err_code",
            true,
            text -> post(200, "return_code", "SUCCESS", "result_code", "FAIL", "err_code", text)),
        new Field(
            "err_code_des",
            true,
            text ->
                post(200, "return_code", "SUCCESS", "result_code", "FAIL", "err_code_des", text)),
        new Field("err_code_des of a refusal", true, text -> post(500, "err_code_des", text)),
        new Field("response that is not XML", true, text -> post(Reply.bare(200, text))),
        new Field("name of a field", false, text -> post(200, text, "a")),
        new Field("retmsg", true, text -> token("{\"retcode\":1,\"retmsg\":" + quoted(text) + "}")),
        new Field("retcode", true, text -> token("{\"retcode\":{\"a\":" + quoted(text) + "}}")),
        new Field("response that is not JSON", true, text -> token("left " + text)));
  }

  static Stream<Field> notifications() {
    List<Field> fields = new ArrayList<>();
    for (String name : HEADERS) {
      boolean read = name.equals("Wechatpay-Serial") || name.equals("Wechatpay-Timestamp");
      fields.add(
          new Field(
              "notification, " + name,
              read || name.equals("Request-ID"),
              text -> {
                Notice notice = name.equals("Wechatpay-Serial") ? Notice.paid() : staleNotice();
                return notice.with(name, text).to(client());
              }));
    }
    for (String name : List.of("id", "event_type", "create_time", "summary")) {
      fields.add(
          new Field(
              "notification, " + name,
              !name.equals("summary"),
              text -> changed(name, text).to(client())));
    }
    fields.add(
        new Field(
            "expected notification, id",
            true,
            text -> changed("id", text).to(client()).expect("out_trade_no", "order-2")));
    fields.add(
        new Field(
            "replayed notification, id",
            true,
            text -> {
              Wxpay wxpay = client();
              Notice notice = changed("id", text);
              Notifications notifications = wxpay.notifications().replays(ReplayStore.inMemory(9));
              notifications.parse(notice.headers(), notice.body());
              return notifications.parse(notice.headers(), notice.body());
            }));
    fields.add(
        new Field(
            "notification, algorithm", true, text -> changed("algorithm", text).to(client())));
    fields.add(
        new Field(
            "notification, out_trade_no",
            true,
            text ->
                signed(Notice.envelope(Fixtures.API_V3_KEY, json("out_trade_no", text)))
                    .to(client())
                    .expect("out_trade_no", "order-1")));
    fields.add(
        new Field(
            "expected value",
            true,
            text -> Notice.paid().to(client()).expect("out_trade_no", text)));
    fields.add(
        new Field("expected name", true, text -> Notice.paid().to(client()).expect(text, 1)));
    fields.add(
        new Field(
            "signed body that is not JSON",
            true,
            text -> signed(text.getBytes(StandardCharsets.UTF_8)).to(client())));
    for (String name : List.of("mch_id", "return_code", "out_trade_no")) {
      fields.add(
          new Field(
              "notification of APIv2, " + name,
              true,
              text -> {
                Map<String, String> values = Notice.paymentFields();
                values.put(name, text);
                return Notice.xml(Notice.signedFields(values, "MD5", Fixtures.SECRET))
                    .to(client())
                    .expect("out_trade_no", "order-1");
              }));
    }
    for (String name : List.of("event_algorithm", "event_id", "event_type", "event_create_time")) {
      fields.add(
          new Field(
              "event of APIv2, " + name,
              true,
              text -> {
                Map<String, String> values = Notice.eventFields();
                values.put(name, text);
                return Notice.xml(Notice.signedFields(values, "HMAC-SHA256", Fixtures.SECRET))
                    .to(client());
              }));
    }
    return fields.stream();
  }

  static Stream<Field> arguments() {
    Wxpay wxpay = client();
    Options none = Options.none();
    return Stream.of(
        new Field("path", true, text -> wxpay.chain("v3/" + text).get()),
        new Field("path of APIv2", true, text -> wxpay.chain("v2/" + text).get()),
        new Field("path without a value", true, text -> wxpay.chain("v3/{a}/" + text).get()),
        new Field("path of a page", true, text -> wxpay.chain("v3/" + text).url(none)),
        new Field("path with a query", true, text -> wxpay.chain("v2/a?" + text).get()),
        new Field("path with a bracket", true, text -> wxpay.chain("v3/a}" + text).get()),
        new Field("path with a percent sign", true, text -> wxpay.chain("v3/%" + text).get()),
        new Field("path with dots", true, text -> wxpay.chain("v3/../" + text).get()),
        new Field("path with two slashes", true, text -> wxpay.chain("//" + text).get()),
        new Field(
            "path without that placeholder",
            true,
            text -> wxpay.chain("v3/" + text).get(Options.of("a", 1))),
        new Field("empty link", true, text -> wxpay.chain(text).chain("")),
        new Field("absolute path", false, text -> wxpay.chain("https://" + text).get()),
        new Field("placeholder", true, text -> wxpay.chain("v3/{" + text + "}").get()),
        new Field("name of a value", true, text -> wxpay.chain("v3/a").get(Options.of(text, 1))),
        new Field("value", true, text -> wxpay.chain("v3/{a}").get(Options.of("a", text))),
        new Field("encoded value", true, text -> wxpay.chain("v3/{+a}").get(Options.of("a", text))),
        new Field("method", true, text -> wxpay.chain("v3/a").request(text, null, none)),
        new Field("query", true, text -> wxpay.chain("v3/a").get(none.query(text, new byte[0]))),
        new Field("header name", true, text -> Headers.none().with(text, "a")),
        new Field("header value", false, text -> Headers.none().with("X-A", text)),
        new Field("serial named", false, text -> none.header("Wechatpay-Serial", text)),
        new Field("option", true, text -> RequestConfig.read(Map.of(text, 1), Set.of("a"))),
        new Field(
            "placeholders of an option",
            true,
            text -> RequestConfig.read(Map.of("b", 1), Set.of(text))),
        new Field(
            "nearest option",
            true,
            text -> RequestConfig.read(Map.of("leftright", 1), Set.of(text))),
        new Field("flag", true, text -> RequestConfig.read(Map.of("security", text), Set.of())),
        new Field("timeout", true, text -> RequestConfig.read(Map.of("timeout", text), Set.of())),
        new Field("base URL", true, text -> BaseUrl.check("https://" + text)),
        new Field("base URL with a user", true, text -> BaseUrl.check("https://a@" + text)),
        new Field(
            "key id",
            true,
            text -> builder().platformKey(text, Fixtures.text("platform_pubkey.pem"))),
        new Field("mchid", true, text -> builder().mchid(text)),
        new Field("sign type", true, text -> builder().signType(text)),
        new Field("dictionary key", true, text -> Clients.of(Map.of(text, 1))),
        new Field("dictionary key of merchant", true, text -> with("merchant", Map.of(text, 1))),
        new Field("dictionary header", true, text -> with("headers", Map.of(text, "a"))),
        new Field("dictionary header of null", true, text -> with("headers", ofNull(text))),
        new Field("dictionary key id", true, text -> with("certs", Map.of(text, "a"))),
        new Field("dictionary private key", false, text -> with("privateKey", text)),
        new Field("dictionary base URL", true, text -> with("baseURL", text)),
        new Field("dictionary timeout", true, text -> with("timeout", text)),
        new Field("base64", false, text -> Rsa.fromPkcs8(text)),
        new Field(
            "PEM", false, text -> Rsa.privateKey("-----BEGIN A-----" + text + "-----END A-----")),
        new Field("XML name", true, text -> Transformer.toXml(Map.of(text, "a"))),
        new Field("XML value", false, text -> Transformer.toXml(Map.of("a", text)).length()),
        new Field(
            "field of APIv2", true, text -> wxpay.chain("v2/a").post(Map.of(text, List.of()))),
        new Field(
            "merchant of APIv2", true, text -> wxpay.chain("v2/a").post(Map.of("mch_id", text))),
        new Field("sign_type", true, text -> Hash.sign(text, Map.of(), "key")),
        new Field("HMAC", true, text -> Hash.hmac("a", "key", text)),
        new Field(
            "column of a bill", true, text -> bill("a\n`1\n").rows().findFirst().get().get(text)),
        new Field(
            "heading of a bill",
            true,
            text -> bill(text + "\n`1\n").rows().findFirst().get().get("b")),
        new Field(
            "total of a bill",
            false,
            text -> bill("a\n`1\n\u603b\u4ea4\u6613\u5355\u6570\n`" + text).check()));
  }

  static Stream<Field> files() {
    return Stream.of(
        new Field("key file", true, text -> builder().privateKey(Path.of(text))),
        new Field("key file of a text", true, text -> builder().privateKey("file://" + text)),
        new Field("key resource", true, text -> builder().privateKey("classpath:" + text)),
        new Field("key file of a dictionary", true, text -> with("privateKey", text + ".pem")),
        new Field("platform key file", true, text -> builder().platformKey("A", Path.of(text))),
        new Field("certificate file", true, text -> builder().certificate(Path.of(text))),
        new Field("PKCS#12 file", true, text -> builder().merchantCertificate(Path.of(text), "a")),
        new Field("configuration file", true, text -> Wxpay.load(Path.of(text))),
        new Field(
            "configuration file that is not JSON", true, text -> Wxpay.load(file(text, text))),
        new Field(
            "content of a configuration file", false, text -> Wxpay.load(file("wxpay.json", text))),
        new Field(
            "empty upload",
            true,
            text -> client().chain("v3/merchant/media/upload").upload(file(text, ""))),
        new Field(
            "upload of another type",
            true,
            text -> client().chain("v3/merchant/media/upload").upload(file(text, "a"))));
  }

  private List<String> given(Field field, String text) {
    synchronized (logs) {
      logs.clear();
    }
    List<String> all = messages(() -> field.use.of(text));
    synchronized (logs) {
      all.addAll(logs);
    }
    return all;
  }

  /** Returns the visible text: that of the result, or the messages of the exception. */
  private static List<String> messages(Work work) {
    List<String> all = new ArrayList<>();
    try {
      all.add(String.valueOf(work.run()));
    } catch (InvalidPathException e) {
      assertThat(e.getStackTrace())
          .as("thrown by the test, for no path of this system")
          .anyMatch(at -> at.getClassName().equals(MessagesTest.class.getName()));
    } catch (RuntimeException e) {
      add(all, e);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return all;
  }

  private static void add(List<String> all, @Nullable Throwable e) {
    if (e != null) {
      all.add(String.valueOf(e.getMessage()));
      add(all, e.getCause());
      Arrays.stream(e.getSuppressed()).forEach(other -> add(all, other));
    }
  }

  /** A line feed of the library, before the position in a text or between lines, is allowed. */
  private boolean isHarmful(String message) {
    return message.codePoints().anyMatch(CONTROLS::contains) || message.contains("left\nright");
  }

  private static <T extends RuntimeException> T thrown(Class<T> type, Work work) {
    return type.cast(catchThrowable(work::run));
  }

  private static WxpayBuilder builder() {
    return Clients.builder().secret(Fixtures.SECRET).apiV3Key(Fixtures.API_V3_KEY);
  }

  private static Wxpay client() {
    return client(Reply.signed("{}"));
  }

  private static Wxpay client(Reply reply) {
    return builder().httpClient(FakeHttpClient.answering(reply)).build();
  }

  /** Returns the exception of a response with a wrong time, whose message has the Request-ID. */
  private static Reply stale() {
    return Reply.signed("{}").with("Wechatpay-Timestamp", "1");
  }

  private static Response get(Reply reply) {
    return get(reply, "v3/a");
  }

  private static Response get(Reply reply, String path) {
    return client(reply).chain(path).get();
  }

  private static Object post(int status, String... fields) {
    return post(Reply.bare(status, xml(fields)));
  }

  private static Object post(Reply reply) {
    return client(reply).chain("v2/pay/micropay").post(Map.of("mch_id", Fixtures.MCHID));
  }

  private static Object token(String body) {
    return client(Reply.bare(200, body))
        .chain("v2/appauth/getaccesstoken")
        .get(Map.of("params", Map.of("mch_id", Fixtures.MCHID)));
  }

  /** Downloads with a link that contains a text. */
  private static Object linked(String name, String text) {
    Map<String, String> link = new LinkedHashMap<>();
    link.put("download_url", BASE + "v3/billdownload/file?token=a");
    link.put("hash_value", "00");
    link.put(name, text);
    Reply first = Reply.signed(new String(Json.write(link), StandardCharsets.UTF_8));
    FakeHttpClient http =
        new FakeHttpClient(
            sent ->
                sent.target().contains("token")
                    ? Reply.bare(200, "a").with("Content-Length", "1")
                    : first);
    return builder()
        .httpClient(http)
        .build()
        .chain("v3/a")
        .get()
        .download(folder.resolve("download"));
  }

  /** Downloads certificates, one of which contains a text. */
  private static Object certificates(String name, String text) {
    Map<String, String> encrypted = new LinkedHashMap<>();
    encrypted.put("algorithm", "AEAD_AES_256_GCM");
    encrypted.put("nonce", "0123456789ab");
    encrypted.put("associated_data", "certificate");
    encrypted.put(
        "ciphertext",
        Notice.gcm(
            Fixtures.text("platform_cert.pem"),
            Fixtures.API_V3_KEY,
            "0123456789ab",
            "certificate"));
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("serial_no", Fixtures.PLATFORM_SERIAL);
    entry.put("encrypt_certificate", encrypted);
    if (entry.replace(name, text) == null) {
      encrypted.put(name, text);
    }
    byte[] body = Json.write(Map.of("data", List.of(entry)));
    return Clients.downloading()
        .httpClient(FakeHttpClient.answering(Reply.signed(200, body)))
        .build()
        .chain("v3/a")
        .get();
  }

  private static Notice changed(String name, String text) {
    String json = new String(Notice.envelope(Fixtures.API_V3_KEY), StandardCharsets.UTF_8);
    String other = json.replaceFirst("\"" + name + "\":\"[^\"]*\"", "\"" + name + "\":\"\"");
    return signed(
        other
            .replace("\"" + name + "\":\"\"", "\"" + name + "\":" + quoted(text))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Notice staleNotice() {
    return Notice.paid().with("Wechatpay-Timestamp", "1");
  }

  private static Notice signed(byte[] body) {
    return Notice.signed(body, Fixtures.platformKey(), Fixtures.NOW);
  }

  private static Bill bill(String text) {
    return Bill.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Path file(String name, String content) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        content.replace("\ud800", "?"), // no charset has it
        StandardCharsets.UTF_8);
  }

  private static Map<String, Object> ofNull(String name) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(name, null);
    return map;
  }

  private static Wxpay with(String key, Object value) {
    Map<String, Object> dictionary = Fixtures.dictionary();
    dictionary.put(key, value);
    return Clients.of(dictionary);
  }

  private static String error(String name, String text) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("code", "PARAM_ERROR");
    body.put("message", "no");
    if (body.replace(name, text) == null) {
      body.put("detail", Map.of(name, text));
    }
    return escaped(body);
  }

  private static String json(String name, String text) {
    return "{" + quoted(name) + ":" + quoted(text) + "}";
  }

  /**
   * Returns a text as a JSON string, with all characters outside ASCII escaped, including unpaired
   * surrogates.
   */
  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c > ' ' && c < 0x7f ? "" + c : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }

  private static String escaped(Map<?, ?> map) {
    StringBuilder out = new StringBuilder("{");
    map.forEach(
        (name, value) ->
            out.append(out.length() > 1 ? "," : "")
                .append(quoted("" + name))
                .append(':')
                .append(value instanceof Map ? escaped((Map<?, ?>) value) : quoted("" + value)));
    return out.append('}').toString();
  }

  private static String xml(String... fields) {
    StringBuilder out = new StringBuilder("<xml>");
    for (int i = 0; i < fields.length; i += 2) {
      out.append(Notice.element(fields[i], fields[i + 1]));
    }
    return out.append("</xml>").toString();
  }

  /** A class that a response is read as. */
  public static final class Amount {
    public int total;
    public Map<String, Integer> map = Map.of();
  }

  private interface Use {
    @Nullable Object of(String text) throws Exception;
  }

  private interface Work {
    @Nullable Object run() throws Exception;
  }

  /** A field that an outsider controls, and whether a message shows it. */
  private static final class Field {
    private final String name;
    private final boolean shown;
    private final Use use;

    Field(String name, boolean shown, Use use) {
      this.name = name;
      this.shown = shown;
      this.use = use;
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
