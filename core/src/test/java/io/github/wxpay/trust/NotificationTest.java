package io.github.wxpay.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.Notification;
import io.github.wxpay.Notifications;
import io.github.wxpay.Reply;
import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.CryptoException;
import io.github.wxpay.exception.MalformedException;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.sandbox.Delivery;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.Fixtures;
import java.io.ByteArrayInputStream;
import java.net.http.HttpHeaders;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Node;

/** Every notification there is can be read, from every server, and answered. */
class NotificationTest {
  private static Sandbox sandbox;
  private static Wxpay wxpay;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    wxpay = Wxpay.of(sandbox.config());
  }

  @AfterAll
  static void stop() {
    wxpay.close();
    sandbox.close();
  }

  @Test
  void readsEveryDocumentedEvent() {
    int v2 = 0;
    int v3 = 0;
    for (String type : Sandbox.eventTypes()) {
      SignedNotification made = sandbox.notification(type);
      Notification read = wxpay.notifications().parse(made.headers(), made.body());

      boolean xml = made.version().equals("v2");
      assertThat(read.isV2()).as(type).isEqualTo(xml);
      assertThat(read.id()).as(type).isEqualTo(made.id());
      assertThat(read.mchid()).as(type).isEqualTo("1900000109");
      if (made.plaintext().startsWith("<")) {
        assertThat(texts(read)).as(type).isEqualTo(elements(made.plaintext()));
      } else {
        assertThat(read.data().toString()).as(type).isEqualTo(made.plaintext());
        assertThat(read.eventType()).as(type).isEqualTo(made.eventType());
        assertThat(read.createTime()).as(type).isNotEmpty();
      }
      assertThat(read.summary().isEmpty()).as(type).isEqualTo(xml);
      assertThat(read.toString()).as(type).startsWith("Notification[").doesNotContain("openid");
      v2 += xml ? 1 : 0;
      v3 += xml ? 0 : 1;
    }
    assertThat(v2).isEqualTo(10);
    assertThat(v3).isEqualTo(102);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headerMaps")
  void acceptsHeadersInEveryFormOfServers(String form, Map<String, ?> headers) {
    Notification read =
        fixed().notifications().parse(headers, Notice.envelope(Fixtures.API_V3_KEY));

    assertThat(read.get("out_trade_no")).isEqualTo("order-1");
  }

  private static Stream<Arguments> headerMaps() {
    Map<String, String> flat = new LinkedHashMap<>();
    Map<String, List<String>> lists = Notice.paid().headers();
    Map<String, String[]> arrays = new LinkedHashMap<>();
    Map<String, Object> lower = new LinkedHashMap<>();
    Map<String, Object> upper = new LinkedHashMap<>();
    Map<String, Object> odd = new LinkedHashMap<>();
    Map<String, Iterable<Object>> builders = new LinkedHashMap<>();
    lists.forEach(
        (name, values) -> {
          flat.put(name, values.get(0));
          arrays.put(name, values.toArray(new String[0]));
          lower.put(name.toLowerCase(Locale.ROOT), values);
          upper.put(name.toUpperCase(Locale.ROOT), values.get(0));
          odd.put(name, values.get(0));
          builders.put(name, List.of(CharBuffer.wrap(values.get(0))));
        });
    odd.put(null, "a server's status line");
    odd.put("X-Nothing", null);
    odd.put("X-Empty", List.of());
    odd.put("Content-Length", 7);
    Map<String, List<String>> tree = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    tree.putAll(lists);
    com.sun.net.httpserver.Headers jdk = new com.sun.net.httpserver.Headers();
    jdk.putAll(lists);
    return Stream.of(
        Arguments.of("Map<String, String>", flat),
        Arguments.of("Map<String, List<String>>", lists),
        Arguments.of("Map<String, String[]>", arrays),
        Arguments.of("names in lower case", lower),
        Arguments.of("names in upper case", upper),
        Arguments.of("with null, nothing, numbers", odd),
        Arguments.of("other texts than String", builders),
        Arguments.of("a tree", tree),
        Arguments.of("com.sun.net.httpserver.Headers", jdk),
        Arguments.of("HttpHeaders.map()", HttpHeaders.of(lists, (name, value) -> true).map()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"TRANSACTION.SUCCESS", "v2/transaction-success", "v2/refund", "v2/CHECK.SUCCESS"})
  void returnsReplies(String type) {
    String event = type.equals("v2/refund") ? refundOfV2() : type;
    boolean xml = event.startsWith("v2/");
    try (NotificationServer happy =
            new NotificationServer(wxpay.notifications(), Notification::success);
        NotificationServer busy =
            new NotificationServer(wxpay.notifications(), n -> n.failure("busy & <later>"));
        NotificationServer other =
            new NotificationServer(fixed().notifications(), Notification::success)) {
      Delivery taken = sandbox.deliver(happy.uri(), sandbox.notification(event));
      Delivery failed = sandbox.deliver(busy.uri(), sandbox.notification(event));
      Delivery refused = sandbox.deliver(other.uri(), sandbox.notification(event));

      assertThat(List.of(taken, failed, refused)).allMatch(d -> d.problem().isEmpty());
      assertThat(taken.status()).isEqualTo(xml ? 200 : 204);
      assertThat(failed.status()).isEqualTo(xml ? 200 : 500);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.text()).isEqualTo("{\"code\":\"FAIL\",\"message\":\"not verified\"}");
      if (xml) {
        assertThat(elements(taken.text()))
            .isEqualTo(Map.of("return_code", "SUCCESS", "return_msg", "OK"));
        assertThat(elements(failed.text()))
            .isEqualTo(Map.of("return_code", "FAIL", "return_msg", "busy & <later>"));
      } else {
        assertThat(taken.body()).isEmpty();
        assertThat(failed.text()).contains("\"code\":\"FAIL\"", "\"busy & <later>\"");
      }
      assertThat(happy.taken()).hasSize(1);
      assertThat(other.taken()).isEmpty();
      assertThat(other.refused()).hasSize(1);
    }
  }

  private static String refundOfV2() {
    return Sandbox.eventTypes().stream()
        .filter(type -> type.startsWith("v2/") && type.contains("refund"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void signsRepliesToCrossBorderEvents() {
    List<String> asking = new ArrayList<>();
    for (String type : Sandbox.eventTypes()) {
      if (type.startsWith("CROSS_BORDER_PAY.")) {
        asking.add(type);
      }
    }
    assertThat(asking).isNotEmpty();
    Map<String, Object> answer = Map.of("message", "\u6210\u529f", "count", 1);
    try (NotificationServer signing =
            new NotificationServer(wxpay.notifications(), n -> n.success(answer));
        NotificationServer silent =
            new NotificationServer(wxpay.notifications(), Notification::success)) {
      for (String type : asking) {
        Delivery signed = sandbox.deliver(signing.uri(), sandbox.notification(type));
        Delivery unsigned = sandbox.deliver(silent.uri(), sandbox.notification(type));

        assertThat(signed.problem()).as(type).isEmpty();
        assertThat(signed.status()).isEqualTo(200);
        assertThat(signed.text()).startsWith("{\"code\":\"SUCCESS\",").contains("\u6210\u529f");
        assertThat(unsigned.problem()).as("the sandbox looks: " + type).isPresent();
      }
    }
  }

  @Test
  void repliesWithMessageThatWasTruncatedInsideCharacter() {
    Notification read = Notice.paid().to(fixed());

    assertThat(read.failure("cut 😀".substring(0, 5)).text())
        .isEqualToIgnoringCase("{\"code\":\"FAIL\",\"message\":\"cut \\ud83d\"}");
    assertThat(read.failure("cut 😀").text())
        .isEqualTo("{\"code\":\"FAIL\",\"message\":\"cut 😀\"}");
  }

  @Test
  void signsReplyWithDataInBothWays() {
    Wxpay wxpay = fixed().newBuilder().nonce(() -> Fixtures.NONCE).build();
    Notification read = Notice.paid().to(wxpay);
    Map<String, Object> data = Map.of("message", "\u6210\u529f");

    Reply waiting = read.success(data);
    Reply later = read.successAsync(data).join();

    assertThat(later.status()).isEqualTo(200);
    assertThat(later.text()).isEqualTo(waiting.text());
    assertThat(later.headers()).isEqualTo(waiting.headers());
    assertThat(later.headers().get("Authorization")).startsWith("WECHATPAY2-SHA256-RSA2048 mchid=");
  }

  @Test
  void failsTheFutureWhenReplyCannotBeSigned() {
    Wxpay wxpay =
        fixed()
            .newBuilder()
            .privateKey(
                message -> {
                  throw new IllegalStateException("no connection to the key service");
                })
            .build();
    Notification read = Notice.paid().to(wxpay);

    assertThatThrownBy(() -> read.success(Map.of())).isInstanceOf(CryptoException.class);
    assertThat(read.successAsync(Map.of()))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CryptoException.class);
    assertThat(read.successAsync(null))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(NullPointerException.class);
  }

  @Test
  void replyIsImmutable() {
    Notification read = Notice.paid().to(fixed());
    byte[] body = read.failure("later").body();
    body[0] = 0;

    assertThat(read.failure("later").text()).isEqualTo("{\"code\":\"FAIL\",\"message\":\"later\"}");
    assertThatThrownBy(() -> read.failure("later").headers().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(read.success()).hasToString("204");
    assertThat(Notifications.refusal()).hasToString("401 " + Notifications.refusal().text());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void readsNotificationsOfSeveralMerchantsBehindOneUrl(boolean turned) {
    try (Sandbox second = Sandbox.start();
        Wxpay a = wxpay.newBuilder().build();
        Wxpay b = Wxpay.of(second.config());
        Wxpay c = fixed()) {
      // The sandboxes share the platform's keys and the merchant's number, so only the APIv3 and
      // the APIv2 key distinguish them; the third shares nothing with them, not even the clock.
      Notifications all =
          turned
              ? c.notifications().with(b.notifications()).with(a.notifications())
              : a.notifications().with(b.notifications()).with(c.notifications());
      for (String type : List.of("TRANSACTION.SUCCESS", "v2/transaction-success", refundOfV2())) {
        for (Sandbox from : List.of(sandbox, second)) {
          SignedNotification made = from.notification(type);
          assertThat(all.parse(made.headers(), made.body()).mchid()).isEqualTo("1900000109");
        }
      }
      assertThat(all.parse(Notice.paid().headers(), Notice.paid().body()).mchid())
          .isEqualTo(Fixtures.MCHID);

      try (Sandbox stranger = Sandbox.start()) {
        SignedNotification v3 = stranger.notification("TRANSACTION.SUCCESS");
        SignedNotification v2 = stranger.notification("v2/transaction-success");
        assertThatThrownBy(() -> all.parse(v3.headers(), v3.body()))
            .isInstanceOfSatisfying(
                VerificationException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_API_V3_KEY))
            .hasMessageContaining("was not encrypted with this client's APIv3 key");
        assertThatThrownBy(() -> all.parse(v2.headers(), v2.body()))
            .isInstanceOfSatisfying(
                VerificationException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST));
      }
      assertThat(all.toString()).startsWith("Notifications[").doesNotContain(Fixtures.API_V3_KEY);
    }
  }

  @Test
  void namesMerchantOfNotification() {
    Wxpay other = merchant("1900000222", "another_apiv3_secret_of_32_bytes", "a".repeat(32));
    Notifications both = other.notifications().with(fixed().notifications());
    Notice notice =
        Notice.signed(
            Notice.envelope(
                "another_apiv3_secret_of_32_bytes",
                Notice.PLAIN.replace(Fixtures.MCHID, "1900000222")),
            Fixtures.platformKey(),
            Fixtures.NOW);
    Map<String, String> fields = Notice.paymentFields();
    fields.put("mch_id", "1900000222");
    Notice xml = Notice.xml(Notice.signedFields(fields, "MD5", "a".repeat(32)));

    for (Notice his : List.of(notice, xml)) {
      assertThat(both.parse(his.headers(), his.body()).mchid()).isEqualTo("1900000222");
    }
    for (Notice mine : List.of(Notice.paid(), Notice.paidByV2("MD5"), Notice.refundedByV2())) {
      assertThat(both.parse(mine.headers(), mine.body()).mchid()).isEqualTo(Fixtures.MCHID);
    }
  }

  @Test
  void reportsFailureOfTheMerchantThatNotificationIsFor() {
    Wxpay other = merchant("1900000222", "another_apiv3_secret_of_32_bytes", "a".repeat(32));
    Notice forged = Notice.xml(Notice.signedFields(Notice.paymentFields(), "MD5", "b".repeat(32)));

    for (Notifications all :
        List.of(
            other.notifications().with(fixed().notifications()),
            fixed().notifications().with(other.notifications()))) {
      assertThatThrownBy(() -> all.parse(forged.headers(), forged.body()))
          .isInstanceOfSatisfying(
              VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST))
          .hasMessageContaining(
              "has a sign that does not match its fields and this client's APIv2 key");
    }
  }

  @Test
  void refusesNotificationsOfProtocolWithoutKeys() {
    Wxpay onlyV3 = Clients.builder().apiV3Key(Fixtures.API_V3_KEY).build();
    Wxpay onlyV2 = Clients.once().mchid(Fixtures.MCHID).secret(Fixtures.SECRET).build();

    assertThatThrownBy(() -> Notice.paidByV2("MD5").to(onlyV3))
        .isInstanceOf(VerificationException.class)
        .hasMessage(
            "The notification is one of APIv2, which this client cannot verify since it has no"
                + " APIv2 key. Set secret(…).");
    assertThatThrownBy(
            () -> Notice.signed(body("{}"), Fixtures.platformKey(), seconds()).to(onlyV2))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SERIAL))
        .hasMessageContaining("it has []");
  }

  @Test
  void reportsMissingApiV3Key() {
    Wxpay without = Clients.builder().build();

    assertThatThrownBy(() -> Notice.paid().to(without))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.WRONG_API_V3_KEY))
        .hasMessageContaining("is encrypted with an APIv3 key, and this client has none")
        .hasMessageContaining("Set apiV3Key(…)");
  }

  @Test
  void comparesPaymentWithOrder() {
    Notification v3 = Notice.paid().to(fixed());
    Notification v2 = Notice.paidByV2("HMAC-SHA256").to(fixed());
    for (Notification paid : List.of(v3, v2)) {
      assertThat(paid.expect(Fixtures.MCHID, "order-1", 100)).isSameAs(paid);
      assertUnexpected(() -> paid.expect("1900000222", "order-1", 100), "1900000109", "1900000222");
      assertUnexpected(() -> paid.expect(Fixtures.MCHID, "order-2", 100), "order-1", "order-2");
      assertUnexpected(() -> paid.expect(Fixtures.MCHID, "order-1", 99), "'100'", "'99'");
      assertUnexpected(() -> paid.expect(Fixtures.MCHID, "order-1", -100), "'100'", "'-100'");
      assertUnexpected(() -> paid.expect("no_such_field", "x"), "'null'", "'x'");
      assertThat(paid.expect("transaction_id", "4200001")).isSameAs(paid);
    }
    assertThat(v3.expect("/amount/currency", "CNY").expect("/amount/total", 100)).isSameAs(v3);
    assertUnexpected(() -> v3.expect("/amount/currency", "USD"), "'CNY'", "'USD'");
    assertUnexpected(() -> v3.expect("/amount", "x"), "/amount", "'x'");
  }

  @Test
  void readsValuesAsTextAndObjectsAndDecryptsThem() {
    String plain =
        "{\"mchid\":\"1900000109\",\"big\":9007199254740993,\"name\":\""
            + sealedFor()
            + "\",\"unknown\":[1]}";
    Notice notice =
        Notice.signed(
            Notice.envelope(Fixtures.API_V3_KEY, plain), Fixtures.platformKey(), Fixtures.NOW);
    Notification read = notice.to(fixed());

    assertThat(read.get("big")).isEqualTo("9007199254740993");
    assertThat(read.get("/unknown/0")).isEqualTo("1");
    assertThat(read.get("nothing")).isNull();
    assertThat(read.decrypt("name")).isEqualTo("\u5f20\u4e09");
    assertThat(read.decrypt("nothing")).isNull();
    assertThat(read.as(Paid.class).mchid).isEqualTo("1900000109");
    assertThat(read.received()).isEqualTo(Instant.ofEpochSecond(Fixtures.NOW));
    ((ObjectNode) read.data()).removeAll();
    assertThat(read.data().size()).as("a copy was returned").isEqualTo(4);
  }

  static final class Paid {
    public String mchid;
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "<xml>", "<xml/>", "<xml>text</xml>", " \n<!-- -->", "<a><b/></a>"})
  void refusesOtherMessagesAsMalformedOrUnverified(String text) {
    assertThatThrownBy(() -> Notice.xml(text).to(fixed()))
        .isInstanceOfAny(MalformedException.class, VerificationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeff",
        " \r\n\ufeff",
        "<?xml version=\"1.0\"?>\n",
        "\ufeff<?xml version=\"1.0\"?>"
      })
  void readsXmlAfterByteOrderMarkAndDeclaration(String start) {
    for (Notice notice :
        List.of(Notice.paidByV2("MD5"), Notice.eventByV2(), Notice.refundedByV2())) {
      Notification read = notice.withBody(start + notice.text()).to(fixed());

      assertThat(read.isV2()).isTrue();
      assertThat(read.data()).isEqualTo(notice.to(fixed()).data());
    }
    Notice changed = Notice.paidByV2("MD5");
    assertThatThrownBy(
            () -> changed.withBody(start + changed.text().replace("100", "101")).to(fixed()))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST));
  }

  @Test
  void readsSignedJsonAfterByteOrderMark() {
    byte[] body = body("\ufeff" + new String(Notice.envelope(Fixtures.API_V3_KEY), UTF_8));
    byte[] inside = Notice.envelope(Fixtures.API_V3_KEY, "\ufeff" + Notice.PLAIN);

    for (byte[] signed : List.of(body, inside)) {
      Notice notice = Notice.signed(signed, Fixtures.platformKey(), Fixtures.NOW);
      assertThat(notice.to(fixed()).get("out_trade_no")).isEqualTo("order-1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", " \r\n\t  "})
  void readsBase64WithLineBreaks(String end) {
    Map<String, String> refund = Notice.refundFields("refund-1");
    refund.computeIfPresent("req_info", (name, value) -> wrapped(value, end));
    Map<String, String> event = Notice.eventFields();
    String signedEnd = end.replace("\r", ""); // XML reads CR LF as LF, and that is signed
    event.computeIfPresent("event_ciphertext", (name, value) -> wrapped(value, signedEnd));
    Notice signed = Notice.xml(Notice.signedFields(event, "HMAC-SHA256", Fixtures.SECRET));

    assertThat(Notice.xml(refund).to(fixed()).get("out_refund_no")).isEqualTo("refund-1");
    assertThat(signed.to(fixed()).get("state")).isEqualTo("USER_ACCEPTED");
  }

  @Test
  void namesSpacesInBase64() {
    Map<String, String> refund = Notice.refundFields("refund-1");
    for (int i = 2; refund.get("req_info").indexOf('+') < 0; i++) {
      refund = Notice.refundFields("refund-" + i);
    }
    String info = refund.get("req_info");
    refund.put("req_info", info.replace('+', ' '));
    Notice blanks = Notice.xml(refund);
    refund.put("req_info", info);
    Notice genuine = Notice.xml(refund);

    assertThatThrownBy(() -> blanks.to(fixed()))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DIGEST))
        .hasMessage(
            "The notification has spaces in req_info instead of the + of base64, since it was"
                + " URL-decoded. Pass the raw bytes.");
    assertThat(genuine.to(fixed()).get("out_refund_no")).startsWith("refund-");
  }

  private static String wrapped(String base64, String end) {
    return end + base64.replaceAll("(.{64})", "$1" + end) + end;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<mch_id>1900000109</mch_id>", "<mch_id>1900000222</mch_id>"})
  void reportsReturnCodeOfFailure(String more) {
    String xml =
        "<xml><return_code>FAIL</return_code><return_msg>\u7cfb\u7edf\u9519\u8bef</return_msg>"
            + more
            + "</xml>";

    assertThatThrownBy(() -> Notice.xml(xml).to(fixed()))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT))
        .hasMessage(
            "The notification has return_code 'FAIL' and return_msg '\u7cfb\u7edf\u9519\u8bef'"
                + " without a sign, so it does not report a payment or refund.");
  }

  @Test
  void namesPageAndConvertedNotification() {
    for (String page :
        List.of(
            "<html><title>a</title>", "<!DOCTYPE html><title>a</title>", "\ufeff<html><title>a<")) {
      assertThatThrownBy(() -> Notice.xml(page).to(fixed()))
          .isExactlyInstanceOf(MalformedException.class)
          .hasMessage(
              "The notification must be JSON or XML; got an HTML page titled 'a'. Pass the body"
                  + " of the platform's request.");
    }
    assertThatThrownBy(
            () ->
                Notice.xml("<xml><id>1</id><resource><nonce>1</nonce></resource></xml>")
                    .to(fixed()))
        .isInstanceOf(VerificationException.class)
        .hasMessageEndingWith("It was converted from the JSON of APIv3; pass the raw bytes.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "x", "\u0000"})
  void refusesAnyUnsignedBody(String text) {
    assertThatThrownBy(() -> wxpay.notifications().parse(Map.of(), body(text)))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.HEADERS_INCOMPLETE));
  }

  private static void assertUnexpected(Runnable expectation, String is, String wanted) {
    assertThatThrownBy(expectation::run)
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT))
        .hasMessageContaining(is)
        .hasMessageContaining(wanted)
        .hasMessageEndingWith(
            "The signature is valid, but this is not what was expected; do not process it.");
  }

  private static Wxpay fixed() {
    return merchant(Fixtures.MCHID, Fixtures.API_V3_KEY, Fixtures.SECRET);
  }

  private static Wxpay merchant(String mchid, String apiV3Key, String secret) {
    return Clients.builder()
        .mchid(mchid)
        .apiV3Key(apiV3Key)
        .secret(secret)
        .clock(Clock.fixed(Instant.ofEpochSecond(Fixtures.NOW), ZoneOffset.UTC))
        .build();
  }

  private static String sealedFor() {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.ENCRYPT_MODE, Fixtures.merchantPublicKey());
      return Base64.getEncoder().encodeToString(cipher.doFinal(body("\u5f20\u4e09")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long seconds() {
    return Instant.now().getEpochSecond();
  }

  private static byte[] body(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> texts(Notification read) {
    Map<String, String> out = new TreeMap<>();
    read.data().properties().forEach(e -> out.put(e.getKey(), e.getValue().textValue()));
    return out;
  }

  /** Returns the elements below the root, with the JDK's parser. */
  private static Map<String, String> elements(String xml) {
    Map<String, String> out = new TreeMap<>();
    try {
      Node root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(body(xml)))
              .getDocumentElement();
      for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node.getNodeType() == Node.ELEMENT_NODE) {
          out.put(node.getNodeName(), node.getTextContent());
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException(xml, e);
    }
    return out;
  }
}
