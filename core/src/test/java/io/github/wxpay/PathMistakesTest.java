package io.github.wxpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.wxpay.catalogue.Catalogue;
import io.github.wxpay.catalogue.Endpoint;
import io.github.wxpay.http.Options;
import io.github.wxpay.testing.Clients;
import io.github.wxpay.testing.FakeHttpClient;
import io.github.wxpay.testing.Reply;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Likely mistakes in a path are refused before sending, with the right call. */
class PathMistakesTest {
  private final FakeHttpClient http = FakeHttpClient.answering(Reply.signed("{}"));
  private final Wxpay wxpay = Clients.over(http);

  @ParameterizedTest(name = "{1}")
  @MethodSource("mistakes")
  void refusesMistakeAndShowsTheRightCall(Function<Wxpay, Chain> chain, String right) {
    for (boolean async : new boolean[] {false, true}) {
      assertThatThrownBy(
              () -> Clients.call(async, chain.apply(wxpay), "POST", "{}", Options.none()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(right);
    }
    assertThat(http.sent()).isEmpty();
  }

  private static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(w -> w.v3().chain("v3/pay/x"), "has 'v3' twice. Write v3().chain(\"pay/x\")"),
        mistake(w -> w.v2().chain("v2/pay/x"), "has 'v2' twice. Write v2().chain(\"pay/x\")"),
        mistake(w -> w.chain("v3/v3/pay"), "has 'v3' twice"),
        mistake(w -> w.v3().prop("v3.pay.transactions"), "has 'v3' twice"),
        mistake(w -> w.prop("wxpay.v3.pay.x"), "Write prop(\"v3.pay.x\")"),
        mistake(w -> w.prop("wxpay.v2.pay.x"), "Write prop(\"v2.pay.x\")"),
        mistake(w -> w.prop("v3.pay.x.post"), "prop(\"v3.pay.x\").post(…)"),
        mistake(w -> w.prop("v3.pay.x.get"), "prop(\"v3.pay.x\").get(…)"),
        mistake(w -> w.prop("v3.pay.x.put"), ".put(…)"),
        mistake(w -> w.v3().prop("pay.x.patch"), "prop(\"pay.x\").patch(…)"),
        mistake(w -> w.v3().prop("pay").prop("post"), ".post(…)"),
        mistake(w -> w.chain("POST v3/pay/x"), "chain(\"v3/pay/x\").post(…)"),
        mistake(w -> w.v3().chain("get pay/x"), "chain(\"pay/x\").get(…)"),
        mistake(w -> w.chain("v3.pay.transactions"), "Write prop(\"v3.pay.transactions\")"),
        mistake(w -> w.chain("pay.transactions"), "Write prop(\"pay.transactions\")"),
        mistake(
            w -> w.v3().chain("pay.transactions.native"), "prop(\"v3.pay.transactions.native\")"),
        mistake(
            w -> w.v3().chain("pay/id/:transaction_id"), "v3().chain(\"pay/id/{transaction_id}\")"),
        mistake(w -> w.chain("v3/a/:b/c"), "v3().chain(\"a/{b}/c\")"),
        mistake(w -> w.chain("pay/unifiedorder"), "v2().chain(\"pay/unifiedorder\") for APIv2"),
        mistake(
            w -> w.chain("/pay/transactions/native"), "v3().chain(\"pay/transactions/native\")"),
        mistake(w -> w.prop("secapi.pay.refund"), "v2().chain(\"secapi/pay/refund\")"));
  }

  private static Arguments mistake(Function<Wxpay, Chain> chain, String right) {
    return Arguments.of(chain, right);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3/certificates",
        "/v3/certificates",
        "v3/a:b/c d",
        "v3/a/b:c",
        "v3/a/:",
        "v3/a.b/c.d",
        "v3/get/post",
        "v3/x/post",
        "v3/certificates.json",
        "v3/a/v3/b",
        "v3/a%2Eb.c.d",
        "v3/%3Aname",
        "hk/v3/certificates",
        "brand/profitsharing/orders",
        "v3/GET-it/x",
        "v3/x/GET y"
      })
  void sendsOtherPaths(String path) {
    wxpay.chain(path).get();

    assertThat(http.only().method()).isEqualTo("GET");
  }

  @ParameterizedTest
  @CsvSource({
    "v3.profitsharing.receivers.delete, v3/profitsharing/receivers/delete",
    "v3.merchant.media.upload, v3/merchant/media/upload",
    "v3.newTaxControlFapiao.download, v3/new-tax-control-fapiao/download",
    "v3.posts.puts, v3/posts/puts",
    "get, get"
  })
  void acceptsNamesThatEndDocumentedPaths(String names, String path) {
    assertThat(wxpay.prop(names).path()).isEqualTo(path);
  }

  @Test
  void refusesNoDocumentedPath() {
    Set<String> refused = new TreeSet<>();
    Set<String> firstOfV2 = new TreeSet<>();
    Set<String> firstOfV3 = new TreeSet<>();
    int checked = 0;
    for (Endpoint endpoint : Catalogue.load().endpoints()) {
      boolean v2 = endpoint.version() == 2;
      String path = (v2 ? "v2/" : "") + endpoint.path();
      (v2 ? firstOfV2 : firstOfV3).add(endpoint.path().split("/", 2)[0]);
      try {
        PathMistakes.check(path);
        PathMistakes.checkNames("", path.replaceAll("[/{}]", "."));
      } catch (IllegalArgumentException e) {
        refused.add(path + ": " + e.getMessage());
      }
      checked++;
    }
    assertThat(refused).isEmpty();
    assertThat(checked).isGreaterThan(1_100);
    assertThat(firstOfV2).doesNotContainAnyElementsOf(firstOfV3);
    for (String first : firstOfV2) {
      assertThatThrownBy(() -> wxpay.chain(first + "/x").get(Map.of()))
          .as(first)
          .hasMessageContaining("has no version");
    }
  }
}
