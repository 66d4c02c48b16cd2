package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  @ParameterizedTest
  @CsvSource({
    "转账,               POST v3/fund-app/mch-transfer/transfer-bills",
    "JSAPI下单,          POST v3/pay/transactions/jsapi",
    "jsapi下单,          POST v3/pay/transactions/jsapi",
    "native,             POST v3/pay/transactions/native",
    "统一下单,           POST pay/unifiedorder",
    "请求分账,           POST v3/profitsharing/orders",
    "refund,             POST v3/refund/domestic/refunds",
    "REFUND,             POST v3/refund/domestic/refunds",
    "certificates,       GET v3/certificates",
    "合单,               GET v3/combine-transactions/out-trade-no/{combine_out_trade_no}",
    "分账 账单,          GET v3/profitsharing/bills",
    "退款 domestic,      POST v3/refund/domestic/refunds",
    "domestic 退款,      POST v3/refund/domestic/refunds",
    "refund out_refund_no, GET v3/refund/domestic/refunds/{out_refund_no}",
    "v3/pay/transactions/app, POST v3/pay/transactions/app",
    "/v3/pay/transactions/app, POST v3/pay/transactions/app",
  })
  void findsBestMatchFirst(String words, String first) {
    assertThat(names(CATALOGUE.find(words))).first().isEqualTo(first);
  }

  /** Of 77 searches all find what is meant among the first three, and 74 find it first. */
  @Test
  void findsWhatPeopleMean() throws IOException {
    List<String> later = new ArrayList<>();
    int searches = 0;
    for (String line : lines("searches.txt")) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split(" = ", -1);
      List<String> meant = List.of(parts[1].split(" [|] ", -1));
      List<String> found = names(CATALOGUE.find(parts[0]));
      searches++;
      assertThat(found.stream().limit(3)).as(parts[0]).anyMatch(meant::contains);
      if (!meant.contains(found.get(0))) {
        later.add(parts[0]);
      }
    }
    assertThat(searches).isEqualTo(77);
    assertThat(later).containsExactlyInAnyOrder("发红包", "分账回退", "先享后付");
  }

  @ParameterizedTest
  @CsvSource({"支付分完结订单, 支付分 完结订单", "查询特约商户结算账户, 查询 特约商户 结算账户", "投诉协商历史, 投诉 协商历史"})
  void splitsTextWithoutBlanks(String joined, String separate) {
    assertThat(CATALOGUE.find(joined)).isNotEmpty();
    assertThat(CATALOGUE.find(joined).get(0)).isEqualTo(CATALOGUE.find(separate).get(0));
  }

  @Test
  void findsMostOfAChineseTextThatHasUnknownParts() {
    assertThat(names(CATALOGUE.find("商户反馈图片上传")))
        .first()
        .isEqualTo("POST v3/merchant-service/images/upload");
  }

  @Test
  void findsNamesOfNestedFields() {
    assertThat(names(CATALOGUE.find("transfer_scene_report_infos")))
        .contains("POST v3/fund-app/mch-transfer/transfer-bills");
    assertThat(names(CATALOGUE.find("wechatpay_goods_id")))
        .contains("POST v3/pay/transactions/jsapi");
    assertThat(names(CATALOGUE.find("payer_client_ip h5"))).contains("POST v3/pay/transactions/h5");
  }

  @Test
  void findsOnlyEndpointsWithEveryWord() {
    List<Endpoint> both = CATALOGUE.find("refund out_refund_no");

    assertThat(both).isNotEmpty();
    assertThat(CATALOGUE.find("refund")).containsAll(both);
    assertThat(CATALOGUE.find("out_refund_no")).containsAll(both);
    assertThat(both.size()).isLessThan(CATALOGUE.find("refund").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"统一下单", "撤销订单", "unifiedorder", "micropay", "红包", "transfer"})
  void sortsDeprecatedEndpointsAfterEqualMatches(String words) {
    List<Endpoint> found = CATALOGUE.find(words);
    int lastCurrent = -1;
    for (int i = 0; i < found.size(); i++) {
      String title = found.get(i).title().toLowerCase(Locale.ROOT);
      if (!found.get(i).isDeprecated() && title.equals(found.get(0).title())) {
        lastCurrent = i;
      }
    }
    for (Endpoint early : found.subList(0, lastCurrent + 1)) {
      assertThat(early.isDeprecated()).as(early.toString()).isFalse();
    }
  }

  @Test
  void splitsWordsAtAnyWhitespace() {
    List<Endpoint> found = CATALOGUE.find("关闭 订单");

    assertThat(found).isNotEmpty();
    assertThat(CATALOGUE.find("  关闭\t\u3000订单\n")).isEqualTo(found);
    for (String blank : List.of("", " ", "\u3000", "\t\n")) {
      assertThat(CATALOGUE.find(blank)).isEmpty();
    }
    assertThatNullPointerException().isThrownBy(() -> CATALOGUE.find(null));
  }

  @ParameterizedTest
  @CsvSource({
    "refnud,        refund",
    "refnd,         refund",
    "tranfser,      transfer",
    "out_trade_on,  out_trade_no",
    "certifcates,   certificates",
    "refnud 申请退款, refund 申请退款",
  })
  void correctsMistypedWord(String mistyped, String corrected) {
    assertThat(CATALOGUE.find(mistyped)).isNotEmpty().isEqualTo(CATALOGUE.find(corrected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zzzzzzzz", "火箭发射", "xq", "refund 火箭"})
  void findsNothingIfNoWordIsSimilar(String words) {
    assertThat(CATALOGUE.find(words)).isEmpty();
  }

  static List<String> names(List<Endpoint> endpoints) {
    return endpoints.stream().map(e -> e.method() + " " + e.path()).collect(toList());
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(SearchTest.class.getResourceAsStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().collect(toList());
    }
  }
}
