package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the description of endpoints. */
class DescriptionTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  private static String describe(String method, String path) {
    return CATALOGUE.endpoint(method, path).orElseThrow().describe();
  }

  @Test
  void showsPropertiesFieldsAsTreeAndCall() {
    String text = describe("POST", "v3/pay/transactions/native");

    assertThat(text.lines().collect(toList()))
        .startsWith("POST v3/pay/transactions/native Native下单", "Protocol:     APIv3")
        .containsSubsequence(
            "Headers",
            "  Wechatpay-Serial  required, set by the client",
            "Body",
            "  appid                   string, required, 1 to 32 characters",
            "  attach                  string, at most 128 bytes",
            "  amount                  object, required",
            "    total                 integer, required, at least 1",
            "    currency              string, CNY",
            "  time_expire             string, rfc3339",
            "      number              string, required, encrypted",
            "Response",
            "  code_url  string, required",
            "Call")
        .contains(
            "      type                string, required, IDCARD | HONGKONG_MACAO |"
                + " HONGKONG_MACAO_RESIDENT |",
            "                            TAIWAN_RESIDENT | FOREIGN_RESIDENT | OVERSEA_PASSPORT |"
                + " PHONE_NUMBER")
        .endsWith("        \"notify_url\", \"https://shop.example/notify\"))");
  }

  @Test
  void marksFieldsOfWhichOneSuffices() {
    assertThat(describe("POST", "v3/refund/domestic/refunds"))
        .contains(
            "  out_trade_no          string, one of transaction_id | out_trade_no, at most 32"
                + " characters\n");
  }

  @Test
  void showsWhatCallersOfOldEndpointsNeed() {
    assertThat(describe("POST", "secapi/pay/refund"))
        .contains(
            "Protocol:     APIv2, path of a chain: v2/secapi/pay/refund\n",
            "TLS:          mutual, with the merchant certificate\n");
    assertThat(describe("POST", "risk/getviolation"))
        .contains(
            "Signature:    only sign_type HMAC-SHA256\n",
            "Verification: the response is not signed\n");
    assertThat(describe("POST", "papay/querycontract")).contains("without nonce_str\n");
    assertThat(describe("POST", "mmpaysptrans/pay_bank"))
        .contains("required, encrypted with the key of risk/getpublickey");
    assertThat(describe("POST", "pay/combinedorder")).contains("JSON text of object");
    assertThat(describe("POST", "mmpaymkttransfers/sendredpack")).contains("name=value&name=value");
    assertThat(describe("POST", "vehicle/pay/payapply")).contains("with the fields of one variant");
  }

  @Test
  void showsFilesPagesHostsAndBrands() {
    assertThat(describe("POST", "v3/merchant/media/upload"))
        .contains("Kind:         upload of a file\n", "\nPart meta\n", "\nForm\n");
    assertThat(describe("POST", "pay/downloadbill"))
        .contains("Kind:         download of a file (data)\n", "Response: 200, a file\n")
        .contains("\nError response\n");
    assertThat(describe("GET", "papay/entrustweb")).contains("with #wechat_redirect\n");
    assertThat(describe("GET", "v3/billdownload/file"))
        .contains("URL:          complete in an earlier response\n");
    assertThat(describe("POST", "risk/getpublickey"))
        .contains("Host:         fraud.mch.weixin.qq.com\n");
    assertThat(describe("GET", "brand/marketing/product-coupon/notify-configs"))
        .contains("signed by a brand", "does not say which fields are required");
    assertThat(describe("GET", "v3/new-tax-control-fapiao/download"))
        .contains("needs no Authorization header");
    assertThat(describe("POST", "v3/pay/transactions/out-trade-no/{out_trade_no}/close"))
        .contains("Response: 204, without fields\n", "\nPlaceholders\n");
  }

  @Test
  void showsFirstOfManyValues() {
    List<String> many =
        CATALOGUE.endpoints().stream()
            .flatMap(endpoint -> endpoint.request().stream())
            .filter(field -> field.values().size() > 12)
            .findFirst()
            .orElseThrow()
            .values();
    List<Endpoint> endpoints =
        CATALOGUE.endpoints().stream()
            .filter(e -> e.request().stream().anyMatch(f -> f.values().equals(many)))
            .collect(toList());

    assertThat(endpoints.get(0).describe().replaceAll("\\s+", " "))
        .contains(many.get(7) + " | … " + (many.size() - 8) + " more");
  }

  @Test
  void describesAllEndpointsInTerminalLines() {
    int lines = 0;
    int wide = 0;
    for (Endpoint endpoint : CATALOGUE.endpoints()) {
      String text = endpoint.describe();
      assertThat(text)
          .startsWith(endpoint.toString() + "\n")
          .doesNotContain("\t", "\u001b", "null,");
      assertThat(text).endsWith(endpoint.example().java()).isEqualTo(endpoint.describe());
      for (String line : text.split("\n", -1)) {
        lines++;
        wide += line.length() > 100 ? 1 : 0;
        assertThat(line).isEqualTo(line.stripTrailing());
      }
    }
    assertThat(lines).isGreaterThan(45_000);
    assertThat(wide).as("longer than 100 columns, by paths and JSON texts").isLessThan(200);
  }
}
