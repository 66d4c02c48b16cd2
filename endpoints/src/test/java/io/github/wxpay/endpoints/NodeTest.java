package io.github.wxpay.endpoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.Wxpay;
import io.github.wxpay.exception.StatusException;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Fixtures;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Paths and verbs of the typed chain. */
class NodeTest {
  private final TypedClient client = new TypedClient();
  private final V3 v3 = V3.of(client.wxpay);

  @Test
  void sendsTheDocumentedPage() {
    client.json(204, "");

    ResponseView done =
        v3.payscore()
            .permissions()
            .authorizationCode()
            ._authorization_code_("1234567890")
            .terminate()
            .post(body -> body.serviceId("500001").reason("示例：解除授权"));

    assertThat(done.response().status()).isEqualTo(204);
    assertThat(client.last().target())
        .isEqualTo("/v3/payscore/permissions/authorization-code/1234567890/terminate");
    assertThat(client.last().text())
        .isEqualTo("{\"service_id\":\"500001\",\"reason\":\"示例：解除授权\"}");
    assertThat(client.last().isSigned()).isTrue();
  }

  @Test
  void explainsItselfAndSendsNothing() {
    assertThat(v3.pay().transactions().native_())
        .hasToString(
            "v3/pay/transactions/native\n"
                + "POST Native下单: post(body -> …)\n"
                + "  required: appid, mchid, description, out_trade_no, amount, notify_url\n"
                + "Nothing was sent yet.");
    assertThat(v3.profitsharing().receivers().delete().toString())
        .startsWith("v3/profitsharing/receivers/delete\nPOST 删除分账接收方: post(body -> …)")
        .endsWith("Nothing was sent yet.");
    assertThat(v3.pay().toString())
        .contains("next: acquiringBank(), instal(), partner(), transactions()");
    assertThat(v3.toString()).startsWith("v3/\nnext: ").contains("pay(), ");
    assertThat(v3.billdownload().file().toString()).contains("of the view with its URL");
    assertThat(client.count()).isZero();
  }

  @Test
  void fillsPlaceholdersByValueOrByOptions() {
    client.json(200, "{}").json(200, "{}");

    v3.pay().transactions().id()._transaction_id_("4/2").get();
    assertThat(client.last().target())
        .isEqualTo("/v3/pay/transactions/id/4%2F2?mchid=" + Fixtures.MCHID);

    v3.pay()
        .transactions()
        .id()
        ._transaction_id_()
        .get(query -> query.mchid("1900000110"), Options.of("transaction_id", "42"));
    assertThat(client.last().target()).isEqualTo("/v3/pay/transactions/id/42?mchid=1900000110");
  }

  @Test
  void refusesMissingValueOfPlaceholder() {
    assertThatThrownBy(() -> v3.pay().transactions().id()._transaction_id_().get())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transaction_id");
    assertThat(client.count()).isZero();
  }

  @Test
  void refusesAllMissingFieldsAtOnce() {
    Consumer<io.github.wxpay.endpoints.v3.PayTransactionsNativePostBody> fill =
        body -> body.appid("wx1").amount(amount -> amount.currency("CNY"));
    String message =
        "POST v3/pay/transactions/native lacks the required fields description, out_trade_no,"
            + " amount/total, notify_url; nothing was sent. Set them, or send the request as it is"
            + " with V3.of(wxpay).unchecked().";

    assertThatThrownBy(() -> v3.pay().transactions().native_().post(fill))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    CompletableFuture<?> later = v3.pay().transactions().native_().postAsync(fill);
    assertThatThrownBy(later::join).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(client.count()).isZero();

    v3.unchecked().pay().transactions().native_().post(fill);
    assertThat(client.last().text())
        .isEqualTo(
            "{\"appid\":\"wx1\",\"amount\":{\"currency\":\"CNY\"},\"mchid\":\"1900000109\"}");
  }

  @Test
  void checksFieldsOfListsWhereTheListIsThere() {
    Consumer<io.github.wxpay.endpoints.v3.PayTransactionsNativePostBody> complete =
        body ->
            body.appid("wx1")
                .description("tea")
                .outTradeNo("o-1")
                .notifyUrl("https://shop.example/n")
                .amount(amount -> amount.total(1));
    v3.pay().transactions().native_().post(complete);

    assertThatThrownBy(
            () ->
                v3.pay()
                    .transactions()
                    .native_()
                    .post(
                        complete.andThen(
                            body ->
                                body.detail(
                                    detail -> detail.addGoodsDetail(goods -> goods.quantity(1))))))
        .hasMessageContaining(
            "fields detail/goods_detail/merchant_goods_id, detail/goods_detail/unit_price;");
  }

  @Test
  void acceptsRequiredParametersInTheOptions() {
    var batch = v3.transfer().batches().batchId()._batch_id_("1");

    batch.get(query -> {}, Options.none().query("need_query_detail", false));

    assertThat(client.last().target())
        .isEqualTo("/v3/transfer/batches/batch-id/1?need_query_detail=false");
    assertThatThrownBy(() -> batch.get(query -> {}))
        .hasMessageContaining("lacks the required fields need_query_detail (query);");
    assertThat(client.count()).isEqualTo(1);
  }

  @Test
  void refusesMissingLambdasAndOptions() {
    var refunds = v3.unchecked().refund().domestic().refunds();

    assertThatThrownBy(() -> refunds.post(null)).hasMessage("body == null");
    assertThatThrownBy(() -> refunds.post(body -> body.amount(null))).hasMessage("amount == null");
    assertThatThrownBy(() -> refunds.post(body -> {}, null)).hasMessage("options == null");
    assertThat(client.count()).isZero();
  }

  @Test
  void keepsTheNumberOfTheMerchantThatIsSet() {
    v3.unchecked().pay().transactions().native_().post(body -> body.mchid("1900000110"));

    assertThat(client.last().text()).isEqualTo("{\"mchid\":\"1900000110\"}");
  }

  @Test
  void sendsRequiredHeader() {
    v3.marketing()
        .partnerships()
        .build()
        .post("key-1", body -> body.partner(partner -> partner.type("APPID").appid("wx1")));

    assertThat(client.last().header("Idempotency-Key")).isEqualTo("key-1");
    assertThatThrownBy(() -> v3.marketing().partnerships().build().post(null, body -> {}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("Idempotency-Key == null");
  }

  @Test
  void putsTheVerbOfAnEmptySegmentOnItsParent() {
    v3.unchecked().ecommerce().applyments().post(body -> body.outRequestNo("r-1"));

    assertThat(client.last().target()).isEqualTo("/v3/ecommerce/applyments/");
  }

  @Test
  void sendsToTheDocumentedHostAndSignType() {
    client.then(io.github.wxpay.testing.FakeHttpClient.succeedingReply());

    V2.of(client.wxpay).secsvc().realnameauth().post(body -> body.version("1.0"));

    assertThat(client.last().uri()).hasHost("fraud.mch.weixin.qq.com");
    assertThat(client.last().text()).contains("<mch_id>");
  }

  @Test
  void passesOptionsAndFailures() {
    client.json(404, "{'code':'ORDER_NOT_EXIST','message':'x'}");

    assertThatThrownBy(
            () ->
                v3.pay()
                    .transactions()
                    .outTradeNo()
                    ._out_trade_no_("o-1")
                    .get(
                        query -> {},
                        Options.none().header("X-Shop", "7").timeout(Duration.ofSeconds(9))))
        .isInstanceOf(StatusException.class)
        .hasMessageContaining("ORDER_NOT_EXIST");
    assertThat(client.last().header("X-Shop")).isEqualTo("7");
  }

  @Test
  void failsLaterWithTheSameException() {
    client.json(404, "{'code':'ORDER_NOT_EXIST','message':'x'}");
    List<Throwable> failures = new ArrayList<>();

    CompletableFuture<?> view =
        v3.certificates()
            .getAsync()
            .exceptionally(
                e -> {
                  failures.add(e);
                  return null;
                });

    assertThat(view.join()).isNull();
    assertThat(failures).singleElement().isInstanceOf(StatusException.class);
  }

  @Test
  void doesNotWaitForTheResponse() {
    client.json(200, "{'data':[{'serial_no':'s'}]}");

    assertThat(v3.certificates().getAsync().join().data().get(0).serialNo()).isEqualTo("s");
  }

  @Test
  void encryptsParametersOfAQuery() {
    v3.unchecked().smartguide().guides().get(query -> query.storeId(1).mobile("13800138000"));

    assertThat(client.last().target())
        .startsWith("/v3/smartguide/guides?store_id=1&mobile=")
        .doesNotContain("13800138000");
    assertThat(client.last().header("Wechatpay-Serial")).isEqualTo(Fixtures.PLATFORM_SERIAL);
  }

  @Test
  void hasNoSecondOverloadBesideALambda() {
    List<String> wrong =
        Generated.types().stream()
            .filter(Node.class::isAssignableFrom)
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> Arrays.asList(method.getParameterTypes()).contains(Consumer.class))
            .filter(NodeTest::hasTwin)
            .map(Method::toString)
            .collect(Collectors.toList());

    assertThat(wrong).isEmpty();
  }

  /** The annotations are for compilers, so only the files of the classes have them. */
  @Test
  void marksNodesAndVerbsForCompilers() throws IOException {
    int nodes = 0;
    for (Path file : Generated.files()) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      if (text.contains("io/github/wxpay/endpoints/Node")
          && text.contains("describe")
          && !file.endsWith("Node.class")) {
        nodes++;
        assertThat(text).as(file.toString()).contains("endpoints/CheckReturnValue;");
        boolean sends = text.contains("Async");
        assertThat(text.contains("endpoints/CanIgnoreReturnValue;")).isEqualTo(sends);
      }
    }
    assertThat(nodes).isGreaterThan(1_700);
  }

  /** Returns whether another method of the name has as many parameters. */
  private static boolean hasTwin(Method method) {
    return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
        .anyMatch(
            other ->
                !other.equals(method)
                    && other.getName().equals(method.getName())
                    && other.getParameterCount() == method.getParameterCount()
                    && !other.isBridge());
  }

  @Test
  void takesAMapAndFieldsThatAreNotDocumented() {
    v3.unchecked()
        .pay()
        .transactions()
        .native_()
        .post(body -> body.putAll(Map.of("appid", "wx1")).put("new_field", 7).attach(null));

    assertThat(client.last().text())
        .isEqualTo("{\"appid\":\"wx1\",\"new_field\":7,\"mchid\":\"1900000109\"}");
  }

  @Test
  void refusesMissingClient() {
    assertThatThrownBy(() -> V3.of((Wxpay) null)).isInstanceOf(NullPointerException.class);
  }
}
