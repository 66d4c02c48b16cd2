package io.github.wxpay.catalogue;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests examples and the calls that they write. */
class ExampleTest {
  private static final Catalogue CATALOGUE = Catalogue.load();

  private static Example example(String method, String path) {
    return CATALOGUE.endpoint(method, path).orElseThrow().example();
  }

  @Test
  void writesQueryWithPlaceholder() {
    Example example = example("GET", "v3/pay/transactions/out-trade-no/{out_trade_no}");

    assertThat(example.body()).isEmpty();
    assertThat(example.query()).containsExactly(Map.entry("mchid", "1900000109"));
    assertThat(example.values())
        .containsExactly(Map.entry("out_trade_no", "1217752501201407033233368018"));
    assertThat(example.java())
        .isEqualTo(
            "wxpay.chain(\"v3/pay/transactions/out-trade-no/{out_trade_no}\").\n"
                + "    with(\"out_trade_no\", \"1217752501201407033233368018\").\n"
                + "    query(\"mchid\", \"1900000109\").\n"
                + "    get()");
    assertThat(example.node())
        .isEqualTo(
            "wxpay.v3.pay.transactions.outTradeNo._out_trade_no_.get({\n"
                + "  params: { mchid: '1900000109' },\n"
                + "  out_trade_no: '1217752501201407033233368018'\n"
                + "})");
    assertThat(example.command())
        .isEqualTo(
            "wxpay 'v3/pay/transactions/out-trade-no/{out_trade_no}' -m get"
                + " -v out_trade_no=1217752501201407033233368018 -p mchid=1900000109");
    assertThat(example.curl())
        .startsWith(
            "curl 'https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/"
                + "1217752501201407033233368018?mchid=1900000109' \\\n")
        .contains("-H 'Authorization: WECHATPAY2-SHA256-RSA2048 <mchid, serial_no, nonce_str,");
    assertThat(example).hasToString(example.java());
  }

  @Test
  void writesBodyOverSeveralLines() {
    Example example = example("POST", "v3/pay/transactions/native");

    assertThat(example.java())
        .isEqualTo(
            "wxpay.chain(\"v3/pay/transactions/native\").post(\n"
                + "    Wxpay.fields(\n"
                + "        \"appid\", \"wxd678efh567hg6787\",\n"
                + "        \"mchid\", \"1900000109\",\n"
                + "        \"description\", \"示例商品\",\n"
                + "        \"out_trade_no\", \"1217752501201407033233368018\",\n"
                + "        \"amount\", Wxpay.fields(\"total\", 100),\n"
                + "        \"notify_url\", \"https://shop.example/notify\"))");
    assertThat(example.node())
        .startsWith("wxpay.v3.pay.transactions.native.post({\n  appid: 'wxd678efh567hg6787',\n")
        .contains("  amount: { total: 100 },\n")
        .endsWith("\n})");
    assertThat(example.command())
        .startsWith("wxpay v3/pay/transactions/native -m post -d '{\"appid\":\"wxd678")
        .doesNotContain("\n");
  }

  @Test
  void encryptsSensitiveFields() {
    Example example = example("POST", "v3/profitsharing/receivers/add");

    assertThat(example.body().orElseThrow().path("name").asText()).isEqualTo("张三");
    assertThat(example.java()).contains("\"name\", Wxpay.secret(\"张三\")");
    assertThat(example.node()).contains("name: encrypt('张三')");
    assertThat(example.curl())
        .contains("\"name\":\"<encrypted>\"", "'Wechatpay-Serial: <serial number");
    assertThat(example("POST", "mmpaysptrans/pay_bank").java())
        .contains("Rsa.encrypt(", "v2/risk/getpublickey");
  }

  @Test
  void writesFilesPagesAndBodiesOfDelete() {
    Example upload = example("POST", "v3/merchant/media/upload");
    assertThat(upload.java())
        .isEqualTo("wxpay.chain(\"v3/merchant/media/upload\").upload(Path.of(\"license.png\"))");
    assertThat(upload.meta()).isEmpty();
    assertThat(upload.file()).contains("license.png");
    assertThat(upload.node()).contains(".post(form, { meta: form.toJSON().meta,");
    assertThat(upload.curl()).contains("-F file=@license.png");
    assertThat(upload.command())
        .isEqualTo("wxpay v3/merchant/media/upload -m post --upload license.png");
    assertThat(example("POST", "v3/marketing/shopping-receipt/shoppingreceipts").meta())
        .isPresent();

    Example download = example("POST", "pay/downloadbill");
    assertThat(download.java())
        .contains("download(\n    Path.of(\"bill.csv\"),\n", "    Options.none())");
    assertThat(download.curl())
        .contains("-d '<xml><appid>", "<sign>…</sign></xml>' \\\n  -o bill.csv");
    assertThat(example("GET", "papay/entrustweb").java()).endsWith(".\n    url()");
    assertThat(
            example(
                    "DELETE",
                    "v3/marketing/goods-subsidy-activity/retail-store-act/{brand_id}/stores")
                .java())
        .contains("request(\n        \"DELETE\",\n", "Options.none())");
  }

  @Test
  void writesOptionsOfOldEndpointsAndOtherHosts() {
    assertThat(example("POST", "risk/getpublickey").java())
        .contains("Options.none().host(\"fraud.mch.weixin.qq.com\").security(true)");
    assertThat(example("POST", "papay/querycontract").java())
        .contains("Options.none().nonceless(true)");
    assertThat(example("POST", "risk/getviolation").body().orElseThrow().path("sign_type").asText())
        .isEqualTo("HMAC-SHA256");
    assertThat(example("POST", "secapi/pay/refund").curl())
        .contains("--cert apiclient_cert.pem --key apiclient_key.pem");
    Example build = example("POST", "v3/marketing/partnerships/build");
    assertThat(build.headers()).containsOnlyKeys("Idempotency-Key");
    assertThat(build.java()).contains("header(\"Idempotency-Key\", \"");
    assertThat(build.command()).contains(" -h Idempotency-Key=");
  }

  @Test
  void setsOneFieldOfSeveralThatSuffice() {
    assertThat(example("POST", "pay/refundquery").body().orElseThrow().has("out_trade_no"))
        .isTrue();
    assertThat(example("POST", "pay/refundquery").body().orElseThrow().has("refund_id")).isFalse();
  }

  @Test
  void writesSegmentsThatTheOriginalConverts() {
    assertThat(NodeCall.segment("out-trade-no")).isEqualTo(".outTradeNo");
    assertThat(NodeCall.segment("complaints-v2")).isEqualTo(".complaintsV2");
    assertThat(NodeCall.segment("{out_trade_no}")).isEqualTo("._out_trade_no_");
    assertThat(NodeCall.segment("delete")).isEqualTo(".chain('delete')");
    assertThat(NodeCall.segment("addInstitutionsub")).isEqualTo(".chain('addInstitutionsub')");
    assertThat(NodeCall.segment("a-1")).isEqualTo(".chain('a-1')");
  }

  @Test
  void quotesTexts() {
    assertThat(CallText.quoted("a\"b\\c\n")).isEqualTo("\"a\\\"b\\\\c\\n\"");
    assertThat(CallText.singleQuoted("it's")).isEqualTo("'it\\'s'");
    assertThat(CallText.shell("it's")).isEqualTo("'it'\\''s'");
    assertThat(CallText.shell("v3/a")).isEqualTo("v3/a");
    assertThat(CallText.shell("")).isEqualTo("''");
  }

  @Test
  void isImmutable() {
    Example example = example("POST", "v3/pay/transactions/native");

    example.body().orElseThrow().removeAll();
    example.curl();

    assertThat(example.body().orElseThrow().size()).isEqualTo(6);
    assertThatThrownBy(() -> example.query().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> example.values().put("a", "b"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void writesPastableLinesForAllEndpoints() {
    int bodies = 0;
    for (Endpoint endpoint : CATALOGUE.endpoints()) {
      Example example = endpoint.example();
      assertThat(example.java().lines().collect(toList()))
          .as("%s", endpoint)
          .noneMatch(line -> line.strip().startsWith("."));
      assertThat(example.java()).isEqualTo(endpoint.example().java()).doesNotContain("null,");
      assertThat(example.command()).startsWith("wxpay ").doesNotContain("\n");
      assertThat(example.curl()).startsWith("curl ");
      assertThat(example.node()).startsWith("wxpay.");
      bodies += example.body().isPresent() ? 1 : 0;
      if (endpoint.kind() == Endpoint.Kind.JSON) {
        assertThat(
                CATALOGUE.problems(
                    endpoint.method(),
                    endpoint.path(),
                    example.query(),
                    example.body().orElse(null)))
            .as("%s", endpoint)
            .isEmpty();
      }
    }
    assertThat(bodies).isEqualTo(719);
  }
}
