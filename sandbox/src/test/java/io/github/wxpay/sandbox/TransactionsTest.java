package io.github.wxpay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.wxpay.sandbox.junit.WxpaySandbox;
import io.github.wxpay.sandbox.testing.OrderJson;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests orders over APIv3: place, query, close, pay. */
@WxpaySandbox(clock = MerchantClient.NOW)
class TransactionsTest {
  private static final String ROOT = "/v3/pay/transactions/";
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private final Sandbox sandbox;

  TransactionsTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  private SignedRequest merchant() {
    return SignedRequest.of(sandbox);
  }

  private static ObjectNode draft() {
    ObjectNode draft = OrderJson.of("order-" + NUMBER.incrementAndGet(), 100);
    draft.put("description", "一杯茶").put("attach", "a&b");
    draft.withObject("amount").put("currency", "CNY");
    draft.putObject("payer").put("openid", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    ObjectNode scene = draft.putObject("scene_info").put("payer_client_ip", "127.0.0.1");
    scene.putObject("h5_info").put("type", "Wap");
    return draft;
  }

  private String place(ObjectNode draft) throws Exception {
    assertThat(merchant().post(ROOT + "native", draft.toString()).status()).isEqualTo(200);
    return draft.get("out_trade_no").asText();
  }

  private SandboxResponse query(String number) throws Exception {
    return merchant().get(ROOT + "out-trade-no/" + number + "?mchid=1900000109");
  }

  private SandboxResponse close(String number) throws Exception {
    return merchant()
        .post(ROOT + "out-trade-no/" + number + "/close", "{\"mchid\":\"1900000109\"}");
  }

  private static void assertRefused(SandboxResponse reply, int status, String code, String message)
      throws Exception {
    assertThat(reply.get("/message")).isEqualTo(message);
    assertThat(reply.get("/code")).isEqualTo(code);
    assertThat(reply.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "native, code_url, weixin://wxpay/bizpayurl\\?pr=[0-9A-Za-z]{9}",
    "jsapi, prepay_id, wx20260304130607[0-9a-f]{20}",
    "app, prepay_id, wx20260304130607[0-9a-f]{20}",
    "h5, h5_url, https://wx.tenpay.com/.*prepay_id=wx20260304130607[0-9a-f]{20}&package=.*"
  })
  void createsOrderWithPaymentAddress(String kind, String name, String form) throws Exception {
    SandboxResponse reply = merchant().post(ROOT + kind, draft().toString());
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json()).hasSize(1);
    assertThat(reply.get("/" + name)).matches(form);
  }

  @Test
  void openOrderIsNotPaid() throws Exception {
    SandboxResponse reply = query(place(draft()));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.get("/trade_state")).isEqualTo("NOTPAY");
    assertThat(reply.get("/trade_state_desc")).isEqualTo("订单未支付");
    assertThat(reply.json().at("/amount/total").isInt()).isTrue();
    assertThat(reply.json().has("transaction_id")).isFalse();
  }

  @Test
  void findsPaidOrderByEitherNumber() throws Exception {
    String number = place(draft());
    sandbox.pay(number);

    SandboxResponse reply = query(number);
    assertThat(reply.get("/trade_state")).isEqualTo("SUCCESS");
    assertThat(reply.get("/transaction_id")).matches("420000[0-9]{4}20260304[0-9]{10}");
    assertThat(reply.get("/success_time")).isEqualTo("2026-03-04T13:06:07+08:00");
    assertThat(reply.get("/trade_type")).isEqualTo("NATIVE");
    assertThat(reply.get("/attach")).isEqualTo("a&b");
    assertThat(reply.get("/mchid")).isEqualTo("1900000109");
    assertThat(reply.get("/amount/payer_total")).isEqualTo("100");
    assertThat(reply.get("/payer/openid")).isEqualTo("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    SandboxResponse other =
        merchant().get(ROOT + "id/" + reply.get("/transaction_id") + "?mchid=1900000109");
    assertThat(other.text()).isEqualTo(reply.text());
  }

  @Test
  void repeatedOrderReturnsSameCodeUrl() throws Exception {
    ObjectNode draft = draft();
    SandboxResponse first = merchant().post(ROOT + "native", draft.toString());
    SandboxResponse again = merchant().post(ROOT + "native", draft.toPrettyString());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text()).isEqualTo(first.text());
  }

  @Test
  void refusesChangedOrderWithUsedNumber() throws Exception {
    ObjectNode draft = draft();
    String number = place(draft);
    draft.withObjectProperty("amount").put("total", 101);
    assertRefused(
        merchant().post(ROOT + "native", draft.toString()),
        403,
        "OUT_TRADE_NO_USED",
        "商户订单号重复: order " + number + " was created with other parameters; use a new number");
  }

  @Test
  void refusesToPlacePayOrClosePaidOrder() throws Exception {
    ObjectNode draft = draft();
    String number = place(draft);
    sandbox.pay(number);
    assertRefused(
        merchant().post(ROOT + "native", draft.toString()),
        400,
        "ORDERPAID",
        "该订单已支付: order " + number + " is paid");
    assertRefused(
        close(number), 400, "ORDERPAID", "该订单已支付: order " + number + " is paid, refund it instead");
    assertThatThrownBy(() -> sandbox.pay(number))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("order " + number + " is SUCCESS, not NOTPAY");
  }

  @Test
  void refusesToPlacePayOrCloseClosedOrder() throws Exception {
    ObjectNode draft = draft();
    String number = place(draft);
    SandboxResponse closed = close(number);
    assertThat(closed.status()).isEqualTo(204);
    assertThat(query(number).get("/trade_state")).isEqualTo("CLOSED");
    assertRefused(
        close(number), 400, "ORDER_CLOSED", "该订单已关闭: order " + number + " is closed already");
    assertRefused(
        merchant().post(ROOT + "native", draft.toString()),
        400,
        "ORDER_CLOSED",
        "该订单已关闭: order " + number + " is closed");
    assertThatThrownBy(() -> sandbox.pay(number))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("order " + number + " is CLOSED, not NOTPAY");
  }

  @Test
  void respondsNotFoundForUnknownOrder() throws Exception {
    assertRefused(query("nowhere"), 404, "ORDER_NOT_EXIST", "订单不存在: there is no order nowhere");
    assertRefused(close("nowhere"), 404, "ORDER_NOT_EXIST", "订单不存在: there is no order nowhere");
    String id = "4200".repeat(7);
    assertRefused(
        merchant().get(ROOT + "id/" + id + "?mchid=1900000109"),
        404,
        "ORDER_NOT_EXIST",
        "订单不存在: there is no transaction " + id);
    assertThatThrownBy(() -> sandbox.pay("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no order nowhere");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "appid",
        "mchid",
        "description",
        "out_trade_no",
        "notify_url",
        "amount",
        "amount/total"
      })
  void namesMissingRequiredField(String path) throws Exception {
    ObjectNode draft = draft();
    int slash = path.indexOf('/');
    (slash < 0 ? draft : draft.withObjectProperty(path.substring(0, slash)))
        .remove(path.substring(slash + 1));
    SandboxResponse reply = merchant().post(ROOT + "native", draft.toString());
    assertRefused(reply, 400, "PARAM_ERROR", "参数错误: body /" + path + " is required");
    assertThat(reply.get("/detail/field")).isEqualTo("/" + path);
    assertThat(reply.get("/detail/location")).isEqualTo("body");
  }

  @Test
  void jsapiRequiresPayerAndH5RequiresScene() throws Exception {
    ObjectNode draft = draft();
    draft.withObjectProperty("payer").remove("openid");
    draft.remove("scene_info");
    assertRefused(
        merchant().post(ROOT + "jsapi", draft.toString()),
        400,
        "PARAM_ERROR",
        "参数错误: body /payer/openid is required");
    assertRefused(
        merchant().post(ROOT + "h5", draft.toString()),
        400,
        "PARAM_ERROR",
        "参数错误: body /scene_info is required");
    draft.putObject("scene_info").put("payer_client_ip", "127.0.0.1");
    assertRefused(
        merchant().post(ROOT + "h5", draft.toString()),
        400,
        "PARAM_ERROR",
        "参数错误: body /scene_info/h5_info is required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mchid|\"1900000001\"|must be the number of the merchant that signed, 1900000109",
        "mchid|1900000109|must be a string, not an integer",
        "appid|\"\"|must have 1 to 32 characters, not 0",
        "description|7|must be a string, not an integer",
        "out_trade_no|\"12345\"|must have 6 to 32 characters, not 5",
        "out_trade_no|\"a b c d\"|'must match [0-9A-Za-z_|*@-]+'",
        "notify_url|\"ftp://a\"|must match https?://\\S+",
        "notify_url|\"https://a?b=1\"|must be an http or https URL without a query",
        "time_expire|\"tomorrow\"|must be a time such as 2018-06-08T10:34:56+08:00",
        "support_fapiao|1|must be a boolean, not an integer",
        "limit_pay|\"no_debit\"|must be an array<string>, not a string",
        "detail|[]|must be an object, not an array",
        "amount|100|must be an object, not an integer"
      })
  void namesInvalidFieldAndReason(String name, String value, String issue) throws Exception {
    ObjectNode draft = draft();
    draft.set(name, new ObjectMapper().readTree(value));
    SandboxResponse reply = merchant().post(ROOT + "native", draft.toString());
    assertRefused(reply, 400, "PARAM_ERROR", "参数错误: body /" + name + " " + issue);
    assertThat(reply.get("/detail/value")).isEqualTo(value.replace("\"", ""));
    assertThat(reply.get("/detail/issue")).isEqualTo(issue);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|must be at least 1, not 0",
        "-1|must be at least 1, not -1",
        "1.0|must be an integer, not a number",
        "\"1\"|must be an integer, not a string",
        "2147483648|must be 1 to 2147483647",
        "99999999999999999999|must be 1 to 2147483647"
      })
  void refusesTotalThatIsNotPositiveInteger(String value, String issue) throws Exception {
    ObjectNode draft = draft();
    draft.withObjectProperty("amount").set("total", new ObjectMapper().readTree(value));
    assertRefused(
        merchant().post(ROOT + "native", draft.toString()),
        400,
        "PARAM_ERROR",
        "参数错误: body /amount/total " + issue);
  }

  @Test
  void refusesOtherCurrency() throws Exception {
    ObjectNode draft = draft();
    draft.withObjectProperty("amount").put("currency", "USD");
    assertRefused(
        merchant().post(ROOT + "native", draft.toString()),
        400,
        "PARAM_ERROR",
        "参数错误: body /amount/currency must be one of CNY");
  }

  @Test
  void queryRequiresMchid() throws Exception {
    String number = place(draft());
    assertRefused(
        merchant().get(ROOT + "out-trade-no/" + number),
        400,
        "PARAM_ERROR",
        "参数错误: query /mchid is required");
    assertRefused(
        merchant().get(ROOT + "out-trade-no/" + number + "?mchid=1"),
        400,
        "PARAM_ERROR",
        "参数错误: query /mchid must be the number of the merchant that signed, 1900000109");
    assertRefused(
        merchant().get(ROOT + "out-trade-no/" + number + "?mchid=1900000109&mchid=1900000109"),
        400,
        "PARAM_ERROR",
        "参数错误: query /mchid occurs twice");
  }

  @Test
  void decodesOrderNumberInPath() throws Exception {
    ObjectNode draft = draft();
    draft.put("out_trade_no", "a|b*c_d-1");
    place(draft);
    assertThat(query("a%7Cb%2Ac_d-1").get("/out_trade_no")).isEqualTo("a|b*c_d-1");
  }

  @Test
  void placesConcurrentOrders() throws Exception {
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    ObjectNode same = draft();
    Set<String> codes = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 40)
        .parallel()
        .forEach(
            i -> {
              try {
                ObjectNode draft = i % 2 == 0 ? same : draft();
                SandboxResponse reply = merchant().post(ROOT + "native", draft.toString());
                statuses.add(reply.status());
                if (i % 2 == 0) {
                  codes.add(reply.text());
                }
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(statuses).containsExactly(200);
    assertThat(codes).hasSize(1);
  }
}
