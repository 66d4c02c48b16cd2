package io.github.wxpay.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Notification;
import io.github.wxpay.PayParams;
import io.github.wxpay.Response;
import io.github.wxpay.Wxpay;
import io.github.wxpay.codec.Formatter;
import io.github.wxpay.exception.VerificationException;
import io.github.wxpay.exception.VerificationException.Reason;
import io.github.wxpay.http.Options;
import io.github.wxpay.sandbox.Sandbox;
import io.github.wxpay.sandbox.SignedNotification;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Fixtures;
import io.github.wxpay.testing.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signature that the library makes is valid for one message only. */
class ReusedSignatureTest {
  private static final String APP = "wx8888888888888888";
  private static final String PREPAY = "wx201410272009395522657a690389285100";

  /** The fields of a payment notification, hidden in one value of signed parameters. */
  private static final String HIDDEN =
      "x&mch_id="
          + Fixtures.MCHID
          + "&out_trade_no=ORDER-1&result_code=SUCCESS&return_code=SUCCESS&total_fee=999900&z=";

  private final Wxpay wxpay =
      Clients.builder()
          .secret(Fixtures.SECRET)
          .apiV3Key(Fixtures.API_V3_KEY)
          .nonce(() -> Fixtures.NONCE)
          .build();
  private final PayParams params = wxpay.payParams();

  // APIv2: fields that a payer could split

  @ParameterizedTest(name = "{0}")
  @MethodSource("hidden")
  void refusesValueThatPayerCouldSplit(String field, Signed signed) {
    assertThatThrownBy(() -> signed.by(wxpay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The field `" + field + "` contains '&'")
        .hasMessageContaining("a URL can have one query parameter, or its values in the path");
  }

  private interface Signed {
    Object by(Wxpay wxpay);
  }

  private static Stream<Arguments> hidden() {
    return Stream.of(
        hidden("contract_display_account", w -> url(w, "contract_display_account")),
        hidden("notify_url", w -> url(w, "notify_url")),
        hidden("appId", w -> w.payParams().v2().jsapi(HIDDEN, PREPAY)),
        hidden("package", w -> w.payParams().v2().jsapi(APP, HIDDEN)),
        hidden("package", w -> w.payParams().v2().miniProgram(APP, HIDDEN)),
        hidden("prepayid", w -> w.payParams().v2().app(APP, HIDDEN)),
        hidden("package", w -> view(w, "wxpayScoreUse", "package", HIDDEN)),
        hidden("out_order_no", w -> view(w, "wxpayScoreDetail", "out_order_no", HIDDEN)),
        hidden(
            "out_request_no0",
            w -> w.payParams().busifavor("1", List.of(Map.of("out_request_no", HIDDEN)))),
        hidden(
            "send_coupon_merchant",
            w -> w.payParams().busifavor(HIDDEN, List.of(Map.of("stock_id", "1")))));
  }

  private static Arguments hidden(String field, Signed signed) {
    return Arguments.of(field, signed);
  }

  private static Object view(Wxpay wxpay, String type, String name, String value) {
    return wxpay.payParams().openBusinessView(type, Map.of(name, value));
  }

  private static String url(Wxpay wxpay, String name) {
    Map<String, Object> fields = contract();
    fields.put(name, HIDDEN);
    return wxpay.v2().chain("papay/entrustweb").url(fields);
  }

  private static Map<String, Object> contract() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("appid", APP);
    fields.put("mch_id", Fixtures.MCHID);
    fields.put("contract_code", "100001256");
    fields.put("contract_display_account", "微信代扣 <é> a=b");
    fields.put("notify_url", "https://example.com/n/a/1?b=2");
    return fields;
  }

  @ParameterizedTest
  @ValueSource(strings = {"a&b", "a=b"})
  void refusesNameThatPayerCouldSplit(String name) {
    assertThatThrownBy(() -> params.openBusinessView("wxpayScoreDetail", Map.of(name, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The field name '" + name + "' contains '&' or '='");
    assertThatThrownBy(
            () ->
                wxpay.v2().chain("papay/entrustweb").url(Map.of("mch_id", Fixtures.MCHID, name, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void signsValuesWithoutAmpersand() {
    assertThat(wxpay.v2().chain("papay/entrustweb").url(contract())).contains("&sign=");
    assertThat(params.openBusinessView("wxpayScoreDetail", Map.of("out_order_no", "a=b;c%26d")))
        .containsKey("queryString");
    assertThat(params.busifavor("1", List.of(Map.of("stock_id", "a=b")))).containsKey("sign");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsValuesWithAmpersandToThePlatform(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay own = Clients.of(sandbox.config())) {
      Map<String, Object> order = new LinkedHashMap<>();
      order.put("appid", APP);
      order.put("mch_id", own.mchid());
      order.put("body", "a & b");
      order.put("attach", "a=1&b=2");
      order.put("out_trade_no", "amp-1");
      order.put("total_fee", 1);
      order.put("spbill_create_ip", "127.0.0.1");
      order.put("detail", "{\"a\":\"1&b=2\"}");
      order.put("notify_url", "https://example.com/n");
      order.put("trade_type", "NATIVE");
      order.put("product_id", "1");

      Response r = Clients.post(async, own.v2().chain("pay/unifiedorder"), order);

      assertThat(r.get("result_code")).isEqualTo("SUCCESS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "HMAC-SHA256"})
  void refusesOwnSignedParametersAsNotification(String type) {
    Wxpay own = Clients.builder().secret(Fixtures.SECRET).signType(type).nonce(() -> "n").build();
    List<Map<String, String>> signed = new ArrayList<>();
    // As versions without the check have signed them, split at the '&' again.
    Map<String, String> page = new TreeMap<>();
    contract().forEach((name, value) -> page.put(name, value.toString()));
    signed.add(page);
    signed.add(new TreeMap<>(Map.of("appId", APP, "package", "p", "mch_id", Fixtures.MCHID)));
    Map<String, String> payment = new TreeMap<>(Notice.paymentFields());
    payment.remove("return_code");
    signed.add(payment);
    for (Map<String, String> fields : signed) {
      Map<String, String> message = Notice.signedFields(fields, type, Fixtures.SECRET);
      assertUndocumented(own, message);
      for (String name :
          List.of("return_code", "event_ciphertext", "change_type", "vehicle_event_type")) {
        // Empty fields are not signed, so anyone may add them.
        assertUndocumented(own, ForgedNotifications.with(message, name, ""));
      }
    }
  }

  private static void assertUndocumented(Wxpay wxpay, Map<String, String> fields) {
    assertThatThrownBy(() -> Notice.xml(fields).to(wxpay))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED_CONTENT))
        .hasMessageContaining("is not of a documented kind");
  }

  @Test
  void acceptsEveryDocumentedKindOfV2WithAmpersandInAttach() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay own = Clients.of(sandbox.config())) {
      int kinds = 0;
      for (String type : Sandbox.eventTypes()) {
        if (type.startsWith("v2/")) {
          SignedNotification made = sandbox.notification(type, Map.of("attach", "a=1&b=2"));
          Notification read = own.notifications().parse(made.headers(), made.body());
          assertThat(read.get("attach")).as(type).isEqualTo("a=1&b=2");
          kinds++;
        }
      }
      assertThat(kinds).isEqualTo(10);
    }
  }

  // Line feeds in texts to sign

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\u0000", "\t", "\u007f", "\u0085"})
  void refusesControlCharactersInCallUpParameters(String control) {
    String app = "POST" + control + "/v3/refund/domestic/refunds";
    List<ThrowingCallable> calls =
        List.of(
            () -> params.app(app, "{}"),
            () -> params.app(APP, "a" + control + "b"),
            () -> params.jsapi(app, PREPAY),
            () -> params.jsapi(APP, "a" + control + "b"),
            () -> params.miniProgram(app, PREPAY),
            () -> params.v2().app(app, PREPAY),
            () -> params.v2().jsapi(APP, "a" + control + "b"));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("contains a control character")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(control));
    }
  }

  @Test
  void callUpParametersCannotSignRefund() {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay own = Clients.of(sandbox.config())) {
      assertThatThrownBy(
              () ->
                  own.payParams()
                      .app("POST\n/v3/refund/domestic/refunds", "{\"out_refund_no\":\"r-1\"}"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("`appid` contains a control character")
          .hasMessageContaining("'POST?/v3/refund/domestic/refunds'");
      assertThat(sandbox.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\"b", "a\\b", "", "中", "a b"})
  void refusesNonceThatCouldChangeSignedText(String nonce) {
    Wxpay own = Clients.builder().secret(Fixtures.SECRET).nonce(() -> nonce).build();
    List<ThrowingCallable> calls =
        List.of(
            () -> own.payParams().jsapi(APP, PREPAY),
            () -> own.payParams().app(APP, PREPAY),
            () -> own.payParams().v2().jsapi(APP, PREPAY),
            () -> own.payParams().openBusinessView("wxpayScoreDetail", Map.of("a", "b")),
            () -> own.v2().chain("papay/entrustweb").url(contract()),
            () -> own.v2().chain("pay/orderquery").post(Map.of("mch_id", Fixtures.MCHID)),
            () -> own.chain("v3/certificates").get());
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("The nonce supplier returned");
    }
  }

  @Test
  void refusesMissingNonce() {
    Wxpay own = Clients.builder().nonce(() -> null).build();

    assertThatThrownBy(() -> own.payParams().jsapi(APP, PREPAY))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("The nonce supplier returned null.");
  }

  @Test
  void formatterRefusesControlCharactersInEveryPartExceptBody() {
    List<ThrowingCallable> calls =
        List.of(
            () -> Formatter.request("GET\n", "/", 1, "n"),
            () -> Formatter.request("GET", "/\n", 1, "n", "{}"),
            () -> Formatter.request("GET", "/", "1\n", "n"),
            () -> Formatter.request("GET", "/", 1, "n\r", ""),
            () -> Formatter.response("1\n2", "n"),
            () -> Formatter.response(1, "n\n{", "}"),
            () -> Formatter.authorization("1\n", "n", "s", 1, "2"),
            () -> Formatter.authorization("1", "n\n", "s", 1, "2"),
            () -> Formatter.authorization("1", "n", "s\n", 1, "2"),
            () -> Formatter.authorization("1", "n", "s", "1\n", "2"),
            () -> Formatter.authorization("1", "n", "s", 1, "2\n"),
            () -> Formatter.authorization("1\",serial_no=\"2", "n", "s", 1, "2"));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("`\\w+` contains a (control character|quote), which .*Remove it\\.");
    }
    assertThat(Formatter.request("POST", "/a", 1, "n", "{\n}\n"))
        .isEqualTo("POST\n/a\n1\nn\n{\n}\n\n");
    assertThat(Formatter.response(1, "n", "{\n}\n")).isEqualTo("1\nn\n{\n}\n\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void signsRequestBodyOfSeveralLines(boolean async) {
    try (Sandbox sandbox = Sandbox.start();
        Wxpay own = Clients.of(sandbox.config())) {
      String body =
          "{\n  \"mchid\": \""
              + own.mchid()
              + "\",\n  \"appid\": \""
              + APP
              + "\",\n \"description\": \"d\", \"out_trade_no\": \"lines-1\",\n"
              + " \"notify_url\": \"https://example.com/n\",\r\n \"amount\": {\"total\": 1}\n}\n";

      Response r = Clients.post(async, own.chain("v3/pay/transactions/native"), body);

      assertThat(r.get("code_url")).startsWith("weixin://");
      assertThat(sandbox.requests().get(0).text()).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void verifiesResponseOfSeveralLines(boolean async) {
    FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{\n \"a\": \"b\"\n}\n\n"));

    Response r = Clients.call(async, Clients.over(http).chain("v3/a"), "GET", null, Options.none());

    assertThat(r.get("a")).isEqualTo("b");
  }
}
